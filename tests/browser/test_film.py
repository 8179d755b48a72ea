"""The film strip: a slider leads from day to day, by the keyboard, mirrored, and without script by buttons."""

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

DAYS = "/plans/aceh-2005/days/"


@pytest.mark.parametrize(("language", "forward"), [("en", "ArrowRight"), ("ar", "ArrowLeft"), ("he", "ArrowLeft")])
def test_the_slider_moves_the_strip_and_the_page_tells_what_changed(
    visitor: Visitor, language: str, forward: str
) -> None:
    page = visitor.open(f"{DAYS}?lang={language}&frame=1")
    done = page.locator("#film-strip a.strip-done")
    first, heading = done.count(), page.locator("#frame h2").inner_text()
    page.locator("#film-frame").focus()
    for _step in range(4):
        page.keyboard.press(forward)
    page.wait_for_function("words => document.querySelector('#frame h2').innerText !== words", arg=heading)
    page.wait_for_url("**frame=5**")
    assert done.count() > first
    served = visitor.open(f"{DAYS}?lang={language}&frame=5", script=False)
    assert served.locator("#film-strip a.strip-done").count() == done.count()
    assert page.locator("output").inner_text() == served.locator("output").inner_text()
    assert visitor.complaints == []


def test_without_script_buttons_lead_from_day_to_day(visitor: Visitor) -> None:
    page = visitor.open(f"{DAYS}?lang=en&frame=2", script=False)
    page.get_by_role("button", name="Later").click()
    assert "frame=3" in page.url
    assert page.locator("#film-frame").input_value() == "3"
    page.get_by_role("button", name="Earlier").click()
    assert page.locator("#film-frame").input_value() == "2"
