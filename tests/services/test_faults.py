"""Whatever fails in the middle of an edit's way, nothing is lost, told twice or left half done; SOAK asks for more."""

import datetime as dt
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.utils import timezone
from psycopg2 import errorcodes

from milestones import tasks
from milestones.contingency.scales import Level
from milestones.models import Assessment, JobRun, Milestone, Plan, PlanStatus, RecomputeMark
from milestones.services.recompute import recompute
from milestones.services.revisions import read_difference
from tests.factories import make_assessment, make_condition, make_gate, make_milestone, make_plan
from tests.services.test_worker import PATIENCE_SECONDS, wait_until, working
from tests.services.wholeness import assert_whole

ROUNDS, WORKERS, PLANS = (100, 4, 50) if "SOAK" in os.environ else (3, 2, 5)

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL's sessions and locks")


@pytest.fixture
def plan() -> Plan:
    return waiting_plan()


def waiting_plan() -> Plan:
    """Two milestones, of which one waits for the other."""
    with transaction.atomic():
        plan = make_plan("accord")
        first, second = make_milestone(plan, "handover"), make_milestone(plan, "housing")
        make_condition(make_gate(second), milestone=first)
    recompute(plan.pk)
    return plan


def edit(plan: Plan, number: int) -> Assessment:
    """One more assessment, which turns the status of what waits for it."""
    levels = (Level.COMPLETE, Level.MINIMUM)
    date = dt.date(2026, 3, 1) + dt.timedelta(days=number)
    return make_assessment(plan.milestones.get(slug="handover"), levels[number % 2], date=date)


def settled(plan: Plan, edits: int) -> None:
    """Once the sweep has passed, the plan is whole, and each of so many edits is in it."""
    wait_until(lambda: swept(plan))
    assert Assessment.objects.filter(milestone__plan=plan).count() == edits
    assert_whole(plan)


def swept(plan: Plan) -> bool:
    if RecomputeMark.objects.filter(plan=plan).exists():
        tasks.sweep_marks.delay()
    return not RecomputeMark.objects.filter(plan=plan).exists()


@pytest.mark.worker
def test_a_worker_killed_at_any_moment_loses_nothing(plan: Plan) -> None:
    chance, edits = random.Random("kill"), 0
    for _round in range(ROUNDS):
        with working() as worker:
            for _ in range(5):
                edit(plan, edits)
                edits += 1
            time.sleep(chance.uniform(0, 3))
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
    with working():
        settled(plan, edits)


@pytest.mark.worker
def test_workers_beside_each_other_do_each_edit_once(plan: Plan) -> None:
    others = [make_plan(f"plan-{number}") for number in range(PLANS)]
    with ExitStack() as workers:
        for _ in range(WORKERS):
            workers.enter_context(working())
        for number in range(10):
            edit(plan, number)
            for other in others:
                make_milestone(other, f"m{number}", rank=number)
        settled(plan, 10)
        for other in others:
            wait_until(lambda other=other: swept(other))
            assert_whole(other)


def test_a_task_past_its_time_is_taken_up_again(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*args: Any) -> Any:
        raise SoftTimeLimitExceeded

    with monkeypatch.context() as slow:
        slow.setattr("milestones.services.recompute._write_plan", too_long)
        RecomputeMark.objects.create(plan=plan, raised_at=timezone.now())
        with pytest.raises(SoftTimeLimitExceeded):
            tasks.recompute_plan(plan.pk)
    assert JobRun.objects.latest("pk").outcome == JobRun.Outcome.FAILED
    assert RecomputeMark.objects.filter(plan=plan).exists()
    recompute(plan.pk)
    assert_whole(plan)


def test_a_day_turns_where_the_plan_is(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(timezone="Pacific/Kiritimati")  # 14 hours ahead
    begin = timezone.now().replace(hour=9, minute=59, second=0) + dt.timedelta(days=1)
    with time_machine.travel(begin, tick=False) as clock:
        tasks.start_day()
        recompute(plan.pk)
        today = PlanStatus.objects.get(plan=plan).on
        clock.shift(dt.timedelta(minutes=2))  # midnight there
        tasks.start_day()
        recompute(plan.pk)
        assert PlanStatus.objects.get(plan=plan).on == today + dt.timedelta(days=1)
        assert_whole(plan)


@on_postgresql
def test_connections_that_break_under_load_lose_nothing_that_was_saved(plan: Plan) -> None:
    """As when PostgreSQL starts anew: every other session is ended while edits come in."""
    saved: list[int] = []

    def edits() -> None:
        for number in range(12):
            try:
                edit(plan, number)
                saved.append(number)
                recompute(plan.pk)
            except DatabaseError:
                connections["default"].close()
        connections["default"].close()

    working_on = threading.Thread(target=edits)
    working_on.start()
    while working_on.is_alive():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        time.sleep(0.15)
    working_on.join()
    recompute(plan.pk)
    assert saved
    assert Assessment.objects.filter(milestone__plan=plan).count() >= len(saved)
    assert_whole(plan)


@on_postgresql
def test_a_recompute_that_is_ended_by_a_deadlock_comes_through(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who renames a milestone holds its row and waits for the plan's; a recompute holds that, and then wants the other.

    Whoever's patience ends first PostgreSQL ends: the recompute's, and the other's not while this test runs.
    """
    edit(plan, 0)
    has_renamed, holds_plan, refusals = threading.Event(), threading.Event(), list[str]()
    read_whole = read_difference

    def rename() -> None:
        try:
            with transaction.atomic():
                be_patient("1h")
                milestone = Milestone.objects.get(plan=plan, slug="handover")
                milestone.slug = "renamed"
                milestone.save()
                has_renamed.set()
                assert holds_plan.wait(PATIENCE_SECONDS)
                Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        finally:
            connections["default"].close()

    def read_once_somebody_waits(*args: Any, **kwargs: Any) -> Any:
        if not holds_plan.is_set():
            be_patient("50ms")
            holds_plan.set()
            wait_until(somebody_waits_for_us)
        return read_whole(*args, **kwargs)

    monkeypatch.setattr("milestones.services.recompute.read_difference", read_once_somebody_waits)
    monkeypatch.setattr(tasks, "recompute", recorded(refusals))
    renaming = threading.Thread(target=rename)
    renaming.start()
    assert has_renamed.wait(PATIENCE_SECONDS)
    tasks.recompute_plan(plan.pk)
    renaming.join(PATIENCE_SECONDS)
    assert not renaming.is_alive()
    assert refusals == [errorcodes.DEADLOCK_DETECTED]
    assert JobRun.objects.get().outcome == JobRun.Outcome.DONE
    recompute(plan.pk)
    assert plan.milestones.filter(slug="renamed").exists()
    assert Assessment.objects.filter(milestone__plan=plan).count() == 1
    assert_whole(plan)


@on_postgresql
def test_a_recompute_that_cannot_be_serialised_comes_through(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each transaction sees what stood as it began: a milestone that one writes of was renamed by the other."""
    edit(plan, 0)
    refusals, read_whole = list[str](), read_difference

    def rename() -> None:
        try:
            isolate("REPEATABLE READ")
            with transaction.atomic():
                milestone = Milestone.objects.get(plan=plan, slug="handover")
                milestone.slug = "renamed"
                milestone.save()
        finally:
            connections["default"].close()

    renaming = threading.Thread(target=rename)

    def read_once_it_is_renamed(*args: Any, **kwargs: Any) -> Any:
        if not renaming.ident:
            renaming.start()
            renaming.join(PATIENCE_SECONDS)
        return read_whole(*args, **kwargs)

    monkeypatch.setattr("milestones.services.recompute.read_difference", read_once_it_is_renamed)
    monkeypatch.setattr(tasks, "recompute", recorded(refusals))
    isolate("REPEATABLE READ")
    try:
        tasks.recompute_plan(plan.pk)
    finally:
        isolate("READ COMMITTED")
    assert refusals == [errorcodes.SERIALIZATION_FAILURE]
    assert JobRun.objects.get().outcome == JobRun.Outcome.DONE
    assert plan.milestones.filter(slug="renamed").exists()
    recompute(plan.pk)
    assert_whole(plan)


def recorded(refusals: list[str]) -> Callable[[int], Any]:
    """A recompute that puts down with which word PostgreSQL refused it."""

    def tried(plan_id: int) -> Any:
        try:
            return recompute(plan_id)
        except OperationalError as error:
            refusals.append(error.__cause__.pgcode)  # type: ignore[union-attr]
            raise

    return tried


def isolate(level: str) -> None:
    """In this session's transactions from now on."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {level}")


def be_patient(how_long: str) -> None:
    """In this transaction, before it is looked whether a lock is waited for in a circle."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL deadlock_timeout = '{how_long}'")


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


@pytest.fixture
def full_disk() -> Iterator[None]:
    """An SQLite that can grow by no page."""
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite's file")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 2}")
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_takes_no_edit_by_halves(plan: Plan, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("full_disk")
    saved: list[int] = []

    def edits() -> None:
        for number in range(500):
            edit(plan, number)
            saved.append(number)

    with pytest.raises(DatabaseError, match="full"):
        edits()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    kept = Assessment.objects.filter(milestone__plan=plan).count()
    assert kept in (len(saved), len(saved) + 1)  # the last was refused, or saved with a mark whose recompute was not
    recompute(plan.pk)
    assert_whole(plan)
