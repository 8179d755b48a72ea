"""The virtual environment .venv: made once, filled from a hash-pinned lock, and again when that changes."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.throwaway import HOST

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


def prepare(group: str, *, root: Path = ROOT, venv: Path = VENV) -> None:
    """Make the environment hold the group's lock; does nothing where it already does.

    Raises SetupError where the machine cannot make environments or the packages cannot be fetched.
    """
    has_pip = any((python(venv).parent / name).exists() for name in ("pip", "pip.exe"))  # uv makes them without
    if not python(venv).exists() or not (shutil.which("uv") or has_pip):
        _make(venv)
    if is_installed(group, root=root, venv=venv):
        return
    command = install_command(root / LOCKS[group], venv=venv)
    installer = "uv" if shutil.which("uv") else "pip"
    print(f"Installing {LOCKS[group]} into {venv.name} with {installer} ...", flush=True)
    if subprocess.run(command, cwd=root, check=False).returncode:
        raise SetupError(f"The packages of {LOCKS[group]} could not be installed; {installer} says why above.")
    _stamp_file(group, venv).write_text(stamp(group, root=root))


def install_command(lock: Path, *, venv: Path = VENV) -> list[str | Path]:
    """Return what installs a lock, every file by its hash: uv where it is on PATH, else the environment's pip.

    Neither compiles all that it brings, which would take longer than the rest: Python compiles what is imported.
    """
    hashed: list[str | Path] = ["--quiet", "--require-hashes", "--requirement", lock]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", python(venv), *hashed]
    pip: list[str | Path] = [python(venv), "-m", "pip", "install", "--disable-pip-version-check"]
    return [*pip, "--no-compile", *hashed]


def with_bytecode(given: Mapping[str, str]) -> dict[str, str]:
    """Return an environment whose Python keeps what it compiles: without, each start would be seconds slower."""
    return {name: value for name, value in given.items() if name != "PYTHONDONTWRITEBYTECODE"}


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
    return run_to_end([python(), "-m", module, *arguments], with_bytecode(os.environ), folder=ROOT)


def _stamp_file(group: str, venv: Path) -> Path:
    return venv / f".installed-{group}"


def _make(venv: Path) -> None:
    print(f"Making the virtual environment {venv.name} ...", flush=True)
    if uv := shutil.which("uv"):
        command: list[str | Path] = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, venv]
    elif importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise SetupError(
            "This Python cannot make virtual environments. "
            "On Debian and Ubuntu install the missing part with:\n"
            "    sudo apt-get install python3-venv"
        )
    else:
        command = [sys.executable, "-m", "venv", "--clear", venv]
    if subprocess.run(command, check=False).returncode:
        raise SetupError(f"The virtual environment {venv.name} could not be made; why is said above.")


def run_to_end(
    command: Sequence[str | Path], environment: Mapping[str, str] = os.environ, *, folder: Path | None = None
) -> int:
    """Run a command and return its exit code.

    Ctrl-C reaches the child as well; it may then take as long as it needs, where subprocess.run would kill it
    after a quarter of a second and leave behind what the child itself had started.
    """
    process = subprocess.Popen(command, cwd=folder, env=dict(environment))
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def stop_on_sigterm() -> None:
    """Leave through the `finally` clauses on SIGTERM, by which a CI runner ends a job."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def run_site(*, port: int, demo_accounts: bool, reload: bool) -> int:
    """Set everything up and serve until Ctrl-C. Returns an exit code."""
    refuse_taken_port(port)
    prepare("run")
    options = [*(["--demo-accounts"] if demo_accounts else []), *(["--reload"] if reload else [])]
    return _become("manage.py", "serve", "--port", str(port), *options)


def run_celery(role: str, arguments: Sequence[str]) -> int:
    """Run Celery's worker or beat until Ctrl-C. Returns an exit code."""
    if not os.environ.get("REDIS_URL"):
        raise SetupError(
            f"The {role} needs a broker: set REDIS_URL, for example to redis://127.0.0.1:6379/0, for this "
            "process and for the site. Without REDIS_URL the site runs its tasks itself."
        )
    prepare("run")
    return _become("-m", "celery", "--app", "tracker", role, "--loglevel", "INFO", *arguments)


def refuse_taken_port(port: int) -> None:
    """Raise SetupError where another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise SetupError(
                f"Cannot listen on {HOST}:{port}: {error.strerror}. "
                f"Stop the other program or choose another port: python3 dev.py run --port {port + 1}"
            ) from error


def development_environment() -> dict[str, str]:
    """Return the environment of the site's processes: this one's, with DEBUG on where it says nothing."""
    return {"DEBUG": "true", **with_bytecode(os.environ)}


def _become(*arguments: str) -> int:
    """Replace this process, so that Ctrl-C and signals reach the server itself."""
    command = [str(python()), *arguments]
    os.chdir(ROOT)
    if os.name != "nt":
        os.execve(command[0], command, development_environment())  # noqa: S606 - our own Python
    return subprocess.run(command, env=development_environment(), check=False).returncode
