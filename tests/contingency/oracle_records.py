"""Section 1 of the method, word by word: which records count on a day, and what they establish.

Days are proleptic ordinals (``date.toordinal``), so that "never" can be infinity.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from functools import cache
from typing import Any

NEVER = math.inf
EVER = -math.inf
LAST_DAY = date.max.toordinal()
LEVELS = {"not_initiated": 0, "minimum": 1, "intermediate": 2, "complete": 3}
GRADES = {"reported": 0, "corroborated": 1, "verified": 2}

Day = float  # an ordinal, or NEVER, or EVER


def day_of(value: date | str) -> int:
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return value.toordinal()


def instant_of(value: datetime | str) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


@cache
def number_of(value: Any) -> Fraction:
    return Fraction(str(value))


def listed(value: Any) -> list[dict[str, Any]]:
    """One map or a list of maps, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True, slots=True)
class Dated:
    """An assessment, whose value is its level, or an observation."""

    day: int
    recorded: datetime
    grade: int = 0
    value: Any = None
    series: str = ""


@dataclass(frozen=True, slots=True)
class Spell:
    """A waiver or a withdrawal: it holds from its day on, until its end counts."""

    begins: int
    ends: Day

    def holds(self, day: Day) -> bool:
        return self.begins <= day < self.ends


@dataclass(frozen=True, slots=True)
class Follows:
    """A relative date: so many days after a milestone reaches a level."""

    milestone: str
    level: int
    days: int


def recorded_at(raw: dict[str, Any]) -> datetime:
    if raw.get("recorded") is not None:
        return instant_of(raw["recorded"])
    return datetime.combine(date.fromordinal(day_of(raw["date"])), time(), UTC)


class Known:
    """What of a document is known at an instant; everything, if the instant is None."""

    def __init__(self, known_at: datetime | None) -> None:
        self.known_at = known_at

    def is_known(self, raw: dict[str, Any]) -> bool:
        return self.known_at is None or recorded_at(raw) <= self.known_at

    def is_retracted(self, raw: dict[str, Any]) -> bool:
        retracted = raw.get("retracted")
        if retracted is None:
            return False
        at = retracted["at"] if isinstance(retracted, dict) else retracted
        return self.known_at is None or instant_of(at) <= self.known_at

    def graded(self, raws: list[dict[str, Any]], value: Callable[[dict[str, Any]], Any]) -> list[Dated]:
        """The assessments or observations that count from their day on; the disputed count for nothing."""
        return [
            Dated(
                day_of(raw["date"]),
                recorded_at(raw),
                GRADES[raw.get("verification") or "reported"],
                value(raw),
                raw.get("series") or "",
            )
            for raw in raws
            if raw.get("verification") != "disputed" and self.is_known(raw) and not self.is_retracted(raw)
        ]

    def spells(self, value: Any) -> list[Spell]:
        spells = []
        for raw in listed(value):
            if self.is_known(raw):
                ended = raw.get("ended")
                ends = day_of(ended["date"]) if ended and self.is_known(ended) else NEVER
                spells.append(Spell(day_of(raw["date"]), ends))
        return spells

    def revisions(self, raws: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [raw for raw in raws if self.is_known(raw)]


def base_and_later(records: Iterable[Dated], required: int) -> tuple[list[Dated], list[Dated]]:
    """The base; and the records which do not qualify and come at or after its newest."""
    records = list(records)
    qualifying = [r for r in records if r.grade >= required]
    if not qualifying:
        return [], []
    latest = max(r.day for r in qualifying)
    base = [r for r in qualifying if r.day == latest]
    newest = max((r.day, r.recorded) for r in base)
    later = [r for r in records if r.grade < required and (r.day, r.recorded) >= newest]
    return base, later


def level_on(records: Iterable[Dated], required: int, day: int) -> tuple[int, int]:
    """The smallest and the largest level of a milestone on a day."""
    counting = [r for r in records if r.day <= day]
    base, later = base_and_later(counting, required)
    levels = [r.value for r in base + later] if base else [0, *(r.value for r in counting)]
    return min(levels), max(levels)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What of an indicator the method looks at, with its known observations."""

    pillar: str
    records: tuple[Dated, ...]
    required: int
    baseline: Fraction | None
    target: Fraction | None
    target_day: int | None
    stale_after: int | None

    def reading_on(self, day: int) -> frozenset[Fraction]:
        """The values of the reading; empty where there is none."""
        counting = [r for r in self.records if r.day <= day]
        values: set[Fraction] = set()
        claims: list[Dated] = []
        bases: list[Day] = []
        for series in {r.series for r in counting}:
            own = [r for r in counting if r.series == series]
            base, later = base_and_later(own, self.required)
            if not base:
                claims += own
                continue
            bases.append(base[0].day)
            if not self.is_stale(base[0].day, day):
                values |= {r.value for r in base + later}
        if not bases and self.baseline is not None:
            bases.append(EVER)
            values.add(self.baseline)
        if values:
            values |= {r.value for r in claims if r.day >= max(bases)}
        return frozenset(values)

    def is_stale(self, base_day: int, day: int) -> bool:
        return self.stale_after is not None and day - base_day > self.stale_after


def since(holds: Callable[[int], bool], day: int, first_day: int) -> Day:
    """The first day of the unbroken run up to `day`; EVER, if it has no beginning. `holds(day)` must be true.

    Nothing changes on or before `first_day`.
    """
    while holds(day - 1):
        day -= 1
        if day <= first_day:
            return EVER
    return day


def run_from(holds: Callable[[int], bool], day: int, first_day: int) -> Iterator[int]:
    """The days of that run, in order; it must have a beginning."""
    beginning = since(holds, day, first_day)
    return iter(range(int(beginning), day + 1))
