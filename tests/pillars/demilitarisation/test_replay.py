"""Aceh's history, replayed from its decommissioning records alone."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from milestones.kinds.format import parse
from milestones.models import Observation, Plan
from milestones.planfile import Document
from milestones.registry import registry
from milestones.services.loading import load_document
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute
from milestones.state import state_for
from milestones.state.exporting import export_document
from tests.plans.aceh_history import AS_KNOWN, EXPECTED

FILE = Path(__file__).resolve().parents[3] / "plans" / "aceh-2005.yaml"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
GATING = (
    "weapons-accepted",
    "weapons-stage-1",
    "weapons-stage-2",
    "weapons-stage-3",
    "joint-through-stage-1",
    "joint-through-stage-2",
    "joint-through-stage-3",
    "joint-through-stage-4",
)

GIVEN = {
    "weapons-accepted": [
        ("2005-09-18", 243),
        ("2005-10-16", 425),
        ("2005-10-20", 476),
        ("2005-11-18", 642),
        ("2005-11-22", 698),
        ("2005-12-15", 801),
        ("2005-12-18", 805),
        ("2005-12-19", 840),
    ],
    "weapons-stage-1": [("2005-09-18", 243)],
    "weapons-stage-2": [("2005-10-16", 182), ("2005-10-20", 233)],
    "weapons-stage-3": [("2005-11-18", 166), ("2005-11-22", 222)],
    "joint-through-stage-1": [("2005-09-17", 226)],
    "joint-through-stage-2": [("2005-10-20", 424)],
    "joint-through-stage-3": [("2005-11-22", 631)],
    "joint-through-stage-4": [("2005-12-19", 769), ("2005-12-21", 840)],
}

pytestmark = pytest.mark.django_db


def parsed() -> Document:
    return parse(FILE.read_bytes()).document


def replayed(document: Document, *, now: datetime = NOW) -> Plan:
    load_document(document)
    plan = Plan.objects.get(slug=document.plan.slug)
    assert recompute(plan.pk, now=now) is not None
    return plan


def statuses(plan: Plan, on: str, reading: str, known_at: datetime | None = None) -> dict[str, str]:
    found = state_for(plan, None, known_at).evaluate(date.fromisoformat(on), known_at, reading)
    return {slug: verdict.status.value for slug, verdict in found.milestones.items()}


def test_the_records_alone_open_and_close_the_gates_as_history_did_in_each_count() -> None:
    plan = replayed(parsed())
    for reading, on in EXPECTED:
        assert statuses(plan, on, reading) == EXPECTED[reading, on], (reading, on)


def test_each_day_recomputed_on_that_very_day_gives_what_history_gave() -> None:
    document = parsed()
    load_document(document)
    plan = Plan.objects.get(slug="aceh-2005")
    for reading, on in EXPECTED:
        if reading != "text":
            continue
        raise_mark(plan, cause={"kind": "manual"})
        recompute(plan.pk, now=datetime.fromisoformat(f"{on}T12:00:00+00:00"))
        stored = plan.milestones.values_list("slug", "current__status")
        assert dict(stored) == EXPECTED[reading, on], on


def test_without_records_the_gating_counts_are_not_known() -> None:
    bare = parsed().replace(sections={})
    load_document(bare)
    plan = Plan.objects.get(slug="aceh-2005")
    recompute(plan.pk, now=NOW)
    given = state_for(plan).rows(Observation)
    assert not [row for row in given if row.indicator.slug in GATING[1:]]


def test_a_count_published_later_does_not_change_what_was_known_before() -> None:
    plan = replayed(parsed())
    for (on, known_at, milestone), status in AS_KNOWN.items():
        known = datetime.fromisoformat(known_at)
        assert statuses(plan, on, "indonesia", known_at=known)[milestone] == status


def test_what_the_records_give_is_computed_and_neither_stored_nor_exported() -> None:
    plan = replayed(parsed())
    assert not Observation.objects.filter(series="derived").exists()
    assert not [
        row for each in export_document(plan).indicators for row in each.observations if row.series == "derived"
    ]
    given = state_for(plan).rows(Observation).where(series="derived")
    assert {
        slug: [(row.date.isoformat(), int(row.value)) for row in given if row.indicator.slug == slug] for slug in GATING
    } == GIVEN


def test_the_gating_indicators_are_fed_by_measures() -> None:
    document = parsed()
    fed = {each.slug: each.measure for each in document.indicators if each.measure}
    assert set(GATING) <= set(fed)
    assert all(registry.measure(measure) is not None for measure in fed.values())


def test_had_the_mission_accepted_44_more_the_third_withdrawal_would_have_been_in_time() -> None:
    text = FILE.read_text(encoding="utf-8").replace("      accepted: 166\n", "      accepted: 210\n")
    changed = parse(text).document
    plan = replayed(changed)
    assert statuses(plan, "2005-11-18", "text")["withdrawal-3"] == "cleared"
