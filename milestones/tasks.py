"""Background tasks: each takes keys, claims before it works, and may be delivered ten times, late, out of order."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from random import random
from threading import Thread
from time import sleep
from typing import Any

import structlog
from celery import shared_task
from django.db import OperationalError, connection
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import override
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from milestones.breaker import Away, redis_breaker
from milestones.metrics import RUNS
from milestones.models import Import, JobRun, Plan
from milestones.services.attempts import CHECK, LONGEST_IMPORT, TASK, close_lost_runs, may_try, waiting_plans
from milestones.services.importing import bring_in, check, forget_files, give_up
from milestones.services.ledger import append_to_log
from milestones.services.marks import plan_marked
from milestones.services.recompute import Recomputed, mark_new_days, recompute
from milestones.services.repeating import forget_answers
from milestones.services.self_check import check_plan

log = structlog.get_logger(__name__)

KEEP_RUNS = timedelta(days=30)
IN_THE_WAY = frozenset({"40P01", "40001", "55P03"})
"""PostgreSQL's words for a deadlock, a serialisation failure and a lock that was not had."""
PAUSES_SECONDS = (0.2, 0.5, 1.0)


@receiver(plan_marked, dispatch_uid="milestones.enqueue_recompute")
def enqueue_recompute(plan_id: int, **_: Any) -> None:
    """Ask for a recompute after the commit that marked the plan; without a broker the mark waits for the sweep."""
    _enqueued(recompute_plan, plan_id)


def _enqueued(task: Any, *told: Any) -> bool:
    """Whether a worker was asked to take the task, or it was done at once where there is no broker to ask."""
    is_eager = task.app.conf.task_always_eager
    try:
        with nullcontext() if is_eager else redis_breaker.asking(BrokerError, RedisError, OSError):
            task.delay(*told)
    except (Away, BrokerError):
        log.warning("task_not_enqueued", task=task.name, told=told, failures=redis_breaker.failures)
        return False
    return True


@shared_task
def recompute_plan(plan_id: int) -> None:
    """Bring one plan up to date, if a mark of it waits and it may be tried."""
    if not may_try(plan_id, now=timezone.now()):
        return
    with _run(TASK, plan_id) as run:
        done = _recomputed(plan_id)
        run.outcome = JobRun.Outcome.NOTHING_TO_DO if done is None else JobRun.Outcome.DONE
        if done is not None:
            run.counts = {"revision": done.revision, "marks": done.marks, "changes": done.changes}


def _recomputed(plan_id: int) -> Recomputed | None:
    """Recompute, and once more where another transaction was in the way; the last refusal is raised."""
    for pause in PAUSES_SECONDS:
        try:
            return recompute(plan_id)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) not in IN_THE_WAY:
                raise
            log.warning("recompute_in_the_way", plan_id=plan_id)
            sleep(pause * (1 + random()))  # noqa: S311 - only so that two do not meet again
    return recompute(plan_id)


def enqueue_import(key: int, step: str, language: str) -> None:
    """Have a worker take the step; without a broker a thread of this process takes it, and nobody waits for it."""
    if work_on_import.app.conf.task_always_eager or not _enqueued(work_on_import, key, step, language):
        Thread(target=_work_apart, args=(key, step, language), daemon=True).start()


def _work_apart(key: int, step: str, language: str) -> None:
    try:
        work_on_import(key, step, language)
    finally:
        connection.close()  # which is this thread's own


@shared_task(soft_time_limit=LONGEST_IMPORT.seconds - 300, time_limit=LONGEST_IMPORT.seconds - 60)
def work_on_import(key: int, step: str, language: str) -> None:
    """Check a file's rows or bring them in; a step that is done already does nothing."""
    sent = Import.objects.filter(pk=key, stage=Import.Stage.WORKING).first()
    if sent is None:
        return
    with _run(f"import_{step}", sent.plan_id) as run, override(language):
        try:
            {"check": check, "bring_in": bring_in}[step](sent)
        finally:
            give_up(pk=key)
        run.outcome = JobRun.Outcome.DONE


@shared_task
def sweep_marks() -> None:
    """Recompute, and log, what a process that died or a run that failed left out; close what was killed."""
    now = timezone.now()
    close_lost_runs(now=now)
    append_to_log()
    give_up(begun_at__lt=now - LONGEST_IMPORT)
    for plan_id in waiting_plans():
        if may_try(plan_id, now=now):
            recompute_plan.delay(plan_id)


@shared_task
def start_day() -> None:
    """Mark the plans for which a new day began since their evaluation; drop old runs, answers and files."""
    with _run("start_day") as run:
        marked = mark_new_days(now=timezone.now())
        JobRun.objects.filter(started_at__lt=timezone.now() - KEEP_RUNS).delete()
        forget_answers(now=timezone.now())
        forget_files(before=timezone.now() - KEEP_RUNS)
        run.outcome = JobRun.Outcome.DONE if marked else JobRun.Outcome.NOTHING_TO_DO
        run.counts = {"plans": len(marked)}


@shared_task
def check_itself() -> None:
    """Compare what is stored of each plan with a full evaluation of its rows; what differs is repaired."""
    for plan in Plan.objects.order_by("pk"):
        with _run(CHECK, plan.pk) as run:
            differs = check_plan(plan.pk, now=timezone.now())
            run.outcome = JobRun.Outcome.DONE if differs else JobRun.Outcome.NOTHING_TO_DO
            run.counts = {"entries": differs.entries, "statuses": differs.statuses} if differs else None


@contextmanager
def _run(task: str, plan_id: int | None = None) -> Iterator[JobRun]:
    """Keep a row of the run; a failure is written down and raised on."""
    plan = None if plan_id is None else Plan.objects.filter(pk=plan_id).first()
    run = JobRun.objects.create(task=task, plan=plan, started_at=timezone.now())
    try:
        yield run
    finally:
        failure = sys.exception()
        if failure is not None:
            run.outcome, run.detail = JobRun.Outcome.FAILED, f"{type(failure).__name__}: {failure}"
        run.finished_at = timezone.now()
        run.save()
        RUNS.labels(task, run.outcome).observe((run.finished_at - run.started_at).total_seconds())
