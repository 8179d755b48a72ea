"""What many edits at once cost: of one plan, and of fifty plans with one worker and with two.

A burst are 1,000 assessments of the Gaza plan, each saved by itself while a worker recomputes: how many passes that
takes, and its worker's time against as many edits that are each waited for (measured on 30 of them). Fifty plans of 100
milestones are marked at once and awaited. The last figure sets what a recompute writes of 3,000 milestones against
Django's bulk_update of the same rows. Usage: python -m tools.servers -m bench.burst
"""

import statistics
import time
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Sum
from django.db.models.expressions import F
from django.utils import timezone

from bench.deployed import ONE_WORKER, beside, prepare, wait_until
from bench.plans import assess, make_plan
from bench.tables import median_seconds, print_table
from milestones.contingency.scales import Level
from milestones.models import JobRun, Milestone, MilestoneStatus, Plan, RecomputeMark
from milestones.services.marks import raise_mark
from milestones.services.recompute import WRITTEN, recompute

EDITS, WAITED_FOR, PLANS, SIZE = 1000, 30, 50, 3000


def settle() -> None:
    """Wait until nothing waits."""
    running = JobRun.objects.filter(outcome=JobRun.Outcome.RUNNING)
    wait_until(lambda: not RecomputeMark.objects.exists() and not running.exists())


def worked() -> tuple[int, float]:
    """How many recomputes were done since this was asked last, and the seconds that they took."""
    done = JobRun.objects.filter(task=JobRun.RECOMPUTE, outcome=JobRun.Outcome.DONE)
    count, took = done.count(), done.aggregate(took=Sum(F("finished_at") - F("started_at")))["took"]
    JobRun.objects.all().delete()
    return count, took.total_seconds() if took else 0.0


def burst() -> None:
    milestones = list(Milestone.objects.filter(plan__slug="gaza-phase-two"))
    with beside(ONE_WORKER):
        settle()
        worked()
        for number in range(WAITED_FOR):
            assess(milestones[number], Level(number % 4))
            settle()
        single = worked()[1] / WAITED_FOR
        began = time.monotonic()
        for number in range(EDITS):
            assess(milestones[number % len(milestones)], Level(number % 4))
        settle()
        whole = time.monotonic() - began
        passes, took = worked()
    heads = ["edits at once", "passes", "s of the worker", "s in all", "of what as many single ones cost"]
    row = [f"{EDITS:,}", passes, f"{took:.1f}", f"{whole:.1f}", f"{took / (single * EDITS):.2f}"]
    print_table("A burst of edits of one plan", heads, [row])


def fifty() -> None:
    plans = [make_plan(f"one-of-fifty-{number}", 100) for number in range(PLANS)]
    took = {}
    for count in (1, 2):
        with beside(*((*ONE_WORKER, "--hostname", f"{number}@%h") for number in range(count))):
            time.sleep(5)  # until they are ready
            settle()
            took[count] = median_seconds(3, lambda: recompute_all(plans))
    row = [PLANS, f"{took[1]:.2f}", f"{took[2]:.2f}", f"{took[2] / took[1]:.2f}"]
    print_table("Many plans at once", ["plans", "one worker s", "two workers s", "ratio"], [row])


def recompute_all(plans: Sequence[Plan]) -> None:
    """Mark the plans at once, and wait for them."""
    with transaction.atomic():
        for plan in plans:
            raise_mark(plan, cause={"kind": "manual"})
    settle()


def write_back() -> None:
    plan = make_plan("write-back", SIZE)
    ours, theirs = [], []
    for _ in range(3):
        stored = MilestoneStatus.objects.filter(milestone__plan=plan)
        stored.update(verdict={})
        raise_mark(plan, cause={"kind": "manual"})
        began = time.perf_counter()
        done = recompute(plan.pk, now=timezone.now())
        ours.append(time.perf_counter() - began)
        assert done is not None
        assert done.written == SIZE
        rows = list(stored)
        began = time.perf_counter()
        MilestoneStatus.objects.bulk_update(rows, [*WRITTEN, "since"], batch_size=500)
        theirs.append(time.perf_counter() - began)
    own, djangos = statistics.median(ours), statistics.median(theirs)
    row = [f"{SIZE:,}", f"{own:.2f}", f"{djangos:.2f}", f"{own / djangos:.2f}"]
    heads = ["milestones", "a recompute that writes all, s", "bulk_update alone, s", "ratio"]
    print_table("Writing statuses back", heads, [row])


if __name__ == "__main__":
    prepare("load_shipped_plans")
    burst()
    fifty()
    write_back()
