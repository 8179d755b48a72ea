"""Where today's method answers otherwise for a past instant than was published then, page and API say both."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.contingency import METHOD
from milestones.contingency.scales import Level
from milestones.models import Plan, StatusChange
from milestones.services.recompute import recompute
from tests import factories as make

BEGIN = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
THEN = {"on": "2026-03-10", "known_at": "2026-03-10T12:30:00Z", "lang": "en"}
ADDRESS = "/api/v1/milestones/accord/handover/"
PUBLISHED = {"status": "waiting", "method": METHOD - 1, "at": "2026-03-10T12:10:00Z"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    """A milestone that is done by today's method, and that a method before it published as waiting at 12:10."""
    with time_machine.travel(BEGIN, tick=False) as clock:
        plan = make.make_plan("accord")
        handover = make.make_milestone(plan, "handover", name="Handover")
        make.make_assessment(handover, Level.COMPLETE)
        recompute(plan.pk, now=BEGIN)
        StatusChange.objects.create(
            plan=plan,
            milestone=handover,
            old="fulfilled",
            new="waiting",
            on=BEGIN.date(),
            computed_at=BEGIN + dt.timedelta(minutes=10),
            method=METHOD - 1,
            revision=2,
        )
        clock.shift(dt.timedelta(hours=1))
        make.make_phase(plan, "later")
        recompute(plan.pk, now=BEGIN + dt.timedelta(hours=1))
        yield plan


def told(**query: str) -> Any:
    return Client().get(ADDRESS, query).json()["published_then"]


def test_the_api_says_what_was_published_then(plan: Plan) -> None:
    assert told(**THEN) == PUBLISHED
    evaluation = Client().get("/api/v1/plans/accord/evaluation/", THEN).json()
    assert evaluation["published_then"] == {"handover": PUBLISHED}
    assert evaluation["milestones"]["handover"]["status"] == "fulfilled"


def test_pages_say_both(plan: Plan) -> None:
    said = (
        f"Handover: published then, by version {METHOD - 1} of the method: waits. By today’s, version {METHOD}: done."
    )
    for page in ("", "milestones/handover/"):
        assert said in Client().get(f"/plans/accord/{page}", THEN).content.decode()
        assert said not in Client().get(f"/plans/accord/{page}", {"lang": "en"}).content.decode()


def test_of_what_was_not_published_nothing_is_said(plan: Plan) -> None:
    """Of another day, before it was published, and of now."""
    assert told(**THEN | {"on": "2026-03-09"}) is None
    assert told(**THEN | {"known_at": "2026-03-10T12:05:00Z"}) is None
    assert told(on="2026-03-10", lang="en") is None


def test_what_todays_method_published_since_stands(plan: Plan) -> None:
    StatusChange.objects.create(
        plan=plan,
        milestone=plan.milestones.get(),
        old="waiting",
        new="fulfilled",
        on=BEGIN.date(),
        computed_at=BEGIN + dt.timedelta(minutes=20),
        revision=3,
    )
    assert told(**THEN) is None
