"""A milestone's page in a browser: silent console, accessible, never too wide, whole without script."""

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

MILESTONES = "/plans/gaza-phase-two/milestones"


def test_a_reader_follows_the_readings_and_the_gates_without_script(visitor: Visitor) -> None:
    page = visitor.open(f"{MILESTONES}/first-stage-certified/?on=2026-09-30&lang=en", script=False)
    assert page.locator(".verdict .mark").first.inner_text() == "waits"
    page.get_by_role("link", name="With the demands of both sides at once").click()
    assert page.locator(".verdict .mark").first.inner_text() == "waits in a circle"
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("#proof .condition a:not(.mark)").first.click()
    assert page.locator("select[name=reading]").input_value() == "both-demands"
    page.locator("time[datetime='2026-09-30']").first.wait_for()
