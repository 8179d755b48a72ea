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
    assert page.locator("#film-strip .strip-squares a:not([title])").count() == 0
    assert page.locator("#film-strip .strip-squares a[title='']").count() == 0
    first, heading = done.count(), page.locator("#frame h2").inner_text()
    page.locator("#film-frame").focus()
    for _step in range(4):
        page.keyboard.press(forward)
    page.wait_for_function("words => document.querySelector('#frame h2').innerText !== words", arg=heading)
    page.wait_for_url("**frame=5**")
    assert done.count() > first
    served = visitor.open(f"{DAYS}?frame=5&lang={language}", script=False)
    assert served.locator("#film-strip a.strip-done").count() == done.count()
    assert page.locator("output").inner_text() == served.locator("output").inner_text()
    for part in ("#citation", "#bibtex", ".language-switch", ".state-line", "#days"):
        assert page.locator(part).inner_html() == served.locator(part).inner_html(), part
    shares = [shown.locator("main .share").all() for shown in (page, served)]
    assert len(shares[0]) == 2
    assert [share.inner_html() for share in shares[0]] == [share.inner_html() for share in shares[1]]
    assert "frame=5" in page.locator("#citation").inner_text()
    assert page.evaluate("document.activeElement.id") == "film-frame"
    assert visitor.complaints == []


def test_a_slider_moved_by_keys_asks_once_it_stands_still_and_where_it_may_not_leads_there(visitor: Visitor) -> None:
    page = visitor.open(f"{DAYS}?lang=en&frame=1")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if DAYS in request.url else None)
    page.locator("#film-frame").focus()
    for _step in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**frame=5**")
    assert len(asked) == 1
    refusals = iter([True])
    page.route("**frame=6**", lambda route: route.fulfill(status=503) if next(refusals, False) else route.continue_())
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**frame=6**")
    assert page.locator("#film-frame").input_value() == "6"


def test_without_script_buttons_lead_from_day_to_day(visitor: Visitor) -> None:
    page = visitor.open(f"{DAYS}?lang=en&frame=2", script=False)
    page.get_by_role("button", name="Later").click()
    assert "frame=3" in page.url
    assert page.locator("#film-frame").input_value() == "3"
    page.get_by_role("button", name="Earlier").click()
    assert page.locator("#film-frame").input_value() == "2"
