"""What governance's measures say, for any day and instant: tables of cases, and then through the database."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from milestones.contingency.scales import Grade
from milestones.models import Observation
from milestones.state import state_now
from milestones.state.measuring import measure_fault
from milestones.sweeps import Measured
from pillars.governance import counting
from pillars.governance.counting import CountedSeat, Judging, Running, Seating, Statement
from pillars.governance.measures import MEASURES
from tests import factories as make
from tests.pillars.asking import value_on
from tests.pillars.governance.conftest import appoint


def on(day: int) -> dt.date:
    return dt.date(2026, 1, day)


def at(day: int) -> dt.datetime:
    return dt.datetime(2026, 1, day, tzinfo=dt.UTC)


def said(of: str, word: str, day: int, **fields: Any) -> Statement:
    given = {"date": on(day), "recorded": at(day), "grade": Grade.VERIFIED, "key": day}
    return Statement(of=of, word=word, **given | fields)


def seating(*statements: Statement, size: int | None = 4) -> Seating:
    """A council of four, two of whose seats want an independent and three of which have a portfolio."""
    return Seating(
        sizes={"council": size, "other": 1},
        seats=(
            CountedSeat("chair", "council"),
            CountedSeat("health", "council", "health", must_be_independent=True),
            CountedSeat("water", "council", "water", must_be_independent=True),
            CountedSeat("trade", "council", "trade"),
            CountedSeat("judge", "other"),
        ),
        portfolios={"health": "council", "water": "council", "trade": "council"},
        loaded=statements,
    )


HEALTH = said("health", "held", 5, is_vetted=True)
FILLED = [
    ((), 9, None, None),
    ((HEALTH,), 4, None, None),
    ((HEALTH,), 5, None, 25),
    ((HEALTH, said("chair", "held", 7)), 9, None, 50),
    ((HEALTH, said("judge", "held", 7)), 9, None, 25),
    ((HEALTH, said("health", "vacant", 8)), 7, None, 25),
    ((HEALTH, said("health", "vacant", 8)), 9, None, 0),
    ((HEALTH, said("health", "vacant", 8, recorded=at(20))), 9, 10, 25),
    ((HEALTH, said("health", "vacant", 8, retracted=at(20))), 9, 10, 0),
    ((HEALTH, said("health", "vacant", 8, retracted=at(20))), 9, None, 25),
    ((HEALTH, said("health", "vacant", 8, grade=Grade.DISPUTED)), 9, None, 25),
    ((said("chair", "held", 5, until=on(7)),), 7, None, 25),
    ((said("chair", "held", 5, until=on(7)),), 8, None, 0),
]


@pytest.mark.parametrize(("statements", "day", "known", "expected"), FILLED)
def test_seats_are_filled_by_what_counts_that_day(
    statements: tuple[Statement, ...], day: int, known: int | None, expected: int | None
) -> None:
    found = value_on(
        MEASURES["seats_filled"], seating(*statements), on(day), at(known) if known else None, "council", ""
    )
    assert (found and found.value) == expected


def test_a_body_whose_size_nobody_states_has_no_share() -> None:
    assert value_on(MEASURES["seats_filled"], seating(HEALTH, size=None), on(9), None, "council", "") is None
    assert value_on(MEASURES["seats_filled"], seating(HEALTH), on(9), None, "no-such-body", "") is None


def test_the_grade_is_that_of_the_weakest_record_it_rests_on() -> None:
    weak = said("trade", "vacant", 6, grade=Grade.REPORTED)
    found = value_on(MEASURES["seats_filled"], seating(HEALTH, weak), on(9), None, "council", "")
    assert found == Measured(Decimal(25), Grade.REPORTED)


VETTED = [
    ((said("health", "held", 5),), None),
    ((said("chair", "held", 5, is_vetted=True),), None),
    ((HEALTH,), 50),
    ((said("health", "held", 5, is_vetted=False),), 0),
    ((HEALTH, said("water", "held", 6)), 50),
    ((HEALTH, said("health", "vacant", 6)), 0),
    ((said("health", "vacant", 6),), None),
]


@pytest.mark.parametrize(("statements", "expected"), VETTED)
def test_only_seats_for_independents_with_a_known_vetting_count_as_vetted(
    statements: tuple[Statement, ...], expected: int | None
) -> None:
    found = value_on(MEASURES["seats_vetted"], seating(*statements), on(9), None, "council", "")
    assert (found and found.value) == expected


def test_portfolios_are_covered_by_seats_that_are_held() -> None:
    one_of_three = value_on(MEASURES["portfolios_covered"], seating(HEALTH), on(9), None, "council", "")
    assert one_of_three == Measured(Decimal("33.3333"), Grade.VERIFIED)
    assert (
        value_on(MEASURES["portfolios_covered"], seating(said("chair", "held", 5)), on(9), None, "council", "") is None
    )


WEIGHTS = {"north": Decimal(3), "south": Decimal(1)}
DONE = said("water", "done", 5)
RUN = [
    ({}, (), "", "", None),
    ({}, (DONE,), "", "", 50),
    ({}, (DONE,), "water", "", 100),
    ({}, (DONE,), "power", "", None),
    ({}, (said("water", "done", 5, place="north"),), "", "", None),
    (WEIGHTS, (said("water", "done", 5, place="north"),), "water", "", 75),
    (WEIGHTS, (said("water", "done", 5, place="north"),), "", "", Decimal("37.5")),
    (WEIGHTS, (said("water", "done", 5, place="north"),), "water", "south", None),
    (WEIGHTS, (said("water", "done", 5, place="north"),), "water", "north", 100),
    (WEIGHTS, (DONE, said("water", "offered", 6, place="south")), "water", "", 75),
    (WEIGHTS, (said("water", "offered", 4, place="south"), DONE), "water", "", 100),
    (WEIGHTS, (DONE, said("water", "under-way", 6)), "water", "", 0),
]


@pytest.mark.parametrize(("weights", "statements", "argument", "area", "expected"), RUN)
def test_functions_are_weighed_by_the_served_areas(
    weights: dict[str, Decimal],
    statements: tuple[Statement, ...],
    argument: str,
    area: str,
    expected: Decimal | int | None,
) -> None:
    running = Running(functions=("water", "power"), weights=weights, loaded=statements)
    found = value_on(MEASURES["functions_transferred"], running, on(9), None, argument, area)
    assert (found and found.value) == expected


def test_a_service_that_delivers_partly_is_not_counted() -> None:
    statements = (said("water", "partly", 5), said("power", "delivering", 5))
    running = Running(functions=("water", "power"), weights={}, loaded=statements)
    found = value_on(MEASURES["services_delivering"], running, on(9), None, "", "")
    assert found == Measured(Decimal(50), Grade.VERIFIED)


BENCHMARKS = [
    ("", (), None),
    ("", (said("audit", "met", 5),), 50),
    ("reform", (said("audit", "met", 5),), 100),
    ("oversight", (said("audit", "met", 5),), None),
    ("reform", (said("audit", "met", 5), said("audit", "not-met", 8)), 0),
    ("reform", (said("audit", "partly-met", 5),), 0),
]


@pytest.mark.parametrize(("argument", "statements", "expected"), BENCHMARKS)
def test_benchmarks_are_met_by_the_latest_finding(
    argument: str, statements: tuple[Statement, ...], expected: int | None
) -> None:
    judging = Judging(kinds={"audit": "reform", "report": "oversight"}, loaded=statements)
    found = value_on(MEASURES["reform_benchmarks_met"], judging, on(9), None, argument, "")
    assert (found and found.value) == expected


def test_what_is_loaded_is_published(cast: SimpleNamespace) -> None:
    seat = cast.seats[2]
    for publication in ("draft", "restricted"):
        appoint(seat, publication=publication)
    day = make.DAY
    found = value_on(MEASURES["seats_filled"], counting.load_seating(state_now(cast.plan)), day, None, "council", "")
    assert found == Measured(Decimal("33.3333"), Grade.VERIFIED)
    appoint(seat)
    found = value_on(MEASURES["seats_filled"], counting.load_seating(state_now(cast.plan)), day, None, "council", "")
    assert found == Measured(Decimal("66.6667"), Grade.VERIFIED)
    for load in (counting.load_seating, counting.load_handovers, counting.load_deliveries, counting.load_judging):
        assert list(load(state_now(cast.plan)).records())


def test_every_measure_gives_its_indicator_observations(cast: SimpleNamespace) -> None:
    expected = {
        "seats_filled.council": Decimal("33.3333"),
        "portfolios_covered.council": Decimal("33.3333"),
        "functions_transferred.registry": Decimal(100),
        "services_delivering.water": Decimal(100),
        "reform_benchmarks_met.reform": Decimal(100),
    }
    for name in expected:
        make.make_indicator(cast.plan, measure=f"governance.{name}")
    given = state_now(cast.plan).rows(Observation).where(series="derived")
    assert {row.indicator.measure.partition(".")[2]: row.value for row in given} == expected
    appoint(cast.seat, date=make.DAY, vetting="passed")
    make.make_indicator(cast.plan, measure="governance.seats_vetted.council")
    given = state_now(cast.plan).rows(Observation).where(series="derived")
    [vetted] = [row for row in given if row.indicator.measure == "governance.seats_vetted.council"]
    assert vetted.value == Decimal("33.3333")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("measure", "fault"),
    [
        ("governance.seats_filled.senate", 'names the body "senate", which the plan does not have'),
        ("governance.seats_filled", "needs the slug of a body after it"),
        ("governance.portfolios_covered.council", ""),
        ("governance.functions_transferred.mint", 'names the function "mint", which the plan does not have'),
        ("governance.functions_transferred", ""),
        (
            "governance.services_delivering.registry",
            'names the public service "registry", which the plan does not have',
        ),
        ("governance.reform_benchmarks_met.both", 'names "both", which is no kind of benchmark'),
        ("governance.reform_benchmarks_met.reform", ""),
    ],
)
def test_an_argument_that_the_plan_does_not_have_is_told(cast: SimpleNamespace, measure: str, fault: str) -> None:
    told = measure_fault(state_now(cast.plan), measure)
    assert told == (f'The measure "{measure}" {fault}: it gives nothing until that is mended.' if fault else "")
