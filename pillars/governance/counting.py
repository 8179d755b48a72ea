"""What governance's measures count: the published records of one plan, loaded once, in plain data."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.db.models import Model

from milestones.measures import Loaded
from milestones.selectors.plain_records import Word, column_of, plain_records
from milestones.state import PlanState
from milestones.sweeps import PlainRecord
from pillars.governance import models
from pillars.governance.models.choices import FunctionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(PlainRecord):
    """What a record says of one thing (`of`, by its slug) from its date on.

    `place` is the slug of the area it speaks of, "" for all; `word` what it says; `until` its last day.
    `is_vetted` is None where a record says nothing of vetting.
    """

    of: str
    word: str = ""
    place: str = ""
    until: dt.date | None = None
    is_vetted: bool | None = None

    @property
    def changes_on(self) -> tuple[dt.date, ...]:
        """A stated last day is over on the day after it."""
        return (self.until + dt.timedelta(days=1),) if self.until is not None else ()


@dataclass(frozen=True, slots=True)
class CountedSeat:
    """A seat, by its slug, as the plan describes it; `portfolio` is "" where it has none."""

    slug: str
    body: str
    portfolio: str = ""
    must_be_independent: bool = False


HELD, VACANT = "held", "vacant"
"""What a statement says of a seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating(Loaded):
    """The seats of a plan's bodies, how many each body has (None: not stated), and what was said of them."""

    sizes: Mapping[str, int | None]
    seats: tuple[CountedSeat, ...]
    portfolios: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running(Loaded):
    """Functions by slug, the weights of the served areas, and what was said of the functions."""

    functions: tuple[str, ...]
    weights: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging(Loaded):
    """The kind of each benchmark, by slug, and what was found of them."""

    kinds: Mapping[str, str]


def load_seating(state: PlanState) -> Seating:
    """The plan's seats, appointments and vacancies that count."""
    counting = state.counting
    held, vacant = counting.rows(models.Appointment), counting.rows(models.Vacancy)
    seat: dict[str, Word] = {"of": "seat.slug"}
    return Seating(
        sizes={body.slug: body.size for body in counting.rows(models.Body)},
        seats=tuple(
            CountedSeat(seat.slug, seat.body.slug, column_of(seat, "portfolio.slug") or "", seat.must_be_independent)
            for seat in counting.rows(models.Seat)
        ),
        portfolios={row.slug: row.body.slug for row in counting.rows(models.Portfolio)},
        loaded=(
            *plain_records(Statement, held, "until", **seat, word=(lambda: HELD,), is_vetted=(VETTED.get, "vetting")),
            *plain_records(Statement, vacant, **seat, word=(lambda: VACANT,)),
        ),
    )


def load_judging(state: PlanState) -> Judging:
    """The plan's benchmarks and the findings on them, as they count."""
    return Judging(
        kinds={row.slug: row.kind for row in state.counting.rows(models.Benchmark)},
        loaded=plain_records(
            Statement, state.counting.rows(models.BenchmarkFinding), of="benchmark.slug", word="outcome"
        ),
    )


VETTED: Mapping[str, bool | None] = {"passed": True, "failed": False, "pending": False, "not-stated": None}


def load_running(model: type[Model], column: str, state: PlanState, **of_functions: str) -> Running:
    """The plan's functions, of such a kind, and what a column of the model's records says of them, as they count."""
    counting = state.counting
    return Running(
        functions=tuple(row.slug for row in counting.rows(models.Function).where(**of_functions)),
        weights={row.area.slug: row.weight for row in counting.rows(models.ServedArea)},
        loaded=plain_records(Statement, counting.rows(model), of="function.slug", word=column, place="area.slug"),
    )


load_handovers = partial(load_running, models.FunctionHandover, "stage")
load_deliveries = partial(load_running, models.ServiceDelivery, "status", kind=FunctionKind.PUBLIC_SERVICE)
