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


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_announcements_are_exactly_what_weighs_a_quarter(plan: dict[str, Any]) -> None:
    milestones = plan["milestones"] + [m for t in plan.get("templates", []) for m in t["milestones"]]
    announcements = {m["slug"] for m in milestones if m.get("kind") == "announcement"}
    assert announcements == {m["slug"] for m in milestones if m.get("weight", 1) == ANNOUNCED}
