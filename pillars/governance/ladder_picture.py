"""What was said of one thing over time, on rungs from the lowest word to the highest; mirrored for right to left."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from milestones import notation
from milestones.pictures.axis import DayAxis
from milestones.pictures.svg import Canvas, element, picture

WIDTH = 380.0
LABELS = 100.0
END = 12.0
TOP = 10.0
RUNG = 22.0
FOOT = 18.0
DOT = 3.5
DUE_ROW = 14.0
"""The room for the word at the due day, above the rungs."""


@dataclass(frozen=True, slots=True)
class Said:
    """One record: its day, its rung from 0, and whether it counts."""

    day: dt.date
    rung: int
    stands: bool


@dataclass(frozen=True, slots=True)
class Ladder:
    """The words of the rungs from the lowest up, what was said in order of time, and the day looked at.

    `due` is the day by which the highest rung is promised, None for no day; `due_word` names it.
    """

    rungs: tuple[str, ...]
    said: tuple[Said, ...]
    on: dt.date
    due: dt.date | None = None
    due_word: str = ""


@dataclass(frozen=True, slots=True)
class _Scale:
    canvas: Canvas
    first: dt.date
    last: dt.date
    top: float
    rungs: int

    def x(self, day: dt.date) -> float:
        return DayAxis(self.canvas, self.first, self.last, LABELS, WIDTH - END).x(day)

    def y(self, rung: int) -> float:
        return self.top + (self.rungs - 1 - rung) * RUNG

    @property
    def base(self) -> float:
        return self.y(0) + 8


def draw_ladder(
    ladder: Ladder, *, title: str, description: str, slug: str, hue: int, is_rtl: bool
) -> SafeString:
    """The picture; there is at least one record or a due day. What does not count is a hollow dot off the line."""
    days = [each.day for each in ladder.said] + [ladder.on] + ([ladder.due] if ladder.due else [])
    top = TOP + (DUE_ROW if ladder.due else 0)
    scale = _Scale(Canvas(WIDTH, is_rtl), min(days), max(days), top, len(ladder.rungs))
    shapes = [
        *_rungs(scale, ladder.rungs),
        *_due(scale, ladder),
        *_line(scale, ladder),
        *(_dot(scale, each) for each in ladder.said),
        *_ends(scale),
    ]
    return picture(
        *shapes,
        width=WIDTH,
        height=scale.base + FOOT,
        title=title,
        description=description,
        slug=slug,
        class_=f"level-history pillar-{hue}",
    )


def _rungs(scale: _Scale, words: Sequence[str]) -> Iterable[SafeString]:
    x1, x2 = scale.canvas.x(LABELS), scale.canvas.x(WIDTH - END)
    for rung, word in enumerate(words):
        y = scale.y(rung)
        yield element("line", x1=x1, x2=x2, y1=y, y2=y, class_="history-line")
        yield element("text", word, x=scale.canvas.x(0), y=y + 3.5, class_="history-level")


def _line(scale: _Scale, ladder: Ladder) -> Iterable[SafeString]:
    """From record to record that counts, and on to the day looked at."""
    counting = [each for each in ladder.said if each.stands]
    if not counting:
        return
    points = []
    for number, each in enumerate(counting):
        until = counting[number + 1].day if number + 1 < len(counting) else ladder.on
        y = scale.y(each.rung)
        points += [(scale.x(each.day), y), (scale.x(until), y)]
    steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield element("polyline", points=steps, class_="chart-line")


def _dot(scale: _Scale, said: Said) -> SafeString:
    kind = "chart-dot" if said.stands else "chart-dot is-claim"
    return element("circle", cx=scale.x(said.day), cy=scale.y(said.rung), r=DOT, class_=kind)


def _due(scale: _Scale, ladder: Ladder) -> Iterable[SafeString]:
    if ladder.due is None:
        return
    x = scale.x(ladder.due)
    room = len(ladder.due_word) * 3.0
    start = scale.canvas.x(x)
    word = scale.canvas.x(min(max(start, LABELS + room), WIDTH - room))
    yield element("line", x1=x, x2=x, y1=DUE_ROW, y2=scale.base, class_="history-mark")
    yield element("text", ladder.due_word, x=word, y=DUE_ROW - 4, class_="history-word")


def _ends(scale: _Scale) -> Iterable[SafeString]:
    """The first and the last day under the rungs; one of them where they are the same."""
    days = {"start": scale.first, "end": scale.last} if scale.first != scale.last else {"start": scale.first}
    for end, day in days.items():
        place = LABELS if end == "start" else WIDTH - END
        yield element(
            "text",
            notation.short_day(day),
            x=scale.canvas.x(place),
            y=scale.base + 12,
            text_anchor=end,
        )
