"""The structure's history: every edit of it, in every language."""

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from milestones.kinds.kind import translated_names
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
    Reading,
    Responsibility,
    Series,
    ShownIndicator,
    Source,
)
from tests.factories import make_actor, make_condition, make_gate, make_milestone, make_plan

EDITED = (Plan, Reading, Pillar, Phase, Area, Actor, Source, Indicator, Series, Milestone)
EDITED += (Clause, Responsibility, ShownIndicator, Gate, GateReading, Condition)

pytestmark = pytest.mark.django_db


def test_an_edit_of_a_translated_text_is_kept_in_its_language() -> None:
    milestone = make_milestone(make_plan(), name_en="Handover", name_ar="تسليم", name_he="מסירה")
    milestone.name_ar = "تسليم السلاح"
    milestone.save()
    newest, first = milestone.history.all()
    assert (newest.name_en, newest.name_ar, newest.name_he) == ("Handover", "تسليم السلاح", "מסירה")
    assert first.name_ar == "تسليم"
    assert [change.field for change in newest.diff_against(first).changes] == ["name_ar"]


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_every_column_of_the_structure_is_in_its_history(model: type) -> None:
    kept = {field.attname for field in model.history.model._meta.concrete_fields}
    own = {field.attname for field in model._meta.concrete_fields} - {"revision"}
    assert own <= kept
    for text in translated_names(model):
        assert {f"{text}_en", f"{text}_ar", f"{text}_he"} <= kept


def test_structure_has_a_history_and_records_are_their_own() -> None:
    with_history = {
        model for model in apps.get_app_config("milestones").get_models() if hasattr(model, "history")
    }
    assert with_history == set(EDITED)
    assert not any(issubclass(model, AppendOnly) for model in with_history)


def test_a_plan_is_had_as_it_was_at_an_instant() -> None:
    plan = make_plan(summary="first")
    then = plan.history.latest().history_date
    plan.summary = "second"
    plan.save()
    assert plan.history.as_of(then).summary_en == "first"


def test_deleting_a_milestone_is_kept_with_what_went_with_it() -> None:
    milestone = make_milestone(make_plan())
    Responsibility.objects.create(milestone=milestone, actor=make_actor(milestone.plan))
    gate = make_gate(milestone)
    condition = make_condition(gate)
    pairs = [(type(row), row.pk) for row in (milestone, gate, condition)]
    milestone.delete()
    for model, key in pairs:
        assert model.history.filter(id=key, history_type="-").count() == 1
    assert Responsibility.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Governance"), ("ar", "الحوكمة"), ("he", "Governance")]
)
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
