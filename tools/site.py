"""The site on a developer's machine: set up, served, with its background processes."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Sequence

from tools.environment import ROOT, SetupError, prepare, python

HOST = "127.0.0.1"


def run(*, port: int, demo_accounts: bool) -> int:
    """Set everything up and serve until Ctrl-C. Returns an exit code."""
    refuse_taken_port(port)
    prepare("run")
    _manage("migrate", "--verbosity", "0")
    _manage("load_shipped_plans")
    _manage("recompute")  # statuses speak for today also where no beat has turned the day
    if demo_accounts:
        _manage("make_demo_accounts")
    _say_what_to_open(port, demo_accounts=demo_accounts)
    return _become("manage.py", "runserver", f"{HOST}:{port}")


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
    return {"DEBUG": "true", **os.environ}


def _manage(*arguments: str) -> None:
    done = subprocess.run(
        [python(), "manage.py", *arguments], cwd=ROOT, env=development_environment(), check=False
    )
    if done.returncode:
        raise SetupError(f"`manage.py {' '.join(arguments)}` failed; it says why above.")


def _become(*arguments: str) -> int:
    """Replace this process, so that Ctrl-C and signals reach the server itself."""
    command = [str(python()), *arguments]
    os.chdir(ROOT)
    if os.name != "nt":
        os.execve(command[0], command, development_environment())  # noqa: S606 - our own Python
    return subprocess.run(command, env=development_environment(), check=False).returncode


def _say_what_to_open(port: int, *, demo_accounts: bool) -> None:
    address = f"http://{HOST}:{port}"
    print()
    print(f"  The dashboard:    {address}/")
    print(f"  For analysts:     {address}/admin/")
    print(f"  For programs:     {address}/api/v1/docs/")
    if not demo_accounts:
        print("  To make an analyst's account: .venv/bin/python manage.py createsuperuser")
        print("  or, on this machine only:     python3 dev.py run --demo-accounts")
    print("  Ctrl-C stops it.", end="\n\n", flush=True)
