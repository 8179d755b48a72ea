"""What was, in a real browser, from right to left: an earlier version is read and brought back; a token is revoked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from milestones.models import TokenGrant
from milestones.services.recompute import recompute
from tests import factories as make
from tests.browser.conftest import Visitor
from tests.browser.test_admin_review import saved, signed_in

pytestmark = pytest.mark.browser
BEFORE, AFTER = "The first name", "A second name"
LOOKS = [("ar", 390), ("he", 1280)]


@pytest.fixture(scope="module")
def past(site: str, django_db_blocker: Any) -> SimpleNamespace:
    """For each look a milestone that was renamed, and the session of who may name it back."""
    with django_db_blocker.unblock():
        plan = make.make_plan("renamed")
        rows = {language: make.make_milestone(plan, f"step-{language}", name_en=BEFORE) for language, _width in LOOKS}
        recompute(plan.pk)
        for row in rows.values():
            row.name_en = AFTER
            row.save()
        recompute(plan.pk)
        client = Client()
        client.force_login(user := make.make_user("historian", is_staff=True, is_superuser=True))
    return SimpleNamespace(rows=rows, user=user, session=client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_an_earlier_version_is_read_and_brought_back_as_a_new_change(
    visitor: Visitor, past: SimpleNamespace, language: str, width: int, django_db_blocker: Any
) -> None:
    row = past.rows[language]
    history = reverse("admin:milestones_milestone_history", args=[row.pk])
    page = signed_in(visitor, past.session, history, language, width)
    assert page.get_attribute("html", "dir") == "rtl"
    assert [BEFORE in page.inner_text("#change-history"), AFTER in page.inner_text("#change-history")] == [True, True]
    with page.expect_navigation():
        page.locator(f"#change-history a[href*='{row.pk}/history/']").last.click()
    assert (BEFORE in page.inner_text("#content-main"), AFTER in page.inner_text("#content-main")) == (True, False)
    with page.expect_navigation():
        page.click("#content-main a[href*=restore]")
    assert page.input_value("#id_name_en") == BEFORE
    assert page.evaluate("document.documentElement.scrollWidth") == width
    saved(page)
    with django_db_blocker.unblock():
        row.refresh_from_db()
    assert row.name_en == BEFORE
    assert visitor.complaints == []


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_token_is_issued_shown_once_and_revoked(
    visitor: Visitor, past: SimpleNamespace, language: str, width: int, django_db_blocker: Any
) -> None:
    page = signed_in(visitor, past.session, reverse("admin:milestones_tokengrant_add"), language, width)
    page.fill("#id_name", f"notebook-{language}")
    page.fill("#id_words", "read")
    page.fill("#id_days", "7")
    saved(page)
    token = max(page.inner_text(".messagelist").split(), key=len)
    assert len(token) > 40
    with page.expect_navigation():
        page.get_by_role("link", name=f"notebook-{language}").click()
    assert token not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    with page.expect_navigation():
        page.click("a.deletelink")
    page.click("#content input[type=submit]")
    page.locator(".messagelist").wait_for()
    with django_db_blocker.unblock():
        assert not TokenGrant.objects.filter(name=f"notebook-{language}").exists()
    assert visitor.complaints == []
