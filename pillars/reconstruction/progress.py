"""Where projects stand: their dates in force, what is late, and units planned and delivered; pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from milestones.contingency.scales import Grade
from pillars.reconstruction.clocks import Loaded, counting
from pillars.reconstruction.models.choices import CountKind, StepKind, Unit

ENDED = frozenset({StepKind.COMPLETED, StepKind.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Loaded):
    """One step of a project."""

    project: str
    kind: StepKind
    planned_start: dt.date | None = None
    planned_end: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Loaded):
    """A number of units planned for a project, or delivered by it."""

    project: str
    kind: CountKind
    unit: Unit
    quantity: Decimal
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Units of one kind: planned (None: not stated) and delivered (None: nothing is reported).

    `newest` is the day of its newest count, `learned` when the last of them became known.
    """

    unit: Unit
    planned: Decimal | None
    delivered: Decimal | None
    grade: Grade
    newest: dt.date
    learned: dt.datetime


@dataclass(frozen=True, slots=True)
class Course:
    """A project's dates in force, as first planned, and its last step; None where nothing is stated."""

    first_start: dt.date | None
    first_end: dt.date | None
    start: dt.date | None
    end: dt.date | None
    last: StepKind | None
    has_started: bool
    grade: Grade

    @property
    def is_over(self) -> bool:
        """Whether it is completed or cancelled."""
        return self.last in ENDED

    def is_late(self, on: dt.date) -> bool:
        """Whether a planned day has passed without its step."""
        if self.is_over:
            return False
        return (self.end is not None and on > self.end) or (
            not self.has_started and self.start is not None and on > self.start
        )


def course_of(steps: Iterable[Step], on: dt.date, known_at: dt.datetime | None) -> Course | None:
    """Where one project stands; None without a step. A newer plan moves the dates that it gives."""
    known = counting(steps, on, known_at)
    if not known:
        return None
    start = end = first_start = first_end = None
    last: StepKind | None = None
    has_started = False
    for step in known:
        if step.kind is StepKind.PLANNED:
            start, end = step.planned_start or start, step.planned_end or end
            first_start, first_end = first_start or step.planned_start, first_end or step.planned_end
            continue
        last = step.kind
        has_started = has_started or step.kind is not StepKind.CANCELLED
    return Course(
        first_start=first_start,
        first_end=first_end,
        start=start,
        end=end,
        last=last,
        has_started=has_started,
        grade=min(step.grade for step in known),
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which a project was worked at, or stood still; `ends` None: it still goes on."""

    begins: dt.date
    ends: dt.date | None
    is_suspended: bool


def stretches_of(steps: Iterable[Step], on: dt.date, known_at: dt.datetime | None) -> tuple[Stretch, ...]:
    """What one project went through, in order; empty before its start."""
    found: list[Stretch] = []
    for step in counting(steps, on, known_at):
        if step.kind is StepKind.PLANNED:
            continue
        if found and found[-1].ends is None:
            found[-1] = replace(found[-1], ends=step.date)
        if step.kind not in ENDED:
            found.append(Stretch(step.date, None, step.kind is StepKind.SUSPENDED))
    return tuple(found)


def tallies_of(counts: Iterable[Count], on: dt.date, known_at: dt.datetime | None) -> dict[Unit, Tally]:
    """One project's units; a newer plan replaces the older, a total replaces what was counted before it."""
    planned: dict[Unit, list[Count]] = {}
    delivered: dict[Unit, list[Count]] = {}
    for count in sorted(counting(counts, on, known_at), key=lambda count: (count.date, count.is_total)):
        kept = (planned if count.kind is CountKind.PLANNED else delivered).setdefault(count.unit, [])
        if count.is_total or count.kind is CountKind.PLANNED:
            kept.clear()
        kept.append(count)
    found = {}
    for unit in sorted({*planned, *delivered}):
        parts = [*planned.get(unit, ()), *delivered.get(unit, ())]
        found[unit] = Tally(
            unit=unit,
            planned=_quantity(planned.get(unit)),
            delivered=_quantity(delivered.get(unit)),
            grade=min(part.grade for part in parts),
            newest=max(part.date for part in parts),
            learned=max(part.recorded for part in parts),
        )
    return found


def _quantity(counts: list[Count] | None) -> Decimal | None:
    return sum((count.quantity for count in counts), Decimal(0)) if counts else None
