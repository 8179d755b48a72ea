"""The date of every level, and so of every condition and gate, under one of the two assumptions of section 3."""

from bisect import bisect_left

from milestones.contingency.days import NEVER
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.plan import (
    Condition,
    DateCondition,
    IndicatorCondition,
    MilestoneCondition,
    PillarCondition,
)
from milestones.contingency.scales import Assumption, Truth
from milestones.contingency.truths import condition_holding_since
from milestones.contingency.values import satisfies
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
        if fixed is not None:
            return fixed
        if isinstance(condition, MilestoneCondition):
            day = self.level_of(condition.milestone, condition.reaches)
            return max(self.facts.on, day + condition.for_days) if day < NEVER else NEVER
        return self._pillar(condition) if isinstance(condition, PillarCondition) else NEVER

    def _pillar(self, condition: PillarCondition) -> int:
        """The first day by which enough levels of the pillar's milestones have come."""
        days, sums = self.gained[condition.pillar]
        standing = self.facts.standing(condition.pillar)
        position = bisect_left(sums, standing.needed(condition.progress)) if standing.weight else len(sums)
        return days[position] if position < len(sums) else NEVER

    def fixed_day(self, condition: Condition) -> int | None:
        """The day of an unmet condition that waits for no level: a date, an indicator, or one that is holding.

        None for a condition that waits for the level of a milestone or for the progress of a pillar.
        """
        on = self.facts.on
        if isinstance(condition, DateCondition):
            return max(on, condition.date.toordinal())
        if isinstance(condition, PillarCondition):
            return None
        if condition.for_days:
            since = condition_holding_since(self.facts, condition, unknown_holds=self._is_earliest)
            if since is not None:
                return since + condition.for_days
        if isinstance(condition, IndicatorCondition):
            indicator = self.facts.indicators[condition.indicator]
            aimed = indicator.target_date
            if aimed is not None and aimed.toordinal() >= on and satisfies(indicator.target, condition):
                return aimed.toordinal() + condition.for_days
            return on + condition.for_days if self._is_earliest else NEVER
        return None

    def group(self, verdict: GroupVerdict) -> int:
        """The first day, `on` or later, on which the group is met."""
        if self.holds(verdict.truth):
            return self.facts.on
        days = sorted(self.condition(each.condition, each.truth) for each in verdict.conditions)
        return days[verdict.group.require - 1]
