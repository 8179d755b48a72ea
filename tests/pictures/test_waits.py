"""Who waits for whom: blocks apart from each other, arrows as wide as what waits, mirrored where the page is."""

import re
from itertools import combinations

import pytest
from django.utils.translation import override

from milestones.pictures.waits import BLOCK, TALL, WIDTH, Arrow, Node, draw_waits

NODES = [Node(f"Pillar {number}", number) for number in range(1, 7)]


def drawn(count: int, *arrows: Arrow, is_rtl: bool = False) -> str:
    with override("he" if is_rtl else "en"):
        return str(draw_waits(NODES[:count], arrows, title="T", description="D"))


def blocks(text: str) -> list[tuple[float, float]]:
    found = re.findall(
        r'<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="[\d.]+" rx="2" class="waits-block"', text
    )
    return [(float(x), float(y)) for x, y in found]


@pytest.mark.parametrize("count", range(1, 7))
def test_blocks_lie_inside_the_picture_and_never_on_one_another(count: int) -> None:
    text = drawn(count)
    height = float(re.findall(r'viewBox="0 0 340 ([\d.]+)"', text)[0])
    assert len(blocks(text)) == count
    for x, y in blocks(text):
        assert 0 <= x <= WIDTH - BLOCK
        assert 0 <= y <= height - TALL
    for (x1, y1), (x2, y2) in combinations(blocks(text), 2):
        assert abs(x1 - x2) > BLOCK or abs(y1 - y2) > TALL


def test_an_arrow_is_as_wide_as_what_waits_and_dashed_where_it_cannot_be_told() -> None:
    text = drawn(2, Arrow(0, 1, 2, 0, "/a", "A"), Arrow(1, 0, 7, 1, "/b", "B"))
    lines = re.findall(r'stroke-width="([\d.]+)" class="waits-line( is-dashed)?"', text)
    assert [kind for _width, kind in lines] == ["", "", " is-dashed"]
    few, many, _ = (float(width) for width, _kind in lines)
    assert few < many
    assert re.findall(r'class="waits-number">([^<]+)<', text) == ["2", "7", "1"]


def test_the_widest_arrow_is_that_of_most_whatever_their_number() -> None:
    for most in (9, 15, 60):
        text = drawn(2, Arrow(0, 1, most, 0, "/a", "A"), Arrow(1, 0, most // 3, 1, "/b", "B"))
        widths = [float(width) for width in re.findall(r'stroke-width="([\d.]+)" class="waits-line', text)]
        assert widths[0] > widths[1] > widths[2]


@pytest.mark.parametrize("count", range(2, 7))
def test_heads_and_tails_of_arrows_stand_apart_and_outside_the_blocks(count: int) -> None:
    """With every arrow that there can be, whole and dashed."""
    pairs = [(one, other) for one in range(count) for other in range(count) if one != other]
    text = drawn(count, *(Arrow(*pair, 9, 9, "/a", "A") for pair in pairs))
    lines = re.findall(r'<line x1="([\d.-]+)" y1="([\d.-]+)" x2="[\d.-]+" y2="[\d.-]+"', text)
    tips = re.findall(r'points="([\d.-]+),([\d.-]+) ', text)
    assert len(lines) == len(tips) == 2 * len(pairs)
    ends = [(float(x), float(y)) for x, y in (*lines, *tips)]
    for x, y in ends:
        assert not any(left < x < left + BLOCK and top < y < top + TALL for left, top in blocks(text))
    if count <= 4:  # as many as shipped plans have
        for (x1, y1), (x2, y2) in combinations(ends, 2):
            assert abs(x1 - x2) > 5 or abs(y1 - y2) > 5


def test_what_waits_within_a_pillar_is_a_loop() -> None:
    text = drawn(2, Arrow(0, 0, 3, 0, "/a", "A"))
    assert text.count("<path") == 1
    assert "<line" not in text


def test_what_may_wait_within_a_pillar_is_a_dashed_loop_beside_the_whole_one() -> None:
    text = drawn(2, Arrow(0, 0, 4, 1, "/a", "A"))
    lines = re.findall(r'<path [^>]*class="(waits-line[^"]*)"', text)
    assert lines == ["waits-line", "waits-line is-dashed"]
    numbers = re.findall(r'<text x="([\d.]+)"[^>]*is-loop">([^<]+)<', text)
    assert [number for _x, number in numbers] == ["4", "1"]
    left, _top = blocks(text)[0]
    assert all(left < float(x) < left + BLOCK - 10 for x, _number in numbers)


def test_a_page_from_right_to_left_has_the_mirror_image() -> None:
    straight, mirrored = blocks(drawn(3)), blocks(drawn(3, is_rtl=True))
    assert [x for x, _y in mirrored] == pytest.approx([WIDTH - BLOCK - x for x, _y in straight], abs=0.02)


def test_names_are_text_and_never_markup() -> None:
    assert "&lt;order&gt;" in draw_waits([Node("<order>", 1)], [], title="T", description="D")
