"""What a deployed site must be: closed by default, and on the drivers that were chosen."""

import ast
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from django.test import Client

from tools.checks import production_environment
from tools.environment import ROOT
from tracker.secret_key import read_secret_key

README = (ROOT / "README.md").read_text()


def ask_settings(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Evaluate an expression over the settings in a process of its own, with this environment only."""
    code = f"from django.conf import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tracker.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_postgresql_is_reached_by_psycopg2() -> None:
    """Django switches to psycopg 3 by itself wherever a package brings that in."""
    assert not is_psycopg3


@pytest.mark.django_db
def test_the_database_is_the_one_of_this_pass() -> None:
    """A pass that quietly ran on the other database would prove nothing."""
    expected = {"sqlite": "sqlite", "postgresql": "postgresql"}.get(os.environ.get("TEST_PASS", ""), connection.vendor)
    assert connection.vendor == expected


def test_without_a_key_production_refuses_to_start() -> None:
    done = ask_settings("settings.DEBUG")
    assert done.returncode != 0
    assert "SECRET_KEY is not set and DEBUG is off." in done.stderr


def test_an_error_is_sent_without_what_was_typed_and_who_did() -> None:
    told = ("max_request_body_size", "send_default_pii", "include_local_variables")
    sent = f"settings.SENTRY_DSN, *map(__import__('sentry_sdk').get_client().options.get, {told})"
    done = ask_settings(sent, DEBUG="true", SENTRY_DSN="https://key@errors.example/1")
    assert done.stdout.strip() == "https://key@errors.example/1 never False False", done.stderr


def test_production_trusts_nobody_unasked() -> None:
    done = ask_settings(
        "settings.DEBUG, settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE,"
        "settings.SECURE_PROXY_SSL_HEADER",
        SECRET_KEY="x" * 60,
    )
    assert done.stdout.strip() == "False [] True True None"


def test_no_connection_is_waited_for_without_end() -> None:
    for query, told in (("", {"connect_timeout": 5}), ("?connect_timeout=2", {"connect_timeout": 2})):
        url = f"postgresql://tracker@database/tracker{query}"
        asked = ask_settings("settings.DATABASES['default']['OPTIONS']", SECRET_KEY="x" * 60, DATABASE_URL=url)
        assert asked.stdout.strip() == str(told), asked.stderr


def test_tasks_run_in_process_only_without_a_broker() -> None:
    alone = ask_settings("settings.CELERY_TASK_ALWAYS_EAGER", SECRET_KEY="x")
    with_broker = ask_settings(
        "settings.CELERY_TASK_ALWAYS_EAGER, settings.CELERY_BROKER_URL, settings.CACHES['default']['LOCATION']",
        SECRET_KEY="x",
        REDIS_URL="redis://broker:6379/0",
    )
    assert alone.stdout.strip() == "True"
    assert with_broker.stdout.strip() == "False redis://broker:6379/0 redis://broker:6379/0"


def test_the_deployment_check_finds_nothing_in_the_documented_settings() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--tag", "security"],
        cwd=ROOT,
        env=production_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def directives(header: str) -> dict[str, set[str]]:
    """Parse a policy; its directives come in a different order in each process."""
    parts = (part.split() for part in header.split(";") if part.strip())
    return {name: set(values) for name, *values in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/plans/", "/admin/login/"])
def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(client: Client, address: str) -> None:
    policy = directives(client.get(address).headers["Content-Security-Policy"])
    assert policy["default-src"] == {"'self'"}
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == {"'none'"}
    assert policy["form-action"] == {"'self'"}
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set().union(*policy.values())


@pytest.mark.django_db
def test_guesses_lock_one_name_from_one_address_and_nobody_else(client: Client) -> None:
    guess = {"username": "noor", "password": "wrong"}
    answers = [client.post("/admin/login/?lang=he", guess) for _ in range(6)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert '<html lang="he" dir="rtl">' in answers[-1].content.decode()
    assert client.post("/admin/login/", {**guess, "username": "dana"}).status_code == 200
    assert client.post("/admin/login/", guess, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_the_key_of_a_developers_machine_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    file = tmp_path / ".secret-key"
    first = read_secret_key("", debug=True, file=file)
    assert len(first) >= 50
    assert read_secret_key("", debug=True, file=file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_given_key_is_used_and_none_is_made(tmp_path: Path) -> None:
    assert read_secret_key("given", debug=False, file=tmp_path / ".secret-key") == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_kept_key_does_not_serve_production(tmp_path: Path) -> None:
    (tmp_path / ".secret-key").write_text("left behind by a developer")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        read_secret_key("", debug=False, file=tmp_path / ".secret-key")


TYPES = {"bool": "yes or no", "float": "number", "int": "whole number", "list": "list", "str": "text"}
WORDS = {"False": "no", "": "none", "[]": "none"}


def test_the_readme_has_each_setting_with_its_type_and_default() -> None:
    """What is read from the environment, in `tracker/settings.py`, against the table of the README."""
    table = re.findall(r"^\| `([A-Z_]+)` \| ([\w ]+) \| (.+?) \| .+ \|$", README, re.MULTILINE)
    told = {name: (type_, default) for name, type_, default in table}
    read = dict(settings_read())
    assert told.keys() == read.keys()
    for name, (type_, default) in read.items():
        assert told[name][0] == type_, name
        if default == [] or isinstance(default, bool | int | float | str):
            word = WORDS.get(str(default), f"`{default}`")
            assert re.match(rf"{re.escape(word)}(:|$)", told[name][1]), (name, default)


def settings_read() -> Iterator[tuple[str, tuple[str, Any]]]:
    """The variables that the settings read, each with its type and its default; None where that is worked out."""
    for node in ast.walk(ast.parse((ROOT / "tracker/settings.py").read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env."):
            name, reads = node.args[0], ast.unparse(node.func).removeprefix("env.")
            assert isinstance(name, ast.Constant)
            default = next((word.value for word in node.keywords if word.arg == "default"), ast.Name("none"))
            try:
                value = ast.literal_eval(default)
            except ValueError:
                value = None
            if name.value != "EMAIL_URL" or reads == "email_url":  # asked for twice
                yield str(name.value), (TYPES.get(reads, "address"), value)
