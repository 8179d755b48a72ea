"""The dates of a plan on one axis: a lane a pillar, a sign for each kind of date, the day of the page as a line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from milestones import notation
from milestones.pictures.axis import DayAxis, day_axis
from milestones.pictures.svg import Canvas, element, free_row, inside, picture

WIDTH, WIDE = 340.0, 740.0
"""On a phone, and where there is room; letters are as large in both."""
EDGE = 6.0
SIGN = 9.0
STEP = 13.0
DIGIT = 7.5
"""About how wide a digit of a count is drawn on a phone, where letters are largest."""
LANE_LABEL = 20.0
LANE_FOOT = 6.0
AXIS = 18.0
TODAY_ROW = 17.0
LETTER = 7.4
MOST_TICKS = 5
"""On a phone; with more room as many more."""
TICK_MONTHS = (1, 2, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)))


@dataclass(frozen=True, slots=True)
class Sign:
    """Dates of one kind on one day: how many milestones they are of, and in `words` which."""

    day: date
    kind: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A pillar's dates."""

    name: str
    hue: int
    signs: Sequence[Sign]


def draw_timeline(
    lanes: Sequence[Lane],
    *,
    today: date | None,
    today_words: str,
    month_words: Callable[[date], str],
    title: str,
    description: str,
    width: float = WIDTH,
) -> SafeString:
    """The picture from the first date to the last; `today` is None where the day of the page lies far from them all.

    There is at least one sign.
    """
    days = [sign.day for lane in lanes for sign in lane.signs] + ([today] if today else [])
    edge = EDGE + SIGN / 2
    axis = day_axis(Canvas(width), days, begins=edge, ends=width - edge)
    top = TODAY_ROW if today else 0.0
    shapes: list[SafeString] = []
    for lane in lanes:
        drawn, height = _lane(axis, lane, top)
        shapes += drawn
        top += height
    ticks = _ticks(axis, top, month_words)
    if today:
        shapes.insert(0, axis.mark(today, today_words, LETTER, "today", top=TODAY_ROW - 3, end=top, at=12))
    return picture(
        *ticks,
        *shapes,
        width=width,
        height=top + AXIS,
        title=title,
        description=description,
        slug="timeline-wide" if width > WIDTH else "timeline",
        class_="timeline is-wide" if width > WIDTH else "timeline",
    )


def months_to_mark(first: date, last: date, most: int = MOST_TICKS) -> list[date]:
    """First days of months from one day to the other, evenly apart and no more than the axis has room for."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    for step in TICK_MONTHS:
        months = [month for month in range(begin, end + 1) if month % step == 0]
        days = [day for month in months if first <= (day := date(month // 12, month % 12 + 1, 1)) <= last]
        if len(days) <= most:
            return days
    return []


def _lane(axis: DayAxis, lane: Lane, top: float) -> tuple[list[SafeString], float]:
    """A lane's shapes, and how high it is; signs that would touch one another stand in rows."""
    placed = list(_placed(axis, lane.signs))
    rows = 1 + max((row for _, row in placed), default=0)
    height = LANE_LABEL + rows * STEP + LANE_FOOT
    canvas = axis.canvas
    shapes = [
        element("line", x1=0, x2=canvas.width, y1=top, y2=top, class_="timeline-rule"),
        element("rect", x=canvas.box(0, 3), y=top + 4, width=3, height=9, class_="bar-solid"),
        element("text", lane.name, x=canvas.x(7), y=top + 13, class_="timeline-lane"),
    ]
    shapes += [_sign(axis, sign, top + LANE_LABEL + row * STEP) for sign, row in placed]
    return [element("g", *shapes, class_=f"pillar-{lane.hue}")], height


def _placed(axis: DayAxis, signs: Iterable[Sign]) -> Iterator[tuple[Sign, int]]:
    """Each sign with the first row in which it has room."""
    taken: list[float] = []
    for sign in sorted(signs, key=lambda sign: sign.day):
        begin, end = _extent(axis, sign)
        yield sign, free_row(taken, begin, end + 2)


def _extent(axis: DayAxis, sign: Sign) -> tuple[float, float]:
    """From where to where the sign and the number of its milestones reach; the number follows where it has room."""
    start = axis.place(sign.day) - SIGN / 2
    number = 2 + DIGIT * len(notation.number(sign.count)) if sign.count > 1 else 0.0
    if start + SIGN + number > axis.canvas.width:
        return start - number, start + SIGN
    return start, start + SIGN + number


def _sign(axis: DayAxis, sign: Sign, top: float) -> SafeString:
    start = axis.place(sign.day) - SIGN / 2
    begin, _ = _extent(axis, sign)
    shapes = [
        element("title", sign.words),
        element("use", href=f"#sign-{sign.kind}", x=axis.canvas.box(start, SIGN), y=top, width=SIGN, height=SIGN),
    ]
    if sign.count > 1:
        place = begin if begin < start else start + SIGN + 2
        shapes.append(element("text", notation.number(sign.count), x=axis.canvas.x(place), y=top + SIGN - 1))
    return element("g", *shapes, class_=f"sign-{sign.kind}")


def _ticks(axis: DayAxis, bottom: float, month_words: Callable[[date], str]) -> Iterator[SafeString]:
    width = axis.canvas.width
    yield element("line", x1=0, x2=width, y1=bottom, y2=bottom, class_="timeline-axis")
    taken = float("-inf")
    for day in months_to_mark(axis.first, axis.last, int(MOST_TICKS * width / WIDTH)):
        x = axis.x(day)
        yield element("line", x1=x, x2=x, y1=0, y2=bottom + 3, class_="timeline-rule")
        words = month_words(day)
        half = len(words) * LETTER / 2
        middle = inside(axis.place(day), half, 0, width)
        if middle - half > taken:
            taken = middle + half
            x = axis.canvas.x(middle)
            yield element("text", words, x=x, y=bottom + 14, class_="timeline-word")
