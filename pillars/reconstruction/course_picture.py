"""A project over time: when it was to be built, and when it was; mirrored where text runs from right to left."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from milestones.pictures.axis import DayAxis
from milestones.pictures.svg import Canvas, element, picture

WIDTH = 440.0
LABELS = 110.0
END = 12.0
ROW = 22.0
BAR = 10.0
FOOT = 18.0
LEAST = 2.0
"""How wide a span of one day is at least."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last; `kind` is `planned`, `first`, `worked` or `suspended`."""

    begins: dt.date
    ends: dt.date
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """Spans on one line, under one word."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The days at the ends of the picture and the day that is looked at, with their words."""

    first: dt.date
    last: dt.date
    on: dt.date
    first_words: str
    last_words: str


def draw_course(
    rows: Sequence[Row], axis: Axis, *, title: str, description: str, slug: str, is_rtl: bool
) -> SafeString:
    """A line for each row on one axis of days; a dashed line stands at the day that is looked at."""
    canvas = Canvas(WIDTH, is_rtl)

    def place(day: dt.date) -> float:
        return DayAxis(canvas, axis.first, axis.last, LABELS, WIDTH - END).place(day)

    shapes: list[SafeString] = []
    for number, row in enumerate(rows):
        top = number * ROW
        shapes.append(element("text", row.label, x=canvas.x(0), y=top + 13))
        for span in row.spans:
            width = max(LEAST, place(span.ends) - place(span.begins))
            left = canvas.box(place(span.begins), width)
            kind = f"course-span is-{span.kind}"
            fill = "url(#hatch-2)" if span.kind == "suspended" else None
            shapes.append(element("rect", x=left, y=top + 4, width=width, height=BAR, class_=kind, fill=fill))
    base = len(rows) * ROW + 2
    ends = canvas.x(LABELS), canvas.x(WIDTH - END)
    shapes.append(element("line", x1=min(ends), x2=max(ends), y1=base, y2=base, class_="chart-zero"))
    shapes.append(element("text", axis.first_words, x=canvas.x(LABELS), y=base + 13))
    shapes.append(element("text", axis.last_words, x=canvas.x(WIDTH - END), y=base + 13, class_="course-end"))
    if axis.first <= axis.on <= axis.last:
        today = canvas.x(place(axis.on))
        shapes.append(element("line", x1=today, x2=today, y1=0, y2=base, class_="course-today"))
    return picture(
        *shapes,
        width=WIDTH,
        height=base + FOOT,
        title=title,
        description=description,
        slug=slug,
        class_="course",
    )
