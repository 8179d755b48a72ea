"""`manage.py backup` and `restore`: what comes back is what was there, row by row."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environ
import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from tools import servers
from tools.environment import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


def manage(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a database, in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DEBUG": "true", "REDIS_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of two empty databases beside the tests' own."""
    if connection.vendor == "sqlite":
        yield [f"sqlite:///{tmp_path}/{name}.sqlite3" for name in ("one", "other")]
        return
    names, whose = ("backup_one", "backup_other"), connection.settings_dict
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"CREATE DATABASE {name}")
    yield [f"postgresql://{whose['USER']}@{whose['HOST']}:{whose['PORT']}/{name}" for name in names]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def programs(tmp_path: Path) -> list[str]:
    """Where PostgreSQL's programs are: beside the server of the tests."""
    if connection.vendor == "sqlite":
        return []
    return ["--programs", f"{servers._postgresql_binaries(tmp_path)[0]}/"]


def connected(url: str) -> BaseDatabaseWrapper:
    return ConnectionHandler({"default": environ.Env.db_url_config(url)})["default"]


def rows(url: str) -> dict[str, list[Any]]:
    """Every row of every table."""
    database = connected(url)
    with database.cursor() as cursor:
        told = {}
        for table in database.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            told[table] = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor)
    database.close()
    return told


def test_a_restored_database_has_every_row(empty: list[str], programs: list[str], tmp_path: Path) -> None:
    one, other = empty
    for arguments in (["migrate"], ["load_plan", "plans/aceh-2005.yaml"], ["recompute"]):
        done = manage(one, *arguments)
        assert done.returncode == 0, done.stderr
    file = tmp_path / "copy"
    done = manage(one, "backup", str(file), *programs)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert manage(one, "backup", str(file), *programs).stderr.strip().endswith("Nothing was written.")
    done = manage(other, "restore", str(file), *programs)
    assert done.returncode == 0, done.stderr
    before = rows(one)
    assert rows(other) == before
    assert len(before["milestones_planentry"]) > 250
    assert manage(other, "migrate", "--check").returncode == 0
    assert manage(other, "recompute", "--check").stdout == "aceh-2005: as stored.\n"


def test_a_restore_overwrites_nothing(empty: list[str], programs: list[str], tmp_path: Path) -> None:
    one, other = empty
    assert manage(one, "migrate", "contenttypes").returncode == 0
    file = tmp_path / "copy"
    assert manage(one, "backup", str(file), *programs).returncode == 0
    before = rows(one)
    refused = manage(one, "restore", str(file), *programs)
    assert refused.returncode != 0
    assert "The database is not empty" in refused.stderr
    assert rows(one) == before
    file.write_bytes(file.read_bytes()[:2000] + b"\0" * 3000)
    damaged = manage(other, "restore", str(file), *programs)
    assert damaged.returncode != 0
    assert "Traceback" not in damaged.stderr
    assert rows(other) == {}
    assert "no file" in manage(other, "restore", str(tmp_path / "none"), *programs).stderr
