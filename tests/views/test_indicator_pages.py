"""The pages of a plan's indicators: each series with its rule, each count with its source, and what waits for them."""

import datetime as dt
import html
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.contingency.scales import Grade
from milestones.models import Observation, Plan, Publication
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
PAGE = "/plans/accord/indicators/trucks/"


@pytest.fixture
def plan() -> Plan:
    """Trucks, counted by two; a milestone waits for them."""
    plan = make.make_plan()
    trucks = make.make_indicator(
        plan, "trucks", name_en="Trucks", unit="trucks", target=600, baseline=93, definition_en="As they cross."
    )
    monitors = make.make_actor(plan, "monitors", name_en="Monitors")
    make.make_series(trucks, "crossings", name_en="At crossings", actor=monitors, definition_en="Loaded ones.")
    make.make_series(trucks, "manifests", name_en="By manifest", definition_en="As declared.")
    make.make_observation(trucks, 150, series="crossings", date=dt.date(2026, 3, 1), verification=Grade.VERIFIED)
    make.make_observation(trucks, 480, series="manifests", date=dt.date(2026, 3, 2), verification=Grade.REPORTED)
    vote = make.make_milestone(plan, "vote", name_en="Vote")
    make.make_condition(make.make_gate(vote), indicator=trucks, at_least=500)
    make.make_indicator(plan, "hidden", name_en="Hidden", publication=Publication.RESTRICTED)
    recompute(plan.pk, now=TODAY)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def told_at(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode())))


def test_an_indicator_is_told_with_its_rules_and_each_count_by_series(client: Client, plan: Plan) -> None:
    told = told_at(client)
    assert "As they cross." in told
    assert re.search(r"Baseline\s+93 trucks", told)
    assert re.search(r"Target\s+600 trucks", told)
    assert told.rindex("At crossings") < told.index("Monitors: Loaded ones.") < told.rindex("150 trucks")
    assert told.rindex("By manifest") < told.index("As declared.") < told.rindex("480 trucks")
    assert re.search(r"Milestones that wait for it .* Vote", told)


def test_a_retracted_count_is_struck_through_with_its_reason(client: Client, plan: Plan) -> None:
    count = Observation.objects.get(series="crossings")
    count.retracted_at, count.retraction_reason = TODAY, "Counted twice."
    count.save(update_fields=["retracted_at", "retraction_reason"])
    recompute(plan.pk, now=TODAY)
    body = client.get(PAGE).content.decode()
    (row,) = re.findall(r'<tr class="is-retracted">(.*?)</tr>', body, flags=re.S)
    assert "150 trucks" in re.sub(r"<[^>]+>", "", row)
    assert "Counted twice." in row


def test_the_counts_are_to_be_had_as_a_table_of_the_same_indicator(client: Client, plan: Plan) -> None:
    body = html.unescape(client.get(PAGE).content.decode())
    (address,) = re.findall(r'href="([^"]*observations/[^"]*format=csv)"', body)
    lines = client.get(address).content.decode().splitlines()
    assert len(lines) == 3
    assert "150" in lines[1] + lines[2]


@pytest.mark.parametrize("naming", ["", "pillars/governance/", "milestones/vote/", "indicators/"])
def test_an_indicator_that_a_page_names_leads_to_its_own(client: Client, plan: Plan, naming: str) -> None:
    body = html.unescape(client.get(f"/plans/accord/{naming}?on=2026-03-09").content.decode())
    assert f'href="{PAGE}?on=2026-03-09"' in body


def test_one_that_the_reader_may_not_see_is_not_there(client: Client, plan: Plan) -> None:
    assert client.get("/plans/accord/indicators/hidden/").status_code == 404
    assert "Hidden" not in told_at(client, "/plans/accord/indicators/")


@pytest.mark.parametrize("address", ["indicators/", "indicators/trucks/"])
def test_its_pages_ask_one_small_thing(client: Client, plan: Plan, address: str) -> None:
    client.get("/plans/accord/")
    with CaptureQueriesContext(connection) as queries:
        told_at(client, f"/plans/accord/{address}")
    assert len(queries) <= 2
