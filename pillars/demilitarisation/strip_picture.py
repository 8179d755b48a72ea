"""Records as dots on one axis of days, in a row for each word; mirrored where text runs from right to left."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from milestones import notation
from milestones.pictures.days import day_place
from milestones.pictures.labels import broken
from milestones.pictures.svg import Canvas, element, picture

WIDTH = 400.0
LABELS = 140.0
END = 14.0
TOP = 20.0
ROW = 30.0
FOOT = 18.0
LINE = 11.5
DOT = 3.5
RING = 7.0
LETTER = 5.4
"""About how wide a letter of a figure is drawn; one that would run into the figure before it is left to the table."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One record: its row, day, figure ("" for none), whether it counts, and whether it is the one looked at."""

    row: str
    day: dt.date
    figure: str
    stands: bool
    is_looked_at: bool = False


@dataclass(frozen=True, slots=True)
class _Axis:
    canvas: Canvas
    first: dt.date
    last: dt.date

    def start(self, day: dt.date) -> float:
        """How far the day stands from the start side."""
        return day_place(day, first=self.first, last=self.last, begins=LABELS, ends=WIDTH - END)


def draw_strip(
    dots: Sequence[Dot], *, title: str, description: str, slug: str, hue: int, is_rtl: bool
) -> SafeString:
    """The picture of at least one record, from the first to the last; rows in the order in which they first come."""
    rows = list(dict.fromkeys(dot.row for dot in dots))
    days = [dot.day for dot in dots]
    axis = _Axis(Canvas(WIDTH, is_rtl), min(days), max(days))
    shapes: list[SafeString] = []
    for number, row in enumerate(rows):
        y = TOP + number * ROW
        shapes += _row(axis, row, y)
        own = sorted((dot for dot in dots if dot.row == row), key=lambda dot: dot.day)
        shapes += [shape for dot in own for shape in _dot(axis, dot, y)]
        shapes += _figures(axis, own, y)
    base = TOP + (len(rows) - 1) * ROW + DOT
    return picture(
        *shapes,
        *_ends(axis, base),
        width=WIDTH,
        height=base + FOOT,
        title=title,
        description=description,
        slug=slug,
        class_=f"level-history pillar-{hue}",
    )


def _row(axis: _Axis, row: str, y: float) -> list[SafeString]:
    lines = broken(row, int(LABELS / LETTER))
    first = y + 3.5 - LINE * (len(lines) - 1) / 2
    return [
        *(
            element("text", line, x=axis.canvas.x(0), y=first + LINE * number, class_="history-level")
            for number, line in enumerate(lines)
        ),
        element(
            "line", x1=axis.canvas.x(LABELS), x2=axis.canvas.x(WIDTH - END), y1=y, y2=y, class_="history-line"
        ),
    ]


def _dot(axis: _Axis, dot: Dot, y: float) -> Iterable[SafeString]:
    x = axis.canvas.x(axis.start(dot.day))
    kind = "chart-dot" if dot.stands else "chart-dot is-claim"
    yield element("circle", cx=x, cy=y, r=DOT, class_=kind)
    if dot.is_looked_at:
        yield element("circle", cx=x, cy=y, r=RING, class_="chart-line")


def _figures(axis: _Axis, dots: Sequence[Dot], y: float) -> Iterable[SafeString]:
    """Figures above their dots, where there is room."""
    taken = float("-inf")
    for dot in dots:
        half = len(dot.figure) * LETTER / 2
        start = min(axis.start(dot.day), WIDTH - half)
        if dot.figure and start - half > taken:
            taken = start + half
            yield element("text", dot.figure, x=axis.canvas.x(start), y=y - 6, class_="history-word")


def _ends(axis: _Axis, base: float) -> Iterable[SafeString]:
    """The first and the last day below the rows; one of them where they are the same."""
    days = {"start": axis.first, "end": axis.last} if axis.first != axis.last else {"start": axis.first}
    for end, day in days.items():
        place = axis.canvas.x(LABELS if end == "start" else WIDTH - END)
        yield element("text", notation.short_day(day), x=place, y=base + 14, text_anchor=end)
