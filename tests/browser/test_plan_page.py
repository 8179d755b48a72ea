"""The plan page in a browser: silent console, accessible, switchable without script, and never too wide."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import DEADLOCKED, LANGUAGES, Visitor

pytestmark = pytest.mark.browser


def test_the_switches_work_without_script(visitor: Visitor) -> None:
    page = visitor.open("/plans/gaza-phase-two/?lang=en", script=False)
    page.click(".state-line summary")
    page.fill("input[name=on]", "2026-07-01")
    page.select_option("select[name=reading]", "both-demands")
    page.click("form.switches button")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
    assert asked == {"on": "2026-07-01", "reading": "both-demands", "lang": "en"}
    assert page.locator("time[datetime='2026-07-01']").first.inner_text() == "1 Jul 2026"
    page.click("nav.language-switch a[lang=ar]")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert parse_qs(urlsplit(page.url).query)["on"] == ["2026-07-01"]
    assert page.locator("select[name=reading]").input_value() == "both-demands"
    for offered in ("theme-switch", "copy", "print"):
        assert page.locator(f"[data-{offered}]").first.is_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390])
def test_the_line_of_state_is_whole_on_a_phone(visitor: Visitor, width: int, language: str) -> None:
    chosen = "on=2026-09-01&reading=both-demands&"
    for query in ("", "on=2026-09-01&", chosen, f"{chosen}known_at=2027-09-28T15:30Z&"):
        page = visitor.open(f"/plans/gaza-phase-two/?{query}lang={language}", width=width)
        line = page.locator(".state-line").bounding_box()
        assert line
        parts = [".state-line time", ".state-words bdi", ".records-end", ".state-change"]
        for part in (*parts, ".state-back") if query else parts:
            for box in page.locator(part).first.evaluate("each => [...each.getClientRects()].map(box => box.toJSON())"):
                assert line["x"] <= box["left"] <= box["right"] <= line["x"] + line["width"], part
                assert line["y"] <= box["top"] <= box["bottom"] <= line["y"] + line["height"], part
        assert not query or page.locator(".state-back").evaluate("each => each.getClientRects().length") == 1
        is_one_line, is_three = width == 390 and "reading" not in query, width == 320 and "known_at" in query
        assert line["height"] <= (33 if is_one_line else 84 if is_three else 60)
        page.context.close()


def test_a_wide_screen_shows_the_pages_of_the_plan_and_a_phone_unfolds_them(visitor: Visitor) -> None:
    for width, is_open in ((1280, True), (390, False)):
        page = visitor.open(f"{DEADLOCKED}&lang=en", width=width, script=False)
        money = page.get_by_role("link", name="Money", exact=True)
        assert money.is_visible() is is_open
        if not is_open:
            page.get_by_text("Pages of this plan").click()
        money.click()
        page.locator("#money").wait_for()
        assert parse_qs(urlsplit(page.url).query)["reading"] == ["both-demands"]
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["", "pillars/governance/", "pillars/demilitarisation/"])
def test_the_first_screen_of_a_phone_says_what_is_done_what_waits_and_for_what(
    visitor: Visitor, address: str, language: str
) -> None:
    page = visitor.open(f"/plans/gaza-phase-two/{address}?on=2026-09-30&lang={language}", width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    for part in (".summary", ".masthead .state", ".strip .strip-waits", ".strip figcaption", ".awaited li .count"):
        box = page.locator(part).first.bounding_box()
        assert box, part
        assert box["y"] + box["height"] <= 844, part
    if not address:  # a pillar's summary is short, and whole at once
        page.click(".summary-more")
        page.locator(".summary:target").wait_for()  # its address moves the page too, and not before it is there
        box = page.locator(".summary").bounding_box()
        assert box
        assert box["height"] > 100
    page.wait_for_function(  # it stays in sight
        """() => { window.scrollTo(0, 2000);
                   return Math.abs(document.querySelector('.state-line').getBoundingClientRect().top) <= 1; }"""
    )


def test_what_is_folded_is_printed(visitor: Visitor) -> None:
    page = visitor.open("/plans/gaza-phase-two/corrections/?lang=he")
    folded = page.locator("#main details:not([open]) table").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert not page.locator(".menu, .share").first.is_visible()


def test_the_citation_is_copied_with_its_address(visitor: Visitor) -> None:
    page = visitor.open(f"{DEADLOCKED}&lang=en", permissions=["clipboard-read", "clipboard-write"])
    page.click("[data-copy=citation]")
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“Gaza plan, phase two”, state as of 30 September 2026")
    assert "reading=both-demands" in copied
    assert page.locator("[data-print]").is_visible()
    assert visitor.complaints == []


def test_the_pillars_are_mirrored_from_right_to_left_and_their_names_stay_inside_their_blocks(visitor: Visitor) -> None:
    places = {}
    for language in LANGUAGES:
        page = visitor.open(f"{DEADLOCKED}&lang={language}", width=390)
        picture, first = page.locator("svg.waits"), page.locator("svg.waits .waits-block").first
        box, block = picture.bounding_box(), first.bounding_box()
        assert box
        assert block
        places[language] = (block["x"] + block["width"] / 2 - box["x"]) / box["width"]
        too_wide = page.evaluate(
            """[...document.querySelectorAll('svg.waits .waits-block')].flatMap(block =>
               [...block.parentNode.querySelectorAll('text')]
               .filter(text => text.getBBox().width > block.getBBox().width).map(text => text.textContent))"""
        )
        assert too_wide == [], language
        page.context.close()
    assert places["en"] < 0.34
    assert places["he"] > 0.66


def test_the_timeline_is_as_wide_as_the_page_and_drawn_anew_for_a_phone(visitor: Visitor) -> None:
    for width, at_least, form in ((1280, 1100, "is-wide"), (390, 340, "timeline")):
        page = visitor.open("/plans/gaza-phase-two/?lang=en", width=width)
        drawn = page.locator("svg.timeline:visible")
        box = drawn.bounding_box()
        assert box
        assert box["width"] > at_least
        assert form in (drawn.get_attribute("class") or "")
        page.context.close()


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_the_names_of_milestones_keep_room_on_a_tablet_and_on_paper(visitor: Visitor, medium: str) -> None:
    for width in (720, 900, 1024):
        page = visitor.open(f"{DEADLOCKED}&lang=en".replace("/?", "/milestones/?"), width=width)
        page.emulate_media(media=medium)
        names = page.locator("table.milestones tbody th")
        assert min(box["width"] for box in (names.nth(at).bounding_box() for at in range(5)) if box) > 160
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


def test_after_the_skip_link_the_first_pillar_comes_within_eight_stops(visitor: Visitor) -> None:
    page = visitor.open(DEADLOCKED)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _stop in range(8):
        page.keyboard.press("Tab")
        if "/pillars/" in page.evaluate("document.activeElement.getAttribute('href') || ''"):
            return
    pytest.fail("No pillar is reached.")
