"""A chart of counts starts at zero, tells claims from established counts, and ends at the last count."""

import re
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from django.utils.translation import override

from milestones.pictures.series import FAINTEST, HEIGHT, LETTER, MARGIN, WIDTH, Line, Point, draw_series

FIRST, SECOND, ON = date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 21)


def line(*points: tuple[date, int, bool]) -> Line:
    return [Point(day, Decimal(value), qualifies) for day, value, qualifies in points]


def drawn(*lines: Line, target: Decimal | None = None, is_rtl: bool = False) -> str:
    with override("he" if is_rtl else "en"):
        return str(
            draw_series(lines, until=ON, target=target, words=str, title="Trucks", description="d", slug="chart-t")
        )


def dots(text: str) -> list[tuple[float, float, str]]:
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="2.5"(?: opacity="[\d.]+")? class="([^"]+)"', text)
    return [(float(x), float(y), name) for x, y, name in found]


def test_a_count_that_does_not_qualify_is_hollow() -> None:
    found = dots(drawn(line((FIRST, 10, True), (SECOND, 20, False))))
    assert [name for _, _, name in found] == ["chart-dot", "chart-dot is-claim"]


def test_days_and_values_keep_their_proportions_from_zero() -> None:
    (x1, y1, _), (x2, y2, _) = dots(drawn(line((FIRST, 10, True), (SECOND, 20, True))))
    gutter = 2 * LETTER + 2 * MARGIN  # before the value of two letters
    assert x1 == pytest.approx(gutter, abs=0.01)
    assert x2 == pytest.approx((gutter + WIDTH - MARGIN) / 2, abs=0.01)
    assert y2 == MARGIN
    assert y1 == HEIGHT / 2


def test_the_target_belongs_to_the_scale() -> None:
    ((_, y, _),) = dots(drawn(line((FIRST, 10, True)), target=Decimal(40)))
    assert y == HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) / 4
    assert 'class="chart-target"' in drawn(line((FIRST, 10, True)), target=Decimal(40))


def test_the_scale_says_its_values() -> None:
    assert re.findall(r'class="chart-value">([^<]+)<', drawn(line((FIRST, 10, True)), target=Decimal(40))) == [
        "0",
        "40",
    ]


def test_nothing_is_drawn_after_the_last_count_nor_between_series_of_different_rules() -> None:
    found = drawn(line((FIRST, 10, True), (SECOND, 20, True)), line((SECOND, 5, True)))
    lines = re.findall(r'<polyline points="([^"]+)"', found)
    assert len(lines) == 1
    last = max(x for x, _, _ in dots(found))
    assert max(float(pair.split(",")[0]) for pair in lines[0].split()) == pytest.approx(last, abs=0.1)
    assert last < WIDTH - MARGIN
    assert "polygon" not in found
    assert "<path" not in found


def test_counts_fade_with_their_age() -> None:
    found = drawn(line((FIRST, 10, True), (SECOND, 15, True), (ON, 20, True)))
    assert re.findall(r'r="2.5"(?: opacity="([\d.]+)")?', found) == [str(FAINTEST), "0.7", ""]


def test_time_runs_from_right_to_left_where_the_language_does() -> None:
    points = line((FIRST, 10, True), (SECOND, 20, True))
    straight, mirrored = dots(drawn(points)), dots(drawn(points, is_rtl=True))
    assert [x for x, _, _ in mirrored] == [WIDTH - x for x, _, _ in straight]


def test_a_series_of_zeros_is_drawn_on_the_ground_line() -> None:
    ((_, y, _),) = dots(drawn(line((FIRST, 0, True))))
    assert y == HEIGHT - MARGIN


def test_the_last_count_of_each_of_several_series_bears_its_number_apart_from_the_others() -> None:
    assert "chart-number" not in drawn(line((FIRST, 10, True)))
    alike = [line((FIRST, 10, True), (SECOND, 20, True)) for _each in range(6)]
    text = drawn(*alike, line((ON, 5, False)))
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="chart-number">(\d)</text>', text)
    assert [number for _x, _y, number in found] == list("1234567")
    places = [(float(x), float(y)) for x, y, _number in found]
    for (x1, y1), (x2, y2) in combinations(places, 2):
        assert abs(x1 - x2) > LETTER or abs(y1 - y2) > 8
    for x, y, _name in dots(text):
        assert all(abs(x - left) > LETTER / 2 or not top - 8 < y < top for left, top in places)
    assert all(LETTER <= x <= WIDTH - LETTER and 8 <= y <= HEIGHT for x, y in places)
