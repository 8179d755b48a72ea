"""The truth of conditions and groups on a day (section 2)."""

from milestones.contingency.facts import Facts
from milestones.contingency.levels import judge_level
from milestones.contingency.plan import (
    Condition,
    DateCondition,
    Group,
    IndicatorCondition,
    MilestoneCondition,
    PillarCondition,
)
from milestones.contingency.scales import Truth
from milestones.contingency.timelines import holding_since, run_of, truth_over
from milestones.contingency.values import judge_value, value_truth


def condition_truth(facts: Facts, condition: Condition, day: int) -> Truth:
    """Whether the condition is met on the day, which is `on` or earlier."""
    if isinstance(condition, MilestoneCondition):
        levels = facts.by_slug[condition.milestone].levels
        if condition.for_days:
            return truth_over(levels, judge_level(condition.reaches), day - condition.for_days, day)
        low, high = levels.at(day)
        if low >= condition.reaches:
            return Truth.MET
        return Truth.UNMET if high < condition.reaches else Truth.UNKNOWN
    if isinstance(condition, IndicatorCondition):
        values = facts.values(condition.indicator)
        if condition.for_days:
            return truth_over(values, judge_value(condition), day - condition.for_days, day)
        return value_truth(condition, *values.at(day))
    if isinstance(condition, PillarCondition):
        return facts.progress(condition.pillar).at(day).judge(condition.progress)
    return Truth.MET if day >= condition.date.toordinal() else Truth.UNMET


def condition_holding_since(facts: Facts, condition: Condition, *, unknown_holds: bool) -> int | None:
    """Since when a condition with `for_days`, taken without it, holds today; None if it does not, or has none."""
    if isinstance(condition, PillarCondition | DateCondition) or not condition.for_days:
        return None
    if isinstance(condition, MilestoneCondition):
        levels = facts.by_slug[condition.milestone].levels
        return holding_since(levels, judge_level(condition.reaches), facts.on, unknown_holds=unknown_holds)
    values = facts.values(condition.indicator)
    return holding_since(values, judge_value(condition), facts.on, unknown_holds=unknown_holds)


def tally(truths: list[Truth], require: int) -> Truth:
    """Met when at least `require` are met; unmet when too few could be; else unknown."""
    met = truths.count(Truth.MET)
    if met >= require:
        return Truth.MET
    return Truth.UNMET if met + truths.count(Truth.UNKNOWN) < require else Truth.UNKNOWN


def group_truth(facts: Facts, group: Group, day: int) -> Truth:
    """Whether the group is met on the day; a group waived on that day is."""
    if facts.is_waived(group, day):
        return Truth.MET
    return tally([condition_truth(facts, condition, day) for condition in group.conditions], group.require)


def holding_since_when(facts: Facts, condition: Condition, truth: Truth) -> int | None:
    """The first day of the unbroken run of days, up to `on`, on which the condition had this truth (EVER: always).

    Taken without `for_days`, whose window would only repeat the run; None where that gives another truth today.
    """
    if isinstance(condition, DateCondition):
        return condition.date.toordinal() if truth is Truth.MET else None
    if isinstance(condition, PillarCondition):
        return facts.progress(condition.pillar).since(facts.on, condition.progress, truth)
    if isinstance(condition, MilestoneCondition):
        levels = facts.by_slug[condition.milestone].levels
        return run_of(levels, judge_level(condition.reaches), facts.on, truth)
    return run_of(facts.values(condition.indicator), judge_value(condition), facts.on, truth)
