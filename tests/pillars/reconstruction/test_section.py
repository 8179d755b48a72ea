"""The section of a plan file: read with all its faults, loaded, exported, loaded again."""

from pathlib import Path
from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.models import Plan
from milestones.planfile import PlanFileError, as_mapping
from milestones.services.loading import load_document
from milestones.state.exporting import export_document
from pillars.reconstruction.models import Donor, Transaction
from tests.planfile.plans import small_plan

PLANS = Path(__file__).resolve().parents[3] / "plans"
APPEAL = {"slug": "appeal", "name": "Appeal", "currency": "USD"}
PROJECT = {"slug": "homes", "name": "Homes"}
ASSESSMENT = {"slug": "needs", "name": "Needs", "published": "2026-03-01"}
PLEDGE = {"date": "2026-03-01", "stage": "pledge", "appeal": "appeal", "amount": 0, "currency": "USD"}
ESTIMATE = {"date": "2026-03-01", "assessment": "needs", "measured": "needs", "amount": 5, "currency": "USD"}
STEP = {"date": "2026-03-01", "project": "homes", "kind": "planned", "planned_end": "2026-04-01"}
COUNT = {"date": "2026-03-01", "project": "homes", "kind": "delivered", "unit": "homes", "quantity": 3}
RATE = {"date": "2026-03-01", "currency": "EUR", "into": "USD", "rate": "1.1", "source": "roadmap"}
GAP = {"slug": "gap", "name": "Gap", "about": "received", "appeal": "appeal"}
GROUP = {"slug": "all", "name": "All"}
DONOR = {"slug": "qatar", "name": "Qatar", "part_of": "all"}


def plan_with(**tables: Any) -> dict[str, Any]:
    section = {"appeals": [APPEAL], "projects": [PROJECT], "needs_assessments": [ASSESSMENT]} | tables
    return small_plan(reconstruction=section)


def read(**tables: Any) -> Any:
    return parse(plan_with(**tables))


def faults(**tables: Any) -> list[tuple[str, str]]:
    with pytest.raises(PlanFileError) as refused:
        read(**tables)
    return [(fault.path, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("tables", "path", "code"),
    [
        ({"transactions": [PLEDGE | {"currency": "usd"}]}, "transactions[0].currency", "unknown_currency"),
        ({"transactions": [PLEDGE | {"stage": "paid"}]}, "transactions[0].stage", "unknown_stage"),
        ({"transactions": [PLEDGE | {"amount": -1}]}, "transactions[0].amount", "below_zero"),
        ({"transactions": [PLEDGE | {"amount": "0.12345678901"}]}, "transactions[0].amount", "inexact"),
        ({"transactions": [PLEDGE | {"appeal": "other"}]}, "transactions[0].appeal", "unknown_appeal"),
        ({"transactions": [PLEDGE | {"donor": "qatar"}]}, "transactions[0].donor", "unknown_donor"),
        ({"transactions": [PLEDGE | {"account": "X"}]}, "transactions[0].account", "unknown_key"),
        ({"transactions": [PLEDGE | {"appeal": None}]}, "transactions[0]", "money_for_nothing"),
        ({"donors": [DONOR, GROUP]}, "donors[0].part_of", "group_after_its_parts"),
        ({"donors": [GROUP, GROUP]}, "donors[1].slug", "duplicate_slug"),
        ({"estimates": [ESTIMATE | {"horizon": "first"}]}, "estimates[0].months", "months_of_no_horizon"),
        ({"estimates": [ESTIMATE | {"months": 18}]}, "estimates[0].months", "months_of_no_horizon"),
        (
            {"needs_assessments": [ASSESSMENT | {"covers_until": "2025-13"}]},
            "needs_assessments[0].covers_until",
            "bad_month",
        ),
        ({"project_steps": [STEP | {"kind": "started"}]}, "project_steps[0].kind", "dates_of_no_plan"),
        (
            {"project_steps": [STEP | {"planned_start": "2026-05-01"}]},
            "project_steps[0].planned_end",
            "planned_end_before_start",
        ),
        ({"unit_counts": [COUNT | {"unit": "tents"}]}, "unit_counts[0].unit", "unknown_unit"),
        ({"rates": [RATE | {"rate": 0}]}, "rates[0].rate", "rate_not_above_zero"),
        ({"rates": [RATE | {"into": "EUR"}]}, "rates[0].into", "rate_of_one_currency"),
        ({"rates": [RATE | {"source": None}]}, "rates[0].source", "rate_without_source"),
        ({"findings": [GAP, GAP | {"slug": "again"}]}, "findings[1].about", "second_finding"),
        ({"findings": [GAP | {"about": "delivered"}]}, "findings[0].project", "delivered_of_no_project"),
        (
            {"findings": [GAP], "finding_entries": [{"date": "2026-03-01", "finding": "gap"}]},
            "finding_entries[0]",
            "entry_says_nothing",
        ),
    ],
)
def test_a_fault_is_named_by_its_place(tables: dict[str, Any], path: str, code: str) -> None:
    assert faults(**tables) == [(f"reconstruction.{path}", code)]


@pytest.mark.django_db
def test_every_table_comes_back_as_it_went_in() -> None:
    entry = {"date": "2026-03-02", "finding": "gap", "state": "explained", "claimant": "A newspaper"}
    tables = {
        "sectors": [{"slug": "housing", "name": "Housing", "iati_code": "16030"}],
        "territories": [{"slug": "all", "name": "All"}],
        "appeals": [APPEAL | {"base_rate": True}],
        "donors": [GROUP, DONOR],
        "channels": [{"slug": "fund", "name": "Fund", "kind": "fund"}],
        "needs_assessments": [ASSESSMENT | {"covers_from": "2023-10"}],
        "projects": [PROJECT | {"sector": "housing"}],
        "findings": [GAP],
        "estimates": [ESTIMATE | {"horizon": "first", "months": 18, "verification": "reported"}],
        "project_steps": [STEP | {"verification": "verified"}],
        "unit_counts": [COUNT | {"total": True, "verification": "reported"}],
        "rates": [RATE | {"verification": "verified"}],
        "transactions": [PLEDGE | {"donor": "qatar", "told_by": "donor", "verification": "reported"}],
        "finding_entries": [entry | {"verification": "reported"}],
    }
    load_document(read(**tables).document)
    plan = Plan.objects.get()
    exported = as_mapping(export_document(plan))["reconstruction"]
    assert exported == tables
    load_document(read(**exported).document)
    assert Transaction.objects.count() == 1
    assert as_mapping(export_document(plan))["reconstruction"] == tables


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["gaza-phase-two", "aceh-2005"])
def test_a_shipped_plans_section_survives_the_round(name: str) -> None:
    content = (PLANS / f"{name}.yaml").read_bytes()
    load_document(parse(content).document)
    first = as_mapping(export_document(Plan.objects.get()))
    again = load_document(parse(first).document)
    assert as_mapping(export_document(Plan.objects.get())) == first
    assert not [line for line in again.sentences() if "added" in line and "0 added" not in line]
    assert ("reconstruction" in first) == (name == "gaza-phase-two")


@pytest.mark.django_db
def test_a_donors_group_may_change_in_the_file() -> None:
    load_document(read(donors=[GROUP, DONOR]).document)
    load_document(read(donors=[GROUP, {"slug": "qatar", "name": "Qatar"}]).document)
    assert Donor.objects.get(slug="qatar").part_of is None
