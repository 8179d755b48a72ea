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
from django.core.management import call_command
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


def address_of(name: str) -> str:
    """The address of a database beside the tests' own."""
    whose = connection.settings_dict
    return f"postgresql://{whose['USER']}@{whose['HOST']}:{whose['PORT']}/{name}"


@pytest.fixture
def filled(tmp_path: Path) -> str:
    """The address of a database that holds a plan: the tests' own, or a copy of what is in memory alone."""
    call_command("load_plan", str(ROOT / "plans/aceh-2005.yaml"), verbosity=0)
    call_command("recompute", verbosity=0)
    if connection.vendor != "sqlite":
        return address_of(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "filled.sqlite3")])
    return f"sqlite:///{tmp_path}/filled.sqlite3"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield address_of(name)
    with connection.cursor() as cursor:
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


def test_a_restored_database_has_every_row_and_a_restore_overwrites_none(
    filled: str, empty: str, programs: list[str], tmp_path: Path
) -> None:
    file, damaged = tmp_path / "copy", tmp_path / "damaged"
    done = manage(filled, "backup", str(file), *programs)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert manage(filled, "backup", str(file), *programs).stderr.strip().endswith("Nothing was written.")
    before = rows(filled)
    assert len(before["milestones_planentry"]) > 250
    refused = manage(filled, "restore", str(file), *programs)
    assert refused.returncode != 0
    assert "The database is not empty" in refused.stderr
    assert rows(filled) == before
    damaged.write_bytes(file.read_bytes()[:2000] + b"\0" * 3000)
    spoilt = manage(empty, "restore", str(damaged), *programs)
    assert spoilt.returncode != 0
    assert "Traceback" not in spoilt.stderr
    assert rows(empty) == {}
    assert "no file" in manage(empty, "restore", str(tmp_path / "none"), *programs).stderr
    done = manage(empty, "restore", str(file), *programs)
    assert done.returncode == 0, done.stderr
    assert rows(empty) == before
    assert manage(empty, "migrate", "--check").returncode == 0
    assert manage(empty, "recompute", "--check").stdout == "aceh-2005: as stored.\n"
