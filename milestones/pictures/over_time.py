"""What is on record over time, on one axis of days with a row for each word, and days marked below.

It is drawn as dots, joined where one holds until the next, or as stretches: filled up to the row that is established,
and hatched up to the one that is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.pictures.axis import DayAxis, day_axis
from milestones.pictures.svg import Canvas, broken, element, free_row, hatch, inside, picture

WIDTH = 340.0
LABELS = 124.0
END = 14.0
TOP = 24.0
ROW = 34.0
FOOT = 20.0
LINE = 13.5
MOST_LINES, MOST_LETTERS = 5, 18
DOT = 3.5
RING = 7.0
MARK_ROW = 15.0
"""Marks whose words would run into one another stand in rows below the axis."""
LETTER = 7.4
"""About how wide a letter is drawn on a phone; a figure that would run into the one before it is left to the table."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One record: its row, day, figure ("" for none), whether it counts, and whether it is the one looked at."""

    row: str
    day: date
    figure: str = ""
    counts: bool = True
    is_looked_at: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """From this day on, the row is from `low` to `high`, counted from the bottom, which is 0."""

    begins: date
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day to mark: `kind` is `today`, `planned`, `original`, `due`, `forecast` or `lapses`; `words` name it."""

    day: date
    kind: str
    words: str


def draw_over_time(
    dots: Sequence[Dot] = (),
    *,
    rows: Sequence[str] = (),
    stretches: Sequence[Stretch] = (),
    marks: Sequence[DayMark] = (),
    until: date | None = None,
    title: str,
    slug: str,
    hue: int,
    description: str = "",
) -> SafeString:
    """The picture of at least one day, from the first to the last.

    `rows` are the words from the top; without them rows stand in the order in which they first come. With `until`,
    what counts holds until the next record, and the newest until that day: a line joins the dots, off which stands
    what does not count. Stretches need it.
    """
    words = list(rows or dict.fromkeys(dot.row for dot in dots))
    days = [dot.day for dot in dots] + [stretch.begins for stretch in stretches] + [mark.day for mark in marks]
    axis = day_axis(Canvas(WIDTH), [*days, *([until] if until else [])], begins=LABELS, ends=WIDTH - END)
    lines = {word: broken(word, MOST_LETTERS, MOST_LINES) for word in words}
    tall = LINE * (max(map(len, lines.values())) - 1) / 2
    row, top = max(ROW, 2 * tall + LINE + 6), max(TOP, tall + LINE)
    tops = {word: top + number * row for number, word in enumerate(words)}
    base = top + (len(words) - 1) * row + DOT
    shapes = [shape for word in words for shape in _row(axis, lines[word], tops[word])]
    if until:
        shapes += _stretches(axis, stretches, until, base - DOT, row, hue)
        shapes += _steps(axis, [dot for dot in dots if dot.counts], tops, until)
    for word in words:
        own = sorted((dot for dot in dots if dot.row == word), key=lambda dot: dot.day)
        shapes += [shape for dot in own for shape in _dot(axis, dot, tops[word])]
        shapes += _figures(axis, own, tops[word])
    if dots:
        shapes += axis.end_days(base + 14)
    drawn, height = _marks(axis, marks, base + (FOOT if dots else DOT))
    return picture(
        *shapes,
        *drawn,
        width=WIDTH,
        height=max(height, base + tall + DOT),
        title=title,
        description=description or _description(has_line=until is not None),
        slug=slug,
        class_=f"level-history pillar-{hue}",
    )


def dots_caption(dots: Iterable[Dot]) -> str:
    """What the dots of a picture mean."""
    caption = _("A filled dot is a record that counts, a hollow one counts for nothing: disputed, or a draft.")
    ring = _("The ring is this record.")
    return f"{caption} {ring}" if any(dot.is_looked_at for dot in dots) else caption


def _description(*, has_line: bool) -> str:
    if has_line:
        return _(
            "The line rises and falls with the records that count, from the first day to the day looked at. A hollow "
            "dot is a record that counts for nothing: disputed, or a draft. The list below says the same."
        )
    return _(
        "A dot for each record, in a row for each word, from the first day to the last. A hollow dot is a "
        "record that counts for nothing: disputed, or a draft. The table below says the same."
    )


def _row(axis: DayAxis, lines: Sequence[str], y: float) -> Iterable[SafeString]:
    first = y + 3.5 - LINE * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        yield element("text", line, x=axis.canvas.x(0), y=first + LINE * number, class_="history-level")
    yield axis.line(y, "history-line")


def _stretches(
    axis: DayAxis, stretches: Sequence[Stretch], until: date, bottom: float, row: float, hue: int
) -> Iterable[SafeString]:
    for stretch, end in zip(stretches, [*(later.begins for later in stretches[1:]), until], strict=False):
        width = axis.place(end) - axis.place(stretch.begins)
        box = {"x": axis.canvas.box(axis.place(stretch.begins), width), "width": width}
        low, high = stretch.low * row, stretch.high * row
        if low:
            yield element("rect", **box, y=bottom - low, height=low, class_="history-low", shape_rendering="crispEdges")
        if high > low:
            yield element("rect", **box, y=bottom - high, height=high - low, class_="history-open", fill=hatch(hue))


def _dot(axis: DayAxis, dot: Dot, y: float) -> Iterable[SafeString]:
    kind = "chart-dot" if dot.counts else "chart-dot is-claim"
    yield element("circle", cx=axis.x(dot.day), cy=y, r=DOT, class_=kind)
    if dot.is_looked_at:
        yield element("circle", cx=axis.x(dot.day), cy=y, r=RING, class_="chart-line")


def _figures(axis: DayAxis, dots: Sequence[Dot], y: float) -> Iterable[SafeString]:
    """Figures above their dots, where there is room: that of the record looked at first."""
    taken: list[tuple[float, float]] = []
    for dot in sorted(dots, key=lambda dot: not dot.is_looked_at):
        half = len(dot.figure) * LETTER / 2
        place = min(axis.place(dot.day), WIDTH - half)
        if dot.figure and all(abs(place - other) > half + its_half + LETTER for other, its_half in taken):
            taken.append((place, half))
            above = y - 3.5 - (RING if dot.is_looked_at else DOT)
            yield element("text", dot.figure, x=axis.canvas.x(place), y=above, class_="history-word")


def _steps(axis: DayAxis, dots: Sequence[Dot], tops: dict[str, float], until: date) -> Iterable[SafeString]:
    """From record to record that counts, and on to the day looked at."""
    in_order = sorted(dots, key=lambda dot: dot.day)
    points = []
    for dot, end in zip(in_order, [*(dot.day for dot in in_order[1:]), until], strict=False):
        points += [(axis.x(dot.day), tops[dot.row]), (axis.x(end), tops[dot.row])]
    if points:
        yield element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), class_="chart-line")


def _marks(axis: DayAxis, marks: Sequence[DayMark], top: float) -> tuple[list[SafeString], float]:
    """Each mark with its words in the first row that has room, the last row first: no line lies over words; its end."""
    taken: list[float] = []
    shapes: list[tuple[float, SafeString]] = []
    for mark in sorted(marks, key=lambda mark: mark.day):
        half = len(mark.words) * LETTER / 2
        centre = inside(axis.place(mark.day), half, 0, WIDTH)
        until = top + MARK_ROW * free_row(taken, centre - half, centre + half + 6)
        drawn = axis.mark(mark.day, mark.words, LETTER, mark.kind, top=TOP - 8, end=until, at=until + 11)
        shapes.append((-until, drawn))
    return [drawn for _row, drawn in sorted(shapes)], top + (MARK_ROW * len(taken) + 4 if taken else 0)
