"""The structural rules on a plan that came from elsewhere than a file: places carry the caller's handles."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from milestones.contingency.checks import find_faults
from milestones.contingency.findings import TEMPLATES, Place, Severity
from milestones.contingency.plan import (
    Condition,
    Group,
    Indicator,
    IndicatorCondition,
    Milestone,
    MilestoneCondition,
    PillarCondition,
    Plan,
    Revision,
)
from milestones.contingency.scales import Before, Level
from milestones.contingency.spelling import closest, did_you_mean


def plan_of(*milestones: Milestone, **changes: object) -> Plan:
    """A plan of one pillar."""
    return Plan(slug="small", pillars=("p",), milestones=milestones, **changes)  # type: ignore[arg-type]


def waiting_for(condition: Condition, before: Before = Before.START, require: int = 1) -> Milestone:
    """A milestone with one gate of one condition."""
    group = Group(before=before, conditions=(condition,), require=require, ref=70)
    return Milestone("m", "p", groups=(group,), ref=7)


def test_a_place_leads_to_the_row_at_fault() -> None:
    plan = plan_of(Milestone("first", "p"), waiting_for(MilestoneCondition("m", Level.COMPLETE, ref=700)))
    (fault,) = find_faults(plan)
    assert fault.code == "self_wait"
    assert fault.severity is Severity.ERROR
    assert fault.place == Place("milestones", 1, "m", ("groups", 0, "conditions", 0), ref=700)


def test_a_fault_of_a_key_is_placed_at_the_row_that_has_it() -> None:
    (fault,) = find_faults(plan_of(waiting_for(MilestoneCondition("n", Level.COMPLETE, ref=700))))
    assert (fault.code, fault.place.steps[-1], fault.place.ref) == ("unknown_milestone", "milestone", 700)
    (fault,) = find_faults(plan_of(Milestone("m", "p", weight=Decimal(0), ref=7)))
    assert (fault.code, fault.place.steps, fault.place.ref) == ("weight", ("weight",), 7)


def test_every_sentence_can_be_said_from_its_params() -> None:
    later = Revision(date=date(2026, 1, 1), recorded=datetime(2026, 1, 1, tzinfo=UTC), due=date(2026, 1, 1), ref=9)
    milestone = Milestone("m", "p", planned_start=date(2026, 2, 1), due=date(2026, 1, 2), schedule=(later,))
    messages = {fault.code: fault.message for fault in find_faults(plan_of(milestone))}
    assert messages == {
        "due_before_start": "due (2026-01-02) is before planned_start (2026-02-01)",
        "revision_due_before_start": "this revision puts due (2026-01-01) before planned_start (2026-02-01)",
    }
    assert set(messages) < set(TEMPLATES)


@pytest.mark.parametrize(
    ("progress", "before", "waits"),
    [
        (Decimal(50), Before.START, False),
        (Decimal("50.1"), Before.START, True),
        (Decimal("66.6"), Before.INTERMEDIATE, False),
        (Decimal("66.7"), Before.INTERMEDIATE, True),
        (Decimal("83.3"), Before.COMPLETION, False),
        (Decimal("83.4"), Before.COMPLETION, True),
    ],
)
def test_a_milestone_waits_for_itself_when_the_others_of_its_pillar_cannot_suffice(
    progress: Decimal, before: Before, waits: bool
) -> None:
    plan = plan_of(Milestone("other", "p"), waiting_for(PillarCondition("p", progress), before))
    assert [fault.code for fault in find_faults(plan)] == ["waits_for_own_pillar"] * waits


def test_declared_series_count_beside_those_observed() -> None:
    plan = plan_of(indicators=(Indicator("i", "p", ref=1),))
    assert find_faults(plan) == []
    (fault,) = find_faults(plan, series={"i": ["un", "ministry"]})
    assert (fault.code, fault.severity) == ("several_series", Severity.WARNING)


def test_a_condition_without_a_bound_is_refused() -> None:
    plan = plan_of(waiting_for(IndicatorCondition("i")), indicators=(Indicator("i", "p"),))
    assert [fault.code for fault in find_faults(plan)] == ["bounds"]


def test_the_closest_word_is_offered_and_only_if_it_is_close() -> None:
    assert did_you_mean("handver", {"handover", "pull-back"}) == '; did you mean "handover"?'
    assert closest("zzz", {"handover", "pull-back"}) is None
    assert closest("step-4999x", {f"step-{n}" for n in range(5_000)}) == "step-4999"
