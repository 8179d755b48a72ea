"""The verdicts on conditions and groups, before and after dates are known, and the dates of levels."""

from dataclasses import dataclass
from typing import Any

from milestones.contingency.conditions import Condition
from milestones.contingency.days import NEVER, iso
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.plan import Group
from milestones.contingency.scales import Force, Truth


@dataclass(slots=True)
class ConditionVerdict:
    """The truth of one condition on the day, and the earliest day it can be met (NEVER: no such day)."""

    condition: Condition
    truth: Truth
    earliest: int = NEVER

    def as_dict(self) -> dict[str, Any]:
        """The verdict as it is published."""
        return {"truth": self.truth.value, "earliest": iso(self.earliest)}


@dataclass(slots=True)
class GroupVerdict:
    """The truth of one group on the day `on`, with that of each of its conditions.

    `truth_when_reached` is its truth on the day its level was reached, None while the level is not reached;
    `is_gate`: it holds its milestone up, rather than informing it; `level` is the level it stands before;
    `earliest` is the earliest day on which the group opens.
    """

    group: Group
    truth: Truth
    is_waived: bool
    truth_when_reached: Truth | None
    conditions: tuple[ConditionVerdict, ...]
    is_gate: bool
    level: int
    earliest: int = NEVER

    @property
    def unmet(self) -> tuple[int, ...]:
        """The positions of the conditions that are not met, or cannot be told."""
        return tuple(i for i, condition in enumerate(self.conditions) if condition.truth is not Truth.MET)

    @property
    def lacking(self) -> int:
        """How many more conditions would have to be met."""
        return self.group.require - (len(self.conditions) - len(self.unmet))

    def as_dict(self) -> dict[str, Any]:
        """The verdict as it is published, with that on each condition."""
        reached = self.truth_when_reached
        return {
            "before": self.group.before.value,
            "force": self.group.force.value,
            "require": self.group.require,
            "waived": self.is_waived,
            "truth": self.truth.value,
            "truth_when_reached": None if reached is None else reached.value,
            "earliest": iso(self.earliest),
            "conditions": [judged.as_dict() for judged in self.conditions],
        }


def judge_group(facts: Facts, milestone: MilestoneFacts, group: Group) -> GroupVerdict:
    """The verdict on one group of the milestone, its dates still open."""
    truths = [condition.truth(facts, facts.on) for condition in group.conditions]
    is_waived = facts.is_waived(group, facts.on)
    level = int(group.before.level)
    reached = milestone.reached_on(level)
    return GroupVerdict(
        group=group,
        truth=Truth.MET if is_waived else tally(truths, group.require),
        is_waived=is_waived,
        truth_when_reached=None if reached is None else group_truth(facts, group, reached),
        conditions=tuple(map(ConditionVerdict, group.conditions, truths)),
        is_gate=group.force is Force.GATES,
        level=level,
    )


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
    return tally([condition.truth(facts, day) for condition in group.conditions], group.require)


class Dates:
    """The date of every level of every milestone, and so of every condition, under one of the two assumptions."""

    def __init__(self, facts: Facts, *, is_earliest: bool) -> None:
        self.facts = facts
        self.is_earliest = is_earliest
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
        return truth is Truth.MET or (self.is_earliest and truth is Truth.UNKNOWN)

    def condition(self, condition: Condition, truth: Truth) -> int:
        """The first day, `on` or later, on which the condition can be met."""
        if self.holds(truth):
            return self.facts.on
        fixed = self.fixed_day(condition)
        return condition.coming_day(self) if fixed is None else fixed

    def fixed_day(self, condition: Condition) -> int | None:
        """The day of an unmet condition that waits for no level; None where it waits for one, or for a pillar."""
        return condition.fixed_day(self.facts, is_earliest=self.is_earliest)
