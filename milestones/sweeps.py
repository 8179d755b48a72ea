"""Sweeps: what records come to, day by day, in one pass over them with a running state; pure.

A pillar app's measure begins a state and takes its records in the order of their days. Every record is taken once, and
told again on each later day on which it changes something by itself, so that n records cost n log n.
"""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any, TypeVar

from milestones.contingency.scales import Grade

PLACES = Decimal("0.0001")
"""To what a percentage is rounded."""
EXACT = Context(prec=100)
"""A sum is exact, so that what was added can be taken away again without a trace."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value in the measure's unit, and the grade of the weakest record that it rests on."""

    value: Decimal
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRecord:
    """What every record has that is counted, whether it comes from a row or from an entry of a plan file.

    `date` is the day it speaks for and `recorded` when it was entered; `key` tells records of one instant apart, and of
    one that comes from a row is the row's, of the kind `kind_of_row`.
    `held_until` is when the audience could first know it, where that is later.
    """

    date: dt.date
    recorded: dt.datetime
    retracted: dt.datetime | None = None
    held_until: dt.datetime | None = None
    grade: Grade = Grade.REPORTED
    key: int = 0
    kind_of_row: str = ""

    @property
    def known(self) -> dt.datetime:
        """When the audience could first know it."""
        return self.recorded if self.held_until is None else max(self.recorded, self.held_until)

    @property
    def order(self) -> tuple[Any, ...]:
        """Its place among the records of its day: what was learned last comes last."""
        return 0, self.recorded, self.key

    @property
    def changes_on(self) -> tuple[dt.date, ...]:
        """Days on which it changes something by itself, such as the end of a window."""
        return ()

    def counts(self, on: dt.date, known_at: dt.datetime | None) -> bool:
        """Whether it speaks for the day and was known, not taken back and not disputed at the instant."""
        if self.date > on or self.grade is Grade.DISPUTED:
            return False
        if known_at is None:
            return self.retracted is None
        return self.known <= known_at and (self.retracted is None or self.retracted > known_at)


Record = TypeVar("Record", bound=PlainRecord)


def counting(records: Iterable[Record], on: dt.date, known_at: dt.datetime | None) -> list[Record]:
    """The records that count on a day as known at an instant, in their order."""
    counted = (record for record in records if record.counts(on, known_at))
    return sorted(counted, key=lambda record: (record.date, record.order))


class RunningState:
    """What records of some kinds come to, up to the last that was taken."""

    takes: tuple[type[PlainRecord], ...] = (PlainRecord,)

    def concerns(self, record: Any) -> bool:
        """Whether the record is one of those that it asks for."""
        return isinstance(record, self.takes)

    def take(self, record: Any) -> None:
        """A record has come to count, on its day."""
        raise NotImplementedError

    def turn(self, record: Any, day: dt.date) -> None:
        """A day has come on which a record that was taken changes something by itself."""


Run = TypeVar("Run", bound=RunningState)


def days(
    running: RunningState, records: Iterable[PlainRecord], known_at: dt.datetime | None, on: dt.date = dt.date.max
) -> Iterator[dt.date]:
    """Let the state take what counts of the records; yields each day on which something changed, once it is over."""
    events = []
    for record in counting(filter(running.concerns, records), on, known_at):
        events.append((record.date, record, False))
        events += [(day, record, True) for day in record.changes_on if record.date < day <= on]
    events.sort(key=lambda event: event[0])
    for index, (day, record, is_later) in enumerate(events):
        if index and day != events[index - 1][0]:
            yield events[index - 1][0]
        if is_later:
            running.turn(record, day)
        else:
            running.take(record)
    if events:
        yield events[-1][0]


def run(running: Run, records: Iterable[PlainRecord], on: dt.date, known_at: dt.datetime | None) -> Run:
    """The state as it is at the end of a day."""
    for _day in days(running, records, known_at, on):
        pass
    return running


class RunningSum:
    """A sum of parts that come, change and go, and the grade of the weakest part."""

    def __init__(self) -> None:
        self.value = Decimal(0)
        self._parts: dict[Hashable, Measured] = {}
        self._grades = dict.fromkeys(Grade, 0)

    def __len__(self) -> int:
        return len(self._parts)

    def put(self, key: Hashable, part: Measured | None) -> None:
        """Set one part, in place of what it was; None takes it away."""
        before = self._parts.pop(key, None)
        if before is not None:
            self.value = EXACT.subtract(self.value, before.value)
            self._grades[before.grade] -= 1
        if part is not None:
            self._parts[key] = part
            self.value = EXACT.add(self.value, part.value)
            self._grades[part.grade] += 1

    @property
    def grade(self) -> Grade | None:
        """The grade of the weakest part; None without one."""
        return next((grade for grade, parts in self._grades.items() if parts), None)

    def measured(self) -> Measured | None:
        """The sum; None without a part."""
        grade = self.grade
        return None if grade is None else Measured(self.value, grade)


class RunningCount:
    """How many of the things known hold; graded by those that hold, or by all of them where none does."""

    def __init__(self) -> None:
        self._known, self._holding = RunningSum(), RunningSum()

    def put(self, key: Hashable, grade: Grade | None, *, holds: bool) -> None:
        """Set whether one thing holds; a grade of None takes it away."""
        self._known.put(key, None if grade is None else Measured(Decimal(0), grade))
        self._holding.put(key, Measured(Decimal(1), grade) if holds and grade is not None else None)

    def measured(self) -> Measured | None:
        """The count; None while nothing is known."""
        return self._holding.measured() or self._known.measured()


def percentage(part: Decimal, whole: Decimal | int, grade: Grade, *, rounding: str = ROUND_HALF_EVEN) -> Measured:
    """One value in percent of another."""
    return Measured((100 * part / whole).quantize(PLACES, rounding), grade)
