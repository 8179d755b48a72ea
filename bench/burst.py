"""What many edits at once cost: of one plan, and of fifty plans with one worker and with two.

A burst are 1,000 assessments of the Gaza plan, each saved by itself while a worker recomputes: how many passes that
takes, and its worker's time against as many edits that are each waited for (measured on 30 of them). Fifty plans of 100
milestones are marked at once and awaited. The last figure sets what a recompute writes of 3,000 milestones against
Django's bulk_update of the same rows. Usage: python -m tools.servers -m bench.burst
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
os.environ.setdefault("DEBUG", "true")

import django

django.setup()

from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum
from django.db.models.expressions import F
from django.utils import timezone

from bench.plans import make_plan
from milestones.contingency.scales import Level
from milestones.models import Assessment, JobRun, Milestone, MilestoneStatus, Plan, RecomputeMark
from milestones.services.marks import raise_mark
from milestones.services.recompute import WRITTEN, recompute

EDITS, WAITED_FOR, PLANS, SIZE = 1000, 30, 50, 3000
PATIENCE_SECONDS = 600


@contextmanager
def workers(count: int) -> Iterator[None]:
    """So many workers of one process each, by this process's settings."""
    command = [sys.executable, "-m", "celery", "--app", "tracker", "worker", "--pool", "solo", "--loglevel", "ERROR"]
    processes = [subprocess.Popen([*command, "--hostname", f"{number}@%h"]) for number in range(count)]
    time.sleep(5)
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
            process.wait()


def settle() -> None:
    """Wait until nothing waits."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while RecomputeMark.objects.exists() or JobRun.objects.filter(outcome=JobRun.Outcome.RUNNING).exists():
        assert time.monotonic() < deadline, "the workers did not do it"
        time.sleep(0.01)


def edit(milestone: Milestone, number: int) -> None:
    Assessment.objects.create(
        milestone=milestone, date="2026-03-01", recorded_at=timezone.now(), level=Level(number % 4), verification=1,
        publication="published",
    )  # fmt: skip


def worked() -> tuple[int, float]:
    """How many recomputes were done since the runs were cleared, and the seconds that they took."""
    done = JobRun.objects.filter(task=JobRun.RECOMPUTE, outcome=JobRun.Outcome.DONE)
    took = done.aggregate(took=Sum(F("finished_at") - F("started_at")))["took"]
    return done.count(), took.total_seconds() if took else 0.0


def burst() -> None:
    milestones = list(Milestone.objects.filter(plan__slug="gaza-phase-two"))
    with workers(1):
        settle()
        JobRun.objects.all().delete()
        for number in range(WAITED_FOR):
            edit(milestones[number], number)
            settle()
        passes, took = worked()
        single = took / WAITED_FOR
        JobRun.objects.all().delete()
        began = time.monotonic()
        for number in range(EDITS):
            edit(milestones[number % len(milestones)], number)
        settle()
        whole = time.monotonic() - began
        passes, took = worked()
    print(f"{EDITS} edits at once: {passes} passes, {took:.1f} s of the worker (in {whole:.1f} s), "
          f"{took / (single * EDITS):.2f} of what as many single ones cost", flush=True)  # fmt: skip


def fifty() -> None:
    plans = [make_plan(f"one-of-fifty-{number}", 100) for number in range(PLANS)]
    took = {}
    for count in (1, 2):
        with workers(count):
            runs = []
            for _ in range(3):
                settle()
                began = time.monotonic()
                with transaction.atomic():
                    for plan in plans:
                        raise_mark(plan, cause={"kind": "manual"})
                settle()
                runs.append(time.monotonic() - began)
            took[count] = statistics.median(runs)
    print(f"{PLANS} plans: one worker {took[1]:.2f} s, two {took[2]:.2f} s, ratio {took[2] / took[1]:.2f}", flush=True)


def write_back() -> None:
    plan = make_plan("write-back", SIZE)
    first = plan.milestones.order_by("pk").first()
    assert first is not None
    ours, theirs = [], []
    for _ in range(3):
        MilestoneStatus.objects.filter(milestone__plan=plan).update(verdict={})
        raise_mark(plan, cause={"kind": "manual"})
        began = time.perf_counter()
        done = recompute(plan.pk, now=timezone.now())
        ours.append(time.perf_counter() - began)
        assert done is not None
        assert done.written == SIZE
        rows = list(MilestoneStatus.objects.filter(milestone__plan=plan))
        began = time.perf_counter()
        MilestoneStatus.objects.bulk_update(rows, [*WRITTEN, "since"], batch_size=500)
        theirs.append(time.perf_counter() - began)
    own, django_own = statistics.median(ours), statistics.median(theirs)
    print(f"{SIZE} milestones: a recompute that writes all {own:.2f} s, bulk_update alone {django_own:.2f} s, "
          f"ratio {own / django_own:.2f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("load_shipped_plans", verbosity=0)
    assert Plan.objects.exists()
    burst()
    fifty()
    write_back()
