"""The throw-away servers of the second pass."""

import subprocess
import sys

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


def test_a_command_finds_both_servers_and_its_exit_code_comes_through() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.servers", "-c", ASK_BOTH],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["UTF8", "True", "True"], done.stderr
    assert done.returncode == 7


def test_postgresql_stops_although_a_client_is_connected() -> None:
    with servers.postgresql() as address:
        left_open = psycopg2.connect(address)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(address)
    left_open.close()


def test_redis_is_gone_after_its_use() -> None:
    with servers.redis() as address:
        assert redis_client.Redis.from_url(address).ping()
    with pytest.raises(redis_client.ConnectionError):
        redis_client.Redis.from_url(address).ping()


def test_a_server_that_is_nowhere_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_wheel", lambda module: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(servers.NoServer, match="Install Redis"), servers.redis():
        pass
