"""Measures: how a pillar app's records become an indicator's observations, on both clocks.

A pillar app gives pure functions over what it loaded once; what they answer for every day and every instant at which
something was learned is worked out here, as rows that the core stores like any others, in the series `derived`.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from milestones.contingency.scales import Grade

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Measured:
    """A value in the measure's unit, and the grade of the weakest record that it rests on."""

    value: Decimal
    grade: Grade


@dataclass(frozen=True, slots=True)
class Moment:
    """A record's two clocks: the day it speaks for, when it was learned, and when it was taken back.

    `changes_on`: later days on which the measure may change without a new record, such as the end of a window.
    """

    date: dt.date
    recorded: dt.datetime
    retracted: dt.datetime | None = None
    changes_on: tuple[dt.date, ...] = ()


class Counted(Protocol):
    """What a measure counts: the records of one plan, loaded once."""

    def moments(self) -> Iterable[Moment]:
        """The clocks of every record."""


Value = Callable[[Any, dt.date, dt.datetime | None, str, str], Measured | None]
"""(counted, on, known_at, argument, area) -> what is measured; None where nothing can be said."""


def anything(plan_id: int, argument: str) -> str:
    """Take every argument."""
    return ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a pillar app.

    `name`, `definition` and `argument` may be lazily translated; `unit` is that of the values. `load` takes the
    plan's key and gives the published records; `value` answers for any day and instant. `argument` says what may
    follow the measure's name in a plan file (`app.name.argument`), "" where nothing may; `area` is the indicator's,
    "" for all. `unknown` takes the plan's key and an argument and says, as the end of a sentence about the measure,
    what of it the plan does not have; "" where all is known.
    """

    name: "str | _StrPromise"
    unit: str
    definition: "str | _StrPromise"
    load: Callable[[int], Counted]
    value: Value
    argument: "str | _StrPromise" = ""
    unknown: Callable[[int, str], str] = anything


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

    Between two instants at which something was learned nothing changes, and between two days of change neither, so
    those are all that is asked. A value that later knowledge changed is retracted at the instant of that knowledge.
    """
    moments = list(counted.moments())
    learned = sorted(
        {each.recorded for each in moments} | {each.retracted for each in moments if each.retracted}
    )
    days = sorted({day for each in moments for day in (each.date, *each.changes_on) if day <= today})
    standing: dict[dt.date, Derived] = {}
    finished: list[Derived] = []
    for instant in learned:
        before: Measured | None = None
        for day in days:
            measured = measure.value(counted, day, instant, argument, area)
            known = standing.get(day)
            if measured == before or measured is None:
                measured_now = None
            else:
                measured_now = Derived(day, measured.value, measured.grade, instant)
            before = measured
            if known is not None and measured_now is not None and _same(known, measured_now):
                continue
            if known is not None:
                finished.append(_retracted(standing.pop(day), instant))
            if measured_now is not None:
                standing[day] = measured_now
    return sorted([*finished, *standing.values()], key=lambda each: (each.recorded, each.date))


def _same(one: Derived, other: Derived) -> bool:
    return (one.value, one.grade) == (other.value, other.grade)


def _retracted(derived: Derived, at: dt.datetime) -> Derived:
    return Derived(derived.date, derived.value, derived.grade, derived.recorded, at)
