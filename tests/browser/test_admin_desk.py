"""The analysts' pages in a real browser: the desk leads to all that is daily; accessible everywhere."""

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from milestones.models import Plan
from tests import factories as make
from tests.browser.conftest import Visitor
from tests.browser.test_every_page import AXE, FIND

pytestmark = pytest.mark.browser

LOOKS = (("en", 1280, "light"), ("ar", 390, "dark"), ("ar", 1280, "light"), ("en", 390, "dark"))


LANGUAGES = ("en", "ar")


@pytest.fixture(scope="module")
def work(site: str, django_db_blocker: Any) -> SimpleNamespace:
    """The session of an administrator who works at the Gaza plan, and by language a draft indicator with its source.

    Made outside of any test's transaction, in which the site would not see them.
    """
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(User.objects.create(username="desk-person", is_staff=True, is_superuser=True))
        client.post("/admin/plan/", {"plan": Plan.objects.get(slug="gaza-phase-two").pk})
        typed = {}
        for language in LANGUAGES:
            plan = make.make_plan(f"typed-{language}", publication="draft")  # which no other page of the site shows
            typed[language] = make.make_indicator(plan, "trucks", unit="trucks"), make.make_source(plan, "report")
        return SimpleNamespace(cookie=client.cookies[settings.SESSION_COOKIE_NAME].value, typed=typed)


@pytest.fixture
def desk(visitor: Visitor, work: SimpleNamespace) -> Any:
    """Opens a page of the admin as the administrator."""

    def open_page(path: str, language: str = "en", width: int = 1280, scheme: Any = "light") -> Any:
        page = visitor.open("/admin/login/", width=width, color_scheme=scheme)
        cookies = {settings.SESSION_COOKIE_NAME: work.cookie, settings.LANGUAGE_COOKIE_NAME: language}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": visitor.site} for name, value in cookies.items()]
        )
        page.goto(visitor.site + path)
        return page

    return open_page


PAGES = {
    "desk": "/admin/",
    "tables": "/admin/tables/",
    "list": "/admin/milestones/observation/",
    "form": "/admin/milestones/assessment/add/",
    "grid": "/admin/milestones/observation/grid/",
    "new-plan": "/admin/milestones/plan/add/",
    "new-milestone": "/admin/milestones/milestone/add/",
    "new-gate": "/admin/milestones/gate/add/",
    "new-source": "/admin/milestones/source/add/",
    "import": "/admin/milestones/import/add/",
    "plan": "/admin/milestones/plan/",
    "milestone": "/admin/milestones/milestone/",
    "indicator": "/admin/milestones/indicator/",
}
FIRST_ROW = {"plan", "milestone", "indicator"}
"""Of these lists it is the page of their first row that is looked at."""


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
def test_the_analysts_pages_are_accessible_and_fit(desk: Any, visitor: Visitor, look: Any) -> None:
    faults: dict[str, list[str]] = {}
    complaints: list[str] = []
    for name, path in PAGES.items():
        page = desk(path, *look)
        if name in FIRST_ROW:
            page.locator("#result_list tbody th a").first.click()
            page.wait_for_url("**/change/**")
        if name == "desk":
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=Path(shots) / f"{name}-{'-'.join(map(str, look))}.png")
        complaints += [f"{name}: {told[:200]}" for told in visitor.complaints]
        page.evaluate(AXE + ";0")
        found = page.evaluate(FIND)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the screen")
        if found:
            faults[name] = found
        page.context.close()
        visitor.complaints.clear()  # axe makes some of its own
    assert faults == {}
    assert complaints == []


def test_the_desk_leads_to_the_form_and_choosing_keeps_the_list(desk: Any) -> None:
    page = desk("/admin/", "ar")
    assert page.locator("[accesskey]").count() == 4  # which Playwright's key presses do not reach
    page.focus("[accesskey=a]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/milestones/assessment/add/")
    page.goto(page.url.replace("add/", ""))
    page.select_option("#plan-chosen", index=1)
    page.click(".plan-choice button")
    assert page.url.endswith("/admin/milestones/assessment/")


PASTE = """text => { const data = new DataTransfer(); data.setData("text/plain", text);
  const pasted = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", pasted)) }"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_thirty_observations_are_pasted_and_saved_by_keyboard_within_a_minute(
    desk: Any, work: SimpleNamespace, capsys: Any, language: str
) -> None:
    indicator, source = work.typed[language]
    page = desk("/admin/milestones/observation/grid/", language)
    page.select_option("#plan-chosen", value=str(indicator.plan_id))
    page.click(".plan-choice button")
    page.goto(page.url.removesuffix("/admin/") + "/admin/milestones/observation/grid/")
    names = page.eval_on_selector_all("[data-grid] tbody tr:first-child input", "cells => cells.map(cell => cell.name)")
    told = {"indicator": indicator.slug, "source": source.slug, "verification": "reported"}
    rows = [told | {"date": f"2026-02-{1 + number % 28:02}", "value": str(number)} for number in range(30)]
    lines = ["\t".join(row.get(name, "") for name in names) for row in rows]
    began = time.monotonic()
    page.focus("[data-grid] tbody tr:first-child input")
    page.evaluate(PASTE, "\r\n".join(lines))
    assert page.locator("[data-grid] tbody tr").count() == 30
    assert page.inner_text("[data-grid] tbody tr:last-child [data-now]").strip()  # its unit at least
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".messagelist .success")
    took = time.monotonic() - began
    assert indicator.observations.count() == 30
    with capsys.disabled():
        print(f"\n30 observations pasted and saved in {took:.1f} s ({language})")
    assert took < 60


def test_selected_rows_are_counted_in_hebrew_that_the_address_chose(desk: Any) -> None:
    page = desk("/admin/milestones/plan/?lang=he")
    page.locator(".action-select").first.check()
    assert "נבחרו 1 מתוך" in page.locator(".action-counter").inner_text()
