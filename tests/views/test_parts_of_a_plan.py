"""The pages of a plan's texts, actors and sources: what rests on each, who owes what, and how that stands."""

import datetime as dt
import html
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.models import Clause, Plan, Position, Publication, Source
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def plan() -> Plan:
    """A text of three clauses: a milestone rests on the first, its gate on the second, nothing public on the third."""
    plan = make.make_plan()
    text = make.make_source(plan, "accord-text", title_en="The accord", archived_url="https://example.org/copy")
    for rank, number in enumerate(("1", "2", "3.1")):
        Clause.objects.create(plan=plan, source=text, number=number, rank=rank, text_en=f"Clause text {number}.")
    actor = make.make_actor(plan, "monitors", name_en="Monitors")
    arms = make.make_milestone(plan, "arms", name_en="Arms", source=text, clause="1", certifier=actor)
    vote = make.make_milestone(plan, "vote", name_en="Vote", due_on=dt.date(2026, 3, 1))
    make.make_milestone(plan, "secret", name_en="Secret", source=text, clause="3.1", publication=Publication.RESTRICTED)
    gate = make.make_gate(vote, source=text, clause="2")
    make.make_condition(gate, milestone=arms)
    vote.responsible.add(actor)
    told = {"actor": actor, "recorded_at": TODAY, "publication": "published", "date": dt.date(2026, 2, 1)}
    Position.objects.create(milestone=vote, stance="opposes", note_en="Not now.", **told)
    make.make_actor(plan, "nobody", name_en="Nobody")
    recompute(plan.pk, now=TODAY)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def body_of(client: Client, page: str, query: str = "") -> str:
    response = client.get(f"/plans/accord/{page}{query}")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def text_of(body: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_beside_each_clause_stands_what_rests_on_it_and_how_that_stands(client: Client, plan: Plan) -> None:
    body = body_of(client, "text/")
    clauses = dict(re.findall(r'<div id="accord-text-([\d.]+)">(.*?)</div>', body, flags=re.S))
    assert list(clauses) == ["1", "2", "3.1"]
    assert "Arms" in text_of(clauses["1"])
    assert "no condition written" in text_of(clauses["1"])
    assert re.search(r"Vote · what must come first before its start\s+not met", text_of(clauses["2"]))
    assert "Nothing in the plan rests on it." in clauses["3.1"]
    assert "Something in the plan rests on 2 of 3 clauses." in body
    assert "Secret" not in body


def test_clauses_in_a_row_that_one_text_tells_share_a_line_and_each_keeps_its_anchor(
    client: Client, plan: Plan
) -> None:
    text = plan.sources.get(slug="accord-text")
    for rank, number in enumerate(("4", "5", "6"), start=3):
        Clause.objects.create(plan=plan, source=text, number=number, rank=rank, text_en="Points 4 to 6 in one.")
    recompute(plan.pk, now=TODAY)
    body = body_of(client, "text/")
    assert body.count("Points 4 to 6 in one.") == 1
    assert "<bdi>4 to 6</bdi>" in body
    assert all(f'id="accord-text-{number}"' in body for number in "456")
    assert "Something in the plan rests on 2 of 6 clauses." in body


@pytest.mark.parametrize(("milestone", "clause"), [("arms", "1"), ("vote", "2")])
def test_a_milestone_and_its_gates_lead_to_their_clause(
    client: Client, plan: Plan, milestone: str, clause: str
) -> None:
    body = body_of(client, f"milestones/{milestone}/", "?on=2026-03-09&lang=en")
    assert f'href="/plans/accord/text/?on=2026-03-09&lang=en#accord-text-{clause}"' in body


def test_an_actor_is_told_with_what_it_owes_judges_and_says(client: Client, plan: Plan) -> None:
    actors = text_of(body_of(client, "actors/"))
    assert re.search(r"Monitors .*? 1 1 1 1 .*Nobody", actors)
    assert re.search("Monitors,.*,1,1,1,1\r\n", body_of(client, "actors/", "?table=1"))
    assert re.search("Monitors,.*,1,,1,\r\n", body_of(client, "actors/", "?table=1&on=2026-01-31"))  # nothing said yet
    own = text_of(body_of(client, "actors/monitors/"))
    assert "Owes 1 milestone, of which late: 1." in own
    assert own.index("What it owes") < own.index("Vote") < own.index("What it judges to be complete")
    assert re.search(r"1 Feb 2026 Vote \S+ .*?Not now\.", own)
    assert "Nothing in the plan is owed, judged or said by it." in body_of(client, "actors/nobody/")
    for language, says in (("ar", "ما تقوله"), ("he", "מה הגורם אומר")):  # and not what stands in it, as of a text
        assert f">{says}</h2>" in body_of(client, "actors/monitors/", f"?lang={language}")
    for page, count in (("actors/", "جهتان."), ("milestones/", "2 من أصل معلمين."), ("text/", "من أصل 3 بنود.")):
        assert count in body_of(client, page, "?lang=ar")
    assert client.get("/plans/accord/actors/absent/").status_code == 404


def test_a_retracted_position_is_struck_through_with_its_reason(client: Client, plan: Plan) -> None:
    position = Position.objects.get()
    position.retracted_at, position.retraction_reason = TODAY, "Misquoted."
    position.save(update_fields=["retracted_at", "retraction_reason"])
    recompute(plan.pk, now=TODAY)
    body = body_of(client, "actors/monitors/")
    assert re.search(r'<tr class="is-retracted">.*?Misquoted\.', body, flags=re.S)
    assert "Source and note" in body  # a position has no grade
    assert "Grade, source and note" not in body


def test_a_source_is_told_with_what_rests_on_it_and_its_copy(client: Client, plan: Plan) -> None:
    body = body_of(client, "sources/")
    assert 'href="https://example.org/copy"' in body
    told = text_of(body)
    assert "Clauses: 3 · Milestones: 1 · Groups of conditions: 1" in told
    assert f"{Source.objects.count()} source" in told
    assert "A: official or full text (1)" in told


@pytest.mark.parametrize("address", ["text/", "actors/", "actors/monitors/", "sources/", "milestones/"])
def test_a_page_whose_state_is_at_hand_asks_one_small_thing(client: Client, plan: Plan, address: str) -> None:
    body_of(client, "")
    with CaptureQueriesContext(connection) as queries:
        body_of(client, address)
    assert len(queries) <= 2


def test_an_actor_is_late_only_with_what_fell_due_before_the_records_end(client: Client, plan: Plan) -> None:
    plan.as_of = dt.date(2020, 1, 1)
    plan.save()
    recompute(plan.pk, now=TODAY)
    assert "Owes 1 milestone, of which late: 0." in text_of(body_of(client, "actors/monitors/"))
