"""An indicator's counts over time: dots on a scale of values, joined within a series, the target dashed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString

from milestones.pictures.axis import DayAxis, day_axis
from milestones.pictures.svg import Canvas, element, picture

WIDTH = 240.0
HEIGHT = 76.0
MARGIN = 8.0
LETTER = 6.4
"""About how wide a letter of a value is drawn."""
DIGIT = 8.0
"""About how high a digit is drawn."""
DOT = 2.5
FAINTEST = 0.4
"""How opaque the oldest count is; the newest is whole."""


Place = tuple[float, float]
Scale = tuple[DayAxis, Decimal]
"""The days, and the value at the top."""


@dataclass(frozen=True, slots=True)
class Point:
    """One count; one that does not qualify is drawn hollow."""

    date: date
    value: Decimal
    qualifies: bool


Line = Sequence[Point]
"""One series, by date."""


def draw_series(
    lines: Sequence[Line],
    *,
    until: date,
    target: Decimal | None,
    words: Callable[[Decimal], str],
    title: str,
    description: str,
    slug: str,
) -> SafeString:
    """The chart of at least one count, on a scale from 0; every count is dated `until` or before.

    Nothing is drawn after a series' last count: what is not counted is a gap. Series count by different rules, so that
    nothing is drawn between them either; of several, the last count of each bears its place in the list. `words` writes
    a value.
    """
    points = [point for line in lines for point in line]
    top = max([Decimal(1), *(point.value for point in points), *([target] if target is not None else [])])
    days = [*(point.date for point in points), until]
    gutter = max(len(words(value)) for value in (Decimal(0), top)) * LETTER + 2 * MARGIN
    axis = day_axis(Canvas(WIDTH), days, begins=gutter, ends=WIDTH - MARGIN)
    scale = axis, top
    shapes = [shape for value in (Decimal(0), top) for shape in _level(scale, value, words)]
    ends = [_place(scale, line[-1]) for line in lines]
    if target is not None:
        shapes.append(axis.line(_height(scale, target), "chart-target"))
    for number, line in enumerate(lines):
        shapes.append(_line(line, scale, f"chart-line-{number % 3 + 1}"))
    if len(lines) > 1:
        dots = [_place(scale, point) for point in points]
        places = enumerate(_beside(ends, dots), start=1)
        shapes += [element("text", str(number), x=x, y=y, class_="chart-number") for number, (x, y) in places]
    return picture(*shapes, width=WIDTH, height=HEIGHT, title=title, description=description, slug=slug, class_="chart")


def _height(scale: Scale, value: Decimal) -> float:
    return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * float(value / scale[1])


def _place(scale: Scale, point: Point) -> Place:
    return scale[0].x(point.date), _height(scale, point.value)


def _beside(ends: Iterable[Place], dots: Sequence[Place]) -> Iterator[Place]:
    """A place for a number at each of the points, clear of dots and of the other numbers, inside the picture."""
    taken: list[Place] = []
    for x, y in ends:
        around = ((x + away * step, y + dy) for step in range(30) for away in (-9, 9) for dy in (-5, 12))
        free = (
            (left, top)
            for left, top in around
            if LETTER <= left <= WIDTH - LETTER and DIGIT <= top <= HEIGHT
            if all(abs(left - a) > LETTER or abs(top - b) > DIGIT for a, b in taken)
            if all(abs(left - x) > LETTER / 2 + DOT or abs(top - DIGIT / 2 - y) > DIGIT / 2 + DOT for x, y in dots)
        )
        taken.append(next(free, (x, y)))
        yield taken[-1]


def _level(scale: Scale, value: Decimal, words: Callable[[Decimal], str]) -> Iterable[SafeString]:
    """A value of the scale: its line, and its words before it."""
    y = _height(scale, value)
    yield element("text", words(value), x=scale[0].canvas.x(0), y=y + 3.5, class_="chart-value")
    yield scale[0].line(y, "chart-level" if value else "chart-zero")


def _line(line: Line, scale: Scale, class_: str) -> SafeString:
    """From count to count and no further; counts fade with their age."""
    places = [_place(scale, point) for point in line]
    shapes = []
    if len(places) > 1:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        shapes.append(element("polyline", points=points, class_="chart-line"))
    span = max(1, (scale[0].last - scale[0].first).days)
    for point, (x, y) in zip(line, places, strict=True):
        age = (line[-1].date - point.date).days / span
        shapes.append(
            element(
                "circle",
                cx=x,
                cy=y,
                r=DOT,
                opacity=round(1 - (1 - FAINTEST) * age, 2) if age else None,
                class_="chart-dot" if point.qualifies else "chart-dot is-claim",
            )
        )
    return element("g", *shapes, class_=class_)
