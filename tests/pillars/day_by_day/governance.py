"""Governance's measures, asked for one day."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from milestones.contingency.scales import Grade
from milestones.sweeps import Measured
from pillars.governance.counting import HELD, CountedSeat, Judging, Running, Seating, Statement
from tests.pillars.day_by_day import counts

PLACES = Decimal("0.0001")
"""To what a percentage is rounded, half up."""

Clock = dt.datetime | None


def standing(statements: Iterable[Statement], on: dt.date, known_at: Clock) -> dict[str, Statement]:
    """The statement that holds of each thing on the day: the latest that counts."""
    found: dict[str, Statement] = {}
    for each in sorted(statements, key=lambda each: (each.date, each.recorded, each.key)):
        if counts(each, on, known_at):
            found[each.of] = each
    return found


def is_held(statement: Statement | None, on: dt.date) -> bool:
    """Whether a seat is held, by the statement that holds of it."""
    return statement is not None and statement.word == HELD and (statement.until is None or on <= statement.until)


def seats_filled(counted: Seating, on: dt.date, known_at: Clock, argument: str, area: str) -> Measured | None:
    """Percent of the body's seats that are held; None where its size or every seat is unknown."""
    said = _said_of(counted, argument, on, known_at)
    size = counted.sizes.get(argument)
    if not said or size is None:
        return None
    filled = [seat for seat, statement in said.items() if is_held(statement, on)]
    return _share(len(filled), size, said.values())


def seats_vetted(counted: Seating, on: dt.date, known_at: Clock, argument: str, area: str) -> Measured | None:
    """Percent of the body's seats for independents that are held by one who passed the vetting.

    None where no seat wants an independent, or no vetting was ever told of. A vetted holder who left counts no more.
    """
    wanted = {seat.slug for seat in _seats(counted, argument) if seat.must_be_independent}
    heard = [each for each in counted.loaded if each.of in wanted and counts(each, on, known_at)]
    if not any(each.is_vetted is not None for each in heard):
        return None
    said = standing(heard, on, known_at)
    vetted = [each for each in said.values() if each.is_vetted and is_held(each, on)]
    return _share(len(vetted), len(wanted), said.values())


def portfolios_covered(counted: Seating, on: dt.date, known_at: Clock, argument: str, area: str) -> Measured | None:
    """Percent of the body's portfolios whose seat is held; None where none is listed or every seat is unknown."""
    said = _said_of(counted, argument, on, known_at)
    portfolios = {slug for slug, body in counted.portfolios.items() if body == argument}
    with_one = {seat.slug: seat.portfolio for seat in _seats(counted, argument) if seat.portfolio}
    told = {slug: statement for slug, statement in said.items() if slug in with_one}
    if not portfolios or not told:
        return None
    covered = {with_one[slug] for slug, statement in told.items() if is_held(statement, on)}
    return _share(len(covered), len(portfolios), told.values())


def functions_transferred(counted: Running, on: dt.date, known_at: Clock, argument: str, area: str) -> Measured | None:
    """Percent of the functions, weighted by area, whose handover is done; None where nothing was told."""
    return _run(counted, "done", on, known_at, argument, area)


def services_delivering(counted: Running, on: dt.date, known_at: Clock, argument: str, area: str) -> Measured | None:
    """Percent of the services, weighted by area, that are delivering; None where nothing was told."""
    return _run(counted, "delivering", on, known_at, argument, area)


def reform_benchmarks_met(counted: Judging, on: dt.date, known_at: Clock, argument: str, area: str) -> Measured | None:
    """Percent of the benchmarks, of one kind where it is named, that are met; None where nothing was found."""
    wanted = {slug for slug, kind in counted.kinds.items() if argument in ("", kind)}
    said = standing((each for each in counted.loaded if each.of in wanted), on, known_at)
    if not said:
        return None
    met = [each for each in said.values() if each.word == "met"]
    return _share(len(met), len(wanted), said.values())


def _seats(counted: Seating, body: str) -> list[CountedSeat]:
    return [seat for seat in counted.seats if seat.body == body]


def _said_of(counted: Seating, body: str, on: dt.date, known_at: Clock) -> dict[str, Statement]:
    seats = {seat.slug for seat in _seats(counted, body)}
    return standing((each for each in counted.loaded if each.of in seats), on, known_at)


def _run(counted: Running, wanted: str, on: dt.date, known_at: Clock, argument: str, area: str) -> Measured | None:
    """The share of functions, each in each of its places, of which the wanted word holds.

    The places are the one area asked for, else the served areas by weight, else the whole. In a place holds the
    latest of what was said of it and of the whole.
    """
    functions = [slug for slug in counted.functions if argument in ("", slug)]
    weights: Mapping[str, Decimal] = {area: Decimal(1)} if area else counted.weights or {"": Decimal(1)}
    told: list[Statement] = []
    reached = Decimal(0)
    for place, weight in weights.items():
        heard = (each for each in counted.loaded if each.place in ("", place) and each.of in functions)
        said = standing(heard, on, known_at)
        told.extend(said.values())
        reached += weight * sum(1 for each in said.values() if each.word == wanted)
    return _share(reached, len(functions) * sum(weights.values()), told) if told else None


def _share(part: Decimal | int, whole: Decimal | int, rests_on: Iterable[Statement]) -> Measured:
    value = (Decimal(100) * part / whole).quantize(PLACES, rounding=ROUND_HALF_UP)
    return Measured(value, min((each.grade for each in rests_on), default=Grade.REPORTED))
