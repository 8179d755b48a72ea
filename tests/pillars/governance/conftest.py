"""Rows of governance: a council of three seats, one function and one service, two benchmarks."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from milestones.contingency.scales import Grade
from milestones.models import Publication
from pillars.governance import models
from tests import factories as make

DAY, INSTANT = make.DAY, make.INSTANT


def appoint(seat: models.Seat, holder: str = "A. Holder", **fields: Any) -> models.Appointment:
    """A verified published appointment of DAY."""
    return models.Appointment.objects.create(seat=seat, holder=holder, **record(fields))


def record(fields: dict[str, Any]) -> dict[str, Any]:
    given = {"date": DAY, "recorded_at": INSTANT, "verification": Grade.VERIFIED, "publication": Publication.PUBLISHED}
    return given | fields


def add_body(plan: Any, slug: str, seats: int, **fields: Any) -> models.Body:
    """A published committee with so many seats, each with a portfolio."""
    given = {"name": slug.title(), "kind": "committee", "publication": Publication.PUBLISHED}
    body = models.Body.objects.create(plan=plan, slug=slug, **given | fields)
    for number in range(1, seats + 1):
        name = f"{slug}-{number}"
        portfolio = models.Portfolio.objects.create(plan=plan, body=body, slug=f"{name}-field", name=name)
        models.Seat.objects.create(
            plan=plan, body=body, slug=name, name=name, portfolio=portfolio, must_be_independent=True, rank=number
        )
    return body


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    return rows_of_every_kind(make.make_plan())


def rows_of_every_kind(plan: Any) -> SimpleNamespace:
    body = add_body(plan, "council", 3, size=3, name_ar="المجلس", name_he="המועצה")
    seats = list(body.seats.order_by("rank"))
    function = models.Function.objects.create(
        plan=plan, slug="registry", name="Registry", kind="civil-function", receiver=body, publication="published"
    )
    service = models.Function.objects.create(
        plan=plan, slug="water", name="Water", kind="public-service", receiver=body, publication="published"
    )
    area = make.north_of(plan)
    benchmark = models.Benchmark.objects.create(
        plan=plan, slug="audit", name="Audit", kind="reform", judge_none_designated=True, publication="published"
    )
    return SimpleNamespace(
        plan=plan,
        body=body,
        portfolio=body.portfolios.first(),
        seat=seats[0],
        seats=seats,
        function=function,
        service=service,
        area=area,
        served_area=models.ServedArea.objects.create(plan=plan, slug="north-area", area=area, weight=2),
        benchmark=benchmark,
        appointment=appoint(seats[0], date=DAY - dt.timedelta(days=10)),
        vacancy=models.Vacancy.objects.create(seat=seats[1], **record({})),
        handover=models.FunctionHandover.objects.create(function=function, stage="done", **record({})),
        delivery=models.ServiceDelivery.objects.create(function=service, area=area, status="delivering", **record({})),
        finding=models.BenchmarkFinding.objects.create(
            benchmark=benchmark, outcome="met", **record({"verification": Grade.REPORTED})
        ),
    )
