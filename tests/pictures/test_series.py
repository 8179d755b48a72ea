"""A chart of counts starts at zero, tells claims from established counts, and shades where series differ."""

import re
from datetime import date
from decimal import Decimal

from milestones.pictures.series import HEIGHT, MARGIN, WIDTH, Line, Point, draw_series

FIRST, SECOND, ON = date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 21)


def line(*points: tuple[date, int, bool]) -> Line:
    return Line(tuple(Point(day, Decimal(value), qualifies) for day, value, qualifies in points))


def drawn(*lines: Line, target: Decimal | None = None, is_rtl: bool = False) -> str:
    return str(
        draw_series(
            lines, until=ON, target=target, title="Trucks", description="d", slug="chart-t", is_rtl=is_rtl
        )
    )


def dots(text: str) -> list[tuple[float, float, str]]:
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="2.5" class="([^"]+)"', text)
    return [(float(x), float(y), name) for x, y, name in found]


def test_a_count_that_does_not_qualify_is_hollow() -> None:
    found = dots(drawn(line((FIRST, 10, True), (SECOND, 20, False))))
    assert [name for _, _, name in found] == ["chart-dot", "chart-dot is-claim"]


def test_days_and_values_keep_their_proportions_from_zero() -> None:
    (x1, y1, _), (x2, y2, _) = dots(drawn(line((FIRST, 10, True), (SECOND, 20, True))))
    assert x1 == MARGIN
    assert x2 == WIDTH / 2
    assert y2 == MARGIN
    assert y1 == HEIGHT / 2


def test_the_target_belongs_to_the_scale() -> None:
    ((_, y, _),) = dots(drawn(line((FIRST, 10, True)), target=Decimal(40)))
    assert y == HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) / 4
    assert 'class="chart-target"' in drawn(line((FIRST, 10, True)), target=Decimal(40))


def test_series_that_differ_shade_their_spread_and_one_series_alone_none() -> None:
    two = drawn(line((FIRST, 10, True)), line((SECOND, 20, True)))
    points = re.search(r'<polygon points="([^"]+)" class="chart-spread"', two)
    assert points
    heights = {float(pair.split(",")[1]) for pair in points[1].split()}
    assert {MARGIN, HEIGHT / 2} <= heights
    assert "chart-spread" not in drawn(line((FIRST, 10, True), (SECOND, 20, True)))


def test_time_runs_from_right_to_left_where_the_language_does() -> None:
    points = line((FIRST, 10, True), (SECOND, 20, True))
    straight, mirrored = dots(drawn(points)), dots(drawn(points, is_rtl=True))
    assert [x for x, _, _ in mirrored] == [WIDTH - x for x, _, _ in straight]


def test_a_series_of_zeros_is_drawn_on_the_ground_line() -> None:
    ((_, y, _),) = dots(drawn(line((FIRST, 0, True))))
    assert y == HEIGHT - MARGIN
