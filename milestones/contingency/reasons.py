"""The status of a milestone, the first rule of section 4 that applies, and why, as data; put into words elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from milestones.contingency.days import NEVER, iso
from milestones.contingency.facts import MilestoneFacts
from milestones.contingency.scales import Before, Status, Truth
from milestones.contingency.schedule import Schedule
from milestones.contingency.verdicts import Dates, GroupVerdict


def status_of(milestone: MilestoneFacts, dates: Dates, *, is_deadlocked: bool) -> Status:
    """The status of a milestone whose groups are judged; `dates` are those of the first assumption."""
    lapses = milestone.milestone.lapses
    if milestone.is_withdrawn:
        return Status.WITHDRAWN
    if lapses is not None and lapses.toordinal() < dates.facts.on and milestone.low < 3:
        return Status.LAPSED
    gates = milestone.gates
    unmet = [verdict for verdict in gates if verdict.truth is Truth.UNMET]
    failed = [verdict for verdict in unmet if verdict.level <= milestone.low]
    if failed:
        went_ahead = any(verdict.truth_when_reached is not Truth.MET for verdict in failed)
        return Status.PREMATURE if went_ahead else Status.UNDERMINED
    all_met = all(verdict.truth is Truth.MET for verdict in gates)
    if milestone.low == 3 and all_met:
        return Status.FULFILLED
    if dates.level(milestone, 3) == NEVER:
        return Status.DEADLOCKED if is_deadlocked else Status.BLOCKED
    if not gates:
        return Status.UNCONDITIONAL
    if all_met:
        return Status.CLEARED
    if not unmet:
        return Status.UNSETTLED
    is_delayed = any(opens_late(verdict, milestone.schedule) for verdict in unmet)
    return Status.DELAYED if is_delayed else Status.WAITING


def opens_late(verdict: GroupVerdict, schedule: Schedule) -> bool:
    """Whether an unmet gate opens after the planned date of the step it stands before."""
    planned = planned_day(verdict.group.before, schedule)
    return planned is not None and verdict.earliest > planned


def planned_day(before: Before, schedule: Schedule) -> int | None:
    """The planned date that a gate is compared with; None where it is missing or open."""
    if before is Before.START:
        return schedule.start.day
    return schedule.due.day if before is Before.COMPLETION else schedule.midway


class Why(StrEnum):
    """What kind of fact a reason states."""

    WITHDRAWN = "withdrawn"
    AUTHORITY_LAPSED = "authority-lapsed"
    GATE_UNMET_WHEN_REACHED = "gate-unmet-when-reached"
    GATE_FAILED_SINCE = "gate-failed-since"
    COMPLETE = "complete"
    IN_DEADLOCK = "in-deadlock"
    GATE_NEVER_OPENS = "gate-never-opens"
    START_NEVER_COMES = "start-never-comes"
    LAPSES_TOO_SOON = "lapses-too-soon"
    NO_GATES = "no-gates"
    ALL_GATES_MET = "all-gates-met"
    CONDITION_UNKNOWN = "condition-unknown"
    GATE_OPENS_LATE = "gate-opens-late"
    GATE_UNMET = "gate-unmet"


DAYS = ("day", "planned")
"""What of a reason is an ordinal, and an ISO day where it is stored."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact behind a status. Days are ordinals (NEVER: no date); `gate` and `condition` count from 0.

    `gate` counts the groups of the milestone under the reading, `condition` those of the group; `day` is the day
    the fact is about (reached, lapsed, opens), `planned` the day it is compared with.
    """

    why: Why
    gate: int | None = None
    condition: int | None = None
    level: int | None = None
    day: int | None = None
    planned: int | None = None
    milestones: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The reason without what it leaves open; days in ISO form, null for never."""
        stated = {field.name: getattr(self, field.name) for field in fields(self)}
        stated = {name: value for name, value in stated.items() if value not in (None, ())}
        days = {name: iso(stated[name]) for name in DAYS if name in stated}
        lists = {name: list(value) for name, value in stated.items() if isinstance(value, tuple)}
        return {**stated, **days, **lists, "why": self.why.value}

    @classmethod
    def from_dict(cls, stated: Mapping[str, Any]) -> "Reason":
        """The reason as it was stored by `as_dict`."""
        days = {
            name: NEVER if stated[name] is None else date.fromisoformat(stated[name]).toordinal()
            for name in DAYS
            if name in stated
        }
        milestones = tuple(stated.get("milestones", ()))
        return cls(**{**stated, **days, "why": Why(stated["why"]), "milestones": milestones})


def reasons_for(milestone: MilestoneFacts, dates: Dates, deadlocks: Iterable[tuple[str, ...]]) -> Iterator[Reason]:
    """The reasons for the status of a milestone; `dates` are those of the first assumption.

    `deadlocks` are the milestones of each deadlock in which this one stands.
    """
    lapses = milestone.milestone.lapses
    match milestone.status:
        case Status.WITHDRAWN:
            yield Reason(Why.WITHDRAWN)
        case Status.LAPSED:
            yield Reason(Why.AUTHORITY_LAPSED, day=lapses.toordinal() if lapses else None)
        case Status.PREMATURE | Status.UNDERMINED:
            yield from _failed_gates(milestone)
        case Status.FULFILLED:
            yield Reason(Why.COMPLETE, level=3, day=milestone.reached_on(3))
        case Status.DEADLOCKED:
            yield from (Reason(Why.IN_DEADLOCK, milestones=circle) for circle in deadlocks)
        case Status.BLOCKED:
            yield from _blocks(milestone, dates)
        case Status.UNCONDITIONAL:
            yield Reason(Why.NO_GATES)
        case Status.CLEARED:
            yield Reason(Why.ALL_GATES_MET)
        case Status.UNSETTLED:
            yield from _unknowns(milestone)
        case Status.DELAYED | Status.WAITING:
            yield from _unmet_gates(milestone)


def _numbered_gates(milestone: MilestoneFacts, truth: Truth) -> Iterator[tuple[int, GroupVerdict]]:
    """The gates of this truth, each with its number among the groups."""
    for number, verdict in enumerate(milestone.verdicts):
        if verdict.is_gate and verdict.truth is truth:
            yield number, verdict


def _failed_gates(milestone: MilestoneFacts) -> Iterator[Reason]:
    for number, verdict in _numbered_gates(milestone, Truth.UNMET):
        level = verdict.level
        if level <= milestone.low:
            was_met = verdict.truth_when_reached is Truth.MET
            why = Why.GATE_FAILED_SINCE if was_met else Why.GATE_UNMET_WHEN_REACHED
            yield Reason(why, gate=number, level=level, day=milestone.reached_on(level))


def _blocks(milestone: MilestoneFacts, dates: Dates) -> list[Reason]:
    """What makes the first level that never comes never come."""
    level = next(step for step in (1, 2, 3) if dates.level(milestone, step) == NEVER)
    reasons = [
        Reason(Why.GATE_NEVER_OPENS, gate=number, level=level)
        for number, verdict in _numbered_gates(milestone, Truth.UNMET)
        if verdict.level == level and verdict.earliest == NEVER
    ]
    start = milestone.schedule.start
    follows = start.follows if level == 1 and start.is_open else None
    if follows is not None and dates.level_of(follows.after, follows.reaches) == NEVER:
        reasons.append(Reason(Why.START_NEVER_COMES, level=follows.reaches, milestones=(follows.after,)))
    lapses = milestone.milestone.lapses
    if not reasons and lapses is not None:
        reasons.append(Reason(Why.LAPSES_TOO_SOON, level=level, day=lapses.toordinal()))
    return reasons


def _unknowns(milestone: MilestoneFacts) -> Iterator[Reason]:
    for number, verdict in _numbered_gates(milestone, Truth.UNKNOWN):
        for position, judged in enumerate(verdict.conditions):
            if judged.truth is Truth.UNKNOWN:
                yield Reason(Why.CONDITION_UNKNOWN, gate=number, condition=position)


def _unmet_gates(milestone: MilestoneFacts) -> Iterator[Reason]:
    for number, verdict in _numbered_gates(milestone, Truth.UNMET):
        why = Why.GATE_OPENS_LATE if opens_late(verdict, milestone.schedule) else Why.GATE_UNMET
        planned = planned_day(verdict.group.before, milestone.schedule)
        yield Reason(why, gate=number, day=verdict.earliest, planned=planned)
