"""Days along a picture, from the side where a line of text starts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from milestones import notation
from milestones.pictures.svg import Canvas, element, inside


@dataclass(frozen=True, slots=True)
class DayAxis:
    """The first day stands `begins` from the start side, the last `ends`; all of one day stand at its beginning."""

    canvas: Canvas
    first: date
    last: date
    begins: float
    ends: float

    def place(self, day: date) -> float:
        """How far from the start side a day stands."""
        span = max(1, (self.last - self.first).days)
        return self.begins + (self.ends - self.begins) * (day - self.first).days / span

    def x(self, day: date) -> float:
        """The place of a day in the picture."""
        return self.canvas.x(self.place(day))

    def line(self, y: float, class_: str) -> SafeString:
        """A line along the days."""
        x1, x2 = self.canvas.x(self.begins), self.canvas.x(self.ends)
        return element("line", x1=x1, x2=x2, y1=y, y2=y, class_=class_)

    def mark(self, day: date, words: str, letter: float, kind: str, *, top: float, end: float, at: float) -> SafeString:
        """A line across the picture from `top` to `end`; at `at` words, each letter so wide, centred but inside it."""
        x, half = self.x(day), len(words) * letter / 2
        word_x = self.canvas.x(inside(self.place(day), half, 0, self.canvas.width))
        line = element("line", x1=x, x2=x, y1=top, y2=end, class_="history-mark")
        text = element("text", words, x=word_x, y=at, class_="history-word")
        return element("g", line, text, class_=f"history-{kind}")

    def end_days(self, y: float) -> Iterator[SafeString]:
        """The first and the last day; one of them where they are the same."""
        days = {"start": self.first, "end": self.last} if self.first != self.last else {"start": self.first}
        for end, day in days.items():
            place = self.canvas.x(self.begins if end == "start" else self.ends)
            yield element("text", notation.axis_day(day), x=place, y=y, text_anchor=end)


def day_axis(canvas: Canvas, days: Iterable[date], *, begins: float, ends: float) -> DayAxis:
    """The axis from the first of the days to the last; there is at least one."""
    known = sorted(days)
    return DayAxis(canvas, known[0], known[-1], begins, ends)
