"""The pages of the site itself: its data, and who runs it."""

import html
import json
import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from milestones.models import Plan
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def body_of(client: Client, address: str) -> str:
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.fixture
def plan() -> Plan:
    plan = make.make_plan(licence="CC-BY-4.0")
    make.make_milestone(plan, "vote")
    make.make_plan("withheld", publication="draft")
    recompute(plan.pk)
    return plan


def test_the_data_page_offers_every_form_of_each_public_plan_with_its_licence_and_citation(
    client: Client, plan: Plan
) -> None:
    body = body_of(client, "/data/?lang=en")
    links = {link for link in re.findall(r'href="([^"]+)"', body) if "export" in link}
    assert {link.partition("format=")[2].partition("&")[0] for link in links} == {"csv", "xlsx", "yaml", "json"}
    for link in links:
        assert client.get(link).status_code == 200, link
    assert "https://spdx.org/licenses/CC-BY-4.0.html" in body
    assert re.search(r"“Accord”, revision 1 of .*, Peace plan tracker", body)
    (dataset,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body)
    assert json.loads(dataset)["version"] == "1"
    assert "withheld" not in body


def test_the_page_about_the_site_says_who_runs_it_or_that_nobody_said_so(client: Client, settings: Settings) -> None:
    settings.OPERATOR = settings.FUNDING = settings.CONTACT_URL = ""
    body = body_of(client, "/about/")
    assert "Those who run this site have not said who they are." in body
    assert "No address is given." in body


def test_the_page_about_the_site_names_them(client: Client, settings: Settings) -> None:
    settings.OPERATOR, settings.FUNDING = "An <institute>", "A foundation"
    settings.CONTACT_URL = "mailto:desk@example.org"
    body = client.get("/about/").content.decode()
    assert "An &lt;institute&gt;" in body
    assert "A foundation" in body
    assert 'href="mailto:desk@example.org"' in body
    assert f"Peace plan tracker {settings.VERSION}" in body


@pytest.mark.parametrize("address", ["/plans/accord/", "/words/"])
def test_every_page_leads_to_both(client: Client, plan: Plan, address: str) -> None:
    body = body_of(client, f"{address}?lang=en")
    assert 'href="/data/?lang=en"' in body
    assert 'href="/about/?lang=en"' in body
