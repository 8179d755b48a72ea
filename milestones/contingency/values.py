"""An indicator's reading over time, as the range of its values (section 1)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milestones.contingency.days import NEVER
from milestones.contingency.known import is_known
from milestones.contingency.levels import base_and_later
from milestones.contingency.plan import Indicator, Observation
from milestones.contingency.scales import Grade
from milestones.contingency.timelines import Timeline

Bound = Decimal | None


@dataclass(slots=True)
class _SeriesState:
    """What one series says up to the day reached: the range of its base and later, and when it goes stale."""

    low: Decimal
    high: Decimal
    stale_from: int


def value_timeline(indicator: Indicator, *, required: Grade, on: int, known_at: datetime | None) -> Timeline[Bound]:
    """The range of the reading on every day up to `on`; None to None where there is no reading.

    The conditions ask only whether every value, or none, satisfies a bound, so the range says all they need.
    """
    timeline: Timeline[Bound] = Timeline(indicator.baseline, indicator.baseline)
    by_day = _observations_by_day(indicator, on=on, known_at=known_at)
    days_of_change = set(by_day)
    if indicator.stale_after is not None:
        expiries = (day + indicator.stale_after + 1 for day in by_day)
        days_of_change.update(day for day in expiries if day <= on)
    series: dict[str, _SeriesState] = {}
    claims: list[Decimal] = []
    for day in sorted(days_of_change):
        claims = _take_in(by_day.get(day, ()), day, series, claims, indicator, required)
        values = [bound for state in series.values() if day < state.stale_from for bound in (state.low, state.high)]
        if not series and indicator.baseline is not None:
            values = [indicator.baseline]
        if values:
            values += claims
        timeline.append(day, min(values, default=None), max(values, default=None))
    return timeline


def _observations_by_day(indicator: Indicator, *, on: int, known_at: datetime | None) -> dict[int, list[Observation]]:
    by_day: dict[int, list[Observation]] = defaultdict(list)
    for observation in indicator.observations:
        if indicator.official is not None and observation.series != indicator.official:
            continue
        day = observation.date.toordinal()
        if day <= on and observation.grade is not Grade.DISPUTED and is_known(observation, known_at):
            by_day[day].append(observation)
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
