"""Records as dots on one axis of days, in a row for each word; joined where one holds until the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pictures.axis import DayAxis, day_axis
from milestones.pictures.svg import Canvas, broken, element, picture

WIDTH = 340.0
LABELS = 124.0
END = 14.0
TOP = 24.0
ROW = 34.0
FOOT = 20.0
LINE = 13.5
MOST_LINES = 5
DOT = 3.5
RING = 7.0
LETTER = 6.6
"""About how wide a letter is drawn on a phone; a figure that would run into the one before it is left to the table."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One record: its row, day, figure ("" for none), whether it counts, and whether it is the one looked at."""

    row: str
    day: date
    figure: str = ""
    counts: bool = True
    is_looked_at: bool = False


def draw_over_time(
    dots: Sequence[Dot],
    *,
    rows: Sequence[str] = (),
    until: date | None = None,
    due: date | None = None,
    title: str,
    slug: str,
    hue: int,
) -> SafeString:
    """The picture of at least one record or due day, from the first day to the last.

    `rows` are the words from the top; without them rows stand in the order in which they first come. With `until`,
    what counts holds until the next record, and the newest until that day: a line joins them, off which stands what
    does not count. `due` is the day by which the topmost word is promised.
    """
    words = list(rows or dict.fromkeys(dot.row for dot in dots))
    days = [dot.day for dot in dots] + ([until] if until else []) + ([due] if due else [])
    axis = day_axis(Canvas(WIDTH), days, begins=LABELS, ends=WIDTH - END)
    lines = {word: broken(word, int(LABELS / LETTER), MOST_LINES) for word in words}
    row = max(ROW, LINE * max(map(len, lines.values())) + 6)
    tops = {word: TOP + number * row for number, word in enumerate(words)}
    base = TOP + (len(words) - 1) * row + DOT
    shapes = [shape for word in words for shape in _row(axis, lines[word], tops[word])]
    if due:
        words_due = _("due %(day)s") % {"day": notation.axis_day(due)}
        shapes.append(axis.mark(due, words_due, LETTER, top=TOP - 8, until=base + 4, at=TOP - 10, begins=LABELS))
    if until:
        shapes += _steps(axis, [dot for dot in dots if dot.counts], tops, until)
    for word in words:
        own = sorted((dot for dot in dots if dot.row == word), key=lambda dot: dot.day)
        shapes += [shape for dot in own for shape in _dot(axis, dot, tops[word])]
        shapes += _figures(axis, own, tops[word])
    return picture(
        *shapes,
        *axis.end_days(base + 14),
        width=WIDTH,
        height=base + FOOT,
        title=title,
        description=_description(has_line=until is not None),
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
