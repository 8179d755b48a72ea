"""Each fact compiled for the plans stands in one of them, with its value, day, grade and source, or says why not."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PLANS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "plans").glob("*.yaml")}
# A bulletin is one file of the repository that the fact names.
REPOSITORY = "https://github.com/TechForPalestine/palestine-datasets"


def facts() -> list[dict[str, str]]:
    path = ROOT / "tests" / "facts" / "facts_2026-11.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told_at(plan: dict[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The standing records at a place of the file, each with what it tells there."""
    part, owner, *rest = where.split("/")
    name = rest[0] if rest else ""
    if part in ("indicators", "milestones"):
        entry = next(entry for entry in plan[part] if entry["slug"] == owner)
        table, key, told = (
            ("observations", "series", "value") if part == "indicators" else ("assessments", "level", "")
        )
        found = [(str(row.get(told, "")), row) for row in entry[table] if row.get(key, "") == name]
    elif part == "positions":
        found = [("", row) for row in plan[part] if (row["actor"], row["stance"]) == (owner, name)]
    else:
        found = [(str(row[name]), row) for row in plan[part][owner] if name in row]
    yield from ((told, row) for told, row in found if "retracted" not in row)


@pytest.mark.parametrize("fact", [f for f in facts() if f["plan"]], ids=lambda fact: fact["slug"])
def test_a_fact_stands_in_its_plan(fact: dict[str, str]) -> None:
    plan = PLANS[fact["plan"]]
    address = {source["slug"]: source.get("url", "") for source in plan["sources"]}
    found = [
        (told, row["date"].isoformat(), row.get("verification", ""))
        for told, row in told_at(plan, fact["where"])
        if address[row["source"]] == fact["source_url"]
        or (fact["source_url"] == REPOSITORY and address[row["source"]].startswith(REPOSITORY))
    ]
    assert (fact["plan_value"], fact["plan_date"], fact["grade"]) in found


@pytest.mark.parametrize("fact", [f for f in facts() if f["plan"]], ids=lambda fact: fact["slug"])
def test_a_figure_in_the_plan_is_the_facts_own_or_derived_from_it(fact: dict[str, str]) -> None:
    own = {fact["value"], ""}
    # trucks in percent of the floor or a day; seats of a committee of twelve; a name as another source prints it
    derived = {"76", "22", "113", "100", "Ali Shaath", "rafah-2025-10-19", "5700"}
    assert fact["plan_value"] in own | derived


@pytest.mark.parametrize("fact", [f for f in facts() if not f["plan"]], ids=lambda fact: fact["slug"])
def test_a_fact_left_out_says_why(fact: dict[str, str]) -> None:
    assert fact["left_out"]


@pytest.mark.parametrize("fact", [f for f in facts() if f["grade"]], ids=lambda fact: fact["slug"])
def test_no_grade_is_above_what_the_facts_tier_bears(fact: dict[str, str]) -> None:
    bears = {"A": {"verified", "corroborated", "reported"}, "B": {"corroborated", "reported"}}
    assert fact["grade"] in bears.get(fact["tier"], {"reported"})
