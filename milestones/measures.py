"""Measures: how a pillar app's records become an indicator's observations, on both clocks.

A pillar app gives for each measure the state with which a sweep over its records begins. What it gives for every day
and every instant at which something was learned becomes rows that the core stores like any others, in the series
`derived`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

from milestones.contingency.scales import Grade
from milestones.sweeps import Measured, PlainRecord, RunningState, days, run


class Counted(Protocol):
    """What a measure counts: the records of one plan, loaded once."""

    def records(self) -> Iterable[PlainRecord]:
        """Every record."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Records that are counted by themselves, without anything of the plan around them."""

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
        self, counted: Counted, known_at: dt.datetime | None = None, argument: str = "", area: str = ""
    ) -> Iterator[tuple[dt.date, Measured | None]]:
        """What is measured from each day on which it changes, as known at an instant, in the order of the days."""
        state = self.begin(counted, argument, area)
        before: Measured | None = None
        for day in days(state, counted.records(), known_at):
            measured = state.measured()
            if measured != before:
                yield day, measured
            before = measured

    def value(
        self,
        counted: Counted,
        on: dt.date,
        known_at: dt.datetime | None = None,
        argument: str = "",
        area: str = "",
    ) -> Measured | None:
        """What is measured on one day."""
        return run(self.begin(counted, argument, area), counted.records(), on, known_at).measured()


@dataclass(frozen=True, slots=True)
class Derived:
    """One derived observation: what the measure gave for a day, from when to when it was known so."""

    date: dt.date
    value: Decimal
    grade: Grade
    recorded: dt.datetime
    retracted: dt.datetime | None = None


def derive(
    measure: Measure, counted: Counted, *, today: dt.date, argument: str = "", area: str = ""
) -> list[Derived]:
    """Every observation up to `today`, as it was known at each instant; sorted by recorded, then date.

    Between two instants at which something was learned nothing changes. A value that later knowledge changed is
    retracted at the instant of that knowledge.
    """
    records = list(counted.records())
    learned = {record.known for record in records}
    learned |= {record.retracted for record in records if record.retracted is not None}
    standing: dict[dt.date, Derived] = {}
    finished: list[Derived] = []
    for instant in sorted(learned):
        now = {
            day: Derived(day, measured.value, measured.grade, instant)
            for day, measured in measure.sweep(counted, instant, argument, area)
            if measured is not None and day <= today
        }
        for day, known in list(standing.items()):
            if day in now and (known.value, known.grade) == (now[day].value, now[day].grade):
                del now[day]
            else:
                finished.append(replace(standing.pop(day), retracted=instant))
        standing |= now
    return sorted([*finished, *standing.values()], key=lambda derived: (derived.recorded, derived.date))
