"""The tracker as production runs it, for measurements: what imports this first may import models after it."""

import io
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

_static = tempfile.TemporaryDirectory(prefix="tracker-bench-")
os.environ |= {
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "bench.example",
    "SECURE_SSL_REDIRECT": "false",
    "STATIC_ROOT": _static.name,
    "DJANGO_SETTINGS_MODULE": "tracker.settings",
}

import django

django.setup()

from django.core.management import call_command

CELERY = ("celery", "--app", "tracker")
ONE_WORKER = (*CELERY, "worker", "--pool", "solo", "--loglevel", "ERROR")
PATIENCE_SECONDS = 600


def prepare(*commands: str) -> None:
    """Run these commands of `manage.py` on the new database."""
    for command in ("migrate", *commands):
        call_command(*command.split(), verbosity=0, stdout=io.StringIO())


@contextmanager
def beside(*modules: Sequence[str], **environment: str) -> Iterator[list[int]]:
    """Run Python modules, each with its options, by this process's settings and these; their process ids."""
    commands, told = [[sys.executable, "-m", *module] for module in modules], os.environ | environment
    processes = [subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL) for command in commands]
    try:
        yield [process.pid for process in processes]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def wait_until(happened: object, *, pause: float = 0.01) -> float:
    """The seconds until `happened()` is true."""
    began = time.perf_counter()
    while not happened():  # type: ignore[operator]
        assert time.perf_counter() - began < PATIENCE_SECONDS, "it did not happen"
        time.sleep(pause)
    return time.perf_counter() - began
