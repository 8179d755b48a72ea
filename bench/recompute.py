"""How long after an edit its statuses are stored, in empty tasks of the same worker; and what a circle costs.

An edit is an assessment saved; the clock stops when its revision is there, written by a real worker on PostgreSQL and
Redis. An empty task is sent and awaited after each edit, so that what else the machine does weighs on both. Prints
medians. Usage: python -m tools.servers -m bench.recompute [MILESTONES ...]
"""

import statistics
import sys
import time
import uuid

from django.utils import timezone

from bench.deployed import ONE_WORKER, PATIENCE_SECONDS, beside, prepare, wait_until
from bench.nothing import nothing, redis
from bench.plans import assess, make_plan
from bench.tables import print_table
from milestones.contingency.scales import Level
from milestones.models import Milestone, Plan, PlanStatus
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute

SIZES = (300, 1000, 3000)
RUNS = 15
WITH_CIRCLE = 10_000


def empty_task() -> float:
    """The seconds until an empty task is done."""
    key, began = uuid.uuid4().hex, time.perf_counter()
    nothing.delay(key)
    assert redis.blpop([key], timeout=PATIENCE_SECONDS), "the worker does not answer"
    return time.perf_counter() - began


def edit(plan: Plan, milestone: Milestone, level: Level) -> float:
    """The seconds until the statuses after an edit are stored."""
    before, began = stored_revision(plan), time.perf_counter()
    assess(milestone, level)
    wait_until(lambda: stored_revision(plan) != before, pause=0.0005)
    return time.perf_counter() - began


def stored_revision(plan: Plan) -> int:
    return PlanStatus.objects.values_list("revision", flat=True).get(plan=plan)


def measured(plan: Plan) -> list[str]:
    """What an edit of the plan takes, beside empty tasks."""
    count = plan.milestones.count()
    milestones = list(plan.milestones.order_by("pk")[:: max(1, count // RUNS)])
    edit(plan, milestones[0], Level.MINIMUM)
    pairs = [
        (edit(plan, milestone, Level(1 + number % 3)), empty_task())
        for number, milestone in enumerate(milestones[:RUNS])
    ]
    edits, empty = map(statistics.median, zip(*pairs, strict=True))
    return [plan.slug, f"{count:,}", f"{edits * 1000:.1f}", f"{empty * 1000:.1f}", f"{edits / empty:.1f}"]


def circle() -> list[str]:
    """What a recompute of a large plan takes with a circle and without, in this process, interleaved."""
    plans = [make_plan("no-circle", WITH_CIRCLE), make_plan("with-circle", WITH_CIRCLE, circle=3)]
    runs: list[list[float]] = []
    for _ in range(3):
        times = []
        for plan in plans:
            raise_mark(plan, cause={"kind": "manual"})
            began = time.perf_counter()
            recompute(plan.pk, now=timezone.now())
            times.append(time.perf_counter() - began)
        runs.append(times)
    without, within = map(statistics.median, zip(*runs, strict=True))
    return [f"{WITH_CIRCLE:,}", f"{without:.2f}", f"{within:.2f}", f"{within / without:.2f}"]


def main(sizes: tuple[int, ...]) -> None:
    """Make the plans, and measure each."""
    prepare("load_shipped_plans")
    plans = [*Plan.objects.order_by("slug"), *(make_plan(f"layers-{size}", size) for size in sizes)]
    with beside((*ONE_WORKER, "--include", "bench.nothing")):
        empty_task()
        rows = [measured(plan) for plan in plans]
    print_table("From an edit to its stored statuses", ["plan", "milestones", "ms", "empty task ms", "ratio"], rows)
    print_table("A recompute and a circle of 3", ["milestones", "s", "with a circle s", "ratio"], [circle()])


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
