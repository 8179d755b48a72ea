"""The structure's history: every edit of it, in every language."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Model
from django.utils import translation

from milestones.kinds.core import KINDS
from milestones.kinds.kind import translated_names
from milestones.loading.stored import tables_by_kind
from milestones.models import (
    Actor,
    AppendOnly,
    Area,
    Clause,
    Condition,
    Gate,
    GateReading,
    Indicator,
    Milestone,
    Phase,
    Pillar,
    Plan,
    PlanEntry,
    Reading,
    Responsibility,
    Series,
    ShownIndicator,
    Source,
)
from milestones.selectors.row_history import Version, versions_of
from milestones.services.recompute import recompute
from milestones.state import state_for
from tests.factories import make_actor, make_condition, make_gate, make_milestone, make_plan

EDITED = (Plan, Reading, Pillar, Phase, Area, Actor, Source, Indicator, Series, Milestone)
EDITED += (Clause, Responsibility, ShownIndicator, Gate, GateReading, Condition)

NOW = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def versions(row: Model) -> list[Version]:
    """The versions of a row that revisions kept, oldest first."""
    kind = row._meta.label_lower
    entries = PlanEntry.objects.filter(kind=kind, key=row.pk).values_list("pk", flat=True)
    return sorted(versions_of(kind, entries).values(), key=lambda version: version.first)


def test_an_edit_of_a_translated_text_is_kept_in_its_language() -> None:
    milestone = make_milestone(make_plan(), name_en="Handover", name_ar="تسليم", name_he="מסירה")
    recompute(milestone.plan_id, now=NOW)
    milestone.name_ar = "تسليم السلاح"
    milestone.save()
    recompute(milestone.plan_id, now=NOW)
    first, newest = (version.columns for version in versions(milestone))
    assert (newest["name_en"], newest["name_ar"], newest["name_he"]) == ("Handover", "تسليم السلاح", "מסירה")
    assert first["name_ar"] == "تسليم"
    assert [name for name in newest if newest[name] != first[name]] == ["name_ar"]


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_every_column_of_the_structure_is_in_its_history(model: type) -> None:
    kept = set(tables_by_kind()[model._meta.label_lower].columns)
    own = {field.attname for field in model._meta.concrete_fields} - {"revision", "plan_id"}
    assert own - translated_names(model) <= kept
    for text in translated_names(model):
        assert {f"{text}_en", f"{text}_ar", f"{text}_he"} <= kept


def test_structure_is_edited_and_records_are_not() -> None:
    kept = {kind.model for kind in KINDS}
    assert {model for model in kept if not issubclass(model, AppendOnly)} == set(EDITED)


def test_a_plan_is_had_as_it_was_at_an_instant() -> None:
    plan = make_plan(summary="first")
    recompute(plan.pk, now=NOW)
    plan.summary = "second"
    plan.save()
    recompute(plan.pk, now=NOW + dt.timedelta(hours=1))
    plan.refresh_from_db()
    assert [state_for(plan, None, at).plan.summary_en for at in (NOW, None)] == ["first", "second"]


def test_deleting_a_milestone_is_kept_with_what_went_with_it() -> None:
    milestone = make_milestone(make_plan(), publication="draft")  # so that no change of status rests on it
    Responsibility.objects.create(milestone=milestone, actor=make_actor(milestone.plan))
    gate = make_gate(milestone)
    condition = make_condition(gate)
    pairs = [(row._meta.label_lower, row.pk) for row in (milestone, gate, condition)]
    recompute(milestone.plan_id, now=NOW)
    milestone.delete()
    recompute(milestone.plan_id, now=NOW)
    for kind, key in pairs:
        assert PlanEntry.objects.filter(kind=kind, key=key, last=1).count() == 1
    assert PlanEntry.objects.filter(kind="milestones.responsibility", last=1).count() == 1


@pytest.mark.parametrize(("language", "name"), [("en", "Governance"), ("ar", "الحوكمة"), ("he", "Governance")])
def test_a_text_is_read_in_the_readers_language_or_the_next_that_has_it(language: str, name: str) -> None:
    make_plan(pillars=())
    Pillar.objects.create(plan=Plan.objects.get(), slug="governance", name_en="Governance", name_ar="الحوكمة")
    with translation.override(language):
        assert Pillar.objects.get().name == name


def test_a_text_that_only_arabic_has_is_read_in_every_language() -> None:
    plan = make_plan(pillars=())
    Pillar.objects.create(plan=plan, slug="governance", name_ar="الحوكمة")
    with translation.override("he"):
        assert str(Pillar.objects.get()) == "الحوكمة"


def test_the_driver_is_psycopg2() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    assert connection.Database.__name__ == "psycopg2"


def test_a_slug_sorts_nothing_but_rank_does() -> None:
    plan = make_plan()
    make_milestone(plan, "alpha", rank=1)
    make_milestone(plan, "omega", rank=0)
    assert [milestone.slug for milestone in Milestone.objects.all()] == ["omega", "alpha"]
