"""A milestone's level over time, and since when each level is reached or claimed (section 1)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from milestones.contingency.days import NEVER
from milestones.contingency.evidence import Asked
from milestones.contingency.plan import Assessment, Indicator, Observation
from milestones.contingency.scales import Grade
from milestones.contingency.timelines import Timeline

Value = TypeVar("Value")

LEVELS_TO_REACH = (1, 2, 3)

NO_RECORDS: Timeline[int] = Timeline(0, 0)
"""Shared by all milestones without a record that counts."""

NOTHING_HELD: tuple[int | None, ...] = (None, None, None, None)
"""Since when the levels hold that stand at 0."""


def level_timeline(assessments: Sequence[Assessment], asked: Asked) -> Timeline[int]:
    """The level range of every day up to the one asked for, from the assessments known.

    On a day the range runs over the base (the qualifying records with the latest date) and what came later
    without qualifying; before any record qualifies, over level 0 and all records.
    """
    if not assessments:
        return NO_RECORDS
    counting = sorted(
        (
            (record.date.toordinal(), record.recorded, int(record.level), record.grade >= asked.required)
            for record in assessments
            if record.grade is not Grade.DISPUTED and asked.has(record)
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


Bound = Decimal | None


@dataclass(slots=True)
class _SeriesState:
    """What one series says up to the day reached: the range of its base and later, and when it goes stale."""

    low: Decimal
    high: Decimal
    stale_from: int


def value_timeline(indicator: Indicator, asked: Asked) -> Timeline[Bound]:
    """The range of the reading on every day up to the one asked for; None to None where there is no reading.

    The conditions ask only whether every value, or none, satisfies a bound, so the range says all they need.
    """
    timeline: Timeline[Bound] = Timeline(indicator.baseline, indicator.baseline)
    by_day = _observations_by_day(indicator, asked)
    days_of_change = set(by_day)
    if indicator.stale_after is not None:
        expiries = (day + indicator.stale_after + 1 for day in by_day)
        days_of_change.update(day for day in expiries if day <= asked.on)
    series: dict[str, _SeriesState] = {}
    claims: list[Decimal] = []
    for day in sorted(days_of_change):
        claims = _take_in(by_day.get(day, ()), day, series, claims, indicator, asked.required)
        values = [bound for state in series.values() if day < state.stale_from for bound in (state.low, state.high)]
        if not series and indicator.baseline is not None:
            values = [indicator.baseline]
        if values:
            values += claims
        timeline.append(day, min(values, default=None), max(values, default=None))
    return timeline


def _observations_by_day(indicator: Indicator, asked: Asked) -> dict[int, list[Observation]]:
    by_day: dict[int, list[Observation]] = defaultdict(list)
    for observation in indicator.observations:
        if indicator.official is not None and observation.series != indicator.official:
            continue
        if observation.grade is not Grade.DISPUTED and asked.has(observation):
            by_day[observation.date.toordinal()].append(observation)
    return by_day


def _take_in(
    observations: Sequence[Observation],
    day: int,
    series: dict[str, _SeriesState],
    claims: list[Decimal],
    indicator: Indicator,
    required: Grade,
) -> list[Decimal]:
    """Bring `series` up to the day, and return the claims that still count.

    Claims are the range of the values, dated at or after the latest base, of series without a qualifying record.
    """
    if not observations:
        return claims
    of_day: dict[str, list[tuple[datetime, Decimal, bool]]] = defaultdict(list)
    for observation in sorted(observations, key=lambda seen: seen.recorded):
        of_day[observation.series].append((observation.recorded, observation.value, observation.grade >= required))
    new_claims: list[Decimal] = []
    base_is_new = False
    for slug, records in of_day.items():
        values, starts_anew = base_and_later(records)
        state = series.get(slug)
        if starts_anew:
            base_is_new = True
            stale_from = NEVER if indicator.stale_after is None else day + indicator.stale_after + 1
            series[slug] = _SeriesState(min(values), max(values), stale_from)
        elif state is not None:
            state.low, state.high = min(state.low, *values), max(state.high, *values)
        else:
            new_claims += values
    counting = new_claims if base_is_new else claims + new_claims
    return [min(counting), max(counting)] if counting else []
