"""Entering, editing and retracting: whole or not at all, in the author's name, and with faults as data."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from milestones.kinds import Kind
from milestones.kinds.core import KIND_OF
from milestones.models import Assessment, Gate, Milestone, Observation, Plan, RecomputeMark, Source, Waiver
from milestones.services.entering import Entered, edit, enter
from milestones.services.loading import load_document
from milestones.services.retraction import retract
from tests import factories as make
from tests.admin.conftest import in_role
from tests.services.small_files import document
from tests.services.undone import row_counts

pytestmark = pytest.mark.django_db

ASSESSMENTS, GATES, MILESTONES, OBSERVATIONS, WAIVERS = (
    KIND_OF[model] for model in (Assessment, Gate, Milestone, Observation, Waiver)
)
SEEN = {"milestone": "handover", "date": "2026-03-01", "level": "minimum", "source": "report"}


@pytest.fixture
def plan() -> Plan:
    load_document(document())
    return Plan.objects.get()


@pytest.fixture
def analyst(plan: Plan) -> Any:
    return in_role("analyst")


def entered(kind: Kind, *entries: dict[str, Any], plan: Plan, user: Any, **options: Any) -> Entered:
    return enter(kind, entries, plan=plan, user=user, at=make.INSTANT, **options)


def codes(outcome: Entered) -> list[tuple[tuple[Any, ...], str]]:
    return [(fault.pointer, fault.code) for fault in outcome.faults]


def test_records_are_entered_in_their_authors_name_and_mark_the_plan(plan: Plan, analyst: Any) -> None:
    RecomputeMark.objects.all().delete()
    outcome = entered(ASSESSMENTS, SEEN, SEEN | {"date": "2026-03-02", "note": "Twice."}, plan=plan, user=analyst)
    first, second = outcome.rows
    assert (first.milestone.slug, first.level, first.source.slug) == ("handover", 1, "report")
    assert (second.note_en, second.entered_by, second.recorded_at) == ("Twice.", analyst, make.INSTANT)
    assert {mark.plan for mark in RecomputeMark.objects.all()} == {plan}


def test_one_fault_and_nothing_is_written(plan: Plan, analyst: Any) -> None:
    before = row_counts()
    odd = SEEN | {"level": "halfway", "source": "repport", "colour": "red"}
    outcome = entered(ASSESSMENTS, SEEN, odd, plan=plan, user=analyst)
    assert set(codes(outcome)) == {
        ((1, "level"), "unknown_level"),
        ((1, "source"), "unknown_source"),
        ((1, "colour"), "unknown_key"),
    }
    assert any('did you mean "report"' in fault.message for fault in outcome.faults)
    assert (outcome.rows, row_counts()) == ((), before)


def test_entries_are_held_against_those_before_them(plan: Plan, analyst: Any) -> None:
    named = {"slug": "disband", "name": "Disband", "pillar": "governance"}
    outcome = entered(MILESTONES, named, named, plan=plan, user=analyst)
    assert codes(outcome) == [((1, "slug"), "milestone_slug_unique_in_plan")]
    assert not Milestone.objects.filter(slug="disband").exists()


def test_a_gate_comes_with_what_stands_in_it(plan: Plan, analyst: Any) -> None:
    gate = {
        "milestone": "committee",
        "before": "completion",
        "readings": ["board"],
        "conditions": [{"indicator": "weapons", "at_least": "4.5", "for_days": 14}, {"date": "2026-03-01"}],
    }
    outcome = entered(GATES, gate, plan=plan, user=analyst)
    [added] = Gate.objects.filter(milestone__slug="committee")
    assert [str(condition) for condition in added.conditions.all()] == ["Weapons ≥ 4.5", "1 March 2026"]
    assert [reading.slug for reading in added.readings.all()] == ["board"]
    place = ("milestones", "committee", "gates", 0, "conditions", 0, "for_days")
    assert (place, "hold_without_stale_after") in [(each.pointer, each.code) for each in outcome.warnings]
    assert outcome.faults == ()


def test_what_the_author_may_not_see_he_cannot_name(plan: Plan) -> None:
    Source.objects.filter(slug="report").update(publication="restricted")
    make.make_source(make.make_plan("other"), "theirs")
    user = make.make_user("clerk", permissions=("add_assessment",))
    outcome = entered(ASSESSMENTS, SEEN, SEEN | {"source": "theirs"}, plan=plan, user=user)
    assert codes(outcome) == [((0, "source"), "unknown_source"), ((1, "source"), "unknown_source")]
    hidden = SEEN | {"source": None, "publication": "restricted"}
    assert codes(entered(ASSESSMENTS, hidden, plan=plan, user=user)) == [((0, "publication"), "beyond_sight")]


@pytest.mark.parametrize("odd", [None, "²", "9" * 40, "-1", True, [], {}, "\x00", "\ud800", "a" * 5000, object()])
def test_what_names_nothing_is_a_fault_and_no_failure(plan: Plan, analyst: Any, odd: Any) -> None:
    for kind, owner in ((ASSESSMENTS, "milestone"), (WAIVERS, "gate")):
        outcome = entered(kind, {"date": "2026-03-01", owner: odd}, odd, plan=plan, user=analyst)
        assert (0, owner) in [pointer[:2] for pointer, _ in codes(outcome)]
        assert {pointer[0] for pointer, _ in codes(outcome)} == {0, 1}
        assert all(fault.message.isprintable() for fault in outcome.faults)


def test_nobody_enters_without_the_right_to(plan: Plan) -> None:
    with pytest.raises(PermissionDenied):
        entered(ASSESSMENTS, SEEN, plan=plan, user=in_role("reader"))
    with pytest.raises(PermissionDenied):
        entered(ASSESSMENTS, SEEN, plan=plan, user=None)


def test_an_edit_changes_what_it_names(plan: Plan, analyst: Any) -> None:
    row = Milestone.objects.get(slug="handover")
    Milestone.objects.filter(pk=row.pk).update(clause="17")
    outcome = edit(MILESTONES, row, {"name": {"ar": "تسليم"}, "due": None}, user=analyst, at=make.INSTANT)
    assert outcome.faults == ()
    row = Milestone.objects.get(slug="handover")
    assert (row.name_ar, row.name_en, row.due, row.clause) == ("تسليم", None, None, "17")
    mark = RecomputeMark.objects.last()
    assert (mark.model, mark.key, mark.who) == ("milestones.milestone", row.pk, analyst)
    outcome = edit(MILESTONES, row, {"weight": 0, "pillar": "x"}, user=analyst, at=make.INSTANT)
    assert codes(outcome) == [(("pillar",), "unknown_pillar")]
    assert codes(edit(MILESTONES, row, {"weight": 0}, user=analyst, at=make.INSTANT)) == [(("weight",), "weight")]
    assert codes(edit(MILESTONES, row, {"pillar": None}, user=analyst, at=make.INSTANT)) == [(("pillar",), "missing")]
    assert Milestone.objects.get(slug="handover").weight == 1


def test_records_are_not_edited(plan: Plan, analyst: Any) -> None:
    with pytest.raises(PermissionDenied):
        edit(ASSESSMENTS, Assessment.objects.first(), {"level": "complete"}, user=analyst, at=make.INSTANT)


def test_a_retraction_has_a_reason_and_is_made_once(plan: Plan, analyst: Any) -> None:
    record = Observation.objects.order_by("date").first()
    options = {"user": analyst, "at": make.INSTANT}
    assert codes(retract(OBSERVATIONS, [record], reason="  ", **options)) == [(("reason",), "missing")]
    assert codes(retract(OBSERVATIONS, [record], reason="x" * 1001, **options)) == [(("reason",), "too_long")]
    assert codes(retract(OBSERVATIONS, [record], reason="\x00", **options)) == [(("reason",), "unprintable")]
    assert retract(OBSERVATIONS, [record], reason=" Counted twice. ", **options).rows == (record,)
    stored = Observation.objects.get(pk=record.pk)
    assert (stored.retracted_at, stored.retraction_reason) == (make.INSTANT, "Counted twice.")
    assert retract(OBSERVATIONS, [stored], reason="Again.", **options).rows == ()
