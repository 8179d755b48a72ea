"""The Gaza plan's section: every figure has its source, no grade exceeds it, and nothing is there that was not read."""

from pathlib import Path
from typing import Any

import pytest
import yaml

PLANS = Path(__file__).resolve().parents[3] / "plans"
DOCUMENT: dict[str, Any] = yaml.safe_load((PLANS / "gaza-phase-two.yaml").read_text(encoding="utf-8"))
SECTION = DOCUMENT["reconstruction"]
TIERS = {source["slug"]: source["tier"] for source in DOCUMENT["sources"]}
RECORDS = [
    record
    for table in ("estimates", "transactions", "finding_entries", "project_steps", "unit_counts", "rates")
    for record in SECTION.get(table, [])
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record['date']} {record['source']}")
def test_a_record_is_sourced_noted_and_graded_no_higher_than_two_outlets_bear(record: dict[str, Any]) -> None:
    tier = TIERS[record["source"]]
    if record["verification"] == "corroborated":
        assert tier == "B"
        assert "(also: " in record["note"]["en"]
    else:
        assert record["verification"] == "reported"
    assert set(record["note"]) == {"en", "ar", "he"}
    if tier in "CD":
        assert f"Tier {tier}" in record["note"]["en"]


def figures(measured: str, **wanted: Any) -> dict[str, float]:
    return {
        f"{each['assessment']} {each.get('territory')}": each["amount"] / 1e9
        for each in SECTION["estimates"]
        if each["measured"] == measured
        and "sector" not in each
        and all(each.get(key) == value for key, value in wanted.items())
    }


def test_the_headlines_are_those_of_the_assessments() -> None:
    assert figures("needs", horizon=None) == {
        "irdna-2025 gaza-and-west-bank": 53.2,
        "irdna-2025 gaza": 53.142,
        "un-update-2025 gaza": 70,
        "rdna-2026 gaza": 71.4,
    }
    assert figures("needs", horizon="first", months=36) == {"irdna-2025 gaza": 20.568, "un-update-2025 gaza": 20}
    assert figures("needs", horizon="first", months=18) == {"rdna-2026 gaza": 26.3}


def test_background_figures_are_not_shipped() -> None:
    with_figures = {each.get("sector") for each in SECTION["estimates"]}
    assert not {"water-sanitation", "transport", "debris-removal"} & with_figures
    energy = [each["horizon"] for each in SECTION["estimates"] if each.get("sector") == "energy"]
    assert energy == ["short-term"]


def test_claims_about_the_fund_stand_side_by_side_and_settle_nothing() -> None:
    entries = [each for each in SECTION["finding_entries"] if each["finding"] == "grad-fund-empty"]
    assert {each["source"] for each in entries} == {"agadir-money", "saudipress-fund"}
    assert not [each for each in entries if each.get("state")]


def test_the_earlier_appeal_is_marked_and_alone() -> None:
    assert [each["slug"] for each in SECTION["appeals"] if each.get("base_rate")] == ["cairo-2014"]


def test_aceh_has_no_section_since_nothing_was_read() -> None:
    aceh = yaml.safe_load((PLANS / "aceh-2005.yaml").read_text(encoding="utf-8"))
    assert "reconstruction" not in aceh


def test_what_is_said_of_no_territory_names_none() -> None:
    """The statement gives the needs for Gaza and the West Bank, and damage and losses without saying of what."""
    told = {
        each["measured"]: each.get("territory")
        for each in SECTION["estimates"]
        if each["source"] == "un-irdna" and "sector" not in each
    }
    assert told == {"needs": "gaza-and-west-bank", "damage": None, "losses": None}


def test_the_boards_money_waits_at_a_milestone_of_the_plan() -> None:
    milestones = {each["slug"] for each in DOCUMENT["milestones"]}
    named = {each["slug"]: each["milestone"] for each in SECTION["appeals"] if "milestone" in each}
    assert named == {"board-of-peace-2026": "pledges-paid"}
    assert set(named.values()) <= milestones
