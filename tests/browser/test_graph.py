"""The graph in a browser: the pointer and arrow keys follow its arrows, it is made larger, and all of it is served."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LANGUAGES, Visitor

pytestmark = pytest.mark.browser

GRAPH = "/plans/gaza-phase-two/graph/?on=2026-09-30"
FOCUS = "&focus=rafah-reconstruction"
NEAR = "all => all.map(node => new URL(node.href.baseVal, location.href).searchParams.get('focus'))"
AROUND = {"rafah-weapon-free", "rafah-reconstruction", "redevelopment"}


def near(page: Page) -> set[str]:
    """What is lit, as the address says it in focus."""
    return set(page.locator(".graph-node.is-near").evaluate_all(NEAR))


def at(page: Page) -> str:
    """Where the keyboard is, as the address says it in focus."""
    return page.evaluate("new URL(document.activeElement.href.baseVal, location.href).searchParams.get('focus')")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pointer_lights_what_a_thing_waits_for_and_what_waits_for_it(visitor: Visitor, language: str) -> None:
    page = visitor.open(f"{GRAPH}{FOCUS}&lang={language}")
    assert near(page) == set()
    page.locator(".graph-node.is-focus").hover()
    assert near(page) == AROUND
    assert page.locator(".graph g[aria-hidden] path").count() == len(AROUND) - 1  # of a hub's arrows only its own
    page.locator("h1").hover()
    assert near(page) == set()
    assert visitor.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_arrow_keys_lead_along_the_arrows_as_they_are_drawn(visitor: Visitor, language: str) -> None:
    page = visitor.open(f"{GRAPH}{FOCUS}&lang={language}")
    forward, back = ("ArrowRight", "ArrowLeft") if language == "en" else ("ArrowLeft", "ArrowRight")
    page.locator("[data-graph-frame]").focus()
    page.keyboard.press("Tab")
    assert at(page) == "rafah-reconstruction"
    assert near(page) == AROUND
    page.keyboard.press(forward)
    assert at(page) == "redevelopment"
    page.keyboard.press(back)
    assert at(page) in {"rafah-reconstruction", "tal-as-sultan-reconstruction"}
    page.keyboard.press("ArrowDown")
    chosen = at(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert f"focus={chosen}" in page.url
    assert page.locator(".graph-node.is-focus").count() == 1
    assert visitor.complaints == []


def test_it_is_made_larger_and_moved_by_buttons_and_keys(visitor: Visitor) -> None:
    page = visitor.open(f"{GRAPH}&lang=en")
    picture, frame = page.locator(".graph"), page.locator("[data-graph-frame]")

    def width() -> float:
        return picture.bounding_box()["width"]

    whole = width()
    page.get_by_role("button", name="Larger").click()
    assert width() == pytest.approx(1.25 * whole, rel=0.01)
    page.get_by_role("button", name="To the right").click()
    assert frame.evaluate("frame => frame.scrollLeft") > 100
    page.get_by_role("button", name="Whole picture").click()
    box = frame.bounding_box()
    assert width() <= box["width"]
    assert picture.bounding_box()["height"] <= box["height"]
    frame.focus()
    before = width()
    page.keyboard.press("+")
    assert width() > before
    assert visitor.complaints == []


def test_what_is_typed_is_lit_at_once_and_listed_by_the_server(visitor: Visitor) -> None:
    page = visitor.open(f"{GRAPH}&lang=ar")
    page.fill("[data-graph-find]", "رفح اعاده")
    assert 0 < page.locator(".graph-node.is-sought").count() < 10
    page.keyboard.press("Enter")
    page.wait_for_url("**find=*")
    page.locator("#found a").first.wait_for()


def test_printed_it_is_no_wider_than_the_paper(visitor: Visitor) -> None:
    page = visitor.open("/plans/gaza-phase-two/graph/?lang=he", width=720)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_a_name_stays_within_the_frame_of_its_node(visitor: Visitor, language: str) -> None:
    page = visitor.open(f"/plans/gaza-phase-two/graph/?lang={language}")
    outside = """nodes => nodes.filter(node => { const frame = node.querySelector('rect').getBBox();
      return [...node.querySelectorAll('text')].map(text => text.getBBox()).some(text =>
        text.x < frame.x || text.x + text.width > frame.x + frame.width) }).map(node => node.textContent)"""
    assert page.locator(".graph-node").evaluate_all(outside) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_without_script_the_search_leads_to_what_is_before_and_after(visitor: Visitor, width: int) -> None:
    page = visitor.open(f"{GRAPH}&lang=en", width=width, script=False)
    assert page.locator("[data-graph-tools]").first.is_hidden()
    page.fill("[data-graph-find]", "Rafah: reconstruction")
    page.get_by_role("button", name="Show", exact=True).first.click()
    page.locator("#found").get_by_role("link", name="Rafah: reconstruction started").click()
    sides = page.locator(".awaited-parts > section")
    tops = [sides.nth(number).bounding_box()["y"] for number in range(3)]
    assert tops == sorted(tops)
    assert (tops[0] < tops[1] < tops[2]) is (width == 390)  # one above another on a phone, else beside one another
    with page.expect_navigation():
        page.get_by_role("link", name="only what hangs together").click()
    assert page.locator(".graph-node:not(.is-lit)").count() == 0
