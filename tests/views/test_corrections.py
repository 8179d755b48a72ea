"""A record that was taken back stays to be seen, struck through and with its reason."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from milestones.models import Plan
from milestones.services.recompute import recompute
from tests import factories as make

REASON = "The figure was of another month."
AT = dt.datetime(2026, 3, 20, 9, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    plan = make.make_plan("accord", as_of=dt.date(2026, 3, 31))
    indicator = make.make_indicator(plan, "trucks")
    make.make_series(indicator, "un-2720", name_en="UN tracking system")
    make.make_observation(indicator, 600)
    make.make_observation(indicator, 17, series="un-2720", retracted_at=AT, retraction_reason=REASON, note="By day.")
    make.make_observation(indicator, 23, retracted_at=AT, retraction_reason="Hidden.", publication="restricted")
    milestone = make.make_milestone(plan, "handover")
    make.make_position(make.make_actor(plan), milestone=milestone, retracted_at=AT, retraction_reason="Misread.")
    make.make_assessment(milestone, retracted_at=AT, retraction_reason="Said of another step.")
    recompute(plan.pk, now=AT)
    return plan


def body(address: str, **query: Any) -> str:
    return Client().get(address, {"lang": "en", **query}).content.decode()


def test_the_page_says_what_was_retracted_and_why(plan: Plan) -> None:
    page = body("/plans/accord/corrections/")
    assert "Records retracted: 3. Texts revised: 0." in page
    assert REASON in page
    assert "Said of another step." in page
    assert re.search(r"<s>.*Value: 17% · Series: UN tracking system.*</s>", page)
    assert "un-2720" not in page
    said = page[page.index("Value: 17") :]
    assert said.index(REASON) < said.index('<span class="grade is-grade-verified">') < said.index("By day.")
    assert "Hidden." not in page


def test_many_are_folded_by_kind_and_few_are_open(plan: Plan) -> None:
    few = body("/plans/accord/corrections/")
    for _number in range(20):
        make.make_assessment(plan.milestones.get(), retracted_at=AT, retraction_reason="Misread.")
    recompute(plan.pk, now=AT)
    many = body("/plans/accord/corrections/")
    for page, is_open, counts in ((few, " open", "111"), (many, " ", ["1", "21", "1"])):
        folds = re.findall(r"<details( open| )>\s*<summary>(?:Observations|Assessments|Positions) \((\d+)\)<", page)
        assert sorted(folds) == sorted((is_open, count) for count in counts)


def test_it_says_nothing_of_what_was_not_retracted_by_then(plan: Plan) -> None:
    page = body("/plans/accord/corrections/", known_at="2026-03-20T08:59Z")
    assert "Nothing was retracted." in page
    assert REASON not in page


@pytest.mark.parametrize("address", ["/plans/accord/", "/plans/accord/pillars/governance/"])
def test_a_retracted_count_stays_on_the_pages_of_its_indicator(plan: Plan, address: str) -> None:
    page = body(address)
    assert re.search(r"<s>(<bdi>)?17\b.*?</s>", page)
    assert REASON in page
    assert "corrections/" in page


def test_it_lists_what_was_revised_of_the_published_text_and_nothing_hidden(plan: Plan) -> None:
    page, pinned = "/plans/accord/corrections/", {"known_at": AT.isoformat()}
    assert "No published text was revised." in body(page)
    milestone = plan.milestones.get()
    milestone.name_en, milestone.source = "Renamed", make.make_source(plan, publication="restricted")
    milestone.due_on = dt.date(2026, 5, 1)
    milestone.save()
    hidden = make.make_milestone(plan, "hidden", publication="restricted", name="Kept back")
    recompute(plan.pk, now=AT + dt.timedelta(hours=1))
    hidden.name_en = "Kept back anew"
    hidden.save()
    recompute(plan.pk, now=AT + dt.timedelta(hours=2))
    told = body(page)
    assert re.search(r"Renamed.*Name · Due<", told, flags=re.S)
    assert told.count('data-label="Both versions"') == 1
    assert "Kept back" not in told
    (address,) = re.findall(r'href="([^"]*/changes/[^"]*from=[^"]*)"', told[told.index('id="revised"') :])
    assert "became" in body(address.replace("&amp;", "&"))
    assert "No published text was revised." in body(page, **pinned)


def test_days_of_corrections_are_the_plans_own() -> None:
    plan = make.make_plan("accord", timezone="Asia/Jerusalem")
    late = dt.datetime(2026, 3, 20, 23, 30, tzinfo=dt.UTC)  # past midnight where the plan is kept
    make.make_assessment(make.make_milestone(plan, "handover"), retracted_at=late, retraction_reason=REASON)
    recompute(plan.pk, now=late)
    assert "21 Mar 2026" in body("/plans/accord/corrections/")


def test_the_footer_offers_the_whole_plan(plan: Plan) -> None:
    page = body("/plans/accord/corrections/")
    for form in ("csv&amp;lang=en", "yaml"):
        (address,) = re.findall(rf'href="(/api/v1/plans/accord/export/\?format={form})"', page)
        assert Client().get(address.replace("&amp;", "&")).status_code == 200
