"""A recompute that fails is tried again, later each time, and not for ever."""

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from milestones import tasks
from milestones.admin.base import page_of
from milestones.models import JobRun, Plan, RecomputeMark
from milestones.services.attempts import MOST_ATTEMPTS, close_lost_runs, delay_after, failing_plans, may_try
from tests.factories import make_milestone, make_plan, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def plan() -> Plan:
    """A plan with one mark, raised an hour ago."""
    plan = make_plan("accord")
    make_milestone(plan, "handover")
    RecomputeMark.objects.all().delete()
    RecomputeMark.objects.create(plan=plan, raised_at=NOW - 60 * MINUTE)
    return plan


def fail(plan: Plan, times: int, *, outcome: str = "failed") -> None:
    for number in range(times):
        at = NOW - MINUTE * (times - number)
        JobRun.objects.create(task="recompute_plan", plan=plan, started_at=at, finished_at=at, outcome=outcome)


def test_a_plan_that_failed_is_left_alone_for_longer_each_time(plan: Plan) -> None:
    delays = [delay_after(failures, plan.pk) for failures in range(1, MOST_ATTEMPTS)]
    assert delays == sorted(delays)
    assert delays[0] >= MINUTE
    assert delays[-1] <= dt.timedelta(hours=1.5)
    fail(plan, 3)
    last = NOW - MINUTE
    assert not may_try(plan.pk, now=last + delay_after(3, plan.pk) - MINUTE)
    assert may_try(plan.pk, now=last + delay_after(3, plan.pk))


def test_it_is_not_tried_for_ever_but_for_an_edit(plan: Plan, client: Client) -> None:
    fail(plan, MOST_ATTEMPTS)
    assert not may_try(plan.pk, now=NOW + dt.timedelta(days=9))
    assert failing_plans() == [plan.pk]
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["plans"]) == (200, "1 not recomputed")
    tasks.recompute_plan(plan.pk)
    assert JobRun.objects.count() == MOST_ATTEMPTS
    RecomputeMark.objects.create(plan=plan, raised_at=NOW)
    tasks.recompute_plan(plan.pk)
    assert JobRun.objects.latest("started_at").outcome == "done"
    assert failing_plans() == []


def test_a_run_that_succeeds_ends_the_row(plan: Plan) -> None:
    fail(plan, 3)
    JobRun.objects.create(task="recompute_plan", plan=plan, started_at=NOW, outcome="nothing-to-do")
    assert may_try(plan.pk, now=NOW)


def test_the_sweep_closes_runs_whose_worker_was_killed(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    killed = JobRun.objects.create(task="recompute_plan", plan=plan, started_at=NOW - 30 * MINUTE)
    works = JobRun.objects.create(task="start_day", started_at=timezone.now())
    monkeypatch.setattr(tasks.recompute_plan, "delay", tasks.recompute_plan)
    tasks.sweep_marks()
    outcomes = dict(JobRun.objects.values_list("pk", "outcome"))
    assert (outcomes[killed.pk], outcomes[works.pk]) == ("lost", "running")
    assert close_lost_runs(now=NOW) == 0
    assert not RecomputeMark.objects.exists()


def test_a_transaction_that_was_in_the_way_is_waited_out(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a slug, on which rows hang by their keys, is changed during a recompute."""
    tries = []

    class Deadlock(Exception):
        pgcode = "40P01"

    def once_in_the_way(*args: Any, **kwargs: Any) -> Any:
        tries.append(args)
        if len(tries) < 3:
            raise OperationalError("deadlock detected") from Deadlock()
        return whole(*args, **kwargs)

    whole = tasks.recompute
    monkeypatch.setattr(tasks, "recompute", once_in_the_way)
    monkeypatch.setattr(tasks, "sleep", lambda seconds: None)
    tasks.recompute_plan(plan.pk)
    assert JobRun.objects.get().outcome == "done"
    tries.clear()
    monkeypatch.setattr(tasks, "IN_THE_WAY", frozenset())
    with pytest.raises(OperationalError):
        tasks.recompute_plan(plan.pk)
    assert (len(tries), JobRun.objects.latest("pk").outcome) == (1, "failed")


def test_an_analyst_is_told_in_the_admin_while_a_plan_fails(plan: Plan, client: Client) -> None:
    addresses = (reverse("admin:index"), reverse("admin:milestones_plan_changelist"), page_of(plan))
    other = page_of(make_plan("second"))
    RecomputeMark.objects.exclude(plan=plan).delete()
    client.force_login(make_user("chief", is_staff=True, is_superuser=True))
    told, given_up = "could not be worked in yet", "not tried again until somebody edits"
    assert not any(told in client.get(address).content.decode() for address in addresses)
    fail(plan, 1)
    assert all(told in client.get(address).content.decode() for address in addresses)
    assert told not in client.get(other).content.decode()
    fail(plan, MOST_ATTEMPTS)
    assert all(given_up in client.get(address).content.decode() for address in addresses)
    plan.publication = "restricted"
    plan.save()
    JobRun.objects.all().delete()
    fail(plan, 1)
    client.force_login(make_user("reader", permissions=("view_plan",), is_staff=True))
    assert "could not be worked in" not in client.get(reverse("admin:index")).content.decode()
