"""Governance's section of the plan file: read with its faults, loaded, exported and loaded again."""

import copy
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from milestones.kinds.format import parse
from milestones.models import Observation, Plan
from milestones.planfile import PlanFileError, normalised
from milestones.planfile.write import dump
from milestones.services.loading import load_document
from milestones.state import state_now
from milestones.state.exporting import export_document
from pillars.governance import models
from tests.planfile.plans import small_plan

GAZA = Path(__file__).resolve().parents[3] / "plans" / "gaza-phase-two.yaml"

SECTION: dict[str, Any] = {
    "bodies": [{"slug": "council", "name": "Council", "kind": "committee", "size": 2, "source": "deal"}],
    "portfolios": [{"slug": "health", "body": "council", "name": {"en": "Health", "ar": "الصحة"}}],
    "seats": [
        {"slug": "chair", "body": "council", "name": "Chair"},
        {
            "slug": "health-seat",
            "body": "council",
            "name": "Health",
            "portfolio": "health",
            "must_be_independent": True,
        },
    ],
    "appointments": [
        {
            "seat": "chair",
            "date": "2026-01-05",
            "holder": "A. Holder",
            "vetting": "passed",
            "vetted_by": "monitor",
            "until": "2026-02-01",
            "verification": "verified",
            "source": "deal",
        },
        {"seat": "health-seat", "date": "2026-01-05", "publication": "restricted"},
    ],
    "vacancies": [{"seat": "chair", "date": "2026-02-02", "recorded": "2026-02-03T10:00:00Z"}],
    "functions": [{"slug": "water", "name": "Water", "kind": "public-service", "receiver": "council"}],
    "served_areas": [{"slug": "all-north", "area": "north", "weight": "1.5"}],
    "handovers": [{"function": "water", "date": "2026-01-05", "stage": "offered", "run_by": "nobody"}],
    "deliveries": [{"function": "water", "date": "2026-01-05", "area": "north", "status": "partly"}],
    "benchmarks": [
        {"slug": "audit", "name": "Audit", "kind": "reform", "judge_none_designated": True, "due": "2026-05-01"}
    ],
    "findings": [{"benchmark": "audit", "date": "2026-01-05", "outcome": "not-met", "found_by": "monitor"}],
}


def plan_with(section: Any) -> dict[str, Any]:
    return small_plan(
        governance=section,
        actors=[{"slug": "north", "name": "North"}, {"slug": "monitor", "name": "Monitor"}],
        areas=[{"slug": "north", "name": "North"}],
        sources=[{"slug": "roadmap", "title": "Roadmap"}, {"slug": "deal", "title": "Deal"}],
    )


def read(section: Any) -> Any:
    return parse(plan_with(section))


@pytest.mark.django_db
def test_what_is_loaded_is_exported_and_loads_without_a_difference() -> None:
    document = read(SECTION).document
    load_document(document)
    plan = Plan.objects.get()
    exported = export_document(plan).sections["governance"]
    assert {key for key, entries in exported.items() if entries} == set(SECTION)
    again = parse(dump(export_document(plan))).document
    assert not load_document(again).has_writes
    assert export_document(plan).sections["governance"] == exported


@pytest.mark.django_db
def test_the_public_export_leaves_out_what_is_restricted() -> None:
    load_document(read(SECTION).document)
    exported = export_document(Plan.objects.get(), user=None).sections["governance"]
    assert [each["seat"] for each in exported["appointments"]] == ["chair"]


FAULTS = [
    (("bodies", 0, "kind"), "junta", "governance.bodies[0].kind", "unknown_kind"),
    (("bodies", 0, "size"), 1, "governance.bodies[0].size", "seats_beyond_size"),
    (("bodies", 0, "size"), "two", "governance.bodies[0].size", "bad_number"),
    (("bodies", 0, "name"), "x" * 501, "governance.bodies[0].name", "too_long"),
    (("bodies", 0, "slug"), "Council", "governance.bodies[0].slug", "bad_slug"),
    (("bodies", 0, "colour"), "red", "governance.bodies[0].colour", "unknown_key"),
    (("seats", 0, "body"), "senate", "governance.seats[0].body", "unknown_body"),
    (("seats", 1, "slug"), "chair", "governance.seats[1].slug", "duplicate_slug"),
    (("seats", 0, "must_be_independent"), "yes", "governance.seats[0].must_be_independent", "wrong_type"),
    (
        ("appointments", 0, "until"),
        "2026-01-01",
        "governance.appointments[0].until",
        "appointment_until_not_before_date",
    ),
    (("appointments", 0, "vetted_by"), "nobody", "governance.appointments[0].vetted_by", "unknown_actor"),
    (("appointments", 0, "vetting"), "fine", "governance.appointments[0].vetting", "unknown_vetting"),
    (("vacancies", 0, "seat"), "bench", "governance.vacancies[0].seat", "unknown_seat"),
    (("handovers", 0, "stage"), "late", "governance.handovers[0].stage", "unknown_stage"),
    (("handovers", 0, "run_by"), "me", "governance.handovers[0].run_by", "unknown_run_by"),
    (("deliveries", 0, "area"), "south", "governance.deliveries[0].area", "unknown_area"),
    (("benchmarks", 0, "judge"), "monitor", "governance.benchmarks[0].judge", "benchmark_judge_or_none"),
    (("appointments", 0, "vetting"), "pending", "governance.appointments[0].vetted_by", "vetted_without_result"),
    (("functions", 0, "kind"), "civil-function", "governance.deliveries[0].function", "delivered_by_no_service"),
    (("findings", 0, "verification"), "verified", "governance.findings[0].verification", "verified_by_nobody"),
    (("findings", 0, "date"), None, "governance.findings[0].date", "missing"),
]


@pytest.mark.parametrize(("place", "value", "path", "code"), FAULTS)
def test_a_fault_is_told_with_its_path(place: tuple[Any, ...], value: Any, path: str, code: str) -> None:
    section = copy.deepcopy(SECTION)
    table, index, key = place
    section[table][index][key] = value
    with pytest.raises(PlanFileError) as refused:
        read(section)
    assert (path, code) in [(fault.path, fault.code) for fault in refused.value.faults]


def test_a_portfolio_of_another_body_is_refused() -> None:
    section = copy.deepcopy(SECTION)
    section["bodies"].append({"slug": "board", "name": "Board", "kind": "board"})
    section["portfolios"][0]["body"] = "board"
    with pytest.raises(
        PlanFileError, match=r"seats\[1\].portfolio: “health” is a portfolio of another body. Choose one of council."
    ):
        read(section)


def test_what_the_database_holds_too_is_told_with_its_path() -> None:
    section = copy.deepcopy(SECTION)
    section["served_areas"][0]["weight"] = "0"
    with pytest.raises(PlanFileError, match=r"served_areas\[0\].weight: A weight is more than 0.") as refused:
        read(section)
    assert [fault.code for fault in refused.value.faults] == ["served_area_weight_is_positive"]


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize(("table", "model"), [("seats", models.Seat), ("appointments", models.Appointment)])
def test_a_row_more_costs_few_queries(table: str, model: type[Any]) -> None:
    """Its keys are in hand: what is left is to write it, its history and the plan's mark, and to see its plan."""
    counts = []
    for rows in (2, 22):
        section = copy.deepcopy(SECTION)
        del section["bodies"][0]["size"]
        first = section[table][0]
        section[table] += [
            first | ({"slug": f"more-{number}"} if table == "seats" else {"note": f"No. {number}"})
            for number in range(rows - 2)
        ]
        document = read(section).document
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            load_document(document)
            assert model.objects.count() == rows
            transaction.set_rollback(True)
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 20 * 5


@pytest.mark.django_db
def test_gazas_section_is_loaded_and_feeds_the_indicators_that_the_file_holds() -> None:
    document = parse(GAZA.read_bytes()).document
    load_document(document)
    plan = Plan.objects.get()
    exported = export_document(plan)
    assert exported.sections["governance"] == normalised(document).sections["governance"]
    assert not load_document(parse(dump(exported)).document).has_writes
    unnamed = models.Seat.objects.filter(body__slug="ncag", appointment_records__isnull=True)
    assert [seat.slug for seat in unnamed] == ["ncag-13", "ncag-14", "ncag-15"]
    derived = state_now(plan).rows(Observation).where(series="derived")
    assert [row.value for row in derived if row.indicator.slug == "ncag-seats-filled"][-1] == 80
