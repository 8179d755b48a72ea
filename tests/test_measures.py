"""A measure's answers become observations on both clocks, as few as say it all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.contingency.scales import Grade
from milestones.measures import Derived, Measure, Measured, Moment, derive
from milestones.registry import registry

TODAY = dt.date(2026, 3, 1)


def at(day: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, 1, day, hour, tzinfo=dt.UTC)


def on(day: int) -> dt.date:
    return dt.date(2026, 1, day)


@dataclass(frozen=True)
class Delivery:
    """So many units delivered on a day."""

    date: dt.date
    units: int
    recorded: dt.datetime
    retracted: dt.datetime | None = None
    grade: Grade = Grade.VERIFIED


@dataclass(frozen=True)
class Deliveries:
    records: tuple[Delivery, ...]
    ends_after: int = 0

    def moments(self) -> Iterable[Moment]:
        for each in self.records:
            later = (each.date + dt.timedelta(days=self.ends_after),) if self.ends_after else ()
            yield Moment(each.date, each.recorded, each.retracted, later)


def total(
    counted: Deliveries, day: dt.date, known_at: dt.datetime | None, argument: str, area: str
) -> Measured | None:
    """The units delivered by the day, or in the window that ends with it."""
    counting = [
        each
        for each in counted.records
        if each.date <= day
        and (known_at is None or each.recorded <= known_at)
        and not (each.retracted and (known_at is None or each.retracted <= known_at))
        and (not counted.ends_after or (day - each.date).days < counted.ends_after)
    ]
    if not counting:
        return Measured(Decimal(0), Grade.VERIFIED) if counted.ends_after else None
    return Measured(Decimal(sum(each.units for each in counting)), min(each.grade for each in counting))


def derived(*records: Delivery, ends_after: int = 0) -> list[Derived]:
    measure = Measure("Delivered", "units", "", load=lambda plan: Deliveries(()), value=total)
    return derive(measure, Deliveries(records, ends_after), today=TODAY)


def test_each_record_known_on_its_day_gives_one_observation() -> None:
    assert derived(Delivery(on(1), 10, at(1)), Delivery(on(5), 5, at(5))) == [
        Derived(on(1), Decimal(10), Grade.VERIFIED, at(1)),
        Derived(on(5), Decimal(15), Grade.VERIFIED, at(5)),
    ]


def test_a_late_record_retracts_what_was_said_without_it() -> None:
    found = derived(Delivery(on(5), 5, at(5)), Delivery(on(1), 10, at(9)))
    assert found == [
        Derived(on(5), Decimal(5), Grade.VERIFIED, at(5), at(9)),
        Derived(on(1), Decimal(10), Grade.VERIFIED, at(9)),
        Derived(on(5), Decimal(15), Grade.VERIFIED, at(9)),
    ]


def test_a_retracted_record_takes_its_observation_along() -> None:
    assert derived(Delivery(on(1), 10, at(1), at(4))) == [
        Derived(on(1), Decimal(10), Grade.VERIFIED, at(1), at(4))
    ]


def test_the_end_of_a_window_is_a_day_of_change() -> None:
    found = derived(Delivery(on(1), 10, at(1)), ends_after=30)
    assert [(each.date, each.value) for each in found] == [(on(1), 10), (on(31), 0)]


def test_days_still_to_come_are_left_out() -> None:
    assert derived(Delivery(TODAY + dt.timedelta(days=1), 10, at(1))) == []


def test_a_value_that_stays_the_same_is_said_once() -> None:
    found = derived(Delivery(on(1), 10, at(1)), Delivery(on(5), 0, at(5)))
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
    standing = [
        each
        for each in derived(*records)
        if each.recorded <= known_at
        and not (each.retracted and each.retracted <= known_at)
        and each.date <= on(day)
    ]
    expected = total(Deliveries(tuple(records)), on(day), known_at, "", "")
    newest = max(standing, key=lambda each: each.date, default=None)
    if expected is not None:
        assert newest is not None
        assert (newest.value, newest.grade) == (expected.value, expected.grade)
    assert len({each.date for each in standing}) == len(standing), "one value a day"


@pytest.mark.parametrize("name", ["nobody.knows", "governance", "governance.no-such-measure"])
def test_a_measure_that_no_app_has_is_none(name: str) -> None:
    assert registry.measure(name) is None
