"""Taking structure out of a plan: whole or not at all, in the author's name, and with what forbids it as data."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from milestones.models import Assessment, Condition, Gate, Milestone, Plan, RecomputeMark
from milestones.services.retraction import remove
from tests.admin.conftest import in_role
from tests.factories import (
    INSTANT,
    make_assessment,
    make_condition,
    make_gate,
    make_milestone,
    make_plan,
    make_user,
    make_waiver,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> SimpleNamespace:
    """Committee has a record; Handover's gate waits for Committee; Lonely has a gate of its own."""
    plan = make_plan()
    committee = make_milestone(plan, slug="committee", name_en="Committee")
    handover = make_milestone(plan, slug="handover", name_en="Handover")
    lonely = make_milestone(plan, slug="lonely", name_en="Lonely")
    make_condition(make_gate(handover), milestone=committee)
    make_condition(make_gate(lonely), milestone=committee)
    return SimpleNamespace(plan=plan, committee=committee, handover=handover, lonely=lonely)


@pytest.fixture
def clerk() -> Any:
    return make_user("clerk", permissions=("delete_milestone", "delete_pillar", "view_draft"))


def test_a_row_goes_with_its_parts_and_its_marks_name_the_author(cast: SimpleNamespace, clerk: Any) -> None:
    RecomputeMark.objects.all().delete()
    outcome = remove([cast.lonely], user=clerk, at=INSTANT)
    assert (outcome.rows, outcome.faults) == ((cast.lonely,), ())
    assert not Milestone.objects.filter(slug="lonely").exists()
    assert Gate.objects.count() == Condition.objects.count() == 1
    removed = RecomputeMark.objects.filter(cause__kind="removed").values_list("cause__model", flat=True)
    kinds = {f"milestones.{name}" for name in ("milestone", "gate", "condition")}
    assert set(removed) >= kinds
    assert {(mark.plan, mark.who) for mark in RecomputeMark.objects.all()} == {(cast.plan, clerk)}


def test_what_something_rests_on_stays_and_it_is_said_in_the_readers_language(
    cast: SimpleNamespace, clerk: Any
) -> None:
    make_assessment(cast.committee)
    make_waiver(make_gate(cast.handover))
    outcome = remove([cast.lonely, cast.committee, cast.handover], user=clerk, at=INSTANT)
    assert [(fault.code, fault.params["needed_by"]) for fault in outcome.faults] == [
        ("on_record", "assessments (1), conditions (2)"),
        ("on_record", "waivers (1)"),
    ]
    assert outcome.faults[0].message == (
        "“Committee” stays, for this rests on it: assessments (1), conditions (2). "
        "Hide it instead, or let that go first."
    )
    with translation.override("ar"):
        arabic = remove([cast.committee], user=clerk, at=INSTANT).faults[0].message
    assert "Committee" in arabic
    assert "stays" not in arabic
    assert "assessments" not in arabic
    assert Milestone.objects.count() == 3


def test_what_would_break_the_plan_is_taken_back(cast: SimpleNamespace, clerk: Any) -> None:
    alone = make_milestone(cast.plan, pillar="reconstruction")
    make_condition(make_gate(cast.handover), pillar=cast.plan.pillars.get(slug="reconstruction"), progress=50)
    assert [fault.code for fault in remove([alone], user=clerk, at=INSTANT).faults] == ["empty_pillar"]
    assert Milestone.objects.filter(pk=alone.pk).exists()


def test_nobody_removes_what_he_may_not_or_does_not_see_and_nobody_a_record(cast: SimpleNamespace, clerk: Any) -> None:
    hidden = make_milestone(cast.plan, publication="restricted")
    for user, rows in (
        (None, [cast.lonely]),
        (in_role("analyst"), [cast.lonely]),
        (clerk, [hidden]),
        (clerk, [cast.lonely, hidden]),
        (make_user("root", is_superuser=True), [make_assessment(cast.lonely)]),
    ):
        with pytest.raises(PermissionDenied):
            remove(rows, user=user, at=INSTANT)
    assert (Milestone.objects.count(), Assessment.objects.count()) == (4, 1)


def test_a_plan_of_nothing_is_removed_and_none_is_asked_after_it() -> None:
    plan = make_plan("empty")
    pillars = list(plan.pillars.all())
    root = make_user("root", is_superuser=True)
    assert [fault.code for fault in remove([plan], user=root, at=INSTANT).faults] == ["on_record"]
    assert remove(pillars, user=root, at=INSTANT).faults == ()
    assert remove([plan], user=root, at=INSTANT).faults == ()
    assert not Plan.objects.exists()
