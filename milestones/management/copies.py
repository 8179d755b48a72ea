"""The whole database as one file, by its own programs: ledger, history, accounts and all."""

import os
import sqlite3
import subprocess
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class CopyCommand(BaseCommand):
    """What is asked of both commands; neither needs a database that checks find right."""

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--programs", default="", metavar="DIR/", help="where PostgreSQL's programs are")


def copy_out(file: Path, programs: str) -> None:
    """Write the database, as it is at one instant, into a file that is not there yet. Raises CommandError."""
    if file.exists():
        raise CommandError(f"{file} is there already. Nothing was written.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        unfinished.touch(mode=0o600)  # it holds accounts and secrets
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(unfinished)) as copy:
                _sqlite().backup(copy)
        else:
            _run(f"{programs}pg_dump", "--format=custom", "--no-owner", f"--file={unfinished}")
        unfinished.rename(file)
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def copy_in(file: Path, programs: str) -> None:
    """Read such a file into a database that has no table yet. Raises CommandError, and then nothing was read."""
    if not file.is_file():
        raise CommandError(f"There is no file {file}.")
    if tables := connection.introspection.table_names():
        raise CommandError(f"The database is not empty: it has {len(tables)} tables. Nothing was restored.")
    if connection.vendor != "sqlite":
        _run(f"{programs}pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", file=file)
        return
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CommandError(f"{file} is damaged. Nothing was restored.")
            copy.backup(_sqlite())
    except sqlite3.DatabaseError as error:
        raise CommandError(f"{file} is no backup of SQLite: {error}.") from error


def _sqlite() -> Any:
    connection.ensure_connection()
    return connection.connection


def _run(program: str, *options: str, file: Path | None = None) -> None:
    """Run a program of PostgreSQL's on our database, which it is told of as Django tells psql."""
    (_psql, *whose, name), environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *whose, *options, f"--dbname={name}", *([str(file)] if file else [])]
    try:
        done = subprocess.run(
            command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise CommandError(f"{program} cannot be run: {error.strerror}. See --programs.") from error
    if done.returncode:
        raise CommandError(f"{program}: {done.stderr.strip()}")
