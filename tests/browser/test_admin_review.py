"""A review in a real browser, from right to left: submitted, sent back with remarks, and found on the desk."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from milestones.models import Membership, Publication
from tests import factories as make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
REMARKS = "يقول التقرير: تموز."


def signed_in(visitor: Visitor, session: str, path: str, language: str = "ar", width: int = 1280) -> Any:
    page = visitor.open("/words/", width=width)
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
    page.context.add_cookies([{"name": name, "value": value, "url": visitor.site} for name, value in cookies.items()])
    page.set_default_timeout(8000)
    page.goto(visitor.site + path)
    return page


@pytest.fixture(scope="module")
def review(site: str, django_db_blocker: Any) -> SimpleNamespace:
    """A draft, rows for each look, and the sessions of those who have a role, outside of a test's transaction."""
    sessions, entered = {}, {}
    with django_db_blocker.unblock():
        plan = make.make_plan("reviewed")
        step = make.make_milestone(plan, "step")
        draft = make.make_assessment(step, publication=Publication.DRAFT)
        gates = {language: make.make_gate(make.make_milestone(plan, f"later-{language}")) for language in ("en", "ar")}
        for gate in gates.values():
            make.make_condition(gate, milestone=step)
        for role in ("contributor", "verifier", "publisher"):
            client = Client()
            client.force_login(user := make.make_analyst(f"{role}-of-reviews"))
            for language in ("en", "he"):
                entered[role, language] = make.make_assessment(step, verification=1, entered_by=user)
            Membership.objects.create(user=user, role=role, plan=plan)
            client.post(reverse("admin:choose-plan"), {"plan": plan.pk})
            sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return SimpleNamespace(draft=draft, gates=gates, sessions=sessions, entered=entered)


def test_a_draft_is_submitted_and_sent_back(visitor: Visitor, review: SimpleNamespace) -> None:
    path = reverse("admin:milestones_assessment_change", args=[review.draft.pk])
    page = signed_in(visitor, review.sessions["contributor"], path)
    assert page.get_attribute("html", "dir") == "rtl"
    page.click("button[value=submit_for_review]")
    page.wait_for_load_state()
    page = signed_in(visitor, review.sessions["publisher"], path)
    page.click("button[value=send_back_drafts]")
    page.set_viewport_size({"width": 390, "height": 844})
    page.fill("#remarks", REMARKS)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.click("input[name=confirmed]")
    page.wait_for_load_state()
    page = signed_in(visitor, review.sessions["contributor"], reverse("admin:index"))
    page.locator(".pile", has_text=REMARKS).get_by_role("link").click()
    assert REMARKS in page.inner_text("#content [role=status]")
    with page.expect_navigation():
        page.click(".object-tools a[href*=anew]")
    typed = [page.input_value(f"#id_{name}") for name in ("milestone", "date", "level", "publication")]
    assert typed == [str(review.draft.milestone_id), str(review.draft.date), str(review.draft.level), ""]


def saved(page: Any) -> None:
    """Save, and wait for the word that it is."""
    page.click("input[name=_save]")
    page.locator(".messagelist").wait_for()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("he", 390)])
def test_a_grade_is_raised_by_another_than_who_entered_it(
    visitor: Visitor, review: SimpleNamespace, language: str, width: int, django_db_blocker: Any
) -> None:
    others = review.entered["contributor", language]
    rows = (review.entered["verifier", language], others)
    own, others_page = (reverse("admin:milestones_assessment_change", args=[row.pk]) for row in rows)
    page = signed_in(visitor, review.sessions["verifier"], own, language, width)
    assert page.locator("button[value=retract_mistakes]").count() == 1
    assert page.locator("button[value=raise_grades]").count() == 0
    page.goto(visitor.site + others_page)
    page.click("button[value=raise_grades]")
    page.select_option("[name=grade]", "3")
    page.fill("#reason", "נוסח רשמי")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.click("input[name=confirmed]")
    page.locator(".messagelist").wait_for()
    with django_db_blocker.unblock():
        assert [row.verification for row in type(others).objects.filter(replaces=others)] == [3]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_a_waiver_takes_a_reason_and_a_second_pair_of_eyes(
    visitor: Visitor, review: SimpleNamespace, language: str, width: int, django_db_blocker: Any
) -> None:
    add = f"{reverse('admin:milestones_waiver_add')}?gate={review.gates[language].pk}"
    page = signed_in(visitor, review.sessions["contributor"], add, language, width)
    page.fill("#id_date", "2026-03-02")
    page.fill("[name=_reason]", REMARKS)  # which is asked for from the beginning
    assert page.evaluate("document.documentElement.scrollWidth") == width
    saved(page)
    with django_db_blocker.unblock():
        waiver = review.gates[language].waivers.order_by("pk").last()
        assert waiver.publication == Publication.DRAFT
    way = reverse("admin:milestones_waiver_change", args=[waiver.pk])
    page.goto(visitor.site + way)
    assert page.locator("button[value=publish]").count() == 0
    page = signed_in(visitor, review.sessions["publisher"], way, language, width)
    page.click("button[value=publish]")
    page.locator(".messagelist").wait_for()
    with django_db_blocker.unblock():
        waiver.refresh_from_db()
        assert waiver.publication == Publication.PUBLISHED
