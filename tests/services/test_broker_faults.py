"""Whatever a broker, a worker's limit or beat does to the tasks of an edit, the edit is taken up, and once."""

import datetime as dt
import random
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
import time_machine
from celery.beat import PersistentScheduler
from django.db import transaction
from django.utils import timezone

from milestones import tasks
from milestones.breaker import redis_breaker
from milestones.models import JobRun, Plan, PlanStatus, RecomputeMark
from milestones.services.attempts import LONGEST_RUN, close_lost_runs
from tests.services.test_faults import edit, settled, waiting_plan
from tests.services.test_worker import wait_until, working
from tests.services.wholeness import assert_whole
from tests.tracker.test_redis_away import forget_connections, full, hung
from tools import servers
from tools.throwaway import HOST
from tracker.celery import app as celery_app

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

TAKEN, WAITING = "unacked", "celery"
"""Where a broker keeps the tasks that workers took and have not done, and those that wait."""


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A broker that no other test uses."""
    with servers.redis() as server, redis.Redis.from_url(server.address) as client:
        monkeypatch.setenv("REDIS_URL", server.address)
        for name in ("broker_url", "broker_write_url", "broker_read_url"):
            monkeypatch.setitem(celery_app.conf, name, server.address)
        forget_connections()
        yield client
        forget_connections()


@contextmanager
def locked(plan: Plan) -> Iterator[None]:
    """No recompute of the plan goes on."""
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        yield


def nothing_is_answered(broker: Any) -> bool:
    """Whether it hangs, which takes a second to find out."""
    place = HOST, broker.get_connection_kwargs()["port"]
    with socket.create_connection(place) as asking:
        asking.settimeout(1)
        asking.sendall(b"PING\r\n")
        try:
            return not asking.recv(64)
        except TimeoutError:
            return True


def a_worker_was_refused(broker: Any) -> bool:
    """Whether a worker could not note that it took a task, which then is lost to the broker."""
    return bool(broker.info("commandstats").get("cmdstat_zadd", {}).get("rejected_calls"))


@pytest.mark.parametrize(("failing", "noticed"), [(hung, nothing_is_answered), (full, a_worker_was_refused)])
def test_a_broker_that_hangs_or_is_full_loses_no_edit(
    broker: Any, failing: Any, noticed: Callable[[Any], bool]
) -> None:
    plan, edits = waiting_plan(), 0
    with working("--pool", "prefork", "--concurrency", "1") as worker:  # whose parent tells the broker what is done
        with ExitStack() as meanwhile:
            with locked(plan):  # a task is begun, and more wait, when it begins to fail
                for _ in range(50):
                    tasks.recompute_plan.delay(plan.pk)
                wait_until(lambda: JobRun.objects.filter(outcome="running").exists())
                meanwhile.enter_context(failing(broker))
            for edits in range(1, 6):
                edit(plan, edits)
            wait_until(lambda: noticed(broker))
            wait_until(lambda: not JobRun.objects.filter(outcome="running").exists())  # that which was held
            assert noticed(broker), "it goes on to fail while the broker is told that this is done"
        redis_breaker.forget()
        edit(plan, edits + 1)
        settled(plan, edits + 1)
        wait_until(lambda: not broker.llen(WAITING))
        assert worker.poll() is None


def test_tasks_that_come_ten_times_and_out_of_order_work_once(broker: Any) -> None:
    plan = waiting_plan()
    before = Plan.objects.get(pk=plan.pk).revision
    for number in range(3):
        edit(plan, number)
        tasks.start_day.delay()
        for _ in range(10):
            tasks.recompute_plan.delay(plan.pk)
        tasks.sweep_marks.delay()
    waiting = broker.lrange(WAITING, 0, -1)
    random.Random("order").shuffle(waiting)
    broker.delete(WAITING)
    broker.rpush(WAITING, *waiting)
    with working():
        settled(plan, 3)
        wait_until(lambda: not broker.llen(WAITING) and not broker.hlen(TAKEN))
    assert Plan.objects.get(pk=plan.pk).revision == before + 1
    done = JobRun.objects.filter(task=JobRun.RECOMPUTE).values_list("outcome", flat=True)
    assert len(done) >= 33
    assert sorted(set(done)) == ["done", "nothing-to-do"]
    assert list(done).count("done") == 1


def test_a_task_past_its_hard_limit_is_ended_and_its_edit_taken_up(broker: Any) -> None:
    """The softer limit is heard between two steps of Python's, and not while PostgreSQL is waited for."""
    plan = waiting_plan()
    edit(plan, 0)
    broker.flushall()
    tasks.recompute_plan.apply_async((plan.pk,), soft_time_limit=5, time_limit=6)
    with working("--pool", "prefork", "--concurrency", "1"):
        with locked(plan):
            wait_until(lambda: JobRun.objects.filter(plan=plan, outcome="running").exists())
            wait_until(lambda: not broker.hlen(TAKEN))
        assert RecomputeMark.objects.filter(plan=plan).exists()
        settled(plan, 1)
    assert close_lost_runs(now=timezone.now()) == 0
    assert close_lost_runs(now=timezone.now() + 2 * LONGEST_RUN) == 1


def test_beat_that_was_off_for_a_day_has_the_day_begun_and_what_was_left_taken_up(broker: Any, tmp_path: Path) -> None:
    before = timezone.now() - dt.timedelta(hours=25)
    with time_machine.travel(before):
        plan = waiting_plan()
        edit(plan, 0)
        scheduler = PersistentScheduler(celery_app, schedule_filename=str(tmp_path / "beat"))
        scheduler.close()
    broker.flushall()
    day = PlanStatus.objects.get(plan=plan).on
    with working(), working("--schedule", str(tmp_path / "beat"), "--pidfile", "", what="beat"):
        wait_until(lambda: PlanStatus.objects.get(plan=plan).on > day)
        wait_until(lambda: not RecomputeMark.objects.exists())
    assert JobRun.objects.filter(task="start_day").count() == 1
    assert_whole(plan)
