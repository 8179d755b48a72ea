"""The way of an edit with a real broker and a real worker beside the site."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from milestones.contingency.scales import Level
from milestones.models import JobRun, MilestoneStatus, RecomputeMark, StatusChange
from milestones.tasks import sweep_marks
from tests.factories import make_assessment, make_condition, make_gate, make_milestone, make_plan

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

PATIENCE_SECONDS = 600 if "SOAK" in os.environ else 120  # longer only where a slow machine is busy


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker on the test database, with its own queue in the broker."""
    with working() as process:
        yield process


@contextmanager
def working(*options: str, what: str = "worker", **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker beside the test (or beat), by the test's environment and what is given."""
    named = connection.settings_dict
    address = f"postgres://{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"
    options = options or ("--pool", "solo")
    command = [sys.executable, "-m", "celery", "--app", "tracker", what, "--loglevel", "ERROR", *options]
    process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": address} | environment)
    try:
        yield process
    finally:  # or it would take the next test's tasks
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:  # seen once, after a hard limit had ended its child
            process.kill()
            process.wait()


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
    # What is left when a process dies between its commit and its task: the mark, and no task.
    RecomputeMark.objects.create(plan=plan, raised_at=JobRun.objects.latest("started_at").started_at)
    sweep_marks.delay()
    wait_until(lambda: not RecomputeMark.objects.exists())
