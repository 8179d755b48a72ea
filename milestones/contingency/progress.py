"""A pillar's progress over time, exactly (section 2): 100 x sum(weight x level) / (3 x sum(weight))."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from milestones.contingency.days import EVER
from milestones.contingency.evidence import standing_periods
from milestones.contingency.plan import Suspension
from milestones.contingency.scales import Truth
from milestones.contingency.timelines import Timeline

Member = tuple[Timeline[int], int, Sequence[Suspension]]
"""A milestone of the pillar: its level timeline, its weight as a whole number, its withdrawals."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a pillar's milestones that are not withdrawn add up to on a day.

    `low` and `high` are sums of weight x level, `weight` the sum of the weights; 0 where there is no milestone.
    """

    low: int
    high: int
    weight: int

    def percent(self, points: int) -> Fraction | None:
        """A sum of weight x level as progress in percent; None where there is no milestone."""
        return Fraction(100 * points, 3 * self.weight) if self.weight else None

    def needed(self, progress: Decimal) -> int:
        """The smallest sum of weight x level at which the progress is at least `progress` percent."""
        numerator, denominator = progress.as_integer_ratio()
        return -(-numerator * 3 * self.weight // (denominator * 100))

    def judge(self, progress: Decimal) -> Truth:
        """Whether the progress is at least `progress` percent."""
        if not self.weight:
            return Truth.UNKNOWN
        needed = self.needed(progress)
        if self.low >= needed:
            return Truth.MET
        return Truth.UNMET if self.high < needed else Truth.UNKNOWN


def progress_timeline(members: Sequence[Member], *, on: int, known_at: datetime | None) -> Timeline[Standing]:
    """The standing of a pillar on every day up to `on`: there is but one on a day, which is its low and its high."""
    changes: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for levels, weight, withdrawals in members:
        periods = standing_periods(withdrawals, known_at)
        before = (0, 0, 0)
        for day, low, high in _stretches(levels, periods):
            is_out = any(first <= day < end for first, end in periods)
            now = (0, 0, 0) if is_out else (weight * low, weight * high, weight)
            for position in range(3):
                changes[day][position] += now[position] - before[position]
            before = now
    standing = Standing(*changes.pop(EVER, (0, 0, 0)))
    timeline = Timeline(standing, standing)
    for day in sorted(day for day in changes if day <= on):
        low, high, weight = changes[day]
        standing = Standing(standing.low + low, standing.high + high, standing.weight + weight)
        timeline.append(day, standing, standing)
    return timeline


def _stretches(levels: Timeline[int], periods: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """The level stretches, cut where a withdrawal begins or ends."""
    if not periods:
        return list(zip(levels.days, levels.lows, levels.highs, strict=True))
    days = sorted({*levels.days, *(day for period in periods for day in period)})
    return [(day, *levels.at(day)) for day in days]
