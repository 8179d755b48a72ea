"""A milestone's page in a browser: silent console, accessible, never too wide, whole without script."""

import pytest

from tests.browser.conftest import Visitor
from tests.browser.test_plan_page import findings, open_all_details

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MILESTONES = "/plans/gaza-phase-two/milestones"
DEADLOCKED = f"{MILESTONES}/first-stage-certified/?on=2026-09-30&reading=both-demands"
COUNTED = f"{MILESTONES}/aid-floor/?on=2026-09-30"
RECORDED = f"{MILESTONES}/ceasefire/?on=2026-09-30"
LANGUAGES = ("en", "ar", "he")


def test_the_page_is_accessible_and_its_console_silent(visitor: Visitor) -> None:
    for address in (DEADLOCKED, COUNTED, RECORDED, "/method/?x=1"):
        for language, scheme in (("en", "light"), ("ar", "dark"), ("he", "light")):
            page = visitor.open(f"{address}&lang={language}", color_scheme=scheme)
            open_all_details(page)
            assert findings(page) == [], (address, language, scheme)
            page.context.close()
    assert visitor.complaints == []


def test_nothing_is_wider_than_a_small_phone(visitor: Visitor) -> None:
    for address in (DEADLOCKED, COUNTED, RECORDED, "/method/?x=1"):
        for language in LANGUAGES:
            page = visitor.open(f"{address}&lang={language}", width=360)
            open_all_details(page)
            widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert widths[0] <= widths[1], (address, language)
            page.context.close()


def test_a_reader_follows_the_readings_and_the_gates_without_script(visitor: Visitor) -> None:
    page = visitor.open(f"{MILESTONES}/first-stage-certified/?on=2026-09-30&lang=en", script=False)
    assert page.locator(".verdict .mark").first.inner_text() == "waiting"
    page.get_by_role("link", name="With the demands of both sides at once").click()
    assert page.locator(".verdict .mark").first.inner_text() == "deadlocked"
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("#proof .condition a").first.click()
    assert page.locator("select[name=reading]").input_value() == "both-demands"
    assert page.locator("time[datetime='2026-09-30']").first.is_visible()
