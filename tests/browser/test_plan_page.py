"""The plan page in a browser: silent console, accessible, switchable without script, and never too wide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import AXE, DEADLOCKED, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = ("en", "ar", "he")
GRAVE = ("serious", "critical")


def findings(page: Page) -> list[str]:
    """What axe finds grave, a line each, with the first element concerned."""
    page.evaluate(AXE.read_text() + ";0")
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]} ({each['nodes'][0]['failureSummary']})"
        for each in found
        if each["impact"] in GRAVE
    ]


def open_all_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def test_the_page_is_accessible_and_its_console_silent(visitor: Visitor) -> None:
    for language in LANGUAGES:
        for scheme in ("light", "dark"):
            page = visitor.open(f"{DEADLOCKED}&lang={language}", color_scheme=scheme)
            open_all_details(page)
            assert findings(page) == [], (language, scheme)
            page.context.close()
    assert visitor.complaints == []


def test_nothing_is_wider_than_a_small_phone(visitor: Visitor) -> None:
    for language in LANGUAGES:
        for path in (DEADLOCKED, "/plans/?x=1", "/plans/nothing/?x=1", "/?on=x"):
            page = visitor.open(f"{path}&lang={language}", width=360)
            open_all_details(page)
            widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert widths[0] <= widths[1], (language, path)
            page.context.close()


def test_the_switches_work_without_script(visitor: Visitor) -> None:
    page = visitor.open("/?lang=en", script=False)
    page.fill("input[name=on]", "2026-07-01")
    page.select_option("select[name=reading]", "both-demands")
    page.click("form.switches button")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
    assert asked == {"on": "2026-07-01", "reading": "both-demands", "lang": "en"}
    assert page.locator("time[datetime='2026-07-01']").first.inner_text() == "1 July 2026"
    page.click("nav.language-switch a[lang=ar]")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert parse_qs(urlsplit(page.url).query)["on"] == ["2026-07-01"]
    assert page.locator("select[name=reading]").input_value() == "both-demands"
    assert page.locator("[data-theme-switch]").is_hidden()


def test_the_matrix_is_mirrored_from_right_to_left(visitor: Visitor) -> None:
    places = {}
    for language in ("en", "he"):
        page = visitor.open(f"{DEADLOCKED}&lang={language}")
        box = page.locator("svg.matrix").bounding_box()
        first = page.locator("svg.matrix text.matrix-column").first.bounding_box()
        assert box
        assert first
        places[language] = (first["x"] + first["width"] / 2 - box["x"]) / box["width"]
        page.context.close()
    assert places["en"] < 0.34
    assert places["he"] > 0.66


def test_texts_of_the_matrix_stay_inside_their_column(visitor: Visitor) -> None:
    for language in LANGUAGES:
        page = visitor.open(f"{DEADLOCKED}&lang={language}", width=390)
        too_wide = page.evaluate(
            """[...document.querySelectorAll('svg.matrix text.matrix-column, svg.matrix text.matrix-held')]
               .filter(each => each.getBBox().width > 108).map(each => each.textContent)"""
        )
        assert too_wide == [], language
        page.context.close()


def test_the_theme_is_switched_and_remembered(visitor: Visitor) -> None:
    page = visitor.open(DEADLOCKED, color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.click("[data-theme-switch]")
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    assert visitor.complaints == []


def test_the_first_tab_leads_past_the_header(visitor: Visitor) -> None:
    page = visitor.open(DEADLOCKED)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
