"""When dev.py installs packages, and what it says where it cannot."""

import importlib.util
from pathlib import Path

import pytest

from tools import environment


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the four locks and an environment in which nothing was installed yet."""
    for name in environment.LOCKS.values():
        (tmp_path / name).write_text(f"# {name}\n")
    (tmp_path / ".venv").mkdir()
    return tmp_path


def installed(group: str, project: Path) -> bool:
    return environment.is_installed(group, root=project, venv=project / ".venv")


def record(group: str, project: Path) -> None:
    (project / ".venv" / f".installed-{group}").write_text(environment.stamp(group, root=project))


def test_nothing_is_installed_in_a_new_environment(project: Path) -> None:
    assert not any(installed(group, project) for group in environment.LOCKS)


def test_a_lock_is_installed_once(project: Path) -> None:
    record("test", project)
    assert installed("test", project)


def test_a_larger_lock_brings_the_smaller_ones(project: Path) -> None:
    record("test", project)
    assert installed("run", project)
    assert not installed("browser", project)
    assert not installed("dev", project)


def test_a_changed_lock_is_installed_again(project: Path) -> None:
    record("run", project)
    (project / "requirements.txt").write_text("Django==5.2.20\n")
    assert not installed("run", project)


def test_a_python_without_ensurepip_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find_spec(name)
    )
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "python", lambda: tmp_path / ".venv/bin/python")
    with pytest.raises(environment.SetupError, match="sudo apt-get install python3-venv"):
        environment.prepare("run")


@pytest.mark.parametrize("group", environment.LOCKS)
def test_every_lock_pins_by_hash_and_names_no_address(group: str) -> None:
    lines = (environment.ROOT / environment.LOCKS[group]).read_text().splitlines()
    pins = [line for line in lines if line and line[0] not in "# "]
    assert len(pins) > 40
    assert all("==" in pin and pin.endswith("\\") for pin in pins)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)
    assert not [line for line in lines if "://" in line or " @ " in line or line.startswith("-")]


@pytest.mark.parametrize("group", environment.LOCKS)
def test_no_lock_holds_what_would_change_the_project_unseen(group: str) -> None:
    """Django prefers psycopg 3 where it finds it, and numpy slows every start by a third of a second."""
    names = {
        line.partition("==")[0]
        for line in (environment.ROOT / environment.LOCKS[group]).read_text().splitlines()
        if "==" in line
    }
    assert "django" in names
    assert names.isdisjoint({"psycopg", "psycopg-binary", "numpy"})
