"""The way of an edit with a real broker and a real worker beside the site."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import redis
from django.db import connection, transaction

from milestones.breaker import redis_breaker
from milestones.contingency.scales import Level
from milestones.models import JobRun, MilestoneStatus, RecomputeMark, StatusChange
from milestones.tasks import recompute_plan, sweep_marks
from tests.factories import make_assessment, make_condition, make_gate, make_milestone, make_plan
from tests.tracker.test_redis_away import forget_connections
from tools import servers
from tracker.celery import app as celery_app

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

PATIENCE_SECONDS = 600 if "SOAK" in os.environ else 120  # longer only where a slow machine is busy


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker on the test database, with its own queue in the broker."""
    with working() as process:
        yield process


@contextmanager
def working(**environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker beside the test, by the test's environment and what is given."""
    named = connection.settings_dict
    address = f"postgres://{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"
    command = [sys.executable, "-m", "celery", "--app", "tracker", "worker", "--pool", "solo", "--loglevel", "ERROR"]
    process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": address} | environment)
    try:
        yield process
    finally:  # or it would take the next test's tasks
        process.terminate()
        process.wait(timeout=20)


def wait_until(happened: object) -> None:
    """Return once `happened()` is true; fail when it does not become so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline, "the worker did not do it"
        time.sleep(0.1)


def test_an_edit_reaches_the_stored_status_through_the_worker(worker: subprocess.Popen[bytes]) -> None:
    with transaction.atomic():
        plan = make_plan()
        handover = make_milestone(plan, "handover", pillar="demilitarisation")
        housing = make_milestone(plan, "housing", pillar="reconstruction")
        make_condition(make_gate(housing), milestone=handover, reaches=Level.COMPLETE)
    wait_until(lambda: MilestoneStatus.objects.filter(milestone=housing, status="waiting").exists())
    make_assessment(handover, Level.COMPLETE)
    wait_until(lambda: StatusChange.objects.filter(milestone=housing, new="cleared").exists())
    wait_until(lambda: not RecomputeMark.objects.exists())


def test_a_burst_of_deliveries_makes_one_result(worker: subprocess.Popen[bytes]) -> None:
    with transaction.atomic():
        plan = make_plan()
        make_milestone(plan, "alone")
    for _ in range(10):
        recompute_plan.delay(plan.pk)
    wait_until(lambda: JobRun.objects.filter(plan=plan, finished_at__isnull=False).count() >= 11)
    assert StatusChange.objects.filter(milestone__plan=plan).count() == 1
    assert JobRun.objects.filter(plan=plan, outcome="done").count() == 1


def test_the_sweep_finds_what_a_killed_process_left(worker: subprocess.Popen[bytes]) -> None:
    with transaction.atomic():
        plan = make_plan()
        make_milestone(plan, "alone")
    wait_until(lambda: not RecomputeMark.objects.exists())
    # What is left when a process dies between its commit and its task: the mark, and no task.
    RecomputeMark.objects.create(plan=plan, raised_at=JobRun.objects.latest("started_at").started_at)
    sweep_marks.delay()
    wait_until(lambda: not RecomputeMark.objects.exists())


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """A broker that no other test uses."""
    with servers.redis() as server:
        monkeypatch.setenv("REDIS_URL", server.address)
        for name in ("broker_url", "broker_write_url", "broker_read_url"):
            monkeypatch.setitem(celery_app.conf, name, server.address)
        forget_connections()
        yield redis.Redis.from_url(server.address)
        forget_connections()


@pytest.mark.parametrize("failure", ["hangs", "is full"])
def test_a_worker_goes_on_when_its_broker_does(broker: Any, failure: str) -> None:
    with working(REDIS_URL=os.environ["REDIS_URL"]) as worker:
        plan = make_plan()
        wait_until(lambda: not RecomputeMark.objects.exists())
        for _ in range(50):
            recompute_plan.delay(plan.pk)
        if failure == "hangs":
            broker.client_pause(4_000)
            time.sleep(4)
        else:
            broker.config_set("maxmemory", "1")
            time.sleep(2)
            broker.config_set("maxmemory", "0")
        wait_until(lambda: not broker.llen("celery"))
        redis_breaker.forget()
        make_milestone(plan, "later")
        wait_until(lambda: not RecomputeMark.objects.exists())
        assert worker.poll() is None
