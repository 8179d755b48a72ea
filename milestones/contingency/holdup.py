"""The hold-up path: what sets a milestone's earliest completion, followed to its end (section 3, "binding")."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from milestones.contingency.conditions import RANKS, Condition
from milestones.contingency.days import NEVER, iso
from milestones.contingency.evaluation import Evaluation
from milestones.contingency.facts import MilestoneFacts
from milestones.contingency.scales import Truth
from milestones.contingency.schedule import Planned
from milestones.contingency.verdicts import ConditionVerdict, Dates, GroupVerdict


class Binds(StrEnum):
    """What sets the date of a step of the path; the first three may lead on, the others end the path."""

    GATE = "gate"
    LEVEL_BEFORE = "level-before"
    PLANNED_START = "planned-start"
    REACHED = "reached"
    CLAIMED = "claimed"
    WITHDRAWN = "withdrawn"
    TODAY = "today"
    REPEATS = "repeats"


@dataclass(frozen=True, slots=True)
class Binding:
    """A condition that binds a level; it counts from 0 in its gate, the gate in the milestone's groups.

    `ref` is the gate's.
    """

    gate: int
    condition: int
    ref: Hashable
    waits_for: Condition

    def as_dict(self) -> dict[str, Any]:
        """What binds, the condition in the words of the plan file."""
        return {"gate": self.gate, "condition": self.condition, "ref": self.ref, "waits_for": self.waits_for.as_dict()}


NOTHING_BINDS: dict[str, Any] = {"gate": None, "condition": None, "ref": None, "waits_for": None}


@dataclass(frozen=True, slots=True)
class HoldUpStep:
    """One level on the path: the day it comes (an ordinal, NEVER: no date) and what binds it.

    For a gate, `bindings` are the conditions that bind alike, the one that the path follows first; `start` is the
    planned start that binds, where one does.
    The path ends with this step where nothing follows it: at a condition that waits for no level (a date, an
    indicator, one that is holding), at a plan date, or at what `binds` says. `lapses_too_soon`: what binds would
    give a date, but only after the milestone's authority has lapsed.
    """

    milestone: str
    level: int
    day: int
    binds: Binds
    lapses_too_soon: bool = False
    bindings: tuple[Binding, ...] = ()
    start: Planned | None = None

    def as_dict(self) -> dict[str, Any]:
        """The step as it is published; `waits_for` is the condition or the planned start that binds."""
        followed, *beside = [binding.as_dict() for binding in self.bindings] or [NOTHING_BINDS]
        return {
            "milestone": self.milestone,
            "level": self.level,
            "day": iso(self.day),
            "binds": self.binds.value,
            "lapses_too_soon": self.lapses_too_soon,
            **followed,
            **({} if self.start is None else {"waits_for": self.start.as_dict()}),
            "beside": beside,
        }


Node = tuple[str, int]


def hold_up_path(evaluation: Evaluation, milestone: str) -> tuple[HoldUpStep, ...]:
    """The path from the milestone's completion to what holds it up in the end."""
    steps: dict[Node, HoldUpStep] = {}
    node: Node | None = (milestone, 3)
    while node is not None and node not in steps:
        steps[node], node = _step(evaluation.earliest, *node)
    if node is None:
        return tuple(steps.values())
    return (*steps.values(), HoldUpStep(*node, evaluation.earliest.level_of(*node), Binds.REPEATS))


def _step(dates: Dates, slug: str, level: int) -> tuple[HoldUpStep, Node | None]:
    """The step at a level, and the level that the path goes on to (None: it ends here)."""
    milestone = dates.facts.by_slug[slug]
    day = dates.level(milestone, level)
    if milestone.high >= level:
        binds = Binds.REACHED if milestone.low >= level else Binds.CLAIMED
        return HoldUpStep(slug, level, day, binds), None
    if milestone.is_withdrawn:
        return HoldUpStep(slug, level, day, Binds.WITHDRAWN), None
    candidates = list(_candidates(dates, milestone, level))
    latest = max(candidate[0] for candidate in candidates)
    last = [candidate for candidate in candidates if candidate[0] == latest]
    _, binds, _, follows = last[0]
    bindings = tuple(binding for _, _, alike, _ in last for binding in alike)
    start = milestone.schedule.start if binds is Binds.PLANNED_START else None
    return HoldUpStep(slug, level, day, binds, latest < NEVER == day, bindings, start), follows


def _candidates(
    dates: Dates, milestone: MilestoneFacts, level: int
) -> Iterator[tuple[int, Binds, tuple[Binding, ...], Node | None]]:
    """What the level waits for, in the order in which ties are settled: (day, what, conditions, level to follow)."""
    for number, verdict in enumerate(milestone.verdicts):
        if verdict.is_gate and verdict.level == level and verdict.truth is Truth.UNMET:
            group = verdict.group
            places = binding_conditions(verdict)
            bindings = tuple(Binding(number, place, group.ref, group.conditions[place]) for place in places)
            first = bindings[0].waits_for
            follows = first.followed(dates, verdict.earliest) if dates.fixed_day(first) is None else None
            yield verdict.earliest, Binds.GATE, bindings, follows
    start = milestone.schedule.start
    if level > 1:
        day = dates.level(milestone, level - 1) + milestone.schedule.days_to(level)
        yield min(day, NEVER), Binds.LEVEL_BEFORE, (), (milestone.milestone.slug, level - 1)
    elif start.day is not None:
        yield start.day, Binds.PLANNED_START, (), None
    elif start.follows is not None:
        followed = (start.follows.after, int(start.follows.reaches))
        yield min(dates.level_of(*followed) + start.follows.days, NEVER), Binds.PLANNED_START, (), followed
    yield dates.facts.on, Binds.TODAY, (), None


def binding_conditions(verdict: GroupVerdict) -> tuple[int, ...]:
    """The positions of the conditions that are not met and have the date of the unmet group, the k-th by date.

    The one that is followed comes first: the k-th, ties as the method settles them, those met before the others.
    """
    conditions = verdict.conditions
    ordered = sorted(range(len(conditions)), key=lambda position: _rank(conditions[position]))
    followed = ordered[verdict.group.require - 1]
    alike = (
        position
        for position in ordered
        if position != followed
        and conditions[position].truth is not Truth.MET
        and conditions[position].earliest == conditions[followed].earliest
    )
    return (followed, *alike)


def _rank(verdict: ConditionVerdict) -> tuple[int, bool, int, str]:
    condition = verdict.condition
    return verdict.earliest, verdict.truth is not Truth.MET, RANKS[condition.kind], condition.order
