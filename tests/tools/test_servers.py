"""The throw-away servers of the second pass."""

import re
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import redis as redis_client

from tools import servers
from tools.environment import ROOT

ASK_BOTH = """
import os, psycopg2, redis
with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
    cursor.execute("SHOW server_encoding")
    print(cursor.fetchone()[0])
print(redis.Redis.from_url(os.environ["REDIS_URL"]).ping())
print(os.environ["REDIS_URL"] != os.environ["REDIS_CACHE_URL"])
raise SystemExit(7)
"""
SEND_A_TASK = """
import sys
from celery import Celery
from celery.contrib.testing.worker import start_worker

app = Celery("tests", broker=sys.argv[1], backend=sys.argv[1], task_acks_late=True)

@app.task(name="add")
def add(left, right):
    return left + right

with start_worker(app, pool="solo", perform_ping_check=False):
    print(add.delay(1, 2).get(timeout=20))
"""


def test_a_command_finds_both_servers_and_its_exit_code_comes_through() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.servers", "-c", ASK_BOTH], cwd=ROOT, capture_output=True, text=True, check=False
    )
    told, *answers = done.stdout.splitlines()
    assert re.fullmatch(r"Servers: PostgreSQL [\d.]+ from .+; .+\.", told)
    assert answers == ["UTF8", "True", "True"], done.stderr
    assert done.returncode == 7


def test_postgresql_stops_although_a_client_is_connected() -> None:
    with servers.postgresql() as server:
        left_open = psycopg2.connect(server.address)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(server.address)
    left_open.close()


@pytest.mark.parametrize("kind", servers.REDIS_KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_redis_serves_and_is_gone_after_its_use(kind: servers.RedisKind, tmp_path: Path) -> None:
    if kind(tmp_path) is None:
        pytest.skip("this machine has none")
    with servers.redis((kind,)) as server:
        client = redis_client.Redis.from_url(f"{server.address}/3")
        client.set("key", b"lines\r\nand more\n")
        with client.lock("lock", timeout=5):  # let go of by a script, as the broker's own lock is
            assert client.get("key") == b"lines\r\nand more\n"
        assert redis_client.Redis.from_url(f"{server.address}/4").get("key") is None
    with pytest.raises(redis_client.ConnectionError):
        redis_client.Redis.from_url(server.address).ping()


def test_a_celery_worker_takes_a_task_from_the_redis_in_python() -> None:
    with servers.redis((servers.redis_in_python,)) as server:
        done = subprocess.run(
            [sys.executable, "-c", SEND_A_TASK, server.address], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert done.stdout.split() == ["3"], done.stderr


def test_the_first_kind_of_redis_that_is_there_serves() -> None:
    kinds = (lambda folder: None, servers.redis_in_python, servers.redis_from_wheel)
    with servers.redis(kinds) as server:
        assert "in Python" in server.name


def test_a_server_that_is_nowhere_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_wheel", lambda module: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(servers.NoServer, match="Install PostgreSQL"), servers.postgresql():
        pass
    with pytest.raises(servers.NoServer, match="install Redis or Valkey"), servers.redis():
        pass
