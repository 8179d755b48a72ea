"""A plan with its drafts, for those who see drafts, before it is public."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from milestones.contingency.scales import Level
from milestones.models import Publication
from tests import factories as make
from tests.admin.conftest import in_role, logged_in

PLAN = "/plans/accord/"
ELECTIONS = "/plans/accord/milestones/elections/"


@pytest.fixture
def plan(db: None) -> Any:
    """Elections wait for a handover, which a draft says is complete; a third milestone is a draft."""
    plan = make.make_plan()
    handover = make.make_milestone(plan, "handover", pillar="demilitarisation")
    elections = make.make_milestone(plan, "elections")
    make.make_condition(make.make_gate(elections), milestone=handover)
    make.make_assessment(handover, level=Level.COMPLETE, publication=Publication.DRAFT)
    make.make_milestone(plan, "vote", name_en="A vote", publication=Publication.DRAFT)
    return plan


@pytest.fixture
def analyst(plan: Any) -> Client:
    return logged_in(in_role("analyst"))


def main_of(answer: Any) -> str:
    return answer.content.decode().partition("<main")[2]


def test_a_preview_evaluates_with_drafts_and_says_what_publishing_would_change(analyst: Client) -> None:
    today, preview = main_of(analyst.get(ELECTIONS)), main_of(analyst.get(f"{ELECTIONS}?preview=1"))
    assert "Draft, not public." in preview
    assert "Draft, not public." not in today
    assert "cannot come as things stand" not in preview
    statuses = preview.partition('id="statuses"')[2].partition("</section>")[0]
    assert re.findall(r"milestones/([a-z]+)/\?preview=1", statuses) == ["handover", "elections", "vote"]


def test_a_draft_milestone_has_a_status_in_a_preview_alone(analyst: Client) -> None:
    address, words = "/plans/accord/milestones/vote/", "it counts for nothing yet, so it has no status"
    assert words in main_of(analyst.get(address))
    assert words not in main_of(analyst.get(f"{address}?preview=1"))


def test_a_preview_is_kept_nowhere_and_cited_nowhere(analyst: Client) -> None:
    answer = analyst.get(f"{PLAN}?preview=1")
    assert set(answer["Cache-Control"].split(", ")) >= {"private", "no-store"}
    assert 'rel="canonical"' not in answer.content.decode()
    assert "ETag" not in answer


@pytest.mark.parametrize("role", [None, "reader"])
def test_nobody_else_has_one(plan: Any, role: str | None) -> None:
    client = Client() if role is None else logged_in(in_role(role))
    assert client.get(PLAN).status_code == 200
    for _again in range(2):
        answer = client.get(f"{PLAN}?preview=1")
        assert answer.status_code == 404
        assert "Draft, not public" not in answer.content.decode()


def test_the_public_page_of_a_plan_is_the_same_after_a_preview(plan: Any, analyst: Client) -> None:
    before = main_of(Client().get(ELECTIONS))
    analyst.get(f"{ELECTIONS}?preview=1")
    assert main_of(Client().get(ELECTIONS)) == before
    assert "Draft, not public" not in main_of(analyst.get(ELECTIONS))


def test_a_word_that_is_no_choice_is_refused(analyst: Client) -> None:
    assert analyst.get(f"{PLAN}?preview=yes").status_code == 400
    assert analyst.get(f"{PLAN}?preview=").status_code == 200


def test_every_link_inside_the_plan_keeps_it(analyst: Client) -> None:
    waiting, told = [f"{PLAN}?preview=1"], set()
    while waiting:
        address = waiting.pop()
        answer = analyst.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        if "text/html" in answer["Content-Type"] and address.startswith(PLAN):
            assert "Draft, not public." in text, address
            links = {unescape(link).partition("#")[0] for link in re.findall(r'<a [^>]*href="([^"]+)"', text)}
            feeds = (".atom", ".ics", ".csv")
            pages = {
                link for link in links if link.startswith(PLAN) and not link.partition("?")[0].endswith(feeds)
            } - told
            without = {link for link in pages if "preview=1" not in link}
            assert {link.partition("?")[0] for link in without} <= {address.partition("?")[0]}, (address, without)
            assert len(without) <= 1, (address, without)  # the way out
            assert not [link for link in links if link.startswith("/api/") and "preview" in link], address
            told |= pages
            waiting += sorted(link for link in pages - without if "lang=" not in link)
    assert len(told) > 15


def test_the_admin_leads_there_from_the_plan_a_pillar_and_a_milestone(plan: Any, analyst: Client) -> None:
    for row in (plan, plan.pillars.first(), plan.milestones.first()):
        page = analyst.get(reverse(f"admin:milestones_{row._meta.model_name}_change", args=[row.pk]))
        (address,) = re.findall(r'href="(/plans/[^"]+\?preview=1)"', page.content.decode())
        assert analyst.get(address).status_code == 200


def test_a_reading_by_which_nothing_counts_yet_is_asked_for_in_a_preview_alone(plan: Any, analyst: Client) -> None:
    make.make_reading(plan, "strict")
    plan.publication = Publication.DRAFT
    plan.save()
    for address in (PLAN, ELECTIONS, "/api/v1/plans/accord/evaluation/", "/api/v1/milestones/accord/elections/"):
        assert analyst.get(f"{address}?reading=strict").status_code == 400, address
        assert analyst.get(address).status_code == 200, address
    assert analyst.get(f"{PLAN}?reading=strict&preview=1").status_code == 200
