"""Lists ask the database as often for many rows as for few."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from milestones.models import (
    Actor,
    Area,
    Assessment,
    Gate,
    Indicator,
    JobRun,
    Milestone,
    Observation,
    Phase,
    Pillar,
    Plan,
    Position,
    Reading,
    RecomputeMark,
    ScheduleRevision,
    Series,
    Source,
    StatusChange,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)
from tests import factories as make
from tests.admin.conftest import NOW, logged_in

# Session, user, permissions (two for an analyst), count, rows; then one for each filter by plan, part or language,
# and those of a date hierarchy.
MOST = {
    Milestone: 14,
    Gate: 12,
    Indicator: 12,
    Assessment: 13,
    Observation: 13,
    ScheduleRevision: 13,
    Position: 12,
    Withdrawal: 13,
    WithdrawalEnding: 13,
    Waiver: 13,
    WaiverEnding: 13,
    StatusChange: 12,
    Source: 13,
    Plan: 9,  # one asks whether the account gives roles
    Pillar: 9,
    Reading: 9,
    Phase: 9,
    Area: 9,
    Actor: 9,
    Series: 9,
    RecomputeMark: 9,
    JobRun: 12,
}


def more(cast: SimpleNamespace, numbers: range) -> None:
    """More rows of every kind, in plans of their own too."""
    for number in numbers:
        make.make_plan(f"more-{number}", pillars=("governance",))
        milestone = make.make_milestone(cast.plan, name_en=f"Step {number}")
        indicator, actor = make.make_indicator(cast.plan), make.make_actor(cast.plan)
        make.make_series(indicator, actor=actor)
        make.make_reading(cast.plan, actor=actor)
        make.make_phase(cast.plan)
        make.make_area(cast.plan)
        gate = make.make_gate(milestone)
        make.make_condition(gate, milestone=cast.first)
        make.make_condition(gate, indicator=indicator, at_least=1)
        make.make_assessment(milestone)
        make.make_observation(indicator)
        make.make_schedule_revision(milestone, due_on=make.DAY)
        make.make_withdrawal_ending(make.make_withdrawal(milestone))
        make.make_waiver_ending(make.make_waiver(gate))
        make.make_position(actor, milestone=milestone)
        RecomputeMark.objects.create(plan=cast.plan, raised_at=NOW)
        JobRun.objects.create(task="recompute_plan", started_at=NOW, plan=cast.plan)
        StatusChange.objects.create(
            plan=cast.plan, milestone=milestone, new="waiting", on=make.DAY, computed_at=NOW, revision=2
        )


OF_A_READER = 9
"""One more for each key of a row that may lead to what is hidden from the reader."""


@pytest.mark.one_database
@pytest.mark.parametrize("person", ["superuser", "analyst", "reader"])
def test_lists_ask_as_often_for_many_rows(person: str, cast: SimpleNamespace, request: pytest.FixtureRequest) -> None:
    client = logged_in(request.getfixturevalue(person))
    more(cast, range(1))  # so that every key leads somewhere
    few = {model: queries(client, model) for model in MOST}
    more(cast, range(1, 12))
    many = {model: queries(client, model) for model in MOST}
    assert {model.__name__: number for model, number in many.items()} == {
        model.__name__: number for model, number in few.items()
    }
    more_of = OF_A_READER if person == "reader" else 0
    over = {model.__name__: number for model, number in many.items() if number > MOST[model] + more_of}
    assert over == {}


def test_a_milestones_page_asks_as_often_for_many_records(cast: SimpleNamespace, superuser: Any) -> None:
    client = logged_in(superuser)
    make.make_condition(make.make_gate(cast.first), milestone=cast.second)
    page = reverse("admin:milestones_milestone_change", args=[cast.first.pk])
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for _ in range(10):
        make.make_assessment(cast.first)
        make.make_schedule_revision(cast.first, due_on=make.DAY)
        make.make_condition(make.make_gate(cast.first), milestone=cast.second)
    client.get(page)
    with CaptureQueriesContext(connection) as many:
        assert client.get(page).status_code == 200
    assert len(many) == len(few)
    assert len(many) <= 20


def queries(client: Any, model: Any) -> int:
    page = reverse(f"admin:milestones_{model._meta.model_name}_changelist")
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)
