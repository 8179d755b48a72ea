"""When dev.py installs packages, and what it says where it cannot."""

import importlib.util
import sys
import venv
from pathlib import Path

import pytest

from tools import environment

# Makes an empty environment, and writes down what it was asked to install.
UV = f"""#!{sys.executable}
import pathlib, sys, venv
if sys.argv[1] == "venv":
    venv.create(sys.argv[-1])
else:
    pathlib.Path(__file__).with_name("said").write_text(" ".join(sys.argv[1:]))
"""


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


def test_a_python_without_ensurepip_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find_spec(name))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(environment.SetupError, match="sudo apt-get install python3-venv"):
        environment.prepare("run", venv=tmp_path / ".venv")


def test_uv_installs_where_it_is_on_path(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    """The same lock with the same hashes; the environment that it makes has no pip, and none is asked for."""
    uv = project / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text(UV)
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", str(uv.parent))
    environment.prepare("run", root=project, venv=project / ".venv")
    installing = uv.with_name("said").read_text().split()
    assert installing[:4] == ["pip", "install", "--python", str(project / ".venv/bin/python")]
    assert installing[-3:] == ["--require-hashes", "--requirement", str(project / "requirements.txt")]
    assert "with uv" in capsys.readouterr().out
    assert installed("run", project)


def test_pip_installs_where_uv_is_not(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    monkeypatch.setenv("PATH", "")
    command = environment.install_command(project / "requirements.txt", venv=project / ".venv")
    assert command[:4] == [project / ".venv/bin/python", "-m", "pip", "install"]
    assert command[-3:] == ["--require-hashes", "--requirement", project / "requirements.txt"]


def test_an_environment_without_pip_is_made_anew_where_uv_is_gone(
    monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    monkeypatch.setenv("PATH", "")
    venv.create(project / ".venv", with_pip=False)
    environment.prepare("run", root=project, venv=project / ".venv")  # the lock names no package
    assert (project / ".venv/bin/pip").exists()
    assert installed("run", project)


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
