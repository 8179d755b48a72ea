"""A milestone's level over time, and since when each level is reached or claimed (section 1)."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from milestones.contingency.known import is_known
from milestones.contingency.plan import Assessment
from milestones.contingency.scales import Grade
from milestones.contingency.timelines import Timeline

Value = TypeVar("Value")

LEVELS_TO_REACH = (1, 2, 3)

NO_RECORDS: Timeline[int] = Timeline(0, 0)
"""Shared by all milestones without a record that counts."""

NOTHING_HELD: tuple[int | None, ...] = (None, None, None, None)
"""Since when the levels hold that stand at 0."""


def level_timeline(
    assessments: Sequence[Assessment], *, required: Grade, on: int, known_at: datetime | None
) -> Timeline[int]:
    """The level range of every day up to `on`, from the assessments known at `known_at`.

    On a day the range runs over the base (the qualifying records with the latest date) and what came later
    without qualifying; before any record qualifies, over level 0 and all records.
    """
    if not assessments:
        return NO_RECORDS
    counting = sorted(
        (
            (assessment.date.toordinal(), assessment.recorded, int(assessment.level), assessment.grade >= required)
            for assessment in assessments
            if assessment.grade is not Grade.DISPUTED
            and is_known(assessment, known_at)
            and assessment.date.toordinal() <= on
        ),
        key=itemgetter(0, 1),
    )
    if not counting:
        return NO_RECORDS
    timeline: Timeline[int] = Timeline(0, 0)
    low = high = 0
    for day, records in groupby(counting, key=itemgetter(0)):
        levels, starts_anew = base_and_later([(recorded, level, fits) for _, recorded, level, fits in records])
        if not starts_anew:
            levels += [low, high]
        low, high = min(levels), max(levels)
        timeline.append(day, low, high)
    return timeline


def base_and_later(records: list[tuple[datetime, Value, bool]]) -> tuple[list[Value], bool]:
    """The values of one day's records that count, and whether they form a new base.

    `records` are (recorded, value, qualifies), by `recorded`. With a qualifying one among them, those that do
    not qualify count only from the newest qualifying one on; with none, all of them are later than the base.
    """
    newest = max((recorded for recorded, _, qualifies in records if qualifies), default=None)
    if newest is None:
        return [value for _, value, _ in records], False
    return [value for recorded, value, qualifies in records if qualifies or recorded >= newest], True


def level_since(timeline: Timeline[int]) -> tuple[int | None, ...]:
    """For levels 0 to 3, by index: the day it was reached, or since when it is claimed, as of the timeline's end.

    None for level 0 and for levels above the range. A level is reached on the first day, within the unbroken
    run of days with high >= level, on which low >= level; it is claimed since the first day of that run.
    """
    if not timeline.highs[-1]:
        return NOTHING_HELD
    since: list[int | None] = [None, None, None, None]
    for level in LEVELS_TO_REACH[: timeline.highs[-1]]:
        run_began: int | None = None
        reached: int | None = None
        for day, low, high in zip(timeline.days, timeline.lows, timeline.highs, strict=True):
            if high < level:
                run_began = reached = None
                continue
            run_began = day if run_began is None else run_began
            if low >= level and reached is None:
                reached = day
        since[level] = reached if timeline.lows[-1] >= level else run_began
    return tuple(since)
