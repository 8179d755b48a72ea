"""A plan as it is known at an instant: levels, readings, schedules, progress, truth (sections 1 and 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from .oracle_records import (
    GRADES,
    LEVELS,
    Dated,
    Day,
    Follows,
    Indicator,
    Known,
    Spell,
    day_of,
    instant_of,
    level_on,
    number_of,
    run_from,
    since,
)

MET, UNMET, UNKNOWN = "met", "unmet", "unknown"
BEFORE = {"start": 1, "intermediate": 2, "completion": 3}


@dataclass(frozen=True, slots=True)
class Group:
    """An entry of a milestone's `gates` which stands under the reading."""

    before: str
    level: int
    k: int
    informs: bool
    waivers: tuple[Spell, ...]
    conditions: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """What of a milestone the method looks at."""

    slug: str
    pillar: str
    weight: Fraction
    required: int
    records: tuple[Dated, ...]
    withdrawals: tuple[Spell, ...]
    lapses: int | None
    planned_start: Any
    due: Any
    groups: tuple[Group, ...]

    @property
    def gates(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if not group.informs)


def k_of(require: Any, conditions: int) -> int:
    return {"all": conditions, "any": 1}.get(require) or int(require)


class Reader:
    """Takes a document apart, under one reading and one instant."""

    def __init__(self, document: dict[str, Any], on: int, known: Known, reading: str | None) -> None:
        self.document, self.on, self.known, self.reading = document, on, known, reading
        self.grade = document["plan"].get("verification") or "corroborated"

    def required(self, raw: dict[str, Any]) -> int:
        return GRADES[raw.get("verification") or self.grade]

    def milestone(self, raw: dict[str, Any]) -> Milestone:
        return Milestone(
            slug=raw["slug"],
            pillar=raw["pillar"],
            weight=number_of(raw["weight"]) if raw.get("weight") is not None else Fraction(1),
            required=self.required(raw),
            records=tuple(self.known.graded(raw.get("assessments") or [], lambda r: LEVELS[r["level"]])),
            withdrawals=tuple(self.known.spells(raw.get("withdrawn"))),
            lapses=day_of(raw["lapses"]) if raw.get("lapses") else None,
            planned_start=self.scheduled(raw, "planned_start"),
            due=self.scheduled(raw, "due"),
            groups=tuple(self.group(g) for g in raw.get("gates") or [] if self.stands(g)),
        )

    def stands(self, raw: dict[str, Any]) -> bool:
        return raw.get("readings") is None or self.reading in raw["readings"]

    def group(self, raw: dict[str, Any]) -> Group:
        conditions = tuple(raw["conditions"])
        return Group(
            before=raw["before"],
            level=BEFORE[raw["before"]],
            k=k_of(raw.get("require", "all"), len(conditions)),
            informs=raw.get("force") == "informs",
            waivers=tuple(self.known.spells(raw.get("waived"))),
            conditions=conditions,
        )

    def scheduled(self, raw: dict[str, Any], field: str) -> int | Follows | None:
        """The field of the newest revision that gives it, the last listed of its date; else the original.

        The word `none` gives that there is no date.
        """
        value = raw.get(field)
        newest = None
        for revision in self.known.revisions(raw.get("schedule") or []):
            day = day_of(revision["date"])
            if day <= self.on and revision.get(field) is not None and (newest is None or day >= newest):
                newest, value = day, revision[field]
        if isinstance(value, dict):
            return Follows(value["after"], LEVELS[value["reaches"]], int(value["days"]))
        return None if value in (None, "none") else day_of(value)

    def indicator(self, raw: dict[str, Any]) -> Indicator:
        def number(field: str) -> Fraction | None:
            return None if raw.get(field) is None else number_of(raw[field])

        records = self.known.graded(raw.get("observations") or [], lambda r: number_of(r["value"]))
        official = raw.get("official")
        return Indicator(
            pillar=raw["pillar"],
            records=tuple(r for r in records if official is None or r.series == official),
            required=self.required(raw),
            baseline=number("baseline"),
            target=number("target"),
            target_day=day_of(raw["target_date"]) if raw.get("target_date") else None,
            stale_after=raw.get("stale_after"),
        )


class World:
    """What holds on each day, so far as it is known at one instant and under one reading."""

    def __init__(self, document: dict[str, Any], on: Any, known_at: Any = None, reading: str | None = None) -> None:
        readings = [r["slug"] for r in document.get("readings") or []]
        self.reading = reading or (readings[0] if readings else None)
        self.on = day_of(on)
        reader = Reader(document, self.on, Known(instant_of(known_at) if known_at else None), self.reading)
        self.pillars = [p["slug"] for p in document["pillars"]]
        self.milestones = {raw["slug"]: reader.milestone(raw) for raw in document.get("milestones") or []}
        self.indicators = {raw["slug"]: reader.indicator(raw) for raw in document.get("indicators") or []}
        days = [r.day for m in self.milestones.values() for r in m.records]
        days += [r.day for i in self.indicators.values() for r in i.records]
        self.first_day = min([self.on, *days]) - 1
        self._levels: dict[str, dict[int, tuple[int, int]]] = {slug: {} for slug in self.milestones}
        self._readings: dict[tuple[str, int], frozenset[Fraction]] = {}
        self._truths: dict[tuple[int, int], str] = {}
        self._reached: dict[tuple[str, int], Day] = {}

    def with_complete(self, slug: str) -> World:
        """This world, if a complete, verified assessment dated `on` stood in place of others of that day."""
        other = object.__new__(World)
        other.__dict__.update(self.__dict__)
        milestone = self.milestones[slug]
        others = tuple(r for r in milestone.records if r.day != self.on)
        assumed = Dated(self.on, datetime.min.replace(tzinfo=UTC), GRADES["verified"], 3)
        other.milestones = {**self.milestones, slug: replace(milestone, records=(*others, assumed))}
        other._levels = {**self._levels, slug: {}}
        other._reached = {}
        # What is assumed of `on` says nothing of the days before.
        other._truths = {key: truth for key, truth in self._truths.items() if key[1] != self.on}
        return other

    # Levels, readings, progress

    def level(self, slug: str, day: int) -> tuple[int, int]:
        known = self._levels[slug]
        if day not in known:
            milestone = self.milestones[slug]
            known[day] = level_on(milestone.records, milestone.required, day)
        return known[day]

    def values(self, slug: str, day: int) -> frozenset[Fraction]:
        if (slug, day) not in self._readings:
            self._readings[slug, day] = self.indicators[slug].reading_on(day)
        return self._readings[slug, day]

    def is_withdrawn(self, slug: str, day: int) -> bool:
        return any(spell.holds(day) for spell in self.milestones[slug].withdrawals)

    def members(self, pillar: str, day: int) -> list[Milestone]:
        """The milestones of a pillar which are not withdrawn."""
        own = [m for m in self.milestones.values() if m.pillar == pillar]
        return [m for m in own if not self.is_withdrawn(m.slug, day)]

    def progress(self, pillar: str, day: int) -> tuple[Fraction, Fraction] | None:
        members = self.members(pillar, day)
        if not members:
            return None
        weight = sum(m.weight for m in members)
        low, high = (sum(m.weight * self.level(m.slug, day)[i] for m in members) for i in (0, 1))
        return 100 * low / (3 * weight), 100 * high / (3 * weight)

    def reached_on(self, slug: str, level: int) -> Day:
        """The day on which a level that `low` has come to was reached."""
        if (slug, level) not in self._reached:
            run = run_from(lambda day: self.level(slug, day)[1] >= level, self.on, self.first_day)
            self._reached[slug, level] = next(day for day in run if self.level(slug, day)[0] >= level)
        return self._reached[slug, level]

    def claimed_since(self, slug: str, level: int) -> Day:
        return since(lambda day: self.level(slug, day)[1] >= level, self.on, self.first_day)

    # The schedule

    def date_of(self, scheduled: int | Follows | None) -> Day | None:
        """The date of a planned start or due; None where it is missing or open."""
        if not isinstance(scheduled, Follows):
            return scheduled
        if self.is_open(scheduled):
            return None
        return self.reached_on(scheduled.milestone, scheduled.level) + scheduled.days

    def is_open(self, scheduled: int | Follows | None) -> bool:
        if not isinstance(scheduled, Follows):
            return False
        return self.level(scheduled.milestone, self.on)[0] < scheduled.level

    def duration(self, m: Milestone) -> int:
        start, due = self.date_of(m.planned_start), self.date_of(m.due)
        if start is not None and due is not None:
            return max(0, int(due - start))
        match m.planned_start, m.due:
            case Follows() as a, Follows() as b if (a.milestone, a.level) == (b.milestone, b.level):
                return max(0, b.days - a.days)
        return 0

    # Truth

    def truth(self, condition: dict[str, Any], day: int) -> str:
        days = condition.get("for_days") or 0
        if not days:
            return self.truth_of_day(condition, day)
        # Days before all records are like the first of them.
        first = max(day - days, min(day, self.first_day))
        truths = {self.truth_of_day(condition, past) for past in range(first, day + 1)}
        if UNMET in truths:
            return UNMET
        return MET if truths == {MET} else UNKNOWN

    def truth_of_day(self, condition: dict[str, Any], day: int) -> str:
        """The truth without regard to for_days."""
        key = id(condition), day
        if key not in self._truths:
            self._truths[key] = self.work_out_truth(condition, day)
        return self._truths[key]

    def work_out_truth(self, condition: dict[str, Any], day: int) -> str:
        if "milestone" in condition:
            low, high = self.level(condition["milestone"], day)
            wanted = LEVELS[condition["reaches"]]
            return MET if low >= wanted else UNMET if high < wanted else UNKNOWN
        if "indicator" in condition:
            satisfied = {satisfies(condition, value) for value in self.values(condition["indicator"], day)}
            return {frozenset({True}): MET, frozenset({False}): UNMET}.get(frozenset(satisfied), UNKNOWN)
        if "pillar" in condition:
            progress = self.progress(condition["pillar"], day)
            if progress is None:
                return UNKNOWN
            low, high = progress
            percent = number_of(condition["progress"])
            return MET if low >= percent else UNMET if high < percent else UNKNOWN
        return MET if day >= day_of(condition["date"]) else UNMET

    def group_truth(self, group: Group, day: int) -> str:
        if any(spell.holds(day) for spell in group.waivers):
            return MET
        truths = [self.truth(condition, day) for condition in group.conditions]
        if truths.count(MET) >= group.k:
            return MET
        return UNMET if truths.count(MET) + truths.count(UNKNOWN) < group.k else UNKNOWN

    def is_waived(self, group: Group) -> bool:
        return any(spell.holds(self.on) for spell in group.waivers)

    def held_since(self, condition: dict[str, Any], holds: Callable[[str], bool]) -> Day:
        return since(lambda day: holds(self.truth_of_day(condition, day)), self.on, self.first_day)


def satisfies(condition: dict[str, Any], value: Fraction) -> bool:
    if condition.get("at_least") is not None:
        return value >= number_of(condition["at_least"])
    return value <= number_of(condition["at_most"])
