"""Seeded random plans which between them use every rule of the method, with dates crowded around `on`.

Every plan is valid: what section 4 refuses is never drawn.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

Raw = dict[str, Any]
T = TypeVar("T")

PILLARS = ("governance", "reconstruction", "demilitarisation")
LEVELS = ("not_initiated", "minimum", "intermediate", "complete")
GRADES = ("reported", "corroborated", "verified", "disputed")
BEFORE = ("start", "intermediate", "completion")
READINGS = ("text", "north", "south")
SERIES = ("", "ministry", "un")
NUMBERS = (0, 5, 10, "12.5", 20, 50, "0.1", 100)
SPANS = (1, 1, 2, 3, 5, 10, 30, 90)
WEIGHTS = (2, 3, "0.5", "1.25", "0.1", 10)
PERCENTS = (0, 10, 25, "33.3333", "33.34", 50, "66.6", 75, 100)


@dataclass(frozen=True, slots=True)
class Mood:
    """How a plan is going: what its records say, and how good they are."""

    records: Sequence[int]
    levels: Sequence[int]
    grades: Sequence[int]
    groups: Sequence[int]
    early: float
    """The share of the records, and of the dates that conditions name, which are well before `on`."""
    relapses: float
    """The share of the milestones which were complete long ago and fell back lately."""


MOODS = (
    # Mixed and contested
    Mood(
        records=(20, 30, 30, 20),
        levels=(15, 25, 25, 35),
        grades=(30, 25, 35, 10),
        groups=(15, 40, 30, 15),
        early=0.3,
        relapses=0.1,
    ),
    # Not begun
    Mood(
        records=(70, 20, 10, 0),
        levels=(20, 40, 20, 20),
        grades=(40, 25, 30, 5),
        groups=(15, 45, 30, 10),
        early=0.4,
        relapses=0.0,
    ),
    # Nearly done
    Mood(
        records=(5, 60, 30, 5),
        levels=(2, 8, 15, 75),
        grades=(5, 15, 80, 0),
        groups=(15, 50, 25, 10),
        early=0.85,
        relapses=0.05,
    ),
    # Moving, with relapses
    Mood(
        records=(5, 60, 25, 10),
        levels=(10, 30, 30, 30),
        grades=(5, 10, 85, 0),
        groups=(10, 50, 30, 10),
        early=0.85,
        relapses=0.45,
    ),
)


def random_request(rng: random.Random, *, size: int | None = None) -> Raw:
    """A request for an evaluation: a plan (a plan file's dict), `on`, `known_at` and `reading`.

    `size` is the number of milestones, 3 to 9 unless given.
    """
    return _Drawing(rng, size or rng.randint(3, 9)).request()


class _Drawing:
    def __init__(self, rng: random.Random, size: int) -> None:
        self.rng = rng
        self.mood = rng.choice(MOODS)
        self.on = date(2026, 6, 15) + timedelta(days=rng.randint(-10, 10))
        self.slugs = [f"m{i}" for i in range(size)]
        self.pillar_of = {slug: rng.choice(PILLARS) for slug in self.slugs}
        self.indicators = [f"i{i}" for i in range(rng.randint(1, 3))]
        self.readings = READINGS if self.chance(0.5) else ()
        # Most days come from a small pool, so that many of them coincide.
        self.past = [-rng.randint(1, 60) for _ in range(4)] + [0, -1]
        self.future = [rng.randint(1, 90) for _ in range(4)] + [0, 1]
        known_offset = rng.choice((*self.past, *self.future, -30, -5))
        self.known_at = self.instant(known_offset) if self.chance(0.4) else None

    # Small draws

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def weighted(self, values: Sequence[T], weights: Sequence[int]) -> T:
        return self.rng.choices(values, weights)[0]

    def day(self, offset: int) -> str:
        return (self.on + timedelta(days=offset)).isoformat()

    def record_offset(self) -> int:
        if self.chance(self.mood.early):
            return -self.rng.randint(40, 160)
        if self.chance(0.1):
            return self.rng.choice(self.future)
        return self.rng.choice(self.past) if self.chance(0.6) else -self.rng.randint(0, 45)

    def plan_offset(self) -> int:
        if self.chance(0.25):
            return self.rng.choice(self.past)
        if self.chance(0.2):
            return self.rng.randint(-120, 120)
        return self.rng.choice(self.future) if self.chance(0.6) else self.rng.randint(0, 60)

    def instant(self, offset: int) -> str:
        time = self.rng.choice(("T00:00:00Z", "T12:00:00Z", "T01:30:00+03:00"))
        return self.day(offset) + time

    # Records

    def recorded(self, offset: int) -> Raw:
        """The date of a record, and sometimes the later instant at which it was recorded."""
        raw: Raw = {"date": self.day(offset), "source": self.rng.choice(("s1", "s2"))}
        if self.chance(0.25):
            raw["recorded"] = self.instant(offset + self.rng.choice((0, 1, 2, 10, 30)))
        return raw

    def graded(self) -> Raw:
        offset = self.record_offset()
        raw = {**self.recorded(offset), "verification": self.weighted(GRADES, self.mood.grades)}
        if raw["verification"] == "reported" and self.chance(0.3):
            del raw["verification"]
        if self.chance(0.08):
            retracted = self.instant(offset + self.rng.choice((32, 40, 60, 90)))
            if self.known_at and self.known_at[:10] > self.day(offset + 31) and self.chance(0.5):
                retracted = self.known_at
            raw["retracted"] = retracted
        return raw

    def several_graded(self) -> list[Raw]:
        records = [self.graded() for _ in range(self.weighted((0, 1, 2, 3), self.mood.records))]
        if records and self.chance(0.25):
            again = self.graded()
            again["date"] = self.rng.choice(records)["date"]
            again.pop("recorded", None)
            again.pop("retracted", None)
            records.append(again)
        return records

    def spell(self) -> Any:
        """A waiver or a withdrawal, sometimes ended, sometimes one of two in a list."""
        begins = self.record_offset()
        raw = self.recorded(begins)
        if self.chance(0.4):
            raw["ended"] = self.recorded(max(begins, self.rng.choice([*self.past, begins, begins + 20, 5])))
        if self.chance(0.15):
            return [raw, self.recorded(self.record_offset())]
        return raw

    # Milestones

    def level(self) -> str:
        return self.rng.choice(LEVELS[1:])

    def relative(self, low: int, high: int) -> Raw:
        # Any milestone may be followed, the one that follows too.
        return {"days": self.rng.randint(low, high), "after": self.rng.choice(self.slugs), "reaches": self.level()}

    def original_schedule(self) -> Raw:
        kind = self.weighted(("dates", "same", "start", "due", "none"), (60, 10, 10, 12, 8))
        start, length = self.plan_offset(), self.rng.choice((0, 1, 7, 30, 31, 60))
        dates = {"planned_start": self.day(start), "due": self.day(start + length)}
        if kind == "same":
            followed = self.relative(0, 20)
            return {"planned_start": followed, "due": {**followed, "days": followed["days"] + length}}
        if kind == "start":
            due = {"due": dates["due"]} if self.chance(0.5) else {}
            return {"planned_start": self.relative(0, 20), **due}
        if kind == "due":
            begins = {"planned_start": dates["planned_start"]} if self.chance(0.5) else {}
            return {"due": self.relative(0, 40), **begins}
        if kind == "none":
            return {}
        return {k: v for k, v in dates.items() if not self.chance(0.1)}

    def revisions(self) -> list[Raw]:
        first = self.record_offset()
        revisions = []
        for _ in range(self.weighted((1, 2, 3), (60, 25, 15))):
            raw = self.recorded(first if self.chance(0.4) else self.record_offset())
            for field in ("planned_start", "due"):
                if self.chance(0.6):
                    dated = self.day(self.plan_offset())
                    raw[field] = self.weighted((dated, self.relative(0, 40), "none", None), (60, 15, 15, 10))
            if raw.get("planned_start") is None and raw.get("due") is None:
                raw["due"] = "none"
            revisions.append(raw)
        return revisions

    def assessments(self) -> list[Raw]:
        records = [{**r, "level": self.weighted(LEVELS, self.mood.levels)} for r in self.several_graded()]
        if self.chance(self.mood.relapses):
            offsets = -self.rng.randint(161, 190), self.rng.choice(self.past)
            levels = "complete", self.rng.choice(LEVELS[:3])
            grade = self.weighted(GRADES, (10, 15, 75, 0))
            records += [
                {**self.recorded(offset), "level": level, "verification": grade}
                for offset, level in zip(offsets, levels, strict=True)
            ]
        return records

    def milestone(self, slug: str) -> Raw:
        raw: Raw = {"slug": slug, "name": slug.upper(), "pillar": self.pillar_of[slug]}
        raw.update(self.original_schedule())
        raw["assessments"] = self.assessments()
        raw["gates"] = [self.group(slug) for _ in range(self.weighted((0, 1, 2, 3), self.mood.groups))]
        optional = {
            "schedule": (0.2, self.revisions),
            "weight": (0.3, lambda: self.rng.choice(WEIGHTS)),
            "verification": (0.2, lambda: self.rng.choice(GRADES[:3])),
            "lapses": (0.12, lambda: self.day(self.plan_offset())),
            "withdrawn": (0.08, self.spell),
        }
        raw.update({field: draw() for field, (share, draw) in optional.items() if self.chance(share)})
        return raw

    # Groups and conditions

    def group(self, slug: str) -> Raw:
        before = self.rng.choice(BEFORE)
        conditions = [
            self.condition(slug, BEFORE.index(before) + 1) for _ in range(self.weighted((1, 2, 3, 4), (45, 30, 15, 10)))
        ]
        raw: Raw = {"before": before, "conditions": conditions, "source": "s1"}
        require: Any = self.weighted(("all", "any", self.rng.randint(1, len(conditions)), None), (40, 20, 25, 15))
        if require is not None:
            raw["require"] = require
        if self.chance(0.12):
            raw["force"] = "informs"
        if self.readings and self.chance(0.25):
            raw["readings"] = self.rng.sample(self.readings, self.rng.randint(1, 2))
        if self.chance(0.12):
            raw["waived"] = self.spell()
        return raw

    def condition(self, slug: str, before: int) -> Raw:
        kind = self.weighted(("milestone", "indicator", "pillar", "date"), (55, 22, 10, 13))
        if kind == "pillar":
            # Pillars that have milestones, its own too.
            return {"pillar": self.pillar_of[self.rng.choice(self.slugs)], "progress": self.rng.choice(PERCENTS)}
        if kind == "date":
            offset = -self.rng.randint(1, 200) if self.chance(self.mood.early) else self.plan_offset()
            return {"date": self.day(offset)}
        if kind == "indicator":
            raw: Raw = {
                "indicator": self.rng.choice(self.indicators),
                self.rng.choice(("at_least", "at_most")): self.rng.choice(NUMBERS),
            }
        else:
            raw = self.milestone_condition(slug, before)
        if self.chance(0.35):
            # Once in a while a span that leaves the calendar.
            raw["for_days"] = self.rng.choice(SPANS) if self.chance(0.98) else 3_000_000
        return raw

    def milestone_condition(self, slug: str, before: int) -> Raw:
        named = self.rng.choice(self.slugs)
        levels = LEVELS[1:before] if named == slug else LEVELS[1:]
        if not levels:
            named = self.rng.choice([other for other in self.slugs if other != slug])
            levels = LEVELS[1:]
        return {"milestone": named, "reaches": self.rng.choice(levels)}

    # The rest

    def aged_series(self) -> list[Raw]:
        """A count that ages, a fresher one, and a rumour about the first."""
        aged, fresh = self.rng.sample(SERIES[1:], 2)
        offsets = sorted(-self.rng.randint(0, 40) for _ in range(3))
        drawn = zip(offsets, (aged, fresh, aged), ("verified", "verified", "reported"), strict=True)
        return [
            {**self.recorded(o), "series": s, "verification": g, "value": self.rng.choice(NUMBERS)} for o, s, g in drawn
        ]

    def indicator(self, slug: str) -> Raw:
        raw: Raw = {"slug": slug, "name": slug.upper(), "pillar": self.rng.choice(PILLARS), "unit": "%"}
        one_series = self.chance(0.4)
        raw["observations"] = []
        unverified = None if one_series else self.rng.choice(SERIES)
        for _ in range(self.rng.randint(1, 2 if one_series else 4)):
            for record in self.several_graded():
                series = "" if one_series else self.rng.choice(SERIES)
                if series == unverified:
                    record["verification"] = "reported"
                raw["observations"].append(
                    {**record, "value": self.rng.choice(NUMBERS), **({"series": series} if series else {})}
                )
        if self.chance(0.5):
            raw["baseline"] = self.rng.choice(NUMBERS)
        if self.chance(0.6):
            raw.update(target=self.rng.choice(NUMBERS), target_date=self.day(self.plan_offset()))
        if self.chance(0.35):
            raw["stale_after"] = self.rng.choice((0, 1, 5, 20, 45, 90))
            if not one_series and self.chance(0.4):
                raw["observations"] += self.aged_series()
        if not one_series and self.chance(0.25):
            raw["official"] = self.rng.choice(SERIES[1:])
            raw["series"] = [{"slug": series, "name": series.upper()} for series in SERIES[1:]]
        if self.chance(0.2):
            raw["verification"] = self.rng.choice(GRADES[:3])
        return raw

    def plan(self) -> Raw:
        plan: Raw = {"slug": "random", "name": "Random"}
        if self.chance(0.7):
            plan["verification"] = self.rng.choice(GRADES[:3])
        raw: Raw = {"format": "peace-plan/1", "plan": plan}
        if self.readings:
            raw["readings"] = [{"slug": slug, "name": slug} for slug in self.readings]
        raw["sources"] = [
            {"slug": slug, "title": slug, "publisher": "P", "date": "2026-01-01", "url": "https://example.org"}
            for slug in ("s1", "s2")
        ]
        raw["pillars"] = [{"slug": slug, "name": slug.title()} for slug in PILLARS]
        raw["indicators"] = [self.indicator(slug) for slug in self.indicators]
        raw["milestones"] = [self.milestone(slug) for slug in self.slugs]
        self.rng.shuffle(raw["milestones"])
        return raw

    def request(self) -> Raw:
        return {
            "plan": self.plan(),
            "on": self.on.isoformat(),
            "known_at": self.known_at,
            "reading": self.rng.choice(self.readings) if self.readings and self.chance(0.7) else None,
        }
