"""A loaded plan gives, from the database, what its file gives: on every date, at every instant, in every reading."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.models import Observation, Plan
from milestones.planfile import Document
from milestones.services.loading import load_document, unstored
from milestones.state import state_for
from milestones.state.plan_state import engine_plan
from tests.contingency.random_plans import random_request

PLANS = Path(__file__).resolve().parent.parent.parent / "plans"
RANDOM_PLANS = 40

pytestmark = pytest.mark.django_db


def assert_agree(document: Document, moments: Iterable[dict[str, Any]], *, known_at: datetime | None = None) -> None:
    """The plan's file and its rows give the same at each of the moments, as both were known at an instant."""
    of_file, _report = unstored(document, known_at=known_at)
    for moment in moments:
        of_rows = state_for(Plan.objects.get(slug=document.plan.slug), None, known_at)
        told = [state.evaluate(known_at=known_at, **moment).as_dict() for state in (of_rows, of_file)]
        assert told[0] == told[1], moment


def dates_of(document: Document) -> list[date]:
    """Every day on which a record speaks, and the days beside it."""
    days = {record.date for milestone in document.milestones for record in milestone.assessments}
    days |= {row.date for row in unstored(document)[0].rows(Observation)}
    return sorted({day + timedelta(days=step) for day in days for step in (-1, 0, 1)})


@pytest.mark.one_database  # what was read is evaluated day by day, and is read from the other below
@pytest.mark.parametrize("name", ["gaza-phase-two", "aceh-2005"])
def test_a_shipped_plan_gives_the_same_from_the_database_on_every_date(name: str) -> None:
    document = parse((PLANS / f"{name}.yaml").read_text()).document
    load_document(document)
    moments = product(dates_of(document), document.readings)
    assert_agree(document, ({"on": day, "reading": reading.slug} for day, reading in moments))


@pytest.mark.parametrize("name", ["gaza-phase-two", "aceh-2005"])
def test_a_shipped_plan_gives_the_same_at_every_instant(name: str) -> None:
    document = parse((PLANS / f"{name}.yaml").read_text()).document
    load_document(document)
    days = dates_of(document)
    for day in days[::7]:
        assert_agree(document, [{"on": days[-1]}], known_at=datetime.combine(day, datetime.min.time(), tzinfo=UTC))


@pytest.mark.parametrize("seed", range(RANDOM_PLANS))
def test_a_random_plan_gives_the_same_from_the_database(seed: int) -> None:
    request = random_request(random.Random(f"database {seed}"))
    request["plan"]["plan"]["slug"] = f"random-{seed}"
    document = parse(request["plan"]).document
    load_document(document)
    known_at = None if request["known_at"] is None else datetime.fromisoformat(request["known_at"])
    on = date.fromisoformat(request["on"])
    days = (on, on - timedelta(days=20), on + timedelta(days=40))
    assert_agree(document, ({"on": day, "reading": request["reading"]} for day in days), known_at=known_at)


def test_loading_takes_a_number_of_queries_that_does_not_grow(django_assert_num_queries: Any) -> None:
    """The engine's plan is read in the same fourteen queries, however large the plan."""
    small, large = (parse(random_request(random.Random(7), size=size)["plan"]).document for size in (3, 30))
    for slug, document in (("small", small), ("large", large)):
        load_document(document.replace(plan=document.plan.replace(slug=slug)))
        plan = Plan.objects.get(slug=slug)
        with django_assert_num_queries(14):
            engine_plan(plan)
