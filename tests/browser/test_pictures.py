"""A picture as a file: it stands alone, and says what it shows, of which day, from where and under which licence."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.browser.conftest import LANGUAGES, Visitor

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["", "graph/"])
def test_a_picture_is_downloaded_without_script_with_its_signs_source_day_and_licence(
    visitor: Visitor, page: str, language: str, tmp_path: Path
) -> None:
    shown = visitor.open(f"/plans/gaza-phase-two/{page}?on=2026-09-30&lang={language}", script=False)
    links = shown.locator("a[download]")
    assert links.count() >= 1
    for number in range(links.count()):
        links.nth(number).locator("xpath=ancestor::details/summary").click()
        with shown.expect_download() as download:
            links.nth(number).click()
        assert download.value.suggested_filename.startswith("gaza-phase-two-2026-09-30-")
        download.value.save_as(tmp_path / "picture.svg")
        picture = ElementTree.parse(tmp_path / "picture.svg").getroot()
        told = "".join(text.text or "" for text in picture.iter(f"{SVG}text"))
        assert "on=2026-09-30" in told
        assert f"#{picture.get('id')}" in told
        assert "CC-BY-4.0" in told
        own = {part.get("id") for part in picture.iter()}
        assert all(use.get("href", "")[1:] in own for use in picture.iter(f"{SVG}use"))
        assert shown.locator(f"#{picture.get('id')}").count() == 1
    assert visitor.complaints == []


def test_a_picture_in_a_frame_has_its_colours(visitor: Visitor) -> None:
    shown = visitor.open("/plans/gaza-phase-two/graph/?lang=en&picture=graph-picture")
    lines = shown.locator("path.graph-arrow.is-unmet").first
    assert lines.evaluate("line => getComputedStyle(line).stroke") == "rgb(168, 64, 26)"
    assert [said for said in visitor.complaints if "Failed to load resource" not in said] == []  # a picture has no icon


def test_what_is_only_announced_is_an_outline_in_a_bar_of_counts_too(visitor: Visitor) -> None:
    fills = visitor.open("/about/?lang=en").evaluate(
        """() => ["done", "announced", "said"].map((kind) => {
            const bar = document.createElementNS("http://www.w3.org/2000/svg", "svg");
            bar.setAttribute("class", "bar shares");
            bar.innerHTML = `<rect class="strip-${kind}" fill="red"/>`;
            document.body.append(bar);
            return getComputedStyle(bar.firstChild).fill;
        })"""
    )
    assert fills == ["rgb(10, 106, 92)", "none", "rgb(255, 0, 0)"]
