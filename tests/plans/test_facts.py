"""Each fact compiled for the plans is in one of them, loaded, with value, day, grade and source, or says why not."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from milestones.contingency.scales import Grade, Level
from milestones.kinds.format import parse
from milestones.models import Assessment, Observation, Plan, Position
from milestones.services.loading import load_document
from milestones.state import PlanState, state_now
from pillars.demilitarisation.models import Incident, Pullback, Tally
from pillars.governance.models import Appointment

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[2]
# A bulletin is one file of the repository that the fact names.
REPOSITORY = "https://github.com/TechForPalestine/palestine-datasets"
# What a fact's figure became in the plan, where the two differ.
DERIVED = {
    # in percent of the trucks due by then
    "aid-trucks-cogat": "76",
    "aid-trucks-hamas-doc": "22",
    # a day
    "aid-trucks-un2720-dec": "113",
    # in percent of a committee's twelve seats
    "ncag-members-count": "100",
    "ncag-members-count-anadolu": "100",
    # a name as another source prints it, and a case by its name
    "ncag-chair": "Ali Shaath",
    "incident-rafah-2025-10-19": "rafah-2025-10-19",
    # the fact is of the day that was planned
    "aceh-withdrawal-3-planned-end": "5700",
}
SECTIONS: dict[str, type[Any]] = {
    "demilitarisation/incidents": Incident,
    "demilitarisation/pullbacks": Pullback,
    "demilitarisation/tallies": Tally,
    "governance/appointments": Appointment,
}


def facts() -> list[dict[str, str]]:
    path = ROOT / "tests" / "facts" / "facts_2026-11.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> dict[str, PlanState]:
    """The shipped plans as the database gives them back: loaded once, as these tests only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        for path in sorted((ROOT / "plans").glob("*.yaml")):
            load_document(parse(path.read_text("utf-8")).document)
        states = {plan.slug: state_now(plan) for plan in Plan.objects.all()}
        transaction.set_rollback(True)
    return states


def told_at(state: PlanState, where: str) -> Iterator[tuple[str, Any]]:
    """The standing records at a place of the plan, each with what it tells there."""
    part, owner, *rest = where.split("/")
    name = rest[0] if rest else ""
    found: list[tuple[str, Any]]
    if part == "indicators":
        rows = [row for row in state.rows(Observation) if (row.indicator.slug, row.series or "") == (owner, name)]
        found = [(f"{row.value.normalize():f}", row) for row in rows]
    elif part == "milestones":
        level = Level[name.upper()]
        found = [("", r) for r in state.rows(Assessment) if (r.milestone.slug, r.level) == (owner, level)]
    elif part == "positions":
        found = [("", row) for row in state.rows(Position) if (row.actor.slug, row.stance) == (owner, name)]
    else:
        values = [(getattr(row, name), row) for row in state.rows(SECTIONS[f"{part}/{owner}"])]
        found = [(str(value), row) for value, row in values if value not in (None, "")]
    yield from ((told, row) for told, row in found if row.retracted_at is None)


def stands_at(row: Any, address: str) -> bool:
    """Whether the record's source is the document at the address."""
    return row.source.url == address or (address == REPOSITORY and row.source.url.startswith(REPOSITORY))


@pytest.mark.parametrize("fact", [f for f in facts() if f["plan"]], ids=lambda fact: fact["slug"])
@pytest.mark.django_db
def test_a_fact_stands_in_the_loaded_plan(fact: dict[str, str], loaded: dict[str, PlanState]) -> None:
    found = [
        (told, row.date.isoformat(), Grade(row.verification).name.lower() if hasattr(row, "verification") else "")
        for told, row in told_at(loaded[fact["plan"]], fact["where"])
        if stands_at(row, fact["plan_url"])
    ]
    assert (fact["plan_value"], fact["plan_date"], fact["grade"]) in found


@pytest.mark.parametrize("fact", [f for f in facts() if f["plan"]], ids=lambda fact: fact["slug"])
def test_a_record_that_is_not_as_the_fact_says_why(fact: dict[str, str]) -> None:
    # A fact or a record without a value differs in none: a position, an assessment, a day that was planned.
    value, told = (fact["value"], fact["plan_value"]) if fact["value"] and fact["plan_value"] else ("", "")
    as_compiled = (fact["date"], value, fact["url"])
    assert bool(fact["differs"]) == (as_compiled != (fact["plan_date"], told, fact["plan_url"]))


@pytest.mark.parametrize("fact", [f for f in facts() if f["plan"]], ids=lambda fact: fact["slug"])
def test_a_figure_in_the_plan_is_the_facts_own_or_derived_from_it(fact: dict[str, str]) -> None:
    assert fact["plan_value"] in {fact["value"], "", DERIVED.get(fact["slug"])}


@pytest.mark.parametrize("fact", [f for f in facts() if not f["plan"]], ids=lambda fact: fact["slug"])
def test_a_fact_left_out_says_why(fact: dict[str, str]) -> None:
    assert fact["left_out"]


@pytest.mark.parametrize("fact", [f for f in facts() if f["grade"]], ids=lambda fact: fact["slug"])
def test_no_grade_is_above_what_the_facts_tier_bears(fact: dict[str, str]) -> None:
    bears = {"A": {"verified", "corroborated", "reported"}, "B": {"corroborated", "reported"}}
    assert fact["grade"] in bears.get(fact["tier"], {"reported"})
