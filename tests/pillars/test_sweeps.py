"""A measure's sweep gives for every day and instant what asking each record anew for that day gives."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from milestones.contingency.scales import Grade
from milestones.measures import Counted, Loaded, Measure
from milestones.sweeps import Measured
from pillars.demilitarisation.counting import Alleged, Collections, Inspected, Target
from pillars.demilitarisation.measures import MEASURES as DEMILITARISATION
from pillars.demilitarisation.tallying import Tally
from pillars.governance.counting import CountedSeat, Judging, Running, Seating, Statement
from pillars.governance.measures import MEASURES as GOVERNANCE
from pillars.reconstruction.counting import Records, Site
from pillars.reconstruction.measures import MEASURES as RECONSTRUCTION
from pillars.reconstruction.measures import standing_findings
from pillars.reconstruction.models.choices import About, CountKind, Side, Stage, State, StepKind, Unit
from pillars.reconstruction.money import Money
from pillars.reconstruction.progress import Count, Step
from pillars.reconstruction.reconciliation import Entry, Opened
from pillars.reconstruction.trail import Place, Rate, Told
from tests.pillars.asking import value_on
from tests.pillars.day_by_day import demilitarisation, governance, reconstruction

ROUNDS = 100
"""Random sets of records for each measure and argument."""
FIRST, SPAN = dt.date(2026, 1, 1), 70
NOON = dt.time(12, tzinfo=dt.UTC)

Chance = random.Random


def day(chance: Chance, span: int = 24) -> dt.date:
    return FIRST + dt.timedelta(days=chance.randrange(span))


def instant(chance: Chance) -> dt.datetime:
    return dt.datetime.combine(day(chance, 30), NOON)


def clocks(chance: Chance) -> Iterator[dict[str, Any]]:
    """The clocks of some records; days and instants are few, so that many tie."""
    for key in range(1, chance.randrange(2, 28)):
        recorded = instant(chance)
        later = recorded + dt.timedelta(days=chance.randrange(1, 9))
        grades = [Grade.REPORTED, Grade.CORROBORATED, Grade.VERIFIED, Grade.DISPUTED]
        yield {
            "key": key,
            "date": day(chance),
            "recorded": recorded,
            "retracted": later if chance.random() < 0.2 else None,
            "grade": chance.choices(grades, [4, 2, 4, 1])[0],
        }


def seating(chance: Chance) -> Seating:
    seats = {"chair": "", "health": "health", "water": "water", "second": "water"}
    return Seating(
        sizes={"council": chance.choice([4, None]), "other": 1},
        seats=(
            *(
                CountedSeat(slug, "council", field, must_be_independent=slug != "chair")
                for slug, field in seats.items()
            ),
            CountedSeat("judge", "other"),
        ),
        portfolios={"health": "council", "water": "council", "trade": "council"},
        loaded=tuple(
            Statement(
                **own,
                of=chance.choice([*seats, "judge"]),
                word=chance.choice(["held", "held", "vacant"]),
                until=day(chance, 40) if chance.random() < 0.3 else None,
                is_vetted=chance.choice([True, False, None]),
            )
            for own in clocks(chance)
        ),
    )


def handovers(*words: str) -> Callable[[Chance], Running]:
    def make(chance: Chance) -> Running:
        weights = {"north": Decimal(3), "south": Decimal(1)} if chance.random() < 0.7 else {}
        said = tuple(
            Statement(
                **own,
                of=chance.choice(["water", "power", "mint"]),
                word=chance.choice(words),
                place=chance.choice(["", "", "north", "south", "east"]),
            )
            for own in clocks(chance)
        )
        return Running(functions=("water", "power"), weights=weights, loaded=said)

    return make


def judging(chance: Chance) -> Judging:
    kinds = {"audit": "reform", "report": "oversight", "court": "reform"}
    words = ["met", "not-met", "partly-met"]
    return Judging(
        kinds=kinds,
        loaded=tuple(
            Statement(**own, of=chance.choice(list(kinds)), word=chance.choice(words)) for own in clocks(chance)
        ),
    )


def held(chance: Chance, own: dict[str, Any]) -> dict[str, Any]:
    """The same, sometimes held back from the public for a while."""
    until = own["recorded"] + dt.timedelta(days=chance.randrange(9)) if chance.random() < 0.2 else None
    return own | {"held_until": until}


def in_order(records: list[Any]) -> tuple[Any, ...]:
    """As they are loaded."""
    return tuple(sorted(records, key=lambda record: (record.date, record.recorded, record.key)))


def collections(chance: Chance) -> Collections:
    areas = ["", "", "", "north", "south"] if chance.random() < 0.7 else ["north", "south"]
    tallies = [
        Tally(
            **held(chance, own),
            category=chance.choice(["rifles", "rifles", "mortars", "tunnels"]),
            series=chance.choice(["monitors", "monitors", "monitors", "army"]),
            scope=chance.choice(["event", "event", "stage", "total"]),
            phase=chance.choice(["one", "two", "three", ""]),
            area=chance.choice(areas),
            accepted=chance.randrange(90),
        )
        for own in clocks(chance)
    ]
    targets = [
        Target(
            **held(chance, own),
            category=chance.choice(["rifles", "mortars"]),
            phase=chance.choice(["one", "two", "three", ""]),
            area=chance.choice(areas),
            figure=Decimal(chance.randrange(0, 90, 10)),
        )
        for own in clocks(chance)
    ]
    return Collections(
        in_order(tallies), in_order(targets), ("one", "two", "three"), "monitors", frozenset({"rifles", "mortars"})
    )


def inspections(chance: Chance) -> Loaded:
    outcomes = ["passed", "passed", "failed", "refused"]
    found = [
        Inspected(
            **held(chance, own),
            kind=chance.choice(["inspection", "certification"]),
            outcome=chance.choice(outcomes),
            area=chance.choice(["", "north", "south"]),
        )
        for own in clocks(chance)
    ]
    return Loaded(in_order(found))


def incidents(chance: Chance) -> Loaded:
    found = [
        Alleged(
            **held(chance, own),
            case=chance.choice("abcdefg"),
            happened_on=own["date"] - dt.timedelta(days=chance.randrange(40)),
            area=chance.choice(["", "north", "south"]),
            finding=chance.choice(["none", "none", "unfounded", "confirmed"]),
        )
        for own in clocks(chance)
    ]
    return Loaded(in_order(found))


def place(chance: Chance) -> Place:
    return Place(
        chance.choice(["cairo", "cairo", "cairo", "brussels", None]),
        chance.choice([None, "qatar", "uae", "gulf", "world"]),
        chance.choice([None, None, "fund", "bank"]),
        chance.choice([None, None, "homes", "wards"]),
    )


def money(chance: Chance) -> Money:
    currencies = ["USD", "USD", "USD", "EUR", "EGP"] if chance.random() < 0.6 else ["USD"]
    stages = chance.choice(
        [
            list(Stage),
            [Stage.PLEDGE, Stage.DUE, Stage.RECEIVED, Stage.RECEIVED],
            [Stage.PLEDGE],
            [Stage.RECEIVED],
            [Stage.COMMITMENT, Stage.DISBURSED],
        ]
    )
    told = [
        Told(
            **own,
            stage=chance.choice(stages),
            place=place(chance),
            side=chance.choice(list(Side)),
            amount=chance.choice([Decimal(10), Decimal("10.5"), Decimal(30), Decimal(0)]),
            currency=chance.choice(currencies),
            is_total=chance.random() < 0.25,
            reference=chance.choice(["", "", "a", "b"]),
        )
        for _ in range(2)
        for own in clocks(chance)
    ]
    rates = [
        Rate(
            **own,
            currency=chance.choice(["EUR", "EGP", "USD"]),
            into=chance.choice(["USD", "USD", "EUR"]),
            rate=Decimal(chance.choice(["1.1", "0.9", "2"])),
        )
        for own in clocks(chance)
    ]
    appeals = {"cairo": "USD", "brussels": "EUR"} if chance.random() < 0.7 else {"cairo": "USD"}
    groups = {"qatar": "gulf", "uae": "gulf", "gulf": "world"}
    return Money(tuple(told), tuple(rates), appeals, groups)


def receipts(chance: Chance) -> Records:
    """Money of one appeal and currency, so that shares are often known."""
    told = tuple(
        Told(
            **own,
            stage=chance.choice([Stage.PLEDGE, Stage.DUE, Stage.RECEIVED, Stage.RECEIVED]),
            place=Place("cairo", chance.choice([None, "qatar", "uae", "gulf"]), chance.choice([None, "fund"])),
            side=chance.choice([Side.DONOR, Side.CHANNEL]),
            amount=Decimal(chance.randrange(1, 9)),
            currency="USD",
            is_total=chance.random() < 0.2,
        )
        for own in clocks(chance)
    )
    return Records(Money(told, (), {"cairo": "USD"}, {"qatar": "gulf", "uae": "gulf"}))


def records(chance: Chance) -> Records:
    projects = ["homes", "wards", "mains"]
    steps = [
        Step(
            **own,
            project=chance.choice(projects),
            kind=chance.choice([StepKind.PLANNED, StepKind.PLANNED, *StepKind]),
            planned_start=day(chance, 40) if chance.random() < 0.5 else None,
            planned_end=day(chance, 60) if chance.random() < 0.5 else None,
        )
        for own in clocks(chance)
    ]
    counts = [
        Count(
            **own,
            project=chance.choice(projects),
            kind=chance.choice(list(CountKind)),
            unit=chance.choice([Unit.HOMES, Unit.HOMES, Unit.BEDS]) if chance.random() < 0.5 else Unit.HOMES,
            quantity=Decimal(chance.randrange(0, 50, 10)),
            is_total=chance.random() < 0.2,
        )
        for own in clocks(chance)
    ]
    of = [About.RECEIVED, About.DELIVERED, About.CONTESTED]
    opened = tuple(Opened(f"f{number}", chance.choice(of), place(chance)) for number in range(12))
    entries = [
        Entry(**own, finding=f"f{chance.randrange(12)}", state=chance.choice([*State, None])) for own in clocks(chance)
    ]
    return Records(
        money(chance),
        {"homes": Site("housing", "north"), "wards": Site("health", None), "mains": Site(None, "south")},
        tuple(steps),
        tuple(counts),
        opened,
        tuple(entries),
    )


CASES: list[tuple[Measure, Callable[[Chance], Counted], Callable[..., Measured | None], list[str], list[str]]] = [
    (GOVERNANCE["seats_filled"], seating, governance.seats_filled, ["council", "other", "none"], [""]),
    (GOVERNANCE["seats_vetted"], seating, governance.seats_vetted, ["council", "other"], [""]),
    (GOVERNANCE["portfolios_covered"], seating, governance.portfolios_covered, ["council", "other"], [""]),
    (
        GOVERNANCE["functions_transferred"],
        handovers("done", "offered"),
        governance.functions_transferred,
        ["", "water"],
        ["", "north", "east"],
    ),
    (
        GOVERNANCE["services_delivering"],
        handovers("delivering", "partly"),
        governance.services_delivering,
        ["", "power"],
        ["", "south"],
    ),
    (GOVERNANCE["reform_benchmarks_met"], judging, governance.reform_benchmarks_met, ["", "reform", "neither"], [""]),
    (
        DEMILITARISATION["accepted"],
        collections,
        demilitarisation.accepted,
        ["", "one", "three", "through.two", "through.three", "through.no", "all.army", "all.monitors.tunnels"],
        ["", "north"],
    ),
    (
        DEMILITARISATION["accepted_of_target"],
        collections,
        demilitarisation.accepted_of_target,
        ["", "two", "through.three"],
        ["", "south"],
    ),
    (DEMILITARISATION["areas_certified"], inspections, demilitarisation.areas_certified, [""], ["", "north"]),
    (DEMILITARISATION["inspections_passed"], inspections, demilitarisation.inspections_passed, [""], ["", "south"]),
    (DEMILITARISATION["incidents_30_days"], incidents, demilitarisation.incidents_30_days, [""], ["", "north"]),
    *(
        (RECONSTRUCTION[name], records, getattr(reconstruction, name), ["", "cairo", "brussels", "no"], [""])
        for name in ("pledged", "received", "disbursed")
    ),
    *(
        (RECONSTRUCTION[name], receipts, getattr(reconstruction, name), ["cairo"], [""])
        for name in ("share_received_of_pledged", "share_received_of_due")
    ),
    (
        RECONSTRUCTION["units_rebuilt"],
        records,
        reconstruction.units_rebuilt,
        ["", "housing", "housing.homes", ".homes"],
        ["", "north"],
    ),
    (RECONSTRUCTION["projects_late"], records, reconstruction.projects_late, ["", "health"], ["", "south"]),
    (RECONSTRUCTION["findings_open"], records, reconstruction.findings_open, ["", "cairo"], ["", "north"]),
]


def questions(chance: Chance, arguments: list[str], areas: list[str]) -> tuple[Any, str, str]:
    return (chance.choice([None, instant(chance), instant(chance)]), chance.choice(arguments), chance.choice(areas))


@pytest.mark.parametrize(
    ("measure", "make", "ask", "arguments", "areas"), CASES, ids=[case[2].__name__ for case in CASES]
)
def test_a_sweep_says_for_every_day_what_the_records_say(
    measure: Measure,
    make: Callable[[Chance], Counted],
    ask: Callable[..., Measured | None],
    arguments: list[str],
    areas: list[str],
) -> None:
    for seed in range(ROUNDS):
        chance = Chance(seed)
        counted = make(chance)
        known_at, argument, area = questions(chance, arguments, areas)
        rows = list(measure.sweep(counted, known_at, argument, area))
        swept = dict(rows)
        assert len(swept) == len(rows), "a row a day"
        now: Measured | None = None
        for number in range(SPAN):
            on = FIRST + dt.timedelta(days=number)
            assert on not in swept or swept[on] != now, "a row only where the value changes"
            now = swept.get(on, now)
            assert now == ask(counted, on, known_at, argument, area), (seed, on, known_at, argument, area)
        on = day(chance, SPAN)
        assert value_on(measure, counted, on, known_at, argument, area) == ask(counted, on, known_at, argument, area)
        assert [when for when, _ in rows] == sorted(swept)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_findings_stand_as_each_account_asked_anew_says(seed: int) -> None:
    chance = Chance(seed)
    counted, on = records(chance), day(chance, 40)
    known_at = chance.choice([None, instant(chance)])
    assert standing_findings(counted, on, known_at) == reconstruction.standing_findings(counted, on, known_at)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_lines_that_may_be_added_are_those_of_each_line_held_against_each_other(seed: int) -> None:
    chance = Chance(seed)
    told, on = money(chance), day(chance, 40)
    slow = reconstruction.Money(told.told, told.rates, told.currencies, told.groups)
    assert [_plain(line) for line in told.lines(on, None)] == [_plain(line) for line in slow.lines(on, None)]
    for stage in Stage:
        lines = [line for line in told.lines(on, None) if line.stage is stage]
        same = [line for line in slow.lines(on, None) if line.stage is stage]
        assert [_plain(line) for line in told.addable(lines)] == [_plain(line) for line in slow.addable(same)]
        assert told.announced_again(lines) == slow.announced_again(same)
        of = stage, Stage.PLEDGE, "cairo", on, None
        assert told.is_told_for_all(*of) == slow.is_told_for_all(*of)
        assert told.summed(lines, "USD", on, None) == slow.summed(same, "USD", on, None)


def _plain(line: Any) -> tuple[Any, ...]:
    return line.stage, line.place, line.side, line.parts
