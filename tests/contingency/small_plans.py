"""Short ways to write small plan files for tables of cases. `ON` is the day on which most of them are evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Raw = dict[str, Any]

ON = "2026-06-15"
PILLARS = ("first", "second", "third")
TEN_DAYS = {"planned_start": "2026-06-20", "due": "2026-06-30"}
WITHDRAWN = {"date": "2026-06-01", "source": "s"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A plan and the part of its evaluation that a sentence of the method (`why`) decides."""

    name: str
    why: str
    document: Raw
    expected: Raw
    on: str = ON
    known_at: str | None = None
    reading: str | None = None


def plan(*milestones: Raw, indicators: tuple[Raw, ...] = (), readings: tuple[str, ...] = ()) -> Raw:
    """A plan of three pillars whose records must be corroborated."""
    raw: Raw = {"format": "peace-plan/1", "plan": {"slug": "small", "name": "Small"}}
    if readings:
        raw["readings"] = [{"slug": slug, "name": slug} for slug in readings]
    source = {"slug": "s", "title": "S", "publisher": "P", "date": "2026-01-01", "url": "https://example.org"}
    raw["sources"] = [source]
    raw["pillars"] = [{"slug": slug, "name": slug} for slug in PILLARS]
    raw["indicators"] = list(indicators)
    raw["milestones"] = list(milestones)
    return raw


def milestone(slug: str, *assessments: Raw, pillar: str = "first", gates: Any = (), **fields: Any) -> Raw:
    raw = {"slug": slug, "name": slug, "pillar": pillar, "assessments": list(assessments)}
    return {**raw, "gates": list(gates), **fields}


def indicator(slug: str, *observations: Raw, pillar: str = "first", **fields: Any) -> Raw:
    raw = {"slug": slug, "name": slug, "pillar": pillar, "unit": "trucks"}
    return {**raw, "observations": list(observations), **fields}


def record(date: str, value: Any, grade: str = "corroborated", **fields: Any) -> Raw:
    """An assessment, where the value is a level's name, else an observation."""
    key = "level" if value in ("not_initiated", "minimum", "intermediate", "complete") else "value"
    return {"date": date, key: value, "verification": grade, "source": "s", **fields}


def verified(date: str, value: Any, **fields: Any) -> Raw:
    return record(date, value, "verified", **fields)


def rumour(date: str, value: Any, **fields: Any) -> Raw:
    return record(date, value, "reported", **fields)


def gate(before: str, *conditions: Raw, **fields: Any) -> Raw:
    return {"before": before, "conditions": list(conditions), "source": "s", **fields}


def reaches(slug: str, level: str = "complete", **fields: Any) -> Raw:
    return {"milestone": slug, "reaches": level, **fields}


def waiting_for(slug: str, *records: Raw, before: str = "start", on: str = "a", **fields: Any) -> Raw:
    """A milestone which waits for another's completion."""
    return milestone(slug, *records, gates=[gate(before, reaches(on))], **fields)


def after(slug: str, level: str, days: int) -> Raw:
    return {"days": days, "after": slug, "reaches": level}


def only(**milestones: Raw) -> Raw:
    """What is expected of some milestones."""
    return {"milestones": milestones}


def level(low: int, high: int) -> Raw:
    return {"level": {"low": low, "high": high}}


def forecast(**entries: Any) -> Raw:
    """By keyword: start, complete (a pair of earliest, established) and delay_days."""
    dated = {key: {"earliest": pair[0], "established": pair[1]} for key, pair in entries.items() if key != "delay_days"}
    delay = {"delay_days": entries["delay_days"]} if "delay_days" in entries else {}
    return {"forecast": {**dated, **delay}}


def first_gate(**fields: Any) -> Raw:
    """What is expected of a milestone's only group."""
    return {"gates": [fields]}


def first_condition(truth: str, earliest: str | None) -> Raw:
    """What is expected of the only condition of a milestone's only group."""
    return {"gates": [{"conditions": [{"truth": truth, "earliest": earliest}]}]}
