"""The page of what waits for what: a picture, its table, and one thing with what is around it."""

import datetime as dt
import html
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.contingency.scales import Level
from milestones.models import Plan, Publication
from milestones.pages.plan import graph
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
GRAPH = "/plans/accord/graph/"


@pytest.fixture
def plan() -> Plan:
    """A vote waits for arms and for trucks, a count for the vote; news waits for nothing, and is waited for by none."""
    plan = make.make_plan()
    arms = make.make_milestone(plan, "arms", pillar="demilitarisation", name_en="Arms laid down")
    vote = make.make_milestone(plan, "vote", name_en="Vote", name_he="הצבעה")
    count = make.make_milestone(plan, "count", name_en="Votes counted")
    make.make_milestone(plan, "news", name_en="News of it")
    secret = make.make_milestone(plan, "secret", name_en="Secret vote", publication=Publication.DRAFT)
    make.make_condition(make.make_gate(vote), milestone=arms)
    make.make_condition(make.make_gate(secret), milestone=arms)
    trucks = make.make_indicator(plan, "trucks", name_en="Aid trucks")
    make.make_condition(make.make_gate(vote, rank=2), indicator=trucks, at_least=600)
    make.make_condition(make.make_gate(count), milestone=vote)
    make.make_assessment(arms, Level.COMPLETE)
    recompute(plan.pk, now=TODAY)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"{GRAPH}{query}")
    assert response.status_code == 200, html.unescape(response.content.decode())
    return html.unescape(response.content.decode())


def nodes(page: str) -> list[str]:
    """The titles of what is drawn."""
    picture = page.split('id="graph-picture-desc"')[1].split("</svg>")[0]
    return sorted(re.findall(r"<a [^>]*><title>([^<]*)</title>", picture))


def words(page: str, begin: str) -> str:
    """What is read from a mark on, without tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.split(begin, 1)[1]).split())


ALL = ["Aid trucks", "Arms laid down: done", "Vote: can’t tell", "Votes counted: waits"]


def test_it_draws_what_is_linked_and_tells_what_is_not(client: Client, plan: Plan) -> None:
    page = shown(client)
    assert nodes(page) == ALL
    assert "3 of 4 milestones wait for something, or are waited for." in page
    assert words(page, "<summary>1 milestone is not linked").startswith("to anything News of it")
    assert "Secret" not in page
    assert "<title" in page
    assert "<desc" in page
    assert re.search(r'<a href="/api/v1/plans/accord/graph/[^"]*">this graph as JSON</a>', page)


def test_arrows_lead_by_truth_from_what_is_awaited(client: Client, plan: Plan) -> None:
    arrows = re.findall(r'class="graph-arrow is-(\w+)"[^>]*></path>', shown(client))
    assert sorted(arrows) == ["met", "unknown", "unmet"]


def test_every_node_keeps_the_state_and_its_table_says_the_same(client: Client, plan: Plan) -> None:
    page = shown(client, "?on=2026-03-09&lang=en")
    assert page.count(f'href="{GRAPH}?on=2026-03-09&lang=en&focus=vote"') == 2  # in the picture and in the table
    table = words(page, "The same as a table</summary>")
    assert "Vote can’t tell — Aid trucks Arms laid down 1" in table
    assert "Votes counted waits Vote — — 0" in table


def test_a_thing_in_focus_lights_its_chain_and_tells_what_is_before_and_after(client: Client, plan: Plan) -> None:
    page = shown(client, "?focus=arms")
    lit = re.findall(r'class="graph-node[^"]* is-lit"', page)
    assert len(lit) == 3
    around = words(page, 'class="awaited-parts"')
    assert "It waits for nothing Arms laid down done What waits for it" in around
    assert "Vote met Before it may start" in around
    of_trucks = words(shown(client, "?focus=indicator:trucks"), 'class="awaited-parts"')
    assert "Aid trucks What waits for it" in of_trucks
    assert "Vote can’t tell Before it may start" in of_trucks


def test_what_nobody_knows_is_refused_by_name(client: Client, plan: Plan) -> None:
    for query in ("?focus=secret", "?focus=x", "?pillar=x"):
        response = client.get(f"{GRAPH}{query}")
        assert response.status_code == 400
    assert "Choose from: chain." in client.get(f"{GRAPH}?only=x").content.decode()


def test_one_pillar_is_shown_with_what_is_around_it(client: Client, plan: Plan) -> None:
    assert nodes(shown(client, "?pillar=demilitarisation")) == ["Arms laid down: done", "Vote: can’t tell"]


def test_of_too_much_the_pillars_are_drawn_and_around_a_thing_what_is_near(
    client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "MOST_DRAWN", 2)
    page = shown(client)
    assert "graph-node" not in page
    assert "So much is not drawn at once" in page
    assert 'id="waits-picture-desc"' in page
    assert nodes(shown(client, "?focus=count")) == ["Vote: can’t tell", "Votes counted: waits"]


def test_of_one_in_focus_only_what_hangs_together_with_it_is_drawn_where_that_is_asked_for(
    client: Client, plan: Plan
) -> None:
    page = shown(client, "?focus=arms")
    assert nodes(page) == ALL
    assert 'href="?focus=arms&only=chain"' in page
    assert nodes(shown(client, "?focus=arms&only=chain")) == [name for name in ALL if name != "Aid trucks"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?find=VOTE", "Found: 2 Vote ; Votes counted"),
        ("?find=news", "Found: 1 News of it"),
        ("?find=secret", "Found: 0"),
    ],
)
def test_what_is_looked_for_is_listed_and_lit(client: Client, plan: Plan, query: str, told: str) -> None:
    page = shown(client, query)
    assert words(page, '<section id="found" aria-labelledby="found-heading">').startswith(told)
    assert len(re.findall(r'class="graph-node[^"]* is-lit"', page)) == (2 if "VOTE" in query else 0)
    assert f'value="{query.removeprefix("?find=")}"' in page


def test_letters_are_folded_in_what_is_looked_for(client: Client, plan: Plan) -> None:
    assert "הצבעה" in words(shown(client, "?find=הַצְבָּעָה&lang=he"), '<section id="found"')
    assert "Found: 1 News of it" in words(shown(client, "?focus=vote&find=news"), '<section id="found"')


def test_what_waits_for_one_another_stands_in_one_frame(client: Client, plan: Plan) -> None:
    arms = plan.milestones.get(slug="arms")
    gate = make.make_gate(arms, before="completion")
    make.make_condition(gate, milestone=plan.milestones.get(slug="vote"))
    recompute(plan.pk, now=TODAY)
    page = shown(client)
    assert page.count('class="graph-circle"') == 1


def test_it_is_linked_from_the_plan_and_from_each_milestone(client: Client, plan: Plan) -> None:
    assert f'href="{GRAPH}"' in client.get("/plans/accord/").content.decode()
    assert f'href="{GRAPH}?focus=vote"' in client.get("/plans/accord/milestones/vote/").content.decode()


def test_it_asks_as_often_however_large_the_plan(
    client: Client, plan: Plan, django_assert_max_num_queries: Any
) -> None:
    shown(client)
    with django_assert_max_num_queries(1):
        shown(client, "?focus=vote")
