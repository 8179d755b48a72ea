"""Attempts to recompute: after a failure the next is put off, longer each time, and some day they end."""

from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import Max, Q

from milestones.models import JobRun, RecomputeMark

TASK, CHECK = JobRun.RECOMPUTE, "check_plan"
MOST_ATTEMPTS = 8
"""After so many failures in a row a plan is left alone until somebody edits it."""
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)
LONGEST_RUN = timedelta(minutes=10)
"""A run that is older was killed: no task may take as long (CELERY_TASK_TIME_LIMIT)."""

LONGEST_IMPORT = timedelta(minutes=30)
"""An import that is older was killed; no task of it may take as long."""

FAILURES = (JobRun.Outcome.FAILED, JobRun.Outcome.LOST)


def close_lost_runs(*, now: datetime) -> int:
    """Close the runs whose worker was killed; how many there were."""
    short = ~Q(task__startswith="import_") & Q(started_at__lt=now - LONGEST_RUN)
    running = JobRun.objects.filter(outcome=JobRun.Outcome.RUNNING)
    lost = running.filter(short | Q(started_at__lt=now - LONGEST_IMPORT))
    return lost.update(outcome=JobRun.Outcome.LOST, finished_at=now)


def may_try(plan_id: int, *, now: datetime) -> bool:
    """Whether a plan may be recomputed: it did not fail, or not just now, or was edited since it did."""
    failures = _failures_in_a_row(plan_id)
    if not failures:
        return True
    last = max(failures)
    newest = RecomputeMark.objects.filter(plan=plan_id).aggregate(at=Max("raised_at"))["at"]
    if newest is not None and newest > last:
        return True
    return len(failures) < MOST_ATTEMPTS and now >= last + delay_after(len(failures), plan_id)


def delay_after(failures: int, plan_id: int) -> timedelta:
    """For how long a plan is left alone after so many failures: doubled each time, and spread from plan to plan."""
    doubled: timedelta = min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY)
    return doubled * (1 + (plan_id * 7 + failures) % 10 / 20)


def waiting_plans() -> list[int]:
    """The keys of the plans that have marks waiting."""
    return list(RecomputeMark.objects.order_by("plan_id").values_list("plan_id", flat=True).distinct())


def failing_plans() -> list[int]:
    """The keys of the plans that wait and are not tried again until somebody edits them."""
    return list(filter(is_failing, waiting_plans()))


def is_failing(plan_id: int) -> bool:
    """Whether a plan failed so often in a row that it is not tried again until somebody edits it."""
    return len(_failures_in_a_row(plan_id)) >= MOST_ATTEMPTS


def _failures_in_a_row(plan_id: int) -> list[datetime]:
    """When the runs started that failed or were lost since the last that did not."""
    runs = JobRun.objects.filter(task=TASK, plan=plan_id).exclude(outcome=JobRun.Outcome.RUNNING)
    newest = runs.order_by("-started_at", "-pk").values_list("started_at", "outcome")[:MOST_ATTEMPTS]
    return [started_at for started_at, _outcome in takewhile(lambda run: run[1] in FAILURES, newest)]
