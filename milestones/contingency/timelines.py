"""How a level or a value moved over time: unbroken stretches of days, each with one range (section 1)."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from milestones.contingency.days import EVER
from milestones.contingency.scales import Truth

Value = TypeVar("Value")
Judge = Callable[[Value, Value], Truth]


class Timeline(Generic[Value]):
    """A range for every day: `lows[i]` to `highs[i]` from `days[i]` until the next stretch begins.

    The first stretch begins at EVER. Queries cost the logarithm of the number of stretches.
    """

    __slots__ = ("days", "highs", "lows")

    def __init__(self, low: Value, high: Value) -> None:
        self.days: list[int] = [EVER]
        self.lows: list[Value] = [low]
        self.highs: list[Value] = [high]

    def append(self, day: int, low: Value, high: Value) -> None:
        """Begin a new stretch on `day`, later than all before, unless the range stays as it was."""
        if low == self.lows[-1] and high == self.highs[-1]:
            return
        self.days.append(day)
        self.lows.append(low)
        self.highs.append(high)

    def at(self, day: int) -> tuple[Value, Value]:
        """The range on the day, as (low, high)."""
        position = bisect_right(self.days, day) - 1
        return self.lows[position], self.highs[position]

    def backwards(self, day: int) -> Iterator[tuple[int, Value, Value]]:
        """The stretches up to the day, latest first, as (first day, low, high)."""
        for position in range(bisect_right(self.days, day) - 1, -1, -1):
            yield self.days[position], self.lows[position], self.highs[position]


def truth_over(timeline: Timeline[Value], judge: Judge[Value], first: int, last: int) -> Truth:
    """Met when met on every day from `first` to `last`, unmet when unmet on any of them, else unknown."""
    all_met = True
    for begins, low, high in timeline.backwards(last):
        truth = judge(low, high)
        if truth is Truth.UNMET:
            return Truth.UNMET
        all_met = all_met and truth is Truth.MET
        if begins <= first:
            break
    return Truth.MET if all_met else Truth.UNKNOWN


def run_of(timeline: Timeline[Value], judge: Judge[Value], day: int, *truths: Truth) -> int | None:
    """The first day of the unbroken run up to `day` on which the judgement is one of the truths; None if not that day.

    EVER where the run has no beginning.
    """
    since = None
    for begins, low, high in timeline.backwards(day):
        if judge(low, high) not in truths:
            break
        since = begins
    return since
