"""The hold-up path: what sets a milestone's earliest completion, followed to its end (section 3, "binding")."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from milestones.contingency.conditions import KINDS, Condition
from milestones.contingency.days import NEVER, iso
from milestones.contingency.evaluation import Evaluation
from milestones.contingency.facts import MilestoneFacts
from milestones.contingency.scales import Truth
from milestones.contingency.schedule import Planned
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict


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

    @property
    def followed(self) -> Binding | None:
        """The condition that the path follows, where a gate binds."""
        return self.bindings[0] if self.bindings else None

    @property
    def beside(self) -> tuple[Binding, ...]:
        """The conditions that bind as much as the one followed."""
        return self.bindings[1:]

    def as_dict(self) -> dict[str, Any]:
        """The step as it is published; `waits_for` is the condition or the planned start that binds."""
        binding = NOTHING_BINDS if self.followed is None else self.followed.as_dict()
        return {
            "milestone": self.milestone,
            "level": self.level,
            "day": iso(self.day),
            "binds": self.binds.value,
            "lapses_too_soon": self.lapses_too_soon,
            **binding,
            **({} if self.start is None else {"waits_for": self.start.as_dict()}),
            "beside": [beside.as_dict() for beside in self.beside],
        }


Node = tuple[str, int]


def hold_up_path(evaluation: Evaluation, milestone: str) -> tuple[HoldUpStep, ...]:
    """The path from the milestone's completion to what holds it up in the end."""
    steps: list[HoldUpStep] = []
    seen: set[Node] = set()
    node: Node | None = (milestone, 3)
    while node is not None:
        if node in seen:
            day = evaluation.earliest.level_of(*node)
            steps.append(HoldUpStep(*node, day=day, binds=Binds.REPEATS))
            break
        seen.add(node)
        step, node = _step(evaluation, *node)
        steps.append(step)
    return tuple(steps)


def _step(evaluation: Evaluation, slug: str, level: int) -> tuple[HoldUpStep, Node | None]:
    """The step at a level, and the level that the path goes on to (None: it ends here)."""
    facts, dates = evaluation.facts, evaluation.earliest
    milestone = facts.by_slug[slug]
    day = dates.level(milestone, level)
    if milestone.high >= level:
        binds = Binds.REACHED if milestone.low >= level else Binds.CLAIMED
        return HoldUpStep(slug, level, day, binds), None
    if milestone.is_withdrawn:
        return HoldUpStep(slug, level, day, Binds.WITHDRAWN), None
    candidates = list(_candidates(evaluation, milestone, level))
    latest = max(day for day, _, _, _ in candidates)
    _, binds, gate, follows = next(candidate for candidate in candidates if candidate[0] == latest)
    too_soon = day == NEVER and latest < NEVER
    if gate is None:
        start = milestone.schedule.start if binds is Binds.PLANNED_START else None
        return HoldUpStep(slug, level, day, binds, too_soon, start=start), follows
    groups = evaluation.milestones[slug].groups
    bindings = tuple(
        Binding(number, position, groups[number].group.ref, groups[number].group.conditions[position])
        for opens, _, number, _ in candidates
        if number is not None and opens == latest
        for position in binding_conditions(groups[number])
    )
    step = HoldUpStep(slug, level, day, binds, too_soon, bindings)
    waits_for = bindings[0].waits_for
    waits = dates.fixed_day(waits_for) is None
    return step, waits_for.followed(dates, groups[gate].earliest) if waits else None


def _candidates(
    evaluation: Evaluation, milestone: MilestoneFacts, level: int
) -> Iterator[tuple[int, Binds, int | None, Node | None]]:
    """What the level waits for, in the order in which ties are settled: (day, what, gate, level to follow)."""
    facts, dates, slug = evaluation.facts, evaluation.earliest, milestone.milestone.slug
    for number, verdict in enumerate(evaluation.milestones[slug].groups):
        if verdict.is_gate and verdict.level == level and verdict.truth is Truth.UNMET:
            yield verdict.earliest, Binds.GATE, number, None
    if level > 1:
        half = milestone.schedule.duration // 2
        step = half if level == 2 else milestone.schedule.duration - half
        yield _after(dates.level(milestone, level - 1), step), Binds.LEVEL_BEFORE, None, (slug, level - 1)
    else:
        start = milestone.schedule.start
        if start.day is not None:
            yield start.day, Binds.PLANNED_START, None, None
        elif start.follows is not None:
            followed = (start.follows.after, int(start.follows.reaches))
            yield _after(dates.level_of(*followed), start.follows.days), Binds.PLANNED_START, None, followed
    yield facts.on, Binds.TODAY, None, None


def _after(day: int, days: int) -> int:
    return NEVER if day == NEVER else day + days


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
    return verdict.earliest, verdict.truth is not Truth.MET, KINDS.index(type(condition)), condition.order
