"""An independent evaluator of plan files: the method's words applied day by day, without any shortcut.

It shares no code with the engine and is written for comparison with the page, not for speed; the tests hold
the engine against it. It checks nothing: give it valid documents, without templates.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from .oracle_findings import Findings
from .oracle_records import LAST_DAY, Day
from .oracle_world import Group, Milestone, World


def evaluate_document(
    document: dict[str, Any], *, on: str, known_at: str | None = None, reading: str | None = None
) -> dict[str, Any]:
    """Evaluate the plain dict of a plan file; the answer has the keys of the API's evaluation."""
    world = World(document, on, known_at, reading)
    findings = Findings(world)
    return {
        "plan": document["plan"]["slug"],
        "on": iso(world.on),
        "known_at": known_at,
        "reading": world.reading,
        "milestones": {slug: milestone_entry(findings, m) for slug, m in world.milestones.items()},
        "pillars": {slug: findings.pillar(slug) for slug in world.pillars},
        "matrix": findings.matrix(),
        "awaited": findings.awaited(),
        "deadlocks": findings.deadlocks(),
    }


def milestone_entry(findings: Findings, m: Milestone) -> dict[str, Any]:
    low, high = findings.world.level(m.slug, findings.on)
    forecast: dict[str, Any] = {
        name: {
            "earliest": iso(findings.earliest.levels[m.slug, level]),
            "established": iso(findings.established.levels[m.slug, level]),
        }
        for name, level in (("start", 1), ("complete", 3))
    }
    return {
        "level": {"low": low, "high": high},
        "status": findings.status[m.slug],
        "overdue": findings.is_overdue(m),
        "gates": [group_entry(findings, m, group) for group in m.groups],
        "forecast": {**forecast, "delay_days": findings.delay_days(m)},
        "releases": findings.releases(m),
        "downstream": findings.downstream(m.slug),
    }


def group_entry(findings: Findings, m: Milestone, group: Group) -> dict[str, Any]:
    world = findings.world
    return {
        "before": group.before,
        "force": "informs" if group.informs else "gates",
        "require": group.k,
        "waived": world.is_waived(group),
        "truth": world.group_truth(group, world.on),
        "truth_when_reached": findings.truth_when_reached(m, group),
        "earliest": iso(findings.earliest.gate(group)),
        "conditions": [
            {"truth": world.truth(c, world.on), "earliest": iso(findings.earliest.condition(c))}
            for c in group.conditions
        ],
    }


def iso(day: Day) -> str | None:
    return None if day > LAST_DAY else date.fromordinal(int(day)).isoformat()
