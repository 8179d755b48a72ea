"""Measures: how a pillar app's records become an indicator's observations, on both clocks.

A pillar app gives for each measure the state with which a sweep over its records begins. What it gives from each day on
are observations in the series `derived`, computed whenever a plan's state is read and stored nowhere.
"""

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from milestones.contingency.scales import Grade
from milestones.sweeps import Measured, PlainRecord, RunningState, days


class Counted(Protocol):
    """What a measure counts: the records of one plan, loaded once."""

    def records(self) -> Iterable[PlainRecord]:
        """Every record."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Records that are counted, by themselves or by what else of the plan a subclass tells."""

    loaded: tuple[PlainRecord, ...]

    def records(self) -> tuple[PlainRecord, ...]:
        """Every record."""
        return self.loaded


class Measuring(RunningState):
    """A state that can say what is measured at the end of the last day: by itself what it came to `so_far`."""

    so_far: Any

    def measured(self) -> Measured | None:
        """What is measured; None where nothing can be said."""
        measured: Measured | None = self.so_far.measured()
        return measured


Begin = Callable[[Any, str, str], Measuring]
"""(counted, argument, area) -> the state before the first record."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a pillar app, which an indicator names in a plan file as `app.name` or `app.name.argument`.

    `load` takes the plan's state and gives the records that count; `begin` gives the state of a sweep over them, for an
    argument and the indicator's area, "" for all. `unknown` takes the plan's state and an argument and says, as the end
    of a sentence about the measure, what of it the plan does not have; "" where all is known. None: it takes no
    argument.
    """

    load: Callable[[Any], Counted]
    begin: Begin
    unknown: Callable[[Any, str], str] | None = None

    def sweep(
        self,
        counted: Counted,
        known_at: dt.datetime | None = None,
        argument: str = "",
        area: str = "",
        until: dt.date = dt.date.max,
    ) -> Iterator[tuple[dt.date, Measured | None]]:
        """What is measured from each day on which it changes, as known at an instant, in the order of the days."""
        state = self.begin(counted, argument, area)
        before: Measured | None = None
        for day in days(state, counted.records(), known_at, until):
            measured = state.measured()
            if measured != before:
                yield day, measured
            before = measured


@dataclass(frozen=True, slots=True)
class Derived:
    """One derived observation: what is measured from a day on, and when the last of what it rests on was learned."""

    date: dt.date
    value: Decimal
    grade: Grade
    recorded: dt.datetime


def derive(
    measure: Measure,
    counted: Counted,
    *,
    until: dt.date = dt.date.max,
    known_at: dt.datetime | None = None,
    argument: str = "",
    area: str = "",
) -> Iterator[Derived]:
    """Every observation of the measure up to a day, as known at an instant (None: now); one sweep over its records.

    A value cannot be unsaid: where nothing can be measured any more, the last observation stands.
    """
    asked = filter(measure.begin(counted, argument, area).concerns, counted.records())
    learned = deque(sorted(_learned(asked, known_at)))
    recorded = dt.datetime.min.replace(tzinfo=dt.UTC)
    for day, measured in measure.sweep(counted, known_at, argument, area, until):
        while learned and learned[0][0] <= day:
            recorded = max(recorded, learned.popleft()[1])
        if measured is not None:
            yield Derived(day, measured.value, measured.grade, recorded)


def _learned(records: Iterable[PlainRecord], known_at: dt.datetime | None) -> Iterator[tuple[dt.date, dt.datetime]]:
    """For which day and when each thing was learned that was known at an instant, retractions too."""
    for record in records:
        if record.grade is not Grade.DISPUTED:
            for instant in (record.known, record.retracted):
                if instant is not None and (known_at is None or instant <= known_at):
                    yield record.date, instant
