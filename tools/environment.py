"""The virtual environment .venv: made once, filled from a hash-pinned lock, and again when that changes."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.processes import run_to_end

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"

# Each lock holds all that the ones before it hold, in the same versions.
LOCKS = {
    "run": "requirements.txt",
    "test": "requirements-test.txt",
    "browser": "requirements-browser.txt",
    "dev": "requirements-dev.txt",
}


class SetupError(Exception):
    """The machine lacks something; the message says what to do."""


def python(venv: Path = VENV) -> Path:
    """Return the environment's own Python."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(group: str) -> None:
    """Make the environment hold the group's lock; does nothing where it already does.

    Raises SetupError where the machine cannot make environments or the packages cannot be fetched.
    """
    if not python().exists():
        _make(VENV)
    if is_installed(group):
        return
    lock = ROOT / LOCKS[group]
    print(f"Installing {lock.name} into .venv ...", flush=True)
    # No bytecode would make every later start some seconds slower.
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    pip: list[str | Path] = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--require-hashes", "--requirement", lock], cwd=ROOT, env=settings, check=False
    )
    if done.returncode:
        raise SetupError(f"The packages of {lock.name} could not be installed; pip says why above.")
    _stamp_file(group, VENV).write_text(stamp(group))


def is_installed(group: str, *, root: Path = ROOT, venv: Path = VENV) -> bool:
    """Say whether this lock, or one that holds all of it, was installed as it now stands."""
    names = list(LOCKS)
    return any(
        _stamp_file(name, venv).exists() and _stamp_file(name, venv).read_text() == stamp(name, root=root)
        for name in names[names.index(group) :]
    )


def stamp(group: str, *, root: Path = ROOT) -> str:
    """Return what changes whenever the group's lock does: its SHA-256 in hexadecimal."""
    return hashlib.sha256((root / LOCKS[group]).read_bytes()).hexdigest()


def run_module(group: str, module: str, arguments: Sequence[str]) -> int:
    """Run a module of the project in the environment and return its exit code."""
    prepare(group)
    return run_to_end([python(), "-m", module, *arguments], folder=ROOT)


def _stamp_file(group: str, venv: Path) -> Path:
    return venv / f".installed-{group}"


def _make(venv: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise SetupError(
            "This Python cannot make virtual environments. "
            "On Debian and Ubuntu install the missing part with:\n"
            "    sudo apt-get install python3-venv"
        )
    print("Making the virtual environment .venv ...", flush=True)
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=False)
    if done.returncode:
        raise SetupError("The virtual environment .venv could not be made; Python says why above.")
