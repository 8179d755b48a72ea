"""Sums and units as bars, money as a flow from pledged to spent, a project over time; mirrored from right to left."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.pictures.axis import day_axis
from milestones.pictures.labels import shortened
from milestones.pictures.svg import Canvas, element, picture

WIDTH = 360.0
ROW = 22.0
BAR = 10.0
MOST_LABEL = 160.0
GAP = 8.0
COLUMN = 80.0
BLOCK = 34.0
TALLEST = 90.0
TOP = 26.0
FOOT = 20.0
LETTER = 5.6
COURSE_WIDTH = 440.0
COURSE_LABELS = 110.0
COURSE_END = 12.0
LEAST = 2.0
"""How wide a span of one day is at least."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount; None where none is on record. `whole` is what it is of, drawn as an outline around it."""

    label: str
    amount: Decimal | None
    words: str
    whole: Decimal | None = None
    is_only_reported: bool = False

    @property
    def most(self) -> Decimal:
        """The largest amount that it draws."""
        return max(self.amount or Decimal(0), self.whole or Decimal(0))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stage's money."""

    amount: Decimal
    is_only_reported: bool = False


@dataclass(frozen=True, slots=True)
class TrailColumn:
    """One stage of the money: its parts by donor and channel, largest first; None where nothing is reported."""

    label: str
    parts: tuple[Part, ...] | None
    words: str

    @property
    def total(self) -> Decimal:
        """The sum of its parts."""
        return sum((part.amount for part in self.parts or ()), Decimal(0))


def draw_bars(
    bars: Sequence[Bar], *, title: str, description: str, slug: str, is_rtl: bool, one_scale: bool = True
) -> SafeString:
    """A bar for each amount, on one scale or each on its own; an outline where there is none, which is no zero."""
    canvas = Canvas(WIDTH, is_rtl)
    label = min(MOST_LABEL, max((len(bar.label) for bar in bars), default=0) * LETTER + GAP)
    value = max((len(bar.words) for bar in bars), default=0) * LETTER + GAP
    room = WIDTH - label - value
    most = max((bar.most for bar in bars), default=Decimal(0))
    shapes: list[SafeString] = []
    for number, bar in enumerate(bars):
        scale = (most if one_scale else bar.most) or Decimal(1)
        shapes += _bar(canvas, bar, top=number * ROW, start=label, room=room, scale=scale)
    return picture(
        *shapes,
        width=WIDTH,
        height=max(1, len(bars)) * ROW,
        title=title,
        description=description,
        slug=slug,
        class_="needs",
    )


def _bar(
    canvas: Canvas, bar: Bar, *, top: float, start: float, room: float, scale: Decimal
) -> list[SafeString]:
    def box(amount: Decimal, kind: str) -> SafeString:
        width = float(amount / scale) * room
        return element(
            "rect", x=canvas.box(start, width), y=top + 4, width=width, height=BAR, class_=f"needs-bar{kind}"
        )

    shapes = [
        element("text", shortened(bar.label, start, LETTER), x=canvas.x(0), y=top + 13, class_="needs-label")
    ]
    if bar.amount is not None:
        shapes.append(box(bar.amount, " is-reported" if bar.is_only_reported else ""))
    if bar.whole is not None:
        shapes.append(box(bar.whole, " is-whole"))
    elif bar.amount is None:
        shapes.append(box(scale, " is-unread"))
    reach = scale if bar.amount is None and bar.whole is None else bar.most
    end = start + float(reach / scale) * room + GAP / 2
    shapes.append(element("text", bar.words, x=canvas.x(end), y=top + 13, class_="needs-value"))
    return shapes


def draw_trail(columns: Sequence[TrailColumn], *, title: str, slug: str, is_rtl: bool) -> SafeString:
    """A column for each stage, its parts stacked; dashed above it what the largest stage has more."""
    width = COLUMN * len(columns)
    canvas = Canvas(width, is_rtl)
    most = max((column.total for column in columns), default=Decimal(0)) or Decimal(1)
    base = TOP + TALLEST
    shapes: list[SafeString] = []
    before: tuple[float, float] | None = None
    for number, column in enumerate(columns):
        start = number * COLUMN + (COLUMN - BLOCK) / 2
        middle = canvas.x(number * COLUMN + COLUMN / 2)
        shapes.append(element("text", column.label, x=middle, y=12, class_="trail-stage"))
        if column.parts is None:
            shapes.append(_box(canvas, start, TOP, TALLEST, "trail-none"))
        else:
            height = float(column.total / most) * TALLEST
            if before is not None:
                shapes.append(_flow(canvas, before, (start, height), base))
            if height < TALLEST:
                shapes.append(_box(canvas, start, TOP, TALLEST - height, "trail-missing"))
            shapes += _stack(canvas, column.parts, start, base, most)
            before = (start + BLOCK, height)
        shapes.append(element("text", column.words, x=middle, y=base + 14, class_="trail-sum"))
    shapes.append(element("line", x1=0, x2=width, y1=base, y2=base, class_="chart-zero"))
    return picture(
        *shapes,
        width=width,
        height=base + FOOT,
        title=title,
        description=_(
            "A column for each stage of the money, in parts by donor and channel. Paler: only reported. Hatched: what "
            "is missing of the largest stage. A dashed outline alone: no record. The table says the same."
        ),
        slug=slug,
        class_="trail",
    )


def _stack(
    canvas: Canvas, parts: Sequence[Part], start: float, base: float, most: Decimal
) -> list[SafeString]:
    shapes: list[SafeString] = []
    for part in parts:
        height = float(part.amount / most) * TALLEST
        base -= height
        kind = "trail-part is-reported" if part.is_only_reported else "trail-part"
        shapes.append(_box(canvas, start, base, height, kind))
    return shapes


def _box(canvas: Canvas, start: float, top: float, height: float, class_: str) -> SafeString:
    fill = "url(#hatch-2)" if class_ == "trail-missing" else None
    return element(
        "rect", x=canvas.box(start, BLOCK), y=top, width=BLOCK, height=height, class_=class_, fill=fill
    )


def _flow(canvas: Canvas, one: tuple[float, float], other: tuple[float, float], base: float) -> SafeString:
    """The band from one stage's column to the next that is reported."""
    corners = ((one[0], base), (one[0], base - one[1]), (other[0], base - other[1]), (other[0], base))
    points = " ".join(f"{canvas.x(start):.1f},{top:.1f}" for start, top in corners)
    return element("polygon", points=points, class_="trail-flow")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last; `kind` is `planned`, `first`, `worked` or `suspended`."""

    begins: dt.date
    ends: dt.date
    kind: str


@dataclass(frozen=True, slots=True)
class CourseRow:
    """Spans on one line, under one word."""

    label: str
    spans: tuple[Span, ...]


def draw_course(
    rows: Sequence[CourseRow], *, on: dt.date, title: str, description: str, slug: str, is_rtl: bool
) -> SafeString:
    """A line for each row on one axis of days; a dashed line stands at the day that is looked at."""
    days = [day for row in rows for span in row.spans for day in (span.begins, span.ends)]
    canvas = Canvas(COURSE_WIDTH, is_rtl)
    axis = day_axis(canvas, days, begins=COURSE_LABELS, ends=COURSE_WIDTH - COURSE_END)
    shapes: list[SafeString] = []
    for number, row in enumerate(rows):
        top = number * ROW
        shapes.append(element("text", row.label, x=canvas.x(0), y=top + 13))
        for span in row.spans:
            width = max(LEAST, axis.place(span.ends) - axis.place(span.begins))
            left = canvas.box(axis.place(span.begins), width)
            kind = f"course-span is-{span.kind}"
            fill = "url(#hatch-2)" if span.kind == "suspended" else None
            shapes.append(element("rect", x=left, y=top + 4, width=width, height=BAR, class_=kind, fill=fill))
    base = len(rows) * ROW + 2
    shapes += [axis.line(base, "chart-zero"), *axis.end_days(base + 13)]
    if axis.first <= on <= axis.last:
        shapes.append(element("line", x1=axis.x(on), x2=axis.x(on), y1=0, y2=base, class_="course-today"))
    return picture(
        *shapes,
        width=COURSE_WIDTH,
        height=base + FOOT - 2,
        title=title,
        description=description,
        slug=slug,
        class_="course",
    )
