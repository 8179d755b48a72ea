"""The search: words in three scripts are found in every plan, and nothing that the reader may not see."""

import datetime as dt
import html
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.models import Plan, Publication
from milestones.pages import search
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def plan() -> Plan:
    plan = make.make_plan()
    make.make_actor(plan, "monitors", name_en="Monitors of arms", name_he="משקיפים")
    make.make_milestone(plan, "arms", name_en="Arms", name_ar="إيداع الأسلحة", description_en="Into stores.")
    make.make_milestone(plan, "vote", name_en="Vote", description_en="After the arms are in.")
    make.make_milestone(plan, "secret", name_en="Secret arms", publication=Publication.DRAFT)
    make.make_indicator(plan, "stored", name_en="Arms stored")
    recompute(plan.pk, now=TODAY)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def body_of(client: Client, query: str) -> str:
    response = client.get(f"/search/{query}")
    body = html.unescape(response.content.decode())
    assert response.status_code == 200, body
    return body


def found(client: Client, query: str) -> list[str]:
    """What is found leads to these addresses within the plan, in the page's order."""
    return re.findall(r'<th scope="row"><a href="/plans/accord/([^"?]*)', body_of(client, query))


@pytest.mark.parametrize(
    ("query", "addresses"),
    [
        ("?q=ARMS", ["milestones/arms/", "milestones/vote/", "indicators/stored/", "actors/monitors/"]),
        ("?q=arms+stored", ["indicators/stored/"]),
        ("?q=ايداع+الاسلحه", ["milestones/arms/"]),
        ("?q=משקיפימ&lang=ar", ["actors/monitors/"]),
        ("?q=secret", []),
        ("", []),
    ],
)
def test_words_are_found_in_names_first_and_in_every_language(
    client: Client, plan: Plan, query: str, addresses: list[str]
) -> None:
    assert found(client, query) == addresses


def test_a_clause_is_told_with_the_text_that_it_stands_in(client: Client, plan: Plan) -> None:
    for number, title in enumerate(("Accord", "Annex")):
        source = make.make_source(plan, f"text-{number}", title_en=title)
        make.make_clause(source, "6", text_en="On barracks.")
    recompute(plan.pk, now=TODAY)
    told = re.findall(r'<th scope="row"><a [^>]*>(?:<bdi[^>]*>)?([^<]*)', body_of(client, "?q=barracks"))
    assert told == ["6 · Accord", "6 · Annex"]


def test_what_is_not_found_is_said(client: Client, plan: Plan) -> None:
    assert "Nothing here has all of these words: zebra." in body_of(client, "?q=zebra")


def test_within_a_plan_links_keep_its_moment_and_the_search_of_all_plans_is_one_step_away(
    client: Client, plan: Plan
) -> None:
    make.make_milestone(make.make_plan("other"), "arms", name_en="Arms")
    query = "?plan=accord&on=2026-03-09&q=arms"
    body = body_of(client, query)
    assert 'href="/plans/accord/milestones/arms/?on=2026-03-09"' in body
    assert "/plans/other/milestones/" not in body
    assert '<input type="hidden" name="plan" value="accord" />' in body
    assert '<a href="/search/?q=arms&on=2026-03-09">' in body
    assert "9 March 2026" in body.partition('id="found-accord"')[2]  # for which day the statuses are told
    assert "/plans/other/milestones/arms/" in body_of(client, "?q=arms")
    both = body_of(client, "?q=arms&on=2026-03-08&known_at=2026-03-10T12:00Z")
    assert both.count("8 March 2026 · as known at 10 March 2026, 12:00 UTC") == 2


def test_every_page_leads_to_it_with_the_plan_and_its_moment(client: Client, plan: Plan) -> None:
    page = html.unescape(client.get("/plans/accord/?on=2026-03-09&lang=en").content.decode())
    assert 'href="/search/?plan=accord&on=2026-03-09&lang=en"' in page
    assert 'href="/search/?lang=en"' in client.get("/method/?lang=en").content.decode()


def test_of_many_the_first_are_shown_and_the_list_has_the_rest(
    client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_SHOWN", 1)
    body = body_of(client, "?q=arms")
    assert '<a href="/plans/accord/milestones/?search=arms">' in body
    assert "1 more has these words." in body


@pytest.mark.parametrize(("query", "status"), [(f"?q={'a' * 201}", 400), ("?q=a&plan=nowhere", 404)])
def test_what_cannot_be_read_is_refused(client: Client, plan: Plan, query: str, status: int) -> None:
    assert client.get(f"/search/{query}").status_code == status
