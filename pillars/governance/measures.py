"""Governance's measures: percentages of seats, portfolios, functions, services and benchmarks."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from milestones.measures import Measure, Measuring
from milestones.selectors.plain_records import naming, one_of
from milestones.sweeps import Measured, RunningSum, percentage
from pillars.governance.counting import (
    HELD,
    CountedSeat,
    Judging,
    Running,
    Seating,
    Statement,
    load_deliveries,
    load_handovers,
    load_judging,
    load_seating,
)
from pillars.governance.models import Body, Function
from pillars.governance.models.choices import BenchmarkKind, FunctionKind

Key = tuple[str, str]
"""A thing, and the place or portfolio in which it is looked at; "" for none."""
Parts = Callable[[Statement], Iterable[tuple[Key, Decimal]]]
"""The things that a statement speaks of, each with its weight in the whole."""
Holds = Callable[[Statement, dt.date], bool]
"""Whether the latest statement of a thing makes it count on a day."""
ONE = Decimal(1)


class Share(Measuring):
    """Of a whole, the percentage of which the latest word holds; None while nothing was said or it has no whole."""

    def __init__(self, parts: Parts, whole: Decimal | int | None, holds: Holds) -> None:
        self.parts, self.whole, self.holds = parts, whole, holds
        self.latest: dict[Key, Statement] = {}
        self.held: set[Key] = set()
        self.reached = RunningSum()

    def concerns(self, record: Statement) -> bool:
        return any(self.parts(record))

    def take(self, record: Statement) -> None:
        for key, _weight in self.parts(record):
            self.latest[key] = record
        self.turn(record, record.date)

    def turn(self, record: Statement, day: dt.date) -> None:
        for key, weight in self.parts(record):
            latest = self.latest[key]
            holds = self.holds(latest, day)
            (self.held.add if holds else self.held.discard)(key)
            self.reached.put(key, Measured(weight if holds else Decimal(0), latest.grade))

    def measured(self) -> Measured | None:
        grade = self.reached.grade
        if grade is None or not self.whole:
            return None
        return percentage(self.part(), self.whole, grade, rounding=ROUND_HALF_UP)

    def part(self) -> Decimal:
        """How much of the whole is reached."""
        return self.reached.value


class VettedShare(Share):
    """A share of which nothing can be said before a vetting was told of."""

    is_told = False

    def take(self, record: Statement) -> None:
        super().take(record)
        self.is_told = self.is_told or record.is_vetted is not None

    def measured(self) -> Measured | None:
        return super().measured() if self.is_told else None


class CoveredShare(Share):
    """A share of portfolios, each of which is covered by any of its seats."""

    def part(self) -> Decimal:
        return Decimal(len({portfolio for _seat, portfolio in self.held}))


def only(portfolios: Mapping[str, str]) -> Parts:
    """The parts of statements on some things alone, all of one weight; each with its portfolio."""
    return lambda statement: [((statement.of, portfolios[statement.of]), ONE)] if statement.of in portfolios else []


def is_held(statement: Statement, on: dt.date) -> bool:
    """Whether a seat is held, by the statement that holds of it."""
    return statement.word == HELD and (statement.until is None or on <= statement.until)


def seats_filled(counted: Seating, argument: str, area: str) -> Share:
    """Percent of the body's seats that are held; None where its size or every seat is unknown."""
    seats = dict.fromkeys((seat.slug for seat in _seats(counted, argument)), "")
    return Share(only(seats), counted.sizes.get(argument), is_held)


def seats_vetted(counted: Seating, argument: str, area: str) -> VettedShare:
    """Percent of the body's seats for independents that are held by one who passed the vetting.

    None where no seat wants an independent, or no vetting was ever told of. A vetted holder who left counts no more.
    """
    wanted = dict.fromkeys((seat.slug for seat in _seats(counted, argument) if seat.must_be_independent), "")
    return VettedShare(
        only(wanted), len(wanted), lambda statement, on: bool(statement.is_vetted) and is_held(statement, on)
    )


def portfolios_covered(counted: Seating, argument: str, area: str) -> CoveredShare:
    """Percent of the body's portfolios whose seat is held; None where none is listed or every seat is unknown."""
    with_one = {seat.slug: seat.portfolio for seat in _seats(counted, argument) if seat.portfolio}
    whole = sum(body == argument for body in counted.portfolios.values())
    return CoveredShare(only(with_one), whole, is_held)


def reform_benchmarks_met(counted: Judging, argument: str, area: str) -> Share:
    """Percent of the benchmarks, of one kind where it is named, that are met; None where nothing was found."""
    wanted = {slug: "" for slug, kind in counted.kinds.items() if argument in ("", kind)}
    return Share(only(wanted), len(wanted), lambda statement, on: statement.word == "met")


def _seats(counted: Seating, body: str) -> list[CountedSeat]:
    return [seat for seat in counted.seats if seat.body == body]


def reached(wanted: str, counted: Running, argument: str, area: str) -> Share:
    """Percent of the functions, each in each of its places, of which the wanted word holds; None where none is told.

    The places are the one area asked for, else the served areas by weight, else the whole. In a place holds the
    latest of what was said of it and of the whole.
    """
    functions = {slug for slug in counted.functions if argument in ("", slug)}
    weights: Mapping[str, Decimal] = {area: ONE} if area else counted.weights or {"": ONE}

    def parts(statement: Statement) -> Iterable[tuple[Key, Decimal]]:
        places = [statement.place] if statement.place else weights
        known = [place for place in places if place in weights and statement.of in functions]
        return [((statement.of, place), weights[place]) for place in known]

    whole = len(functions) * sum(weights.values())
    return Share(parts, whole, lambda statement, on: statement.word == wanted)


BODY = naming(Body, "body", is_needed=True)
SERVICE = naming(Function, "public service", kind=FunctionKind.PUBLIC_SERVICE)
MEASURES: Mapping[str, Measure] = {
    "seats_filled": Measure(load_seating, seats_filled, BODY),
    "seats_vetted": Measure(load_seating, seats_vetted, BODY),
    "portfolios_covered": Measure(load_seating, portfolios_covered, BODY),
    "functions_transferred": Measure(load_handovers, partial(reached, "done"), naming(Function, "function")),
    "services_delivering": Measure(load_deliveries, partial(reached, "delivering"), SERVICE),
    "reform_benchmarks_met": Measure(
        load_judging, reform_benchmarks_met, one_of(BenchmarkKind.values, "kind of benchmark")
    ),
}
