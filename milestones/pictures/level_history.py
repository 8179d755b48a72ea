"""A milestone's level over time: filled to what is established, hatched to what is claimed, with its dates marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from milestones.pictures.axis import DayAxis, day_axis
from milestones.pictures.svg import Canvas, element, free_row, hatch, inside, picture

WIDTH = 340.0
STEP = 24.0
TOP = 18.0
LABELS = 98.0
END = 10.0
LEVELS = 3
MARK_ROW = 15.0
"""Marks whose words would run into one another stand in rows below the axis."""
WORD_WIDTH = 6.8
"""About how wide a letter of a mark is drawn on a phone, where letters are largest."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From this day on, the level is from `low` to `high`."""

    begins: date
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day to mark: `kind` is `today`, `planned`, `revised`, `due`, `forecast` or `lapses`; `words` name it."""

    day: date
    kind: str
    words: str


def draw_level_history(
    stretches: Sequence[Stretch],
    marks: Sequence[DayMark],
    *,
    until: date,
    level_words: Sequence[str],
    hue: int,
    title: str,
    description: str,
) -> SafeString:
    """The picture from the first of all days to the last; the level is drawn up to `until`.

    `level_words` are the words of levels 0 to 3.
    """
    days = [stretch.begins for stretch in stretches] + [mark.day for mark in marks] + [until]
    axis = day_axis(Canvas(WIDTH), days, begins=LABELS, ends=WIDTH - END)
    shapes = list(_lines(axis, level_words))
    ends = [stretch.begins for stretch in stretches[1:]] + [until]
    for stretch, end in zip(stretches, ends, strict=True):
        shapes += _stretch(axis, stretch, end, hue)
    rows = _rows(axis, marks)
    shapes += [_mark(axis, mark, row) for mark, row in rows]
    height = TOP + LEVELS * STEP + 6 + MARK_ROW * (1 + max((row for _, row in rows), default=0)) + 4
    return picture(
        *shapes,
        width=WIDTH,
        height=height,
        title=title,
        description=description,
        slug="level-history",
        class_=f"level-history pillar-{hue}",
    )


def _height(level: int) -> float:
    return TOP + (LEVELS - level) * STEP


def _lines(axis: DayAxis, level_words: Sequence[str]) -> Iterable[SafeString]:
    for level in range(LEVELS + 1):
        y = _height(level)
        yield axis.line(y, "history-line")
        yield element("text", level_words[level], x=axis.canvas.x(0), y=y + 4, class_="history-level")


def _stretch(axis: DayAxis, stretch: Stretch, end: date, hue: int) -> Iterable[SafeString]:
    start, width = axis.place(stretch.begins), axis.place(end) - axis.place(stretch.begins)
    left = axis.canvas.box(start, width)
    if stretch.low:
        yield element(
            "rect",
            x=left,
            width=width,
            y=_height(stretch.low),
            height=stretch.low * STEP,
            class_="history-low",
            shape_rendering="crispEdges",
        )
    if stretch.high > stretch.low:
        yield element(
            "rect",
            x=left,
            width=width,
            y=_height(stretch.high),
            height=(stretch.high - stretch.low) * STEP,
            class_="history-open",
            fill=hatch(hue),
        )


def _rows(axis: DayAxis, marks: Sequence[DayMark]) -> list[tuple[DayMark, int]]:
    """Each mark with the first row in which its words have room."""
    taken: list[float] = []
    placed = []
    for mark in sorted(marks, key=lambda mark: mark.day):
        half = len(mark.words) * WORD_WIDTH / 2
        centre = inside(axis.place(mark.day), half, 0, WIDTH)
        placed.append((mark, free_row(taken, centre - half, centre + half + 6)))
    return placed


def _mark(axis: DayAxis, mark: DayMark, row: int) -> SafeString:
    bottom = TOP + LEVELS * STEP + 6 + MARK_ROW * row
    shapes = axis.mark(mark.day, mark.words, WORD_WIDTH, top=TOP - 8, until=bottom, at=bottom + 11)
    return element("g", shapes, class_=f"history-{mark.kind}")
