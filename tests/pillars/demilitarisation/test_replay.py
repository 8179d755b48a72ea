"""Aceh's history, replayed from its decommissioning records alone."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from milestones.contingency import evaluate
from milestones.contingency import plan as engine
from milestones.kinds.format import parse
from milestones.loading.exporting import export_document
from milestones.models import Observation, Plan
from milestones.planfile import Document
from milestones.registry import registry
from milestones.selectors.engine_plan import engine_plan
from milestones.services.loading import load_document
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute
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

pytestmark = pytest.mark.django_db


def parsed() -> Document:
    return parse(FILE.read_bytes()).document


def without_derived(document: Document) -> Document:
    """The file as if no measure had ever been taken: the section's records alone can decide."""
    return document.replace(
        indicators=tuple(
            each.replace(observations=tuple(one for one in each.observations if one.series != "derived"))
            for each in document.indicators
        ),
    )


def replayed(document: Document, *, now: datetime = NOW) -> engine.Plan:
    load_document(document)
    plan = Plan.objects.get(slug=document.plan.slug)
    assert recompute(plan.pk, now=now) is not None
    return engine_plan(plan)


def statuses(plan: engine.Plan, on: str, reading: str, **moment: Any) -> dict[str, str]:
    found = evaluate(plan, on=date.fromisoformat(on), reading=reading, **moment)
    return {slug: verdict.status.value for slug, verdict in found.milestones.items()}


def test_the_records_alone_open_and_close_the_gates_as_history_did_in_each_count() -> None:
    plan = replayed(without_derived(parsed()))
    for reading, on in EXPECTED:
        assert statuses(plan, on, reading) == EXPECTED[reading, on], (reading, on)


def test_each_day_recomputed_on_that_very_day_gives_what_history_gave() -> None:
    document = without_derived(parsed())
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
    bare = without_derived(parsed()).replace(sections={})
    load_document(bare)
    plan = Plan.objects.get(slug="aceh-2005")
    recompute(plan.pk, now=NOW)
    assert not Observation.objects.filter(indicator__slug__in=GATING[1:]).exists()


def test_a_count_published_later_does_not_change_what_was_known_before() -> None:
    plan = replayed(without_derived(parsed()))
    for (on, known_at, milestone), status in AS_KNOWN.items():
        known = datetime.fromisoformat(known_at)
        assert statuses(plan, on, "indonesia", known_at=known)[milestone] == status


def test_the_derived_observations_in_the_file_are_those_that_the_records_give() -> None:
    document = parsed()
    load_document(without_derived(document))
    plan = Plan.objects.get(slug="aceh-2005")
    recompute(plan.pk, now=NOW)
    in_file = {each.slug: each.observations for each in document.indicators}
    exported = {each.slug: each.observations for each in export_document(plan).indicators}
    for slug in GATING:
        given = [each for each in in_file[slug] if each.series == "derived"]
        assert [each for each in exported[slug] if each.series == "derived"] == given, slug
    assert sum(len(in_file[slug]) > 0 for slug in GATING) >= 4


def test_the_gating_indicators_are_fed_by_measures() -> None:
    document = parsed()
    fed = {each.slug: each.measure for each in document.indicators if each.measure}
    assert set(GATING) <= set(fed)
    assert all(registry.measure(measure) is not None for measure in fed.values())


def test_had_the_mission_accepted_44_more_the_third_withdrawal_would_have_been_in_time() -> None:
    text = FILE.read_text(encoding="utf-8").replace("      accepted: 166\n", "      accepted: 210\n")
    changed = parse(text).document
    plan = replayed(without_derived(changed))
    assert statuses(plan, "2005-11-18", "text")["withdrawal-3"] == "cleared"
