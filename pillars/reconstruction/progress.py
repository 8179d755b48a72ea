"""Where projects stand: their dates in force, what is late, and units planned and delivered; pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from milestones.contingency.scales import Grade
from milestones.sweeps import PlainRecord, counting
from pillars.reconstruction.models.choices import CountKind, StepKind, Unit

ENDED = frozenset({StepKind.COMPLETED, StepKind.CANCELLED})
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(PlainRecord):
    """One step of a project."""

    project: str
    kind: StepKind
    planned_start: dt.date | None = None
    planned_end: dt.date | None = None

    @property
    def changes_on(self) -> tuple[dt.date, ...]:
        """The project may be late from the day after each of its planned days."""
        return tuple(day + DAY for day in (self.planned_start, self.planned_end) if day is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(PlainRecord):
    """A number of units planned for a project, or delivered by it."""

    project: str
    kind: CountKind
    unit: Unit
    quantity: Decimal
    is_total: bool = False

    @property
    def order(self) -> tuple[Any, ...]:
        """A total replaces what was counted on its own day too."""
        return int(self.is_total), self.recorded, self.key


@dataclass(slots=True)
class Tally:
    """Units of one kind that a project planned and delivered, by the counts taken so far; None: none is stated."""

    unit: Unit
    planned: Decimal | None = None
    delivered: Decimal | None = None
    _rests_on: dict[CountKind, tuple[Grade, dt.date, dt.datetime]] = field(default_factory=dict)

    def take(self, count: Count) -> None:
        """Take the next count: a newer plan replaces the older, a total what was counted before it."""
        grade, newest, learned = count.grade, count.date, count.recorded
        if count.kind is CountKind.PLANNED:
            self.planned = count.quantity
        elif count.is_total or self.delivered is None:
            self.delivered = count.quantity
        else:
            weakest, last, known = self._rests_on[count.kind]
            self.delivered += count.quantity
            grade, newest, learned = min(grade, weakest), max(newest, last), max(learned, known)
        self._rests_on[count.kind] = grade, newest, learned

    @property
    def grade(self) -> Grade:
        """That of the weakest count that it rests on."""
        return min(grade for grade, _newest, _learned in self._rests_on.values())

    @property
    def newest(self) -> dt.date:
        """The day of its newest count."""
        return max(newest for _grade, newest, _learned in self._rests_on.values())

    @property
    def learned(self) -> dt.datetime:
        """When the last of its counts became known."""
        return max(learned for _grade, _newest, learned in self._rests_on.values())


@dataclass(slots=True)
class Course:
    """A project's dates in force, as first planned, and its last step; None where nothing is stated."""

    first_start: dt.date | None = None
    first_end: dt.date | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    last: StepKind | None = None
    has_started: bool = False
    grade: Grade = Grade.VERIFIED

    def take(self, step: Step) -> None:
        """Take the next step: a newer plan moves the dates that it gives."""
        self.grade = min(self.grade, step.grade)
        if step.kind is StepKind.PLANNED:
            self.start, self.end = step.planned_start or self.start, step.planned_end or self.end
            self.first_start = self.first_start or step.planned_start
            self.first_end = self.first_end or step.planned_end
        else:
            self.last = step.kind
            self.has_started = self.has_started or step.kind is not StepKind.CANCELLED

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
    """Where one project stands; None without a step."""
    course: Course | None = None
    for step in counting(steps, on, known_at):
        course = course or Course()
        course.take(step)
    return course


def tallies_of(counts: Iterable[Count], on: dt.date, known_at: dt.datetime | None) -> dict[Unit, Tally]:
    """One project's units."""
    tallies: dict[Unit, Tally] = {}
    for count in counting(counts, on, known_at):
        tallies.setdefault(count.unit, Tally(count.unit)).take(count)
    return dict(sorted(tallies.items()))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which a project was worked at, or stood still; `ends` None: it still goes on."""

    begins: dt.date
    ends: dt.date | None
    is_suspended: bool


def stretches_of(steps: Iterable[Step], on: dt.date, known_at: dt.datetime | None) -> tuple[Stretch, ...]:
    """What one project went through, in order; empty before its start."""
    stretches: list[Stretch] = []
    for step in counting(steps, on, known_at):
        if step.kind is StepKind.PLANNED:
            continue
        if stretches and stretches[-1].ends is None:
            stretches[-1] = replace(stretches[-1], ends=step.date)
        if step.kind not in ENDED:
            stretches.append(Stretch(step.date, None, step.kind is StepKind.SUSPENDED))
    return tuple(stretches)
