"""A condition on the calendar: a day has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from milestones.contingency.conditions.condition import Condition, Proof
from milestones.contingency.findings import Place, PlanFault
from milestones.contingency.scales import Truth

if TYPE_CHECKING:
    from milestones.contingency.checks import Checker
    from milestones.contingency.facts import Facts
    from milestones.contingency.plan import Group, Milestone
    from milestones.contingency.runs import Moves


@dataclass(frozen=True, slots=True)
class DateCondition(Condition):
    """The day is `date` or later."""

    kind: ClassVar[str] = "date"
    date: dt.date

    @property
    def order(self) -> str:
        return self.named

    def implies(self, other: Condition) -> bool:
        """A later day comes after an earlier one."""
        return isinstance(other, DateCondition) and self.date >= other.date

    def faults(self, checker: Checker, milestone: Milestone, group: Group, place: Place) -> Iterator[PlanFault]:
        yield from ()

    def pillar_in(self, facts: Facts) -> str | None:
        return None

    def truth(self, facts: Facts, day: int) -> Truth:
        return Truth.MET if day >= self.date.toordinal() else Truth.UNMET

    def since(self, facts: Facts, *truths: Truth) -> int | None:
        """The day itself; None before it, since it was never otherwise."""
        return self.date.toordinal() if Truth.MET in truths else None

    def turning_days(self, moves: Moves) -> Iterable[int]:
        return (self.date.toordinal(),)

    def fixed_day(self, facts: Facts, *, is_earliest: bool) -> int | None:
        return max(facts.on, self.date.toordinal())

    def proof(self, facts: Facts, truth: Truth) -> Proof:
        return Proof(truth.value)  # the calendar says all
