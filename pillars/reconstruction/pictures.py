"""A project over time: planned, carried out and suspended, on one axis of days."""

import datetime as dt
from collections.abc import Sequence

from django.utils.safestring import SafeString

from milestones.pictures.axis import day_axis
from milestones.pictures.svg import Canvas, element, picture

WIDTH = 340.0
LABELS = 110.0
END = 12.0
ROW = 24.0
BAR = 10.0
PAUSE = 2.0
"""How high a span is in which work was suspended: a line, where work is a bar."""
FOOT = 20.0
LEAST = 2.0
"""How wide a span of one day is at least."""


Span = tuple[dt.date, dt.date, str]
"""Days from the first to the last, and what they are: `planned`, `first`, `worked` or `suspended`."""
Row = tuple[str, Sequence[Span]]
"""A word, and the spans on its line."""


def draw_course(rows: Sequence[Row], *, on: dt.date, title: str, description: str, slug: str, hue: int) -> SafeString:
    """A line for each row on one axis of days; a dashed line stands at the day that is looked at."""
    days = [day for _label, spans in rows for begins, ends, _kind in spans for day in (begins, ends)]
    canvas = Canvas(WIDTH)
    axis = day_axis(canvas, days, begins=LABELS, ends=WIDTH - END)
    shapes: list[SafeString] = []
    for number, (label, spans) in enumerate(rows):
        top = number * ROW
        shapes.append(element("text", label, x=canvas.x(0), y=top + 13))
        for begins, ends, kind in spans:
            width = max(LEAST, axis.place(ends) - axis.place(begins))
            left = canvas.box(axis.place(begins), width)
            height = PAUSE if kind == "suspended" else BAR
            y = top + 4 + (BAR - height) / 2
            shapes.append(element("rect", x=left, y=y, width=width, height=height, class_=f"course-span is-{kind}"))
    base = len(rows) * ROW + 2
    shapes += [axis.line(base, "chart-zero"), *axis.end_days(base + 13)]
    if axis.first <= on <= axis.last:
        shapes.append(element("line", x1=axis.x(on), x2=axis.x(on), y1=0, y2=base, class_="course-today"))
    return picture(
        *shapes,
        width=WIDTH,
        height=base + FOOT - 2,
        title=title,
        description=description,
        slug=slug,
        class_=f"course pillar-{hue}",
    )
