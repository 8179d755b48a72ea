"""How long one sweep of each pillar app's measures takes, and how it grows with the records.

Each measure gets its records at every size: money of 24 donors in groups through 8 channels to 40 projects, in three
currencies, with totals, places inside one another and announcements repeated; cases of incidents with follow-ups; and
so on, one record in ten retracted. Prints the median milliseconds of several runs a size, without a database, and the
growth exponent (the slope of log time over log size). Usage: python -m bench.measures [SIZE ...]
"""

import math
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import bench.deployed  # noqa: F401 - it sets Django up
from bench.tables import print_table
from milestones.contingency.scales import Grade
from milestones.measures import Counted, Loaded, Measure
from milestones.registry import registry
from pillars.demilitarisation.counting import Alleged, Collections, Inspected, Target
from pillars.demilitarisation.tallying import Tally
from pillars.governance.counting import CountedSeat, Judging, Running, Seating, Statement
from pillars.reconstruction.counting import Records, Site
from pillars.reconstruction.models.choices import About, CountKind, Side, Stage, State, StepKind, Unit
from pillars.reconstruction.money import Money
from pillars.reconstruction.progress import Count, Step
from pillars.reconstruction.reconciliation import Entry, Opened
from pillars.reconstruction.trail import Place, Rate, Told

SIZES = (500, 5_000)
START = date(2020, 1, 1)
AREAS = tuple(f"area-{number}" for number in range(12))
PROJECTS = tuple(f"project-{number}" for number in range(40))
GROUPS = {f"donor-{number}": f"group-{number % 4}" for number in range(24)} | {
    f"group-{number}": "world" for number in range(4)
}


def clocks(rng: random.Random, key: int, size: int) -> dict[str, Any]:
    """A day in proportion to the number of records, each learned by itself; one in ten is taken back."""
    day = START + timedelta(days=rng.randrange(size // 2))
    recorded = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(minutes=key)
    retracted = recorded + timedelta(days=9) if rng.random() < 0.1 else None
    grade = rng.choice((Grade.REPORTED, Grade.CORROBORATED, Grade.VERIFIED))
    return {"key": key, "date": day, "recorded": recorded, "retracted": retracted, "grade": grade}


def many(rng: random.Random, size: int, record: Callable[..., Any], /, **words: Any) -> tuple[Any, ...]:
    """So many records of a kind, each word a choice or made for the record's day."""
    made = []
    for key in range(size):
        own = clocks(rng, key, size)
        chosen = {name: word(own["date"]) if callable(word) else rng.choice(word) for name, word in words.items()}
        made.append(record(**own, **chosen))
    return tuple(made)


def statements(rng: random.Random, size: int, of: tuple[str, ...], *words: str, **more: Any) -> Any:
    return many(rng, size, Statement, of=of, word=words, **more)


def seating(rng: random.Random, size: int) -> Seating:
    seats = tuple(CountedSeat(f"seat-{n}", "council", f"field-{n // 2}", bool(n % 2)) for n in range(60))
    slugs = tuple(seat.slug for seat in seats)
    until = lambda day: day + timedelta(days=rng.randrange(400)) if rng.random() < 0.5 else None  # noqa: E731
    said = statements(rng, size, slugs, "held", "held", "vacant", until=until, is_vetted=(True, False, None))
    portfolios = dict.fromkeys((seat.portfolio for seat in seats), "council")
    return Seating(sizes={"council": 60}, seats=seats, portfolios=portfolios, statements=said)


def running(rng: random.Random, size: int) -> Running:
    functions = tuple(f"function-{number}" for number in range(20))
    weights = {area: Decimal(number + 1) for number, area in enumerate(AREAS)}
    said = statements(rng, size, functions, "done", "delivering", "offered", place=("", *AREAS))
    return Running(functions=functions, weights=weights, statements=said)


def judging(rng: random.Random, size: int) -> Judging:
    kinds = {f"benchmark-{number}": ("reform", "oversight")[number % 2] for number in range(40)}
    return Judging(kinds=kinds, statements=statements(rng, size, tuple(kinds), "met", "not-met"))


def collections(rng: random.Random, size: int) -> Collections:
    phases = ("one", "two", "three", "four")
    words: dict[str, Any] = {"category": ("rifles", "mortars"), "phase": phases}
    scopes = ("event",) * 8 + ("stage", "total")
    tallies = many(rng, size, Tally, **words, series=("monitors",), scope=scopes, area=("",), accepted=range(90))
    targets = many(rng, size, Target, **words, area=("",), figure=lambda day: Decimal(rng.randrange(1, 900)))
    return Collections(tallies, targets, phases, "monitors", frozenset({"rifles", "mortars"}))


def inspections(rng: random.Random, size: int) -> Loaded:
    kinds, outcomes = ("inspection", "certification"), ("passed", "failed", "refused")
    return Loaded(many(rng, size, Inspected, kind=kinds, outcome=outcomes, area=AREAS))


def incidents(rng: random.Random, size: int) -> Loaded:
    return Loaded(
        many(
            rng,
            size,
            Alleged,
            case=lambda day: f"case-{rng.randrange(size // 2)}",
            happened_on=lambda day: day - timedelta(days=rng.randrange(20)),
            area=AREAS,
            finding=("none", "confirmed", "unfounded"),
        )
    )


def place(rng: random.Random) -> Place:
    donor, channel = rng.choice((None, *GROUPS)), f"channel-{rng.randrange(8)}"
    return Place("appeal", donor, rng.choice((None, channel)), rng.choice((None, None, *PROJECTS)))


def records(rng: random.Random, size: int) -> Records:
    told = many(
        rng,
        size,
        Told,
        stage=list(Stage),
        place=lambda day: place(rng),
        side=list(Side),
        amount=lambda day: Decimal(rng.randrange(1, 40)),
        currency=("USD", "USD", "EUR", "ILS"),
        is_total=(False,) * 9 + (True,),
    )
    rates = [
        Rate(
            date=START + timedelta(days=10 * step),
            recorded=datetime(2020, 1, 1, tzinfo=UTC),
            currency=currency,
            into=into,
            rate=Decimal("1.1"),
            key=step,
        )
        for step in range(size // 10)
        for currency in ("EUR", "ILS", "USD")
        for into in ("USD", "EUR", "ILS")
        if currency != into
    ]
    sites = {slug: Site(f"sector-{n % 4}", AREAS[n % 12]) for n, slug in enumerate(PROJECTS)}
    planned = lambda day: day + timedelta(days=rng.randrange(90))  # noqa: E731
    kinds = [StepKind.PLANNED, *StepKind]
    opened = tuple(Opened(f"finding-{n}", rng.choice(list(About)), place(rng)) for n in range(60))
    return Records(
        Money(told, tuple(rates), {"appeal": "USD"}, GROUPS),
        sites,
        many(rng, size, Step, project=PROJECTS, kind=kinds, planned_start=planned, planned_end=planned),
        many(rng, size, Count, project=PROJECTS, kind=list(CountKind), unit=[Unit.HOMES],
             quantity=lambda day: Decimal(rng.randrange(50)), is_total=(False,) * 9 + (True,)),
        opened,
        many(rng, size, Entry, finding=[each.slug for each in opened], state=list(State)),
    )  # fmt: skip


COUNTED: dict[str, tuple[Callable[[random.Random, int], Counted], str]] = {
    "governance.seats_filled": (seating, "council"),
    "governance.seats_vetted": (seating, "council"),
    "governance.portfolios_covered": (seating, "council"),
    "governance.functions_transferred": (running, ""),
    "governance.services_delivering": (running, ""),
    "governance.reform_benchmarks_met": (judging, ""),
    "demilitarisation.accepted": (collections, ""),
    "demilitarisation.accepted_of_target": (collections, "through.four"),
    "demilitarisation.areas_certified": (inspections, ""),
    "demilitarisation.inspections_passed": (inspections, ""),
    "demilitarisation.incidents_30_days": (incidents, ""),
}


def measures() -> dict[str, Measure]:
    """Every measure that an app announces, by the name that a plan file gives it."""
    return {f"{app.slug}.{name}": measure for app in registry.apps() for name, measure in app.measures.items()}


def seconds(measure: Measure, counted: Counted, argument: str) -> tuple[float, int]:
    """The median seconds of one sweep, and how many rows it gives."""
    taken, rows = [], 0
    for _run in range(5):
        began = time.perf_counter()
        rows = sum(1 for _row in measure.sweep(counted, None, argument))
        taken.append(time.perf_counter() - began)
    return statistics.median(taken), rows


def main() -> None:
    """Measure every measure at every size, then its growth between the smallest and the largest."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    rows = []
    for name, measure in measures().items():
        make, argument = COUNTED.get(name, (records, ""))
        taken = [seconds(measure, make(random.Random(size), size), argument) for size in sizes]
        (first, _rows), (last, count) = taken[0], taken[-1]
        exponent = math.log(last / first) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else math.nan
        times = [f"{median * 1000:,.1f}" for median, _rows in taken]
        rows.append([name, *times, f"{exponent:.2f}", f"{count:,}"])
    heads = [f"{size:,} records ms" for size in sizes]
    print_table("One sweep of each measure", ["measure", *heads, "exponent", "rows"], rows)


if __name__ == "__main__":
    main()
