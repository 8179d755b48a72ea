"""The migrations make the database that the models describe."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from milestones.models import Plan
from tools.environment import ROOT


def missing_migrations() -> bool:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        return True
    return False


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    assert not missing_migrations()


@pytest.mark.django_db
def test_a_field_without_a_migration_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plan._meta.get_field("slug"), "max_length", 7)
    assert missing_migrations()


@pytest.mark.django_db
def test_a_database_of_before_is_refused_with_what_to_do() -> None:
    recorder = MigrationRecorder(connection)
    ours = ("milestones", "governance", "reconstruction", "demilitarisation")
    recorder.migration_qs.filter(app__in=ours).delete()
    recorder.record_applied("milestones", "0007_revisions")
    with pytest.raises(CommandError, match="made by an earlier version of the tracker") as refusal:
        call_command("migrate", verbosity=0)
    database = str(connection.settings_dict["NAME"])
    assert database in str(refusal.value)
    assert ("drop the database" in str(refusal.value)) == (connection.vendor == "postgresql")
    assert Plan.objects.count() == 0  # the tables are still there


@pytest.mark.one_database
def test_a_site_on_such_a_database_does_not_start_and_touches_nothing(tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite3"
    with sqlite3.connect(file) as old:
        old.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY AUTOINCREMENT, app varchar(255) NOT NULL, "
            "name varchar(255) NOT NULL, applied datetime NOT NULL)"
        )
        applied = ("milestones", "0001_structure_and_records", "2026-11-20")
        old.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", applied)
    old.close()
    started = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{file}", "REDIS_URL": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert started.returncode == 1
    assert f"delete {file}, start again, and load the plans anew" in started.stderr
    with sqlite3.connect(file) as still:
        assert still.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall() == [
            ("django_migrations",),
            ("sqlite_sequence",),
        ]
    still.close()
