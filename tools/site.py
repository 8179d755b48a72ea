"""The site on a developer's machine: set up, served, with its background processes."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Sequence

from tools.environment import ROOT, SetupError, prepare, python, with_bytecode
from tools.throwaway import HOST


def run(*, port: int, demo_accounts: bool, reload: bool) -> int:
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
