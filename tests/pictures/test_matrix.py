"""The matrix picture draws each condition once, by its truth, inside its cell, mirrored where the page is."""

import re
from xml.etree import ElementTree

import pytest

from milestones.contingency.rollups import MatrixCell
from milestones.pictures.matrix import MOST_SQUARES, SQUARE, WIDTH, DrawnPillar, draw_matrix

PILLARS = [DrawnPillar("Governance", 1), DrawnPillar("Arms & <order>", 2)]
CELLS = [
    [MatrixCell("a", "b", met=2, unmet=1, unknown=3, held=4), None],
    [
        MatrixCell("a", "b", met=0, unmet=15, unknown=0, held=1),
        MatrixCell("a", "b", met=1, unmet=0, unknown=0, held=0),
    ],
]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*, is_rtl: bool = False, cells: object = CELLS) -> ElementTree.Element:
    """The picture as XML; inside HTML the parser knows the namespace, here it is told."""
    text = str(draw_matrix(PILLARS, cells, is_rtl=is_rtl))
    return ElementTree.fromstring(text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))


def squares(picture: ElementTree.Element) -> list[str]:
    return [each.attrib["href"] for each in picture.iter(f"{SVG}use")]


def test_every_condition_is_one_square_of_its_truth() -> None:
    found = squares(drawn())
    assert found.count("#square-met") == 3
    assert found.count("#square-unmet") == 16
    assert found.count("#square-unknown") == 3


def test_what_is_not_met_comes_first_in_a_cell() -> None:
    assert squares(drawn())[:6] == ["#square-unmet", *["#square-unknown"] * 3, *["#square-met"] * 2]


@pytest.mark.parametrize("is_rtl", [False, True])
def test_squares_lie_inside_a_cell_and_never_on_one_another(is_rtl: bool) -> None:
    picture = drawn(is_rtl=is_rtl)
    frames = [
        tuple(float(each.attrib[name]) for name in ("x", "y", "width", "height"))
        for each in picture.iter(f"{SVG}rect")
        if "matrix-cell" in each.attrib["class"]
    ]
    places = [(float(each.attrib["x"]), float(each.attrib["y"])) for each in picture.iter(f"{SVG}use")]
    assert len(set(places)) == len(places)
    for x, y in places:
        assert any(
            left <= x and x + SQUARE <= left + width and top <= y and y + SQUARE <= top + height
            for left, top, width, height in frames
        ), (x, y)


def test_a_page_from_right_to_left_has_the_mirror_image() -> None:
    straight = [float(each.attrib["x"]) for each in drawn().iter(f"{SVG}use")]
    mirrored = [float(each.attrib["x"]) for each in drawn(is_rtl=True).iter(f"{SVG}use")]
    assert mirrored == pytest.approx([WIDTH - SQUARE - x for x in straight])


def test_the_held_milestones_are_written_in_each_cell() -> None:
    texts = [each.text for each in drawn().iter(f"{SVG}text")]
    assert [text for text in texts if text and text.endswith("held")] == ["4 held", "1 held", "0 held"]
    assert texts.count("no condition") == 1


def test_it_has_a_title_and_a_description_that_name_it() -> None:
    picture = drawn()
    named = picture.attrib["aria-labelledby"].split()
    assert [each.attrib.get("id") for each in picture][:2] == named
    assert all(each.text for each in list(picture)[:2])


def test_names_are_escaped_and_long_ones_shortened() -> None:
    text = str(draw_matrix([DrawnPillar("<b>" + "x" * 90, 1)], [[None]], is_rtl=False))
    assert "<b>" not in text
    assert "x" * 70 not in text


def test_a_cell_of_very_many_conditions_is_a_bar_in_their_proportions() -> None:
    many = MOST_SQUARES + 1
    picture = drawn(
        cells=[[MatrixCell("a", "b", met=0, unmet=2 * many, unknown=many, held=9), None], [None, None]]
    )
    bars = [each for each in picture.iter(f"{SVG}rect") if "matrix-bar" in each.attrib["class"]]
    widths = [float(each.attrib["width"]) for each in bars if float(each.attrib["width"])]
    assert not squares(picture)
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)


def test_it_carries_no_inline_style() -> None:
    assert not re.search(r"\sstyle=", str(draw_matrix(PILLARS, CELLS, is_rtl=False)))
