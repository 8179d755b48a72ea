"""A range bar is filled to its low end and hatched from low to high; nothing known is an outline."""

import re
from fractions import Fraction

from django.utils.translation import override

from milestones.pictures.ranges import draw_range


def parts(text: str) -> dict[str, tuple[str, str]]:
    """(x, width) of the parts by class."""
    found = re.findall(r'<rect x="([^"]+)" y="0" width="([^"]+)" height="100%" class="(range-\w+)"', text)
    return {name: (x, width) for x, width, name in found}


def test_low_is_filled_and_the_rest_up_to_high_hatched() -> None:
    text = draw_range(Fraction(25), Fraction(75, 2), hue=2, label="25 to 37.5%")
    assert parts(text)["range-low"] == ("0%", "25%")
    assert parts(text)["range-open"] == ("25%", "12.5%")
    assert 'fill="url(#hatch-2)"' in text


def test_from_right_to_left_the_bar_begins_at_the_right() -> None:
    with override("he"):
        text = draw_range(Fraction(25), Fraction(75, 2), hue=1, label="")
    assert parts(text)["range-low"] == ("75%", "25%")
    assert parts(text)["range-open"] == ("62.5%", "12.5%")


def test_no_progress_is_an_outline_and_not_a_zero() -> None:
    text = draw_range(None, None, hue=1, label="Governance: not known")
    assert "range-low" not in text
    assert "range-frame is-empty" in text
    assert "<title>Governance: not known</title>" in text


def test_nothing_reached_is_a_bar_without_a_filled_part() -> None:
    text = draw_range(Fraction(0), Fraction(0), hue=1, label="")
    assert parts(text)["range-low"][1] == "0%"
    assert "is-empty" not in text
