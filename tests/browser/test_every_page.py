"""Every page of a site with both shipped plans: accessible, never too wide, legible on a phone, its console silent.

Each page is looked at in one combination of language, theme and width, each page in the next; with EVERY_LOOK=1 in all:
`EVERY_LOOK=1 python3 dev.py test tests/browser/test_every_page.py`.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visitor
from tools.pages import LOOKS, Look, pages_of

pytestmark = pytest.mark.browser

NARROW = 320
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
FIND = (
    "axe.run({resultTypes: ['violations'], runOnly: {type: 'tag', values: RULES}}).then(result => "
    "result.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 160)}`))"
).replace("RULES", str(list(RULES)))
SMALL = """[...document.querySelectorAll('svg text')].filter(text => text.getClientRects().length).filter(text =>
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a < 11.95).map(text => text.textContent)"""

WITHIN = """[...document.querySelectorAll('.table-frame')].filter(frame => frame.scrollWidth > frame.clientWidth)
  .map(frame => frame.getAttribute('aria-label'))"""


@pytest.fixture(scope="package")
def paths(site: str) -> list[str]:
    """The site's pages, found once."""
    return pages_of(site)


def chosen(paths: list[str], look: Look) -> Iterator[str]:
    """The pages whose turn it is in this look."""
    for number, path in enumerate(paths):
        if os.environ.get("EVERY_LOOK") or LOOKS[number % len(LOOKS)] == look:
            yield path


@pytest.mark.parametrize("look", LOOKS, ids=[look.name for look in LOOKS])
def test_every_page_is_accessible_and_fits_the_narrowest_screen(visitor: Visitor, paths: list[str], look: Look) -> None:
    page = visitor.open(look.address("/"), width=look.width, color_scheme=look.scheme)
    found = {path: faults for path in chosen(paths, look) if (faults := faults_of(page, visitor.site + path, look))}
    assert found == {}
    refused = [said for said in visitor.complaints if "Failed to load resource" not in said]
    assert refused == []


def faults_of(page: Any, address: str, look: Look) -> list[str]:
    """What is wrong with the page with all its details unfolded but the menus, which lie over it; a line each."""
    page.set_viewport_size({"width": look.width, "height": 900})
    page.goto(look.address(address))
    page.evaluate("document.querySelectorAll('details:not([name])').forEach(each => { each.open = true })")
    page.evaluate(AXE + ";0")
    found = [*page.evaluate(FIND)]
    found += [f"a code of our own list: {code}" for code in re.findall(r"\bC\d\d\b", page.inner_text("body"))]
    for width in {look.width, NARROW} - {1280}:
        page.set_viewport_size({"width": width, "height": 844})
        found += [f"under 12 pixels at {width}: {text}" for text in page.evaluate(SMALL)]
        found += [f"scrolls within, at {width}: {text}" for text in page.evaluate(WITHIN)]
    page.set_viewport_size({"width": NARROW, "height": 844})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW:
        found.append(f"{width} pixels wide on a screen of {NARROW}")
    return found


@pytest.mark.parametrize("look", LOOKS[:6], ids=[look.name for look in LOOKS[:6]])
def test_each_menu_is_accessible_while_it_is_open(visitor: Visitor, look: Look) -> None:
    """By itself: it lies over what follows it, whose targets are then half hidden."""
    page = visitor.open(look.address("/plans/gaza-phase-two/"), width=look.width, color_scheme=look.scheme)
    page.evaluate(AXE + ";0")
    menus = [menu for menu in page.locator("details[name=menu] > summary").all() if menu.is_visible()]
    assert menus
    for menu in menus:
        menu.click()
        assert page.evaluate(FIND.replace("axe.run(", "axe.run('details[name=menu][open]', ")) == []


def test_after_the_skip_link_the_keyboard_reaches_the_first_pillar_within_eight_stops(visitor: Visitor) -> None:
    page = visitor.open("/plans/gaza-phase-two/?lang=en")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    stops = []
    for _stop in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.tagName"))
    assert any("/pillars/governance/" in stop for stop in stops), stops


def test_squares_are_targets_of_24_pixels_for_a_pointer_and_the_keyboard_has_their_table(visitor: Visitor) -> None:
    page = visitor.open("/plans/gaza-phase-two/?lang=en", width=390)
    squares = page.locator(".strip-squares a")
    box = squares.first.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    addresses = squares.evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert squares.evaluate_all("all => all.every(each => each.tabIndex === -1)")
    with page.expect_navigation():
        page.click(".strip .key-line a")
    linked = page.locator("#main a").evaluate_all(
        "all => all.filter(each => each.tabIndex >= 0).map(each => each.getAttribute('href'))"
    )
    assert set(addresses) <= set(linked)
