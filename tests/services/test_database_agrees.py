"""A loaded plan gives, from the database, what its file gives: on every date, at every instant, in every reading."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.models import Audience, Observation, Plan
from milestones.planfile import Document
from milestones.selectors.engine_plan import engine_plan
from milestones.services.loading import load_document, unstored
from milestones.state import state_for
from tests.contingency.random_plans import random_request

PLANS = Path(__file__).resolve().parent.parent.parent / "plans"
RANDOM_PLANS = 40

pytestmark = pytest.mark.django_db


def from_file(document: Document, *, known_at: datetime | None = None, **moment: Any) -> dict[str, Any]:
    state, _report = unstored(document, known_at=known_at)
    return state.evaluate(known_at=known_at, **moment).as_dict()


def from_database(name: str, *, known_at: datetime | None = None, **moment: Any) -> dict[str, Any]:
    state = state_for(Plan.objects.get(slug=name), None, known_at)
    return state.evaluate(known_at=known_at, **moment).as_dict()


def dates_of(document: Document) -> list[date]:
    """Every day on which a record speaks, and the days beside it."""
    days = {record.date for milestone in document.milestones for record in milestone.assessments}
    days |= {row.date for row in unstored(document)[0].rows(Observation)}
    return sorted({day + timedelta(days=step) for day in days for step in (-1, 0, 1)})


@pytest.mark.parametrize("name", ["gaza-phase-two", "aceh-2005"])
def test_a_shipped_plan_gives_the_same_from_the_database_on_every_date(name: str) -> None:
    document = parse((PLANS / f"{name}.yaml").read_text()).document
    load_document(document)
    for day in dates_of(document):
        for reading in document.readings:
            moment = {"on": day, "reading": reading.slug}
            assert from_database(name, **moment) == from_file(document, **moment), moment


@pytest.mark.parametrize("name", ["gaza-phase-two", "aceh-2005"])
def test_a_shipped_plan_gives_the_same_at_every_instant(name: str) -> None:
    document = parse((PLANS / f"{name}.yaml").read_text()).document
    load_document(document)
    on = dates_of(document)[-1]
    for day in dates_of(document)[::7]:
        known_at = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
        moment = {"on": on, "known_at": known_at}
        assert from_database(name, **moment) == from_file(document, **moment), day


@pytest.mark.parametrize("seed", range(RANDOM_PLANS))
def test_a_random_plan_gives_the_same_from_the_database(seed: int) -> None:
    request = random_request(random.Random(f"database {seed}"))
    request["plan"]["plan"]["slug"] = f"random-{seed}"
    document = parse(request["plan"]).document
    load_document(document)
    known_at = None if request["known_at"] is None else datetime.fromisoformat(request["known_at"])
    on = date.fromisoformat(request["on"])
    for day in (on, on - timedelta(days=20), on + timedelta(days=40)):
        moment = {"on": day, "known_at": known_at, "reading": request["reading"]}
        assert from_database(f"random-{seed}", **moment) == from_file(document, **moment)


def test_loading_takes_a_number_of_queries_that_does_not_grow(django_assert_num_queries: Any) -> None:
    """The engine's plan is read in the same fourteen queries, however large the plan."""
    small, large = (parse(random_request(random.Random(7), size=size)["plan"]).document for size in (3, 30))
    for slug, document in (("small", small), ("large", large)):
        load_document(document.replace(plan=document.plan.replace(slug=slug)))
        plan = Plan.objects.get(slug=slug)
        for audience in Audience:
            with django_assert_num_queries(14):
                engine_plan(plan, audience=audience)
