"""The dates of one milestone, on an axis that a table's rows share: places are hundredths of the width, whatever it is.

The words beside it are what is read out.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from milestones import notation
from milestones.pictures.axis import DayAxis
from milestones.pictures.svg import element, free_row
from milestones.pictures.timeline import SIGN, STEP, months_to_mark

ROOM, EDGE = 3.2, 2.0
"""How much of the width a sign takes on a phone with the room around it, and what is left free at the ends."""
DAYS = "timeline-days"
"""The lines across every row, which are kept once."""
Whisker = tuple[date, date | None]
"""From the earliest day to that on what is confirmed alone; None for no such day."""


def draw_row(axis: DayAxis, signs: Sequence[tuple[date, str]], whisker: Whisker | None) -> SafeString:
    """A sign for each day with its kind, those that would touch below one another; the whisker open without an end."""
    taken: list[float] = []
    tops: dict[str, float] = {}
    shapes = [element("use", href=f"#{DAYS}")]
    for day, kind in sorted(signs):
        tops[kind] = 2 + STEP * free_row(taken, axis.place(day), axis.place(day) + ROOM)
        x, y = _share(axis, day), tops[kind]
        shapes.append(element("use", href=f"#sign-{kind}", class_=f"sign-{kind}", x=x, y=y, width=SIGN, height=SIGN))
    if whisker and axis.first <= whisker[0] <= axis.last:
        y, end = tops.get("forecast", tops.get("claimed", 2)) + SIGN / 2, _share(axis, whisker[1] or axis.last)
        class_ = "timeline-whisker" if whisker[1] else "timeline-whisker is-open"
        shapes.append(element("line", x1=_share(axis, whisker[0]), x2=end, y1=y, y2=y, class_=class_))
        if whisker[1]:
            shapes.append(element("line", x1=end, x2=end, y1=y - 4, y2=y + 4, class_=class_))
    return _drawn(*shapes, height=2 + STEP * max(1, len(taken)))


def draw_months(axis: DayAxis) -> SafeString:
    """The words along the axis."""
    months = [(_share(axis, day), notation.axis_month(day)) for day in months_to_mark(axis.first, axis.last)]
    return _drawn(*(element("text", words, x=x, y=12, class_="timeline-word") for x, words in months), height=16)


def keep_days(axis: DayAxis, today: date | None) -> SafeString:
    """The lines of months, and that of the day of the page."""
    days = [(_share(axis, day), "timeline-rule") for day in months_to_mark(axis.first, axis.last)]
    days += [(_share(axis, today), "timeline-today")] if today else []
    return element("g", *(element("line", x1=x, x2=x, y1=0, y2="100%", class_=class_) for x, class_ in days), id=DAYS)


def _drawn(*shapes: SafeString, height: float) -> SafeString:
    return element("svg", *shapes, class_="timeline timeline-row", height=height, aria_hidden="true")


def _share(axis: DayAxis, day: date) -> str:
    return f"{axis.x(day):.1f}%"
