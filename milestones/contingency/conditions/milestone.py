"""A condition on a milestone: it stands at a level or above, for some days where that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from milestones.contingency.conditions.condition import Condition, Proof, why
from milestones.contingency.days import NEVER
from milestones.contingency.findings import Place, PlanFault
from milestones.contingency.scales import Level, Truth

if TYPE_CHECKING:
    from milestones.contingency.checks import Checker
    from milestones.contingency.evidence import Evidence
    from milestones.contingency.facts import Facts
    from milestones.contingency.plan import Assessment, Group, Milestone
    from milestones.contingency.runs import Moves
    from milestones.contingency.timelines import Timeline
    from milestones.contingency.verdicts import Dates


@dataclass(frozen=True, slots=True)
class MilestoneCondition(Condition):
    """Milestone `milestone` stands at level `reaches` or above, for the last `for_days` days too."""

    kind: ClassVar[str] = "milestone"
    milestone: str
    reaches: Level
    for_days: int = 0

    @property
    def order(self) -> str:
        return f"{self.milestone} {self.reaches} {self.for_days}"

    def _says_as_much(self, other: MilestoneCondition) -> bool:
        return self.reaches >= other.reaches and self.for_days >= other.for_days

    def _bound(self) -> dict[str, str]:
        return {"reaches": self.reaches.slug}

    def faults(self, checker: Checker, milestone: Milestone, group: Group, place: Place) -> Iterator[PlanFault]:
        yield from checker.known("milestone", self.milestone, place.at("milestone"))
        yield from checker.days(self.for_days, place.at("for_days"))
        if self.reaches is Level.NOT_INITIATED:
            yield PlanFault.error("not_initiated", place.at("reaches"))
        elif self.milestone == milestone.slug and self.reaches >= group.before.level:
            words = {"milestone": self.milestone, "before": group.before.value, "reaches": self.reaches.slug}
            yield PlanFault.error("self_wait", place, **words)

    def pillar_in(self, facts: Facts) -> str | None:
        return facts.by_slug[self.milestone].milestone.pillar

    def timeline(self, facts: Facts) -> Timeline[int]:
        return facts.by_slug[self.milestone].levels

    def judge(self, low: int, high: int) -> Truth:
        if low >= self.reaches:
            return Truth.MET
        return Truth.UNMET if high < self.reaches else Truth.UNKNOWN

    def turning_days(self, moves: Moves) -> Iterable[int]:
        return moves.held_for(moves.levels[self.milestone], self.for_days)

    def fixed_day(self, facts: Facts, *, is_earliest: bool) -> int | None:
        return self.held_day(facts, is_earliest=is_earliest) if self.for_days else None

    def awaited(self, facts: Facts) -> int | None:
        return facts.node(self.milestone, self.reaches)

    def followed(self, dates: Dates, day: int) -> tuple[str, int] | None:
        return self.milestone, int(self.reaches)

    def coming_day(self, dates: Dates) -> int:
        day = dates.level_of(self.milestone, self.reaches)
        return max(dates.facts.on, day + self.for_days) if day < NEVER else NEVER

    def proof(self, facts: Facts, truth: Truth) -> Proof:
        awaited, evidence = facts.by_slug[self.milestone], facts.level_evidence(self.milestone)
        reason = why(truth, has_reading=True, rests_on=bool(evidence.base))
        return LevelProof(reason, awaited.low, awaited.high, evidence)


@dataclass(frozen=True, slots=True)
class LevelProof(Proof):
    """The range in which the awaited milestone's level lies, and the records behind it."""

    low: int
    high: int
    evidence: Evidence[Assessment]

    def as_dict(self) -> dict[str, Any]:
        return {"level": {"low": self.low, "high": self.high}, "evidence": self.evidence.as_dict()}
