"""Who opens the admin, and what they find there."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client

from milestones.contingency.scales import Level, Status
from milestones.kinds.kind import plan_of
from milestones.models import JobRun, MilestoneStatus, PlanEntry, RecomputeMark, Revision, StatusChange
from milestones.services.recompute import recompute
from milestones.services.roles import make_roles
from tests import factories as make

NOW = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_role(role: str, name: str = "") -> Any:
    make_roles()
    user = make.make_user(name or f"{role}-person", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def take_up(row: Any) -> None:
    """Have a revision take up what was changed of the row's plan."""
    recompute(plan_of(row), now=NOW)


def newest_version(row: Any) -> int:
    """The revision that took up what the row says."""
    return PlanEntry.objects.get(kind=row._meta.label_lower, key=row.pk, plan=plan_of(row), last=None).first


@pytest.fixture
def superuser(db: None) -> Any:
    return make.make_user("root", is_staff=True, is_superuser=True)


@pytest.fixture
def analyst(db: None) -> Any:
    return in_role("analyst")


@pytest.fixture
def reader(db: None) -> Any:
    return in_role("reader")


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """One row of every kind, entered at one stroke."""
    with transaction.atomic():
        return one_of_every_kind()


def one_of_every_kind() -> SimpleNamespace:
    """One row of every kind, all published, in the plan `accord`."""
    plan = make.make_plan()
    first = make.make_milestone(plan, "handover", pillar="demilitarisation", name_en="Handover", name_ar="تسليم")
    second = make.make_milestone(plan, "elections", name_en="Elections")
    indicator = make.make_indicator(plan, "crossings", name_en="Crossings")
    gate = make.make_gate(second)
    actor = make.make_actor(plan, "board")
    withdrawal, waiver = make.make_withdrawal(first), make.make_waiver(gate)
    past = make.make_plan("past", revision=1)
    cast = SimpleNamespace(
        plan=plan,
        first=first,
        second=second,
        pillar=plan.pillars.first(),
        reading=make.make_reading(plan, "text"),
        phase=make.make_phase(plan),
        area=make.make_area(plan),
        actor=actor,
        source=make.make_source(plan, "resolution"),
        clause=make.make_clause(make.make_source(plan)),
        indicator=indicator,
        series=make.make_series(indicator, "un"),
        gate=gate,
        condition=make.make_condition(gate, milestone=first),
        assessment=make.make_assessment(first, level=Level.MINIMUM),
        observation=make.make_observation(indicator, 12),
        revision=make.make_schedule_revision(first, due_on=make.DAY),
        withdrawal=withdrawal,
        withdrawal_ending=make.make_withdrawal_ending(withdrawal),
        waiver=waiver,
        waiver_ending=make.make_waiver_ending(waiver),
        position=make.make_position(actor),
        mark=RecomputeMark.objects.create(plan=plan, raised_at=NOW),
        run=JobRun.objects.create(task="recompute_plan", started_at=NOW, plan=plan),
        kept=Revision.objects.create(
            plan=past, number=1, at=NOW, method=1, cause={}, public_number=1, cleared_number=1
        ),
        entry=PlanEntry.objects.create(
            plan=past,
            kind="milestones.actor",
            key=actor.pk,
            owner=0,
            rank=0,
            body="{}",
            first=1,
            publication="published",
            salt=b"0" * 16,
            digest=b"0" * 32,
        ),
        change=StatusChange.objects.create(
            plan=plan, milestone=first, new=Status.BLOCKED.value, on=make.DAY, computed_at=NOW, revision=0
        ),
    )
    MilestoneStatus.objects.create(
        milestone=first,
        status=Status.WITHDRAWN.value,
        since=make.DAY,
        level_low=0,
        level_high=1,
        is_overdue=False,
        releases=0,
        downstream=1,
    )
    return cast
