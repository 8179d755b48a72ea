"""A condition on an indicator: every value of its reading is at least, or at most, a bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from milestones.contingency.conditions.condition import Condition, Proof, why
from milestones.contingency.days import NEVER
from milestones.contingency.findings import Place, PlanFault
from milestones.contingency.scales import Truth

if TYPE_CHECKING:
    from milestones.contingency.checks import Checker
    from milestones.contingency.evidence import SeriesEvidence
    from milestones.contingency.facts import Facts
    from milestones.contingency.levels import Bound
    from milestones.contingency.plan import Group, Milestone
    from milestones.contingency.runs import Moves
    from milestones.contingency.timelines import Timeline


@dataclass(frozen=True, slots=True)
class IndicatorCondition(Condition):
    """Every value of the indicator's reading is at least, or at most, a bound (exactly one is given)."""

    kind: ClassVar[str] = "indicator"
    indicator: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    for_days: int = 0

    @property
    def order(self) -> str:
        return f"{self.indicator} {self.at_least} {self.at_most} {self.for_days}"

    def _says_as_much(self, other: IndicatorCondition) -> bool:
        if self.at_least is not None and other.at_least is not None:
            return self.at_least >= other.at_least and self.for_days >= other.for_days
        if self.at_most is not None and other.at_most is not None:
            return self.at_most <= other.at_most and self.for_days >= other.for_days
        return False

    def excludes(self, other: Condition) -> bool:
        if not isinstance(other, IndicatorCondition) or other.indicator != self.indicator:
            return False
        low, high = (self, other) if self.at_least is not None else (other, self)
        return low.at_least is not None and high.at_most is not None and low.at_least > high.at_most

    def _bound(self) -> dict[str, str]:
        return {"at_most": str(self.at_most)} if self.at_least is None else {"at_least": str(self.at_least)}

    def faults(self, checker: Checker, milestone: Milestone, group: Group, place: Place) -> Iterator[PlanFault]:
        yield from checker.known("indicator", self.indicator, place.at("indicator"))
        yield from checker.days(self.for_days, place.at("for_days"))
        if (self.at_least is None) == (self.at_most is None):
            yield PlanFault.error("bounds", place, found="neither" if self.at_least is None else "both")
        indicator = checker.indicators.get(self.indicator)
        if self.for_days > 0 and indicator is not None and indicator.stale_after is None:
            yield PlanFault.warning("hold_without_stale_after", place.at("for_days"), indicator=indicator.slug)

    def pillar_in(self, facts: Facts) -> str | None:
        return facts.indicators[self.indicator].pillar

    def timeline(self, facts: Facts) -> Timeline[Bound]:
        return facts.values(self.indicator)

    def judge(self, low: Bound, high: Bound) -> Truth:
        if low is None or high is None:
            return Truth.UNKNOWN
        if self.at_least is not None:
            if low >= self.at_least:
                return Truth.MET
            return Truth.UNMET if high < self.at_least else Truth.UNKNOWN
        if self.at_most is None:
            return Truth.UNKNOWN
        if high <= self.at_most:
            return Truth.MET
        return Truth.UNMET if low > self.at_most else Truth.UNKNOWN

    def turning_days(self, moves: Moves) -> Iterable[int]:
        return moves.held_for(moves.values(self.indicator), self.for_days)

    def fixed_day(self, facts: Facts, *, is_earliest: bool) -> int | None:
        """When it will have held for long enough, or the day of a target that meets it, or today."""
        held = self.held_day(facts, is_earliest=is_earliest)
        if held is not None:
            return held
        indicator = facts.indicators[self.indicator]
        aimed = NEVER if indicator.target_date is None else indicator.target_date.toordinal()
        if facts.on <= aimed < NEVER and self.judge(indicator.target, indicator.target) is Truth.MET:
            return aimed + self.for_days
        return facts.on + self.for_days if is_earliest else NEVER

    def proof(self, facts: Facts, truth: Truth) -> Proof:
        low, high = facts.values(self.indicator).at(facts.on)
        series = facts.value_evidence(self.indicator)
        reason = why(
            truth,
            has_reading=low is not None,
            rests_on=not any(evidence.is_claim and evidence.is_read for evidence in series),
            is_stale=any(evidence.is_stale for evidence in series),
        )
        return ValueProof(reason, low, high, series)


@dataclass(frozen=True, slots=True)
class ValueProof(Proof):
    """The range of the indicator's reading (None: it has none), and each series with its records."""

    low: Decimal | None
    high: Decimal | None
    series: tuple[SeriesEvidence, ...]

    def as_dict(self) -> dict[str, Any]:
        value = None if self.low is None else {"low": str(self.low), "high": str(self.high)}
        return {"value": value, "series": [evidence.as_dict() for evidence in self.series]}
