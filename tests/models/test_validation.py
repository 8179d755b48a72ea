"""What validation refuses, in words, before the database is asked."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from milestones.models import Condition, GateReading, Milestone, Phase, Plan, Series, ShownIndicator, Waiver, Withdrawal
from milestones.services.plan_rules import plan_breaches
from tests.checking import check_row
from tests.factories import (
    DAY,
    INSTANT,
    make_actor,
    make_area,
    make_assessment,
    make_condition,
    make_gate,
    make_indicator,
    make_milestone,
    make_observation,
    make_phase,
    make_pillar,
    make_plan,
    make_position,
    make_reading,
    make_schedule_revision,
    make_source,
    make_waiver,
    make_waiver_ending,
    make_withdrawal,
    make_withdrawal_ending,
)
from tests.models.rows import a_milestone, relative

pytestmark = pytest.mark.django_db

BEFORE = DAY - dt.timedelta(days=1)


ACROSS: dict[str, Callable[[Plan, Plan], models.Model]] = {
    "pillar": lambda here, there: Milestone(plan=here, slug="m", name="m", pillar=there.pillars.first()),
    "phase": lambda here, there: _milestone(here, phase=make_phase(there)),
    "area": lambda here, there: _milestone(here, area=make_area(there)),
    "source": lambda here, there: _milestone(here, source=make_source(there)),
    "certifier": lambda here, there: _milestone(here, certifier=make_actor(there)),
    "due_after": lambda here, there: _milestone(here, **relative("due", make_milestone(there))),
    "planned_start_after": lambda here, there: _milestone(here, **relative("planned_start", make_milestone(there))),
    "actor": lambda here, there: Series(indicator=make_indicator(here), slug="s", actor=make_actor(there)),
    "indicator": lambda here, there: ShownIndicator(milestone=make_milestone(here), indicator=make_indicator(there)),
    "reading": lambda here, there: GateReading(gate=make_gate(make_milestone(here)), reading=make_reading(there)),
    "milestone": lambda here, there: Condition(
        gate=make_gate(make_milestone(here)), milestone=make_milestone(there), reaches=3
    ),
}


def _milestone(plan: Plan, **fields: Any) -> Milestone:
    return Milestone(plan=plan, slug="m", name="m", pillar=plan.pillars.first(), **fields)


@pytest.mark.parametrize("name", ACROSS)
def test_validation_refuses_a_part_of_another_plan(name: str) -> None:
    row = ACROSS[name](make_plan("here"), make_plan("there"))
    with pytest.raises(ValidationError) as refusal:
        check_row(row, at=INSTANT)
    assert list(refusal.value.message_dict) == [name]
    assert "belongs to another plan" in refusal.value.message_dict[name][0]


@pytest.mark.parametrize(
    ("record", "maker"),
    [
        ("assessments", lambda plan, source: make_assessment(make_milestone(plan), source=source)),
        ("observations", lambda plan, source: make_observation(make_indicator(plan), source=source)),
        ("schedulerevisions", lambda plan, source: make_schedule_revision(make_milestone(plan), source=source)),
        ("withdrawals", lambda plan, source: make_withdrawal(make_milestone(plan), source=source)),
        ("waivers", lambda plan, source: make_waiver(make_gate(make_milestone(plan)), source=source)),
        ("positions", lambda plan, source: make_position(make_actor(plan), source=source)),
    ],
)
def test_validation_refuses_a_record_with_another_plans_source(record: str, maker: Callable[..., Any]) -> None:
    row = maker(make_plan("here"), make_source(make_plan("there")))
    with pytest.raises(ValidationError, match="belongs to another plan"):
        check_row(row, at=INSTANT)


@pytest.mark.parametrize(("before", "reaches", "refused"), [("start", 1, True), ("completion", 2, False)])
def test_a_milestone_does_not_wait_for_itself(before: str, reaches: int, refused: bool) -> None:
    milestone = a_milestone(name="Handover")
    make_condition(make_gate(milestone, before=before), milestone=milestone, reaches=reaches)
    if not refused:
        assert plan_breaches(milestone.plan) == []
        return
    [breach] = plan_breaches(milestone.plan)
    assert re.search(r"condition 1.* waits, before start, for itself to be minimum", breach.message)
    assert not breach.is_warning


def test_a_condition_on_a_pillar_without_milestones_is_refused() -> None:
    plan = make_plan()
    gate = make_gate(make_milestone(plan))
    make_condition(gate, pillar=make_pillar(plan, "justice"), progress=50)
    [breach] = plan_breaches(plan)
    assert 'pillar "justice" has no milestones' in breach.message
    assert not breach.is_warning


@pytest.mark.parametrize(
    "row",
    [
        lambda: Plan(slug="Big Plan", name="x"),
        lambda: Plan(slug="plan", name="x", timezone="Mars/Olympus"),
        lambda: Plan(slug="plan", name="x", timezone="../etc/passwd"),
        lambda: Phase(plan=make_plan(), slug="p", name="x", start=DAY, end=BEFORE),
        lambda: make_source(make_plan(), url="javascript:alert(1)"),
        lambda: make_actor(make_plan(), url="ftp://example.org/"),
        lambda: make_gate(a_milestone(), require="some"),
        lambda: make_gate(a_milestone(), require="0"),
    ],
)
def test_validation_refuses(row: Callable[[], models.Model]) -> None:
    with pytest.raises(ValidationError):
        check_row(row(), at=INSTANT)


def test_a_standing_withdrawal_or_waiver_is_ended_before_another_begins() -> None:
    milestone = a_milestone()
    gate = make_gate(milestone)
    withdrawal, waiver = make_withdrawal(milestone), make_waiver(gate)
    known = {"date": DAY, "recorded_at": INSTANT}
    again = (Withdrawal(milestone=milestone, **known), Waiver(gate=gate, **known))
    for row in again:
        with pytest.raises(ValidationError, match="already"):
            check_row(row, at=INSTANT)
    make_withdrawal_ending(withdrawal)
    make_waiver_ending(waiver)
    for row in again:
        check_row(row, at=INSTANT)
