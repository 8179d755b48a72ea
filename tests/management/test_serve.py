"""The site on a developer's machine."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from milestones.management.commands import serve
from tests import factories
from tools.environment import ROOT
from tools.throwaway import free_port


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that `serve` calls, none of which runs."""
    names: list[str] = []
    monkeypatch.setattr(serve, "call_command", lambda name, *_, **__: names.append(name))
    return names


@pytest.fixture
def first_start(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A site that starts on an empty database, and its port."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "REDIS_URL": "",
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process, port
    process.kill()
    process.wait()


def read_until(process: subprocess.Popen[str], mark: str) -> str:
    """Return what a process says up to a line with the mark, or to its end."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if mark in line:
            break
    return said


def test_the_first_start_loads_the_shipped_plans_and_serves(first_start: tuple[subprocess.Popen[str], int]) -> None:
    process, port = first_start
    said = read_until(process, "Quit the server")
    assert "Loading gaza-phase-two.yaml" in said
    assert f"http://127.0.0.1:{port}/admin/" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
        assert "<h1" in page.read().decode()
    process.terminate()  # and not by Ctrl-C, which a run in the background ignores
    assert process.wait(timeout=60) == -signal.SIGTERM


@pytest.mark.django_db
def test_a_later_start_brings_the_statuses_to_today(commands: list[str]) -> None:
    factories.make_plan()
    call_command("serve")
    assert commands == ["migrate", "recompute", "runserver"]


@pytest.mark.django_db
def test_accounts_are_made_where_they_are_asked_for(commands: list[str]) -> None:
    call_command("serve", demo_accounts=True)
    assert commands == ["migrate", "load_shipped_plans", "make_demo_accounts", "runserver"]


@pytest.mark.django_db
def test_a_reload_prepares_nothing_again(commands: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("RUN_MAIN", "true")  # as Django's reloader sets it for the process that it starts
    call_command("serve", reload=True, demo_accounts=True)
    assert commands == ["runserver"]
    assert capsys.readouterr().out == ""
