"""What the plans name clause by clause stands in their clauses; announcements are what weighs a quarter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PLANS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "plans").glob("*.yaml")}
ANNOUNCED = 0.25
"""The weight that the Gaza plan's summary gives an announcement."""
UNFOLLOWED = {
    "1": "an aim; each side's acceptance of the roadmap is a milestone on the roadmap as a whole",
    "4": "not read by itself; what is told of points 4 and 5 is followed at points 9 and 13 of the plan",
    "5": "not read by itself, as point 4",
    "7": "not read by itself; what is told of points 6 to 11 is followed at their first",
    "8": "not read by itself, as point 7",
    "9": "not read by itself, as point 7",
    "10": "not read by itself, as point 7",
    "11": "not read by itself, as point 7",
    "12": "not read by itself; the force and the withdrawal are followed at points 15 and 16 of the plan",
    "13": "not read by itself, as point 12",
    "14": "not read by itself, as point 12",
}
"""The points of the roadmap that nothing follows, each with why."""


def named(value: Any) -> Iterator[tuple[str, str]]:
    """Every source and clause that a milestone, gate, template or row of a pillar names."""
    if isinstance(value, dict):
        if "clause" in value:
            yield value.get("source", value.get("basis")), value["clause"]
        for below in value.values():
            yield from named(below)
    elif isinstance(value, list):
        for below in value:
            yield from named(below)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_every_clause_that_is_named_stands_where_its_source_has_clauses(plan: dict[str, Any]) -> None:
    clauses = {(clause["source"], clause["number"]) for clause in plan.get("clauses", [])}
    divided = {source for source, _number in clauses}
    assert {(source, number) for source, number in named(plan) if source in divided} <= clauses


def test_the_twenty_points_and_the_roadmaps_fifteen_are_whole_and_in_order() -> None:
    clauses = [(clause["source"], clause["number"]) for clause in PLANS["gaza-phase-two"]["clauses"]]
    points = [("plan-20", str(n)) for n in range(1, 21)]
    assert clauses == points + [("roadmap", str(n)) for n in range(1, 16)]


def test_each_of_the_twenty_points_is_followed_by_something() -> None:
    followed = {number for source, number in named(PLANS["gaza-phase-two"]) if source == "plan-20"}
    assert followed == {str(n) for n in range(1, 21)}


def test_a_point_of_the_roadmap_is_followed_by_something_or_it_is_said_why_not() -> None:
    plan = PLANS["gaza-phase-two"]
    followed = {number for source, number in named(plan) if source == "roadmap"}
    assert followed | UNFOLLOWED.keys() == {str(n) for n in range(1, 16)}
    assert not followed & UNFOLLOWED.keys()
    texts = {c["number"]: c["text"]["en"] for c in plan["clauses"] if c["source"] == "roadmap"}
    unread = {number for number, why in UNFOLLOWED.items() if "not read by itself" in why}
    assert all(texts[number].endswith("What this point alone says was not read.") for number in unread)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_announcements_are_exactly_what_weighs_a_quarter(plan: dict[str, Any]) -> None:
    milestones = plan["milestones"] + [m for t in plan.get("templates", []) for m in t["milestones"]]
    announcements = {m["slug"] for m in milestones if m.get("kind") == "announcement"}
    assert announcements == {m["slug"] for m in milestones if m.get("weight", 1) == ANNOUNCED}
