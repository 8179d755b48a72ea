"""Pages that answer a question of the reader's own: what would settle most."""

import datetime as dt
import html
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.contingency.scales import Grade, Level
from milestones.models import Plan
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def plan() -> Plan:
    """A vote that waits for arms; patrols that nobody can tell about, since arms are only said to be handed over."""
    plan = make.make_plan()
    arms, vote = (
        make.make_milestone(plan, "arms", name_en="Arms"),
        make.make_milestone(plan, "vote", name_en="Vote"),
    )
    make.make_condition(make.make_gate(vote), milestone=arms)
    police = make.make_milestone(plan, "police", name_en="Police")
    patrols = make.make_milestone(plan, "patrols", name_en="Patrols")
    make.make_condition(make.make_gate(patrols), milestone=police)
    make.make_assessment(police, Level.COMPLETE, verification=Grade.REPORTED, date=dt.date(2026, 3, 1))
    make.make_indicator(plan, "trucks", name_en="Trucks")
    recompute(plan.pk, now=TODAY)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def body_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def text_of(body: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_what_would_settle_most_is_told_with_what_it_settles(client: Client, plan: Plan) -> None:
    body = body_of(client, "/plans/accord/unsettled/")
    (row,) = [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", body, flags=re.S) if "Patrols" in row]
    assert re.search(r"Police\s+1\s+Patrols", row)


@pytest.mark.parametrize("address", ["unsettled/", "readings/"])
def test_a_question_asks_the_database_one_small_thing(client: Client, plan: Plan, address: str) -> None:
    body_of(client, "/plans/accord/")
    with CaptureQueriesContext(connection) as queries:
        body_of(client, f"/plans/accord/{address}")
    assert len(queries) <= 2


def test_readings_are_told_side_by_side_where_they_differ(client: Client, plan: Plan) -> None:
    text = make.make_reading(plan, "text", name_en="As written", rank=0)
    strict = make.make_reading(plan, "strict", name_en="As the monitors read it (strictly)", rank=1)
    vote = plan.milestones.get(slug="vote")
    vote.gates.get().readings.set([strict])
    recompute(plan.pk, now=TODAY)
    body = body_of(client, "/plans/accord/readings/?on=2026-03-09")
    assert re.search(r"Milestone\s+As written\s+As the monitors read it\s+Vote\s+", text_of(body))
    (row,) = [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", body, flags=re.S) if "Vote" in row]
    assert re.search(r"Vote\s+no condition written\s+waits", row)
    assert "3 are the same in all." in body
    assert 'href="?on=2026-03-09&reading=strict"' in body
    assert "/plans/accord/readings/" in body_of(client, "/plans/accord/")
    text.delete()
    recompute(plan.pk, now=TODAY)
    assert "/plans/accord/readings/" not in body_of(client, "/plans/accord/")
