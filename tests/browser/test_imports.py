"""An analyst brings a file in by hand, in English and from right to left: mapped, checked, mended, brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from milestones.models import Observation
from tests import factories as make
from tests.admin.conftest import in_role, logged_in
from tests.browser.test_every_page import AXE, FIND

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOOD = "المؤشر,التاريخ,العدد\nالعبور في اليوم,2026-01-02,12\nالعبور في اليوم,31/01/2026,13\n"
BAD = GOOD.replace("31/01/2026", "03/04/2026")


def opened(browser: Browser, live_server: Any, user: Any, language: str, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language, base_url=live_server.url)
    cookie = logged_in(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def violations(page: Page) -> Any:
    page.evaluate(AXE + ";0")
    return page.evaluate(FIND.replace("axe.run(", "axe.run('#main', "))  # the header has tests of its own


def send(page: Page, text: str) -> None:
    page.goto("/admin/milestones/observation/")
    page.locator("a[href*='import/add/?kind']").click()
    assert page.locator("#id_kind").input_value() == "milestones.observation"
    assert violations(page) == []
    page.select_option("#id_plan", label="Accord")  # other tests' plans may stand beside it
    file: Any = {"name": "counts.csv", "mimeType": "text/csv", "buffer": text.encode("cp1256")}
    page.set_input_files("#id_file", file)
    page.locator(".submit-row input").click()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_a_file_is_brought_in_by_hand(browser: Browser, live_server: Any, language: str, width: int) -> None:
    plan = make.make_plan()
    make.make_indicator(plan, "crossings", name_en="Crossings", name_ar="العبور في اليوم")
    make.make_source(plan, "report", title_en="The report")
    page = opened(browser, live_server, in_role("analyst"), language, width)
    try:
        send(page, BAD)
        assert "Windows-1256" in page.locator("#content").inner_text()
        page.select_option("[name='column-value']", "العدد")
        page.fill("[name='constant-source']", "The report")
        page.locator("button[value=check]").click()
        fault = page.locator(".import-fault").inner_text()
        assert "2026-04-03" in fault
        assert ("or" in fault) == (language == "en")
        assert page.locator("button[value=bring_in]").count() == 0
        assert violations(page) == []
        page.select_option("#days", "day")
        with page.expect_navigation():
            page.locator("button[value=check]").click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("button[value=bring_in]").click()
        page.locator("#reason").wait_for()
        assert violations(page) == []
        days = {str(day) for day in Observation.objects.filter(indicator__plan=plan).values_list("date", flat=True)}
        assert days == {"2026-01-02", "2026-04-03"}
    finally:
        page.context.close()
