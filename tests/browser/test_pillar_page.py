"""A pillar's page in a browser: silent console, accessible, never too wide, whole without script."""

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PILLARS = "/plans/gaza-phase-two/pillars"
ARMS = f"{PILLARS}/demilitarisation/?on=2026-09-30&reading=both-demands"


def test_without_script_a_reader_goes_from_plan_to_pillar_to_what_it_waits_for(visitor: Visitor) -> None:
    page = visitor.open("/plans/gaza-phase-two/?on=2026-06-30&lang=en", script=False)
    page.click("#pillars a[href*='/pillars/demilitarisation/']")
    assert page.locator("h1").inner_text() == "Demilitarisation"
    waited = page.locator("#waits .condition-said a").first
    said = waited.inner_text()
    waited.click()
    assert page.locator("h1").inner_text() in said
    assert page.locator("time[datetime='2026-06-30']").first.inner_text() == "30 Jun 2026"


def test_the_two_directions_are_mirrored_from_right_to_left(visitor: Visitor) -> None:
    starts = {}
    for language in ("en", "he"):
        page = visitor.open(f"{ARMS}&lang={language}")
        outgoing, incoming = (page.locator("#waits > div:nth-child(1)"), page.locator("#waits > div:nth-child(2)"))
        boxes = outgoing.bounding_box(), incoming.bounding_box()
        assert all(boxes)
        starts[language] = boxes[0]["x"] < boxes[1]["x"]
        page.context.close()
    assert starts == {"en": True, "he": False}
