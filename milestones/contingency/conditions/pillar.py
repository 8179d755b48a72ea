"""A condition on a pillar: its progress is at least so many percent."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from milestones.contingency.conditions.condition import Condition, Proof, why
from milestones.contingency.days import NEVER
from milestones.contingency.findings import Place, PlanFault
from milestones.contingency.scales import Truth

if TYPE_CHECKING:
    from milestones.contingency.checks import Checker
    from milestones.contingency.facts import Facts
    from milestones.contingency.plan import Group, Milestone
    from milestones.contingency.progress import Standing
    from milestones.contingency.runs import Moves
    from milestones.contingency.timelines import Timeline
    from milestones.contingency.verdicts import Dates


@dataclass(frozen=True, slots=True)
class PillarCondition(Condition):
    """The pillar's progress, in percent, is `progress` or more."""

    kind: ClassVar[str] = "pillar"
    pillar: str
    progress: Decimal

    @property
    def order(self) -> str:
        return f"{self.pillar} {self.progress}"

    def _says_as_much(self, other: PillarCondition) -> bool:
        return self.progress >= other.progress

    def _bound(self) -> dict[str, str]:
        return {"progress": str(self.progress)}

    def faults(self, checker: Checker, milestone: Milestone, group: Group, place: Place) -> Iterator[PlanFault]:
        yield from checker.known("pillar", self.pillar, place.at("pillar"))
        if not 0 <= self.progress <= 100:
            yield PlanFault.error("progress_range", place.at("progress"), progress=str(self.progress))
        if checker.is_empty(self.pillar):
            yield PlanFault.error("empty_pillar", place.at("pillar"), pillar=self.pillar)

    def pillar_in(self, facts: Facts) -> str | None:
        return self.pillar

    def timeline(self, facts: Facts) -> Timeline[Standing]:
        return facts.progress(self.pillar)

    def judge(self, low: Standing, high: Standing) -> Truth:
        return low.judge(self.progress)

    def turning_days(self, moves: Moves) -> Iterable[int]:
        return moves.progress(self.pillar)

    def fixed_day(self, facts: Facts, *, is_earliest: bool) -> int | None:
        return None

    def needed(self, facts: Facts) -> int:
        """The sum of weight x level at which it is met."""
        return facts.standing(self.pillar).needed(self.progress)

    def awaited(self, facts: Facts) -> int | None:
        return facts.pillar_nodes[self.pillar]

    def followed(self, dates: Dates, day: int) -> tuple[str, int] | None:
        """The level of the pillar that comes last for its progress to suffice; by slug among equals."""
        last = [
            (member.milestone.slug, level)
            for member in dates.facts.members[self.pillar]
            if not member.is_withdrawn
            for level in (3, 2, 1)
            if dates.level(member, level) == day
        ]
        return min(last, key=lambda node: (node[0], -node[1]), default=None)

    def coming_day(self, dates: Dates) -> int:
        """The first day by which enough levels of the pillar's milestones have come."""
        days, sums = dates.gained[self.pillar]
        if not dates.facts.standing(self.pillar).weight:
            return NEVER
        position = bisect_left(sums, self.needed(dates.facts))
        return days[position] if position < len(sums) else NEVER

    def proof(self, facts: Facts, truth: Truth) -> Proof:
        standing = facts.standing(self.pillar)
        low, high = standing.percent(standing.low), standing.percent(standing.high)
        return ProgressProof(why(truth, has_reading=low is not None, rests_on=True), low, high)


@dataclass(frozen=True, slots=True)
class ProgressProof(Proof):
    """The range of the pillar's progress in percent; None where no milestone of it is pursued."""

    low: Fraction | None
    high: Fraction | None

    def as_dict(self) -> dict[str, Any]:
        return {"percent": None if self.low is None else percent_range(self.low, self.high)}


def percent_range(low: Fraction | None, high: Fraction | None) -> dict[str, float | None]:
    """A range in percent as it is published."""
    return {"low": _rounded(low), "high": _rounded(high)}


def _rounded(percent: Fraction | None) -> float | None:
    """A percentage rounded half up to four places."""
    return None if percent is None else float(Decimal((percent * 20_000 + 1) // 2).scaleb(-4))
