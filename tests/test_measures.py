"""A measure's answers become observations on both clocks, as few as say it all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.contingency.scales import Grade
from milestones.measures import Derived, Measure, Measuring, derive
from milestones.registry import registry
from milestones.sweeps import Measured, PlainRecord, RunningSum

TODAY = dt.date(2026, 3, 1)


def at(day: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, 1, day, hour, tzinfo=dt.UTC)


def on(day: int) -> dt.date:
    return dt.date(2026, 1, day)


@dataclass(frozen=True, kw_only=True)
class Delivery(PlainRecord):
    """So many units delivered on a day; out of the window after so many days, if it has one."""

    units: int
    window: int | None = None

    @property
    def changes_on(self) -> tuple[dt.date, ...]:
        return (self.date + dt.timedelta(days=self.window),) if self.window else ()


def delivery(day: int | dt.date, units: int, recorded: dt.datetime, retracted: dt.datetime | None = None,
             grade: Grade = Grade.VERIFIED, window: int | None = None) -> Delivery:  # fmt: skip
    date = on(day) if isinstance(day, int) else day
    return Delivery(date=date, units=units, recorded=recorded, retracted=retracted, grade=grade, window=window)


@dataclass(frozen=True)
class Deliveries:
    deliveries: tuple[Delivery, ...]

    def records(self) -> Iterable[Delivery]:
        return self.deliveries


class Delivered(Measuring):
    """The units delivered by the day, or in the window that ends with it."""

    def __init__(self, counted: Deliveries, argument: str, area: str) -> None:
        self.sum = RunningSum()
        self.has_window = False

    def take(self, record: Delivery) -> None:
        self.has_window = record.window is not None
        self.sum.put(id(record), Measured(Decimal(record.units), record.grade))

    def turn(self, record: Delivery, day: dt.date) -> None:
        self.sum.put(id(record), None)

    def measured(self) -> Measured | None:
        return self.sum.measured() or (Measured(Decimal(0), Grade.VERIFIED) if self.has_window else None)


MEASURE = Measure(load=lambda plan: Deliveries(()), begin=Delivered)


def total(counted: Deliveries, day: dt.date, known_at: dt.datetime) -> Measured | None:
    """The same, by asking every record for the day."""
    found = [
        each
        for each in counted.deliveries
        if each.date <= day and each.recorded <= known_at and not (each.retracted and each.retracted <= known_at)
    ]
    if not found:
        return None
    return Measured(Decimal(sum(each.units for each in found)), min(each.grade for each in found))


def standing(records: Iterable[Delivery], known_at: dt.datetime) -> set[tuple[dt.date, Decimal, Grade]]:
    """What stood at an instant by the old way: every day asked anew at each instant at which something was learned."""
    counted = Deliveries(tuple(records))
    stood: dict[dt.date, Measured] = {}
    for instant in sorted({each.recorded for each in records} | {each.retracted for each in records} - {None}):
        if instant <= known_at:
            told = {each.date: total(counted, each.date, instant) for each in records}
            days = sorted(day for day, measured in told.items() if measured is not None)
            before = [None, *(told[day] for day in days)]
            stood = {day: told[day] for day, last in zip(days, before, strict=False) if told[day] != last}
    return {(day, measured.value, measured.grade) for day, measured in stood.items()}


def derived(*records: Delivery, known_at: dt.datetime | None = None) -> list[Derived]:
    return list(derive(MEASURE, Deliveries(records), until=TODAY, known_at=known_at))


def test_each_record_known_on_its_day_gives_one_observation() -> None:
    assert derived(delivery(1, 10, at(1)), delivery(5, 5, at(5))) == [
        Derived(on(1), Decimal(10), Grade.VERIFIED, at(1)),
        Derived(on(5), Decimal(15), Grade.VERIFIED, at(5)),
    ]


def test_what_a_late_record_changes_was_learned_with_it() -> None:
    records = delivery(5, 5, at(5)), delivery(1, 10, at(9))
    assert derived(*records, known_at=at(8)) == [Derived(on(5), Decimal(5), Grade.VERIFIED, at(5))]
    assert derived(*records) == [
        Derived(on(1), Decimal(10), Grade.VERIFIED, at(9)),
        Derived(on(5), Decimal(15), Grade.VERIFIED, at(9)),
    ]


def test_a_retracted_record_takes_its_observation_along() -> None:
    record = delivery(1, 10, at(1), at(4))
    assert derived(record, known_at=at(3)) == [Derived(on(1), Decimal(10), Grade.VERIFIED, at(1))]
    assert derived(record) == []


def test_without_a_retracted_record_the_others_are_told_as_of_its_retraction() -> None:
    found = derived(delivery(1, 10, at(1)), delivery(2, 5, at(2), at(4)), delivery(3, 1, at(3)))
    assert found == [
        Derived(on(1), Decimal(10), Grade.VERIFIED, at(1)),
        Derived(on(3), Decimal(11), Grade.VERIFIED, at(4)),
    ]


def test_what_is_disputed_teaches_nothing() -> None:
    disputed = delivery(1, 10, at(9), grade=Grade.DISPUTED)
    assert derived(disputed, delivery(2, 5, at(2))) == [Derived(on(2), Decimal(5), Grade.VERIFIED, at(2))]


def test_the_end_of_a_window_is_a_day_of_change() -> None:
    found = derived(delivery(1, 10, at(1), window=30))
    assert [(each.date, each.value) for each in found] == [(on(1), 10), (on(31), 0)]


def test_days_still_to_come_are_left_out() -> None:
    assert derived(delivery(TODAY + dt.timedelta(days=1), 10, at(1))) == []


def test_a_value_that_stays_the_same_is_said_once() -> None:
    found = derived(delivery(1, 10, at(1)), delivery(5, 0, at(5)))
    assert [each.date for each in found] == [on(1)]


@given(
    st.lists(
        st.builds(
            Delivery,
            date=st.integers(1, 28).map(on),
            units=st.integers(0, 3),
            recorded=st.integers(1, 28).map(at),
            retracted=st.none() | st.integers(1, 28).map(lambda day: at(day, 12)),
            grade=st.sampled_from([Grade.REPORTED, Grade.VERIFIED]),
        ),
        max_size=6,
    ),
    st.integers(1, 28),
    st.integers(1, 28),
)
def test_at_every_instant_the_newest_standing_observation_is_what_the_measure_says(
    records: list[Delivery], day: int, known: int
) -> None:
    known_at = at(known, 23)
    given = derived(*records, known_at=known_at)
    assert all(each.recorded <= known_at for each in given)
    assert {(each.date, each.value, each.grade) for each in given} == standing(records, known_at)
    newest = max((each for each in given if each.date <= on(day)), key=lambda each: each.date, default=None)
    expected = total(Deliveries(tuple(records)), on(day), known_at)
    if expected is not None:
        assert newest is not None
        assert (newest.value, newest.grade) == (expected.value, expected.grade)
    assert len({each.date for each in given}) == len(given), "one value a day"


@pytest.mark.parametrize("name", ["nobody.knows", "governance", "governance.no-such-measure"])
def test_a_measure_that_no_app_has_is_none(name: str) -> None:
    assert registry.measure(name) is None
