"""Parts of a plan's page shown on other sites, and what a page gives to be cited."""

import datetime as dt
import html
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.models import Plan
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
PARTS = ["glance", "waits", "deadlocks", "timeline", "indicators"]


@pytest.fixture
def plan() -> Plan:
    plan = make.make_plan()
    arms = make.make_milestone(plan, "arms", pillar="demilitarisation", due_on=dt.date(2026, 4, 1))
    make.make_condition(make.make_gate(make.make_milestone(plan, "vote")), milestone=arms)
    recompute(plan.pk, now=TODAY)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def policy(response: Any) -> str:
    return str(response.headers["Content-Security-Policy"])


@pytest.mark.parametrize("part", PARTS)
def test_a_part_may_be_framed_again_and_again_and_speaks_for_its_day(client: Client, plan: Plan, part: str) -> None:
    for _answer in range(2):  # the second one is kept
        response = client.get(f"/plans/accord/embed/{part}/?on=2026-03-09")
        body = response.content.decode()
        assert response.status_code == 200
        assert "frame-ancestors *" in policy(response)
        assert "X-Frame-Options" not in response.headers
        assert "9 Mar 2026" in html.unescape(body).replace("\xa0", " ")
        assert 'href="/plans/accord/?on=2026-03-09"' in body
        assert "<script" not in body
        assert 'rel="icon"' in body  # or a browser asks for /favicon.ico, which is not there


@pytest.mark.parametrize("address", ["/plans/accord/", "/plans/accord/embed/nothing/", "/search/"])
def test_nothing_else_may_be_framed(client: Client, plan: Plan, address: str) -> None:
    response = client.get(address)
    assert "frame-ancestors 'none'" in policy(response)
    assert response.headers["X-Frame-Options"] == "DENY"


def test_the_plans_page_gives_the_address_of_each_part_pinned_and_live(client: Client, plan: Plan) -> None:
    body = html.unescape(client.get("/plans/accord/?lang=en").content.decode())
    frames = re.findall(r'<iframe src="http://testserver(/plans/accord/embed/(\w+)/\?[^"]*)"', body)
    assert {part for _address, part in frames} == set(PARTS)
    for address, part in frames:
        assert client.get(address).status_code == 200
        assert f'id="{part}"' in body
    assert sum("known_at=" in address for address, _part in frames) == len(PARTS)


def test_a_page_can_be_cited_in_bibtex(client: Client, plan: Plan) -> None:
    body = html.unescape(client.get("/plans/accord/milestones/vote/?lang=en").content.decode())
    entry = re.search(r'<pre dir="ltr" id="bibtex" tabindex="0">(@misc\{accord-1,.*?\n\})</pre>', body, re.S)
    assert entry
    cited = re.search(r"url = \{http://testserver(/plans/accord/milestones/vote/\?.*?)\}", entry[1])
    assert cited
    assert client.get(cited[1]).status_code == 200
    assert entry[1].count("{") == entry[1].count("}")
