"""A pillar's page in a browser: silent console, accessible, never too wide, whole without script."""

import pytest

from tests.browser.conftest import Visitor
from tests.browser.test_plan_page import LANGUAGES, findings, open_all_details

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PILLARS = ("governance", "reconstruction", "demilitarisation")
ARMS = "/plans/gaza-phase-two/pillars/demilitarisation/?on=2026-09-30&reading=both-demands"


def test_the_page_is_accessible_and_its_console_silent(visitor: Visitor) -> None:
    for language in LANGUAGES:
        for scheme in ("light", "dark"):
            page = visitor.open(f"{ARMS}&lang={language}", color_scheme=scheme)
            open_all_details(page)
            assert findings(page) == [], (language, scheme)
            page.context.close()
    assert visitor.complaints == []


def test_nothing_is_wider_than_a_small_phone(visitor: Visitor) -> None:
    for pillar in PILLARS:
        for language in LANGUAGES:
            page = visitor.open(f"/plans/gaza-phase-two/pillars/{pillar}/?lang={language}", width=360)
            open_all_details(page)
            widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert widths[0] <= widths[1], (pillar, language)
            page.context.close()


def test_without_script_a_reader_goes_from_plan_to_pillar_to_what_it_waits_for(visitor: Visitor) -> None:
    page = visitor.open("/plans/gaza-phase-two/?on=2026-06-30&lang=en", script=False)
    page.click("#pillars a[href*='/pillars/demilitarisation/']")
    assert page.locator("h1").inner_text() == "Demilitarisation"
    waited = page.locator("#waits .condition-said a").first
    said = waited.inner_text()
    waited.click()
    assert page.locator("h1").inner_text() in said
    assert page.locator("time[datetime='2026-06-30']").first.inner_text() == "30 June 2026"


def test_the_two_directions_are_mirrored_from_right_to_left(visitor: Visitor) -> None:
    starts = {}
    for language in ("en", "he"):
        page = visitor.open(f"{ARMS}&lang={language}")
        outgoing, incoming = (
            page.locator("#waits > div:nth-child(1)"),
            page.locator("#waits > div:nth-child(2)"),
        )
        boxes = outgoing.bounding_box(), incoming.bounding_box()
        assert all(boxes)
        starts[language] = boxes[0]["x"] < boxes[1]["x"]
        page.context.close()
    assert starts == {"en": True, "he": False}
