"""How long after an edit its statuses are stored, in empty tasks of the same worker; and what a ring costs.

An edit is an assessment saved; the clock stops when its revision is there, written by a real worker on PostgreSQL and
Redis. An empty task is sent and awaited after each edit, so that what else the machine does weighs on both. Prints
medians. Usage: python -m tools.servers -m bench.recompute [MILESTONES ...]
"""

import os
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
os.environ.setdefault("DEBUG", "true")

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from bench.nothing import nothing, redis
from bench.plans import make_plan
from milestones.contingency.scales import Level
from milestones.models import Assessment, Milestone, Plan, PlanStatus
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute

SIZES = (300, 1000, 3000)
RUNS = 15
WITH_RING = 10_000
PATIENCE_SECONDS = 120


@contextmanager
def worker() -> Iterator[None]:
    """A worker with one process, by this process's settings."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "tracker",
        "worker",
        "--pool",
        "solo",
        "--include",
        "bench.nothing",
    ]
    process = subprocess.Popen([*command, "--loglevel", "ERROR"])
    try:
        empty_task()
        yield
    finally:
        process.terminate()
        process.wait()


def empty_task() -> float:
    """The seconds until an empty task is done."""
    key, began = uuid.uuid4().hex, time.perf_counter()
    nothing.delay(key)
    assert redis.blpop([key], timeout=PATIENCE_SECONDS), "the worker does not answer"
    return time.perf_counter() - began


def edit(plan: Plan, milestone: Milestone, level: Level) -> float:
    """The seconds until the statuses after an edit are stored."""
    before, began = stored_revision(plan), time.perf_counter()
    Assessment.objects.create(
        milestone=milestone, date="2026-03-01", recorded_at=timezone.now(), level=level, verification=3,
        publication="published",
    )  # fmt: skip
    while stored_revision(plan) == before:
        assert time.perf_counter() - began < PATIENCE_SECONDS, "the edit was not recomputed"
        time.sleep(0.0005)
    return time.perf_counter() - began


def stored_revision(plan: Plan) -> int:
    return PlanStatus.objects.values_list("revision", flat=True).get(plan=plan)


def measure(plan: Plan) -> None:
    """Print what an edit of the plan takes, beside empty tasks."""
    milestones = list(plan.milestones.order_by("pk")[:: max(1, plan.milestones.count() // RUNS)])
    edit(plan, milestones[0], Level.MINIMUM)
    pairs = [
        (edit(plan, milestone, Level(1 + number % 3)), empty_task())
        for number, milestone in enumerate(milestones[:RUNS])
    ]
    edits, empty = (statistics.median(each) for each in zip(*pairs, strict=True))
    count = plan.milestones.count()
    print(f"{plan.slug:<18}{count:>7,} milestones: edit {edits * 1000:8.1f} ms, empty task {empty * 1000:5.1f} ms, "
          f"ratio {edits / empty:6.1f}", flush=True)  # fmt: skip


def ring() -> None:
    """Print what a recompute of a large plan takes with a ring and without, in this process, interleaved."""
    plans = [make_plan("no-ring", WITH_RING), make_plan("with-ring", WITH_RING, ring=3)]
    runs: list[list[float]] = []
    for _ in range(3):
        times = []
        for plan in plans:
            raise_mark(plan, cause={"kind": "manual"})
            began = time.perf_counter()
            recompute(plan.pk, now=timezone.now())
            times.append(time.perf_counter() - began)
        runs.append(times)
    without, within = (statistics.median(each) for each in zip(*runs, strict=True))
    print(
        f"{WITH_RING:,} milestones: recompute {without:.2f} s, with a ring {within:.2f} s, ratio {within / without:.2f}"
    )


def main(sizes: tuple[int, ...]) -> None:
    """Make the plans, and measure each."""
    call_command("migrate", verbosity=0)
    call_command("load_shipped_plans", verbosity=0)
    plans = [*Plan.objects.order_by("slug"), *(make_plan(f"layers-{size}", size) for size in sizes)]
    with worker():
        for plan in plans:
            measure(plan)
    ring()


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
