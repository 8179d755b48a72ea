"""An indicator's counts over time: a line for each series, the contested spread shaded, the target dashed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString

from milestones.pictures.axis import DayAxis, day_axis
from milestones.pictures.svg import Canvas, element, picture

WIDTH = 240.0
HEIGHT = 72.0
MARGIN = 6.0


@dataclass(frozen=True, slots=True)
class Point:
    """One count; one that does not qualify is drawn hollow."""

    date: date
    value: Decimal
    qualifies: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One series, by date."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    days: DayAxis
    top: Decimal

    def x(self, day: date) -> float:
        return self.days.x(day)

    def y(self, value: Decimal) -> float:
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * float(value / self.top)


def draw_series(
    lines: Sequence[Line],
    *,
    until: date,
    target: Decimal | None,
    title: str,
    description: str,
    slug: str,
    is_rtl: bool,
) -> SafeString:
    """The chart of at least one count, on a scale from 0; every count is dated `until` or before."""
    points = [point for line in lines for point in line.points]
    top = max([Decimal(1), *(point.value for point in points), *([target] if target is not None else [])])
    days = [*(point.date for point in points), until]
    scale = _Scale(day_axis(Canvas(WIDTH, is_rtl), days, begins=MARGIN, ends=WIDTH - MARGIN), top)
    shapes = [
        element("line", x1=0, x2=WIDTH, y1=scale.y(Decimal(0)), y2=scale.y(Decimal(0)), class_="chart-zero")
    ]
    if len(lines) > 1:
        shapes.append(_spread(lines, scale))
    if target is not None:
        shapes.append(
            element("line", x1=0, x2=WIDTH, y1=scale.y(target), y2=scale.y(target), class_="chart-target")
        )
    for number, line in enumerate(lines):
        shapes.append(_line(line, scale, f"chart-line-{number % 3 + 1}"))
    return picture(
        *shapes, width=WIDTH, height=HEIGHT, title=title, description=description, slug=slug, class_="chart"
    )


def _line(line: Line, scale: _Scale, class_: str) -> SafeString:
    """Steps from count to count, and faintly on to the day of the page: nothing newer is known."""
    path, previous = "", None
    for point in line.points:
        x, y = scale.x(point.date), scale.y(point.value)
        path += f"M{x:.1f} {y:.1f}" if previous is None else f"H{x:.1f}V{y:.1f}"
        previous = point
    last = line.points[-1]
    after = f"M{scale.x(last.date):.1f} {scale.y(last.value):.1f}H{scale.x(scale.days.last):.1f}"
    dots = [
        element(
            "circle",
            cx=scale.x(point.date),
            cy=scale.y(point.value),
            r=2.5,
            class_="chart-dot" if point.qualifies else "chart-dot is-claim",
        )
        for point in line.points
    ]
    lines = [
        element("path", d=after, class_="chart-line is-after"),
        element("path", d=path, class_="chart-line"),
    ]
    return element("g", *lines, *dots, class_=class_)


def _spread(lines: Sequence[Line], scale: _Scale) -> SafeString:
    """The band between the lowest and the highest of the series' last counts, day by day."""
    days = sorted({point.date for line in lines for point in line.points})
    upper: list[str] = []
    lower: list[str] = []
    for day, end in zip(days, [*days[1:], scale.days.last], strict=True):
        known = [
            [point.value for point in line.points if point.date <= day][-1]
            for line in lines
            if line.points[0].date <= day
        ]
        for place in (scale.x(day), scale.x(end)):
            upper.append(f"{place:.1f},{scale.y(max(known)):.1f}")
            lower.append(f"{place:.1f},{scale.y(min(known)):.1f}")
    return element("polygon", points=" ".join([*upper, *reversed(lower)]), class_="chart-spread")
