"""A long import is worked on beside the site: by a worker, by a thread where there is no broker, and broken off."""

import signal
import subprocess
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from milestones.kinds.core import KIND_OF
from milestones.models import Import, JobRun, Observation
from milestones.services.attempts import LONGEST_IMPORT
from milestones.services.importing import begin, bring_in, progress, receive
from milestones.services.saving import FEW
from milestones.tasks import enqueue_import, sweep_marks
from tests import factories as make
from tests.services.test_worker import wait_until, working
from tracker.celery import app as celery_app

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
ROWS = FEW + 500


@pytest.fixture
def sent() -> Import:
    celery_app.control.purge()  # what tests before it asked for, and no worker did
    with transaction.atomic():
        plan = make.make_plan()
        make.make_indicator(plan, "crossings")
        user = make.make_user("analyst", is_staff=True, is_superuser=True)
    lines = ["indicator,date,value,note", *(f"crossings,2026-01-02,{row},Row {row}" for row in range(ROWS))]
    return receive(KIND_OF[Observation], plan, "counts.csv", "\n".join(lines).encode(), user=user)


def stage(sent: Import) -> str:
    sent.refresh_from_db()
    return sent.stage


def asked_for(sent: Import, step: str) -> None:
    assert begin(sent, sent.mapping)
    enqueue_import(sent.pk, step, "en")


@pytest.mark.parametrize("way", ["worker", "thread"])
def test_it_is_checked_and_brought_in_by(way: str, sent: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "thread":
        monkeypatch.setitem(celery_app.conf, "task_always_eager", True)
        asked_for(sent, "check")
        wait_until(lambda: stage(sent) == "checked")
        asked_for(sent, "bring_in")
        wait_until(lambda: stage(sent) == "done")
        assert progress(sent) == (True, ROWS // 500 * 500)
    else:
        with working():
            asked_for(sent, "check")
            wait_until(lambda: stage(sent) == "checked")
            asked_for(sent, "bring_in")
            wait_until(lambda: stage(sent) == "done")
    assert (sent.outcome["refused"], len(sent.keys), Observation.objects.count()) == (0, ROWS, ROWS)
    wait_until(lambda: set(JobRun.objects.values_list("outcome", flat=True)) == {"done"})


def test_the_same_file_sent_twice_comes_in_once(sent: Import) -> None:
    twin = receive(KIND_OF[Observation], sent.plan, "again.csv", bytes(sent.content or b""), user=sent.who)
    assert begin(sent, sent.mapping)
    assert begin(twin, twin.mapping)
    other = Thread(target=brought_in_apart, args=[twin])
    with transaction.atomic():
        bring_in(sent)
        other.start()
        other.join(2)  # it waits, or has seen none of these rows
    other.join()
    assert (stage(sent), stage(twin), Observation.objects.count()) == ("done", "checked", ROWS)
    assert twin.outcome["refused"] == ROWS


def brought_in_apart(twin: Import) -> None:
    try:
        bring_in(twin)
    finally:
        connection.close()


def test_one_whose_worker_was_killed_says_so_and_is_begun_again(sent: Import) -> None:
    with working() as worker:
        asked_for(sent, "check")
        wait_until(lambda: JobRun.objects.filter(task="import_check").exists())
        killed(worker)
    assert (stage(sent), Observation.objects.count()) == ("working", 0)
    assert not begin(sent, sent.mapping)  # as far as anybody knows it is worked on
    Import.objects.update(begun_at=timezone.now() - LONGEST_IMPORT - timedelta(seconds=1))
    sweep_marks()
    assert (stage(sent), sent.outcome["is_broken_off"]) == ("sent", True)
    celery_app.control.purge()  # what the broker would deliver again, which then finds nothing to do
    with working():
        asked_for(sent, "check")
        wait_until(lambda: stage(sent) == "checked")
    assert (sent.outcome["is_broken_off"], sent.outcome["refused"]) == (False, 0)


def killed(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=20)
