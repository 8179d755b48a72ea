"""PostgreSQL and Redis stop and start anew while edits come in, and nothing is lost; SOAK asks for more."""

import os
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis
from django.db import DatabaseError, connection, connections

from milestones.breaker import redis_breaker
from milestones.management.copies import copy_in, copy_out
from milestones.models import Assessment, RecomputeMark
from tests.services.test_faults import edit, on_postgresql, settled, swept, waiting_plan
from tests.services.test_worker import wait_until, working
from tests.services.wholeness import assert_whole
from tests.tracker.test_redis_away import forget_connections
from tools import servers
from tools.throwaway import HOST, free_port, other_user, running, temporary_folder
from tracker.celery import app as celery_app

RESTARTS = 30 if "SOAK" in os.environ else 2

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def restart_postgresql(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Starts PostgreSQL anew: one of this test's own, with a copy of the tests' database, which is used meanwhile."""
    with servers.postgresql() as server, temporary_folder("programs") as folder:
        programs, _origin = servers._postgresql_binaries(folder)
        copy_out(tmp_path / "copy", f"{programs}/")
        named, address = connection.settings_dict, urlsplit(server.address)
        before = {name: named[name] for name in ("HOST", "PORT", "USER", "NAME")}
        connection.close()
        named |= {"HOST": HOST, "PORT": address.port, "USER": address.username, "NAME": address.path.strip("/")}
        copy_in(tmp_path / "copy", f"{programs}/")
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            (data,) = cursor.fetchone()

        def control(*words: str) -> None:
            command = [programs / "pg_ctl", *words, "-w", "-D", data]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=data, user=other_user())

        yield lambda: control("restart", "-m", "fast")
        connection.close()
        control("stop", "-m", "immediate")
        named |= before


@on_postgresql
def test_a_postgresql_that_starts_anew_under_load_loses_nothing_that_was_saved(
    restart_postgresql: Callable[[], None],
) -> None:
    plan = waiting_plan()
    saved: set[Any] = set()
    is_over = threading.Event()

    def edits() -> None:
        number = 0
        while not is_over.wait(0.03):  # seconds; thousands of edits would only make the last recompute long
            number += 1
            try:
                saved.add(edit(plan, number).pk)
            except DatabaseError:
                connections["default"].close()
        connections["default"].close()

    chance, editing = random.Random("restart"), threading.Thread(target=edits)
    with working():
        editing.start()
        for _restart in range(RESTARTS):
            time.sleep(chance.uniform(0.3, 1))
            restart_postgresql()
        time.sleep(0.5)
        is_over.set()
        editing.join()
        connection.close()
        wait_until(lambda: swept(plan))
    assert len(saved) > RESTARTS
    assert saved <= set(Assessment.objects.filter(milestone__plan=plan).values_list("pk", flat=True))
    assert_whole(plan)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Callable[[], AbstractContextManager[None]]]]:
    """The address of a broker of this test's own, and what runs it for as long as it is told to."""
    with temporary_folder("redis") as folder:
        program = next(filter(None, (kind(folder) for kind in servers.REDIS_KINDS)))
        port = free_port()
        for name in ("broker_url", "broker_write_url", "broker_read_url"):
            monkeypatch.setitem(celery_app.conf, name, f"redis://{HOST}:{port}")
        forget_connections()
        yield (
            f"redis://{HOST}:{port}",
            lambda: running([*program.command, str(port)], folder=folder, user=program.user),
        )
        forget_connections()


def test_a_redis_that_stops_or_is_emptied_holds_up_what_was_saved_and_loses_none(broker: Any) -> None:
    address, serving = broker
    edits = 0

    def some_edits() -> None:
        nonlocal edits
        for _ in range(3):
            edit(plan, edits)
            edits += 1

    with serving():
        plan = waiting_plan()
    with working(REDIS_URL=address):
        for _restart in range(RESTARTS):
            with serving():
                redis_breaker.forget()
                some_edits()
                redis.Redis.from_url(address).flushall()
                some_edits()
            some_edits()
            assert RecomputeMark.objects.filter(plan=plan).exists()
        with serving():
            redis_breaker.forget()
            settled(plan, edits)
