"""What governance's measures count: the published records of one plan, loaded once, in plain data."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Value

from milestones.models import Audience
from milestones.selectors.plain_records import Word, plain_records
from milestones.sweeps import PlainRecord
from pillars.governance import models
from pillars.governance.models.choices import FunctionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(PlainRecord):
    """What a record says of one thing (`of`, by its slug) from its date on.

    `place` is the slug of the area it speaks of, "" for all; `said` the word it says; `until` its last day.
    `is_vetted` is None where a record says nothing of vetting.
    """

    of: str
    said: str = ""
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
class Said:
    """What was said of the things that a measure counts."""

    statements: tuple[Statement, ...]

    def records(self) -> Iterable[Statement]:
        """Every record."""
        return self.statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating(Said):
    """The seats of a plan's bodies, how many each body has (None: not stated), and what was said of them."""

    sizes: Mapping[str, int | None]
    seats: tuple[CountedSeat, ...]
    portfolios: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running(Said):
    """Functions by slug, the weights of the served areas, and what was said of the functions."""

    functions: tuple[str, ...]
    weights: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging(Said):
    """The kind of each benchmark, by slug, and what was found of them."""

    kinds: Mapping[str, str]


def load_seating(plan_id: int) -> Seating:
    """The plan's published seats, appointments and vacancies."""
    bodies = _published(models.Body, plan=plan_id).values_list("slug", "size")
    seats = _published(models.Seat, plan=plan_id).values_list(
        "slug", "body__slug", "portfolio__slug", "must_be_independent"
    )
    portfolios = _published(models.Portfolio, plan=plan_id).values_list("slug", "body__slug")
    held = _published(models.Appointment, seat__plan=plan_id).annotate(said=Value(HELD))
    vacant = _published(models.Vacancy, seat__plan=plan_id).annotate(said=Value(VACANT))
    seat: dict[str, Word] = {"of": "seat__slug", "said": "said"}
    return Seating(
        sizes=dict(bodies),
        seats=tuple(CountedSeat(slug, body, field or "", wanted) for slug, body, field, wanted in seats),
        portfolios=dict(portfolios),
        statements=(
            *plain_records(Statement, held, "until", **seat, is_vetted=(VETTED.get, "vetting")),
            *plain_records(Statement, vacant, **seat),
        ),
    )


def load_handovers(plan_id: int) -> Running:
    """The plan's published functions and the stages of their handover."""
    return _running(plan_id, models.FunctionHandover, "stage")


def load_deliveries(plan_id: int) -> Running:
    """The plan's published services and whether they reach people."""
    return _running(plan_id, models.ServiceDelivery, "status", kind=FunctionKind.PUBLIC_SERVICE)


def load_judging(plan_id: int) -> Judging:
    """The plan's published benchmarks and the findings on them."""
    kinds = _published(models.Benchmark, plan=plan_id).values_list("slug", "kind")
    rows = _published(models.BenchmarkFinding, benchmark__plan=plan_id)
    return Judging(
        kinds=dict(kinds), statements=plain_records(Statement, rows, of="benchmark__slug", said="outcome")
    )


VETTED: Mapping[str, bool | None] = {"passed": True, "failed": False, "pending": False, "not-stated": None}


def _published(model: Any, **where: object) -> Any:
    return model.objects.filter(**where).counting_for(Audience.PUBLIC).order_by("pk")


def _running(plan_id: int, model: Any, column: str, **of_functions: str) -> Running:
    functions = _published(models.Function, plan=plan_id, **of_functions)
    weights = _published(models.ServedArea, plan=plan_id).values_list("area__slug", "weight")
    rows = _published(model, function__plan=plan_id)
    return Running(
        functions=tuple(functions.values_list("slug", flat=True)),
        weights=dict(weights),
        statements=plain_records(Statement, rows, of="function__slug", said=column, place="area__slug"),
    )
