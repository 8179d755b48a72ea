"""A server that lives in a temporary folder, is waited for, and is stopped and deleted at the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
NOBODY = 65534
READY_SECONDS = 240
READY_LINE = "ready to accept connections"  # PostgreSQL, Redis and Valkey all write it


class NoServer(Exception):
    """No server of a kind can be started here; the message says what to do."""


def other_user() -> int | None:
    """Return whom the servers run as, None for ourselves: PostgreSQL refuses to run as root."""
    return NOBODY if os.name != "nt" and os.geteuid() == 0 else None


@contextmanager
def temporary_folder(name: str) -> Iterator[Path]:
    """Make a folder which the servers' user may write to."""
    with tempfile.TemporaryDirectory(prefix=f"tracker-{name}-", ignore_cleanup_errors=True) as path:
        folder = Path(path)
        if user := other_user():
            os.chown(folder, user, user)
        yield folder


def reachable(original: Path, folder: Path) -> Path:
    """Return a file or folder of a wheel, copied where root starts servers as nobody, who may not reach it."""
    if other_user() is None:
        return original
    copied = folder / original.name
    if original.is_dir():
        shutil.copytree(original, copied, symlinks=True)
    else:
        folder.mkdir(exist_ok=True)
        shutil.copy(original, copied)
    return copied


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    folder: Path,
    user: int | None = None,
    stop: signal.Signals = signal.SIGTERM,
    ready: str = READY_LINE,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[None]:
    """Run a server in its folder, from the moment that it writes it is ready until the end.

    Raises NoServer, with what the server wrote, where it does not become ready.
    """
    log = folder / "server.log"
    with log.open("wb") as output:
        # A group of its own: Ctrl-C ends the tests first and the servers, from here, after them.
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output, start_new_session=True,
            user=user, group=user,
        )  # fmt: skip
        try:
            _wait_until_ready(process, log, ready)
            yield
        finally:
            process.send_signal(stop)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path, ready: str) -> None:
    """Wait for the server's own line: PostgreSQL's port opens before it takes clients."""
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if ready in log.read_text(errors="replace").lower():
            return
        time.sleep(0.05)
    raise NoServer(f"A throw-away server did not start; it says:\n{log.read_text(errors='replace')}")
