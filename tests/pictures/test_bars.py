"""Amounts as bars: how long, how small at the least, and what a hatch means."""

import re
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from milestones.pages.bars import BarLine, Bars
from milestones.pictures.bars import LEAST, Bar, draw_bar


def test_the_smallest_amount_is_two_pixels_and_nothing_is_none() -> None:
    tiny = draw_bar(Bar(solid=Decimal(23), claim=Decimal(23), whole=Decimal(17_000)), scale=Decimal(17_000), hue=2)
    assert re.findall(r'width="([^"]+)" height="100%" class="bar-(\w+)"', tiny) == [
        ("100%", "whole"),
        ("0.1353%", "solid"),
        (str(LEAST), "solid"),
    ]
    assert "bar-solid" not in draw_bar(Bar(whole=Decimal(1)), scale=Decimal(1), hue=2)
    only_said = draw_bar(Bar(claim=Decimal(23)), scale=Decimal(17_000), hue=2)
    assert f'width="{LEAST}" height="100%" class="bar-said"' in only_said
    assert "bar-solid" not in only_said


def test_a_hatch_runs_from_what_is_confirmed_to_what_is_also_said() -> None:
    drawn = draw_bar(Bar(solid=Decimal(1), claim=Decimal(3)), scale=Decimal(4), hue=2)
    assert '<rect x="25%" y="0" width="50%" height="100%" class="bar-said" fill="url(#hatch-2)">' in drawn
    assert "hatch" not in draw_bar(Bar(solid=Decimal(3), claim=Decimal(3)), scale=Decimal(4), hue=2)


def test_lines_share_a_scale_or_have_one_each() -> None:
    lines = [BarLine("A", "4", Bar(solid=Decimal(4))), BarLine("B", "1", Bar(solid=Decimal(1))), BarLine("C", "none")]
    together = [drawn for _label, _words, drawn in Bars("All", lines, hue=1).drawn]
    apart = [drawn for _label, _words, drawn in Bars("All", lines, hue=1, one_scale=False).drawn]
    assert ['width="25%"' in drawn for drawn in together] == [False, True, False]
    assert ['width="100%"' in drawn for drawn in apart] == [True, True, False]
    assert together[2] == ""


def test_one_place_alone_draws_a_hatch_so_that_it_means_one_thing() -> None:
    """Said, not established. The glyph of a square in the strip, and a level's part, mean the same."""
    root = Path(settings.BASE_DIR)
    sources = [path for folder in ("milestones", "pillars") for path in (root / folder).rglob("*.py")]
    drawing = [path.relative_to(root).as_posix() for path in sources if "#hatch" in path.read_text()]
    assert drawing == ["milestones/pictures/svg.py"]
    styles = [
        path.read_text() for folder in ("static/milestones", "pillars") for path in (root / folder).rglob("*.css")
    ]
    rules = re.findall(r"([^{}]+)\{[^{}]*repeating-linear-gradient", "".join(styles))
    assert [rule.strip() for rule in rules] == [".level-part.is-open"]
