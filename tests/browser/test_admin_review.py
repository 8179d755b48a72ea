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


def signed_in(visitor: Visitor, session: str, path: str) -> Any:
    page = visitor.open("/words/", width=1280)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": visitor.site}
    page.context.add_cookies([cookie, {"name": settings.LANGUAGE_COOKIE_NAME, "value": "ar", "url": visitor.site}])
    page.set_default_timeout(8000)
    page.goto(visitor.site + path)
    return page


@pytest.fixture(scope="module")
def review(site: str, django_db_blocker: Any) -> SimpleNamespace:
    """A draft, and the sessions of a contributor and a publisher of its plan, outside of a test's transaction."""
    sessions = {}
    with django_db_blocker.unblock():
        plan = make.make_plan("reviewed")
        draft = make.make_assessment(make.make_milestone(plan, "step"), publication=Publication.DRAFT)
        for role in ("contributor", "publisher"):
            client = Client()
            client.force_login(user := make.make_analyst(f"{role}-of-reviews"))
            Membership.objects.create(user=user, role=role, plan=plan)
            client.post(reverse("admin:choose-plan"), {"plan": plan.pk})
            sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return SimpleNamespace(draft=draft, sessions=sessions)


def test_a_draft_is_submitted_and_sent_back(visitor: Visitor, review: SimpleNamespace) -> None:
    path = reverse("admin:milestones_assessment_change", args=[review.draft.pk])
    page = signed_in(visitor, review.sessions["contributor"], path)
    assert page.get_attribute("html", "dir") == "rtl"
    page.click("button[value=submit_for_review]")
    page.wait_for_load_state()
    page = signed_in(visitor, review.sessions["publisher"], path)
    page.click("button[value=send_back_drafts]")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.fill("#remarks", REMARKS)
    page.click("input[name=confirmed]")
    page.wait_for_load_state()
    page = signed_in(visitor, review.sessions["contributor"], reverse("admin:index"))
    assert REMARKS in page.inner_text("#content")
