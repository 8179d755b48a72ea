"""The date of every level, and so of every condition and gate, under one of the two assumptions of section 3."""

from milestones.contingency.conditions import Condition
from milestones.contingency.days import NEVER
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.scales import Assumption, Truth
from milestones.contingency.verdicts import GroupVerdict


class Dates:
    """The date of every level of every milestone, and so of every condition and gate, under one assumption."""

    def __init__(self, facts: Facts, assumption: Assumption) -> None:
        self.facts = facts
        self.assumption = assumption
        self._is_earliest = assumption is Assumption.EARLIEST
        self.when = [NEVER] * (3 * len(facts.milestones))
        self.gained: dict[str, tuple[list[int], list[int]]] = {}

    def level(self, milestone: MilestoneFacts, level: int) -> int:
        """The day of the milestone's level: past where it is reached (or claimed, for the earliest date)."""
        return self.when[3 * milestone.index + level - 1]

    def level_of(self, slug: str, level: int) -> int:
        """The same, by the milestone's slug."""
        return self.level(self.facts.by_slug[slug], level)

    def holds(self, truth: Truth) -> bool:
        """Whether the truth is as good as met under the assumption."""
        return truth is Truth.MET or (self._is_earliest and truth is Truth.UNKNOWN)

    def condition(self, condition: Condition, truth: Truth) -> int:
        """The first day, `on` or later, on which the condition can be met."""
        if self.holds(truth):
            return self.facts.on
        fixed = self.fixed_day(condition)
        return condition.coming_day(self) if fixed is None else fixed

    def fixed_day(self, condition: Condition) -> int | None:
        """The day of an unmet condition that waits for no level; None where it waits for one, or for a pillar."""
        return condition.fixed_day(self.facts, is_earliest=self._is_earliest)

    def group(self, verdict: GroupVerdict) -> int:
        """The first day, `on` or later, on which the group is met."""
        if self.holds(verdict.truth):
            return self.facts.on
        days = sorted(self.condition(judged.condition, judged.truth) for judged in verdict.conditions)
        return days[verdict.group.require - 1]
