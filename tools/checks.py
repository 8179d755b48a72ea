"""`dev.py check`: everything about the code that needs no test run, each check by name with its result."""

import hashlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tools import locks, messages
from tools.environment import ROOT
from tools.vendor import MANIFEST, VENDORED

REPORT_LINES = 40


class Result(Enum):
    OK = "ok"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True)
class Outcome:
    """What a check found; `report` is for people and may be empty."""

    result: Result
    report: str = ""


def production_environment() -> dict[str, str]:
    """Return the environment of a deployed site, as README describes it, with a key of its own."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DEBUG", "DATABASE_URL", "REDIS_URL")}
    return {
        **kept,
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "tracker.example",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": "true",
        "SECURE_HSTS_PRELOAD": "true",
    }


def command(*arguments: str, production: bool = False, **settings: str) -> Outcome:
    """Run a Python module or script, with settings of its own, and judge it by its exit code."""
    environment = (production_environment() if production else {**os.environ, "DEBUG": "true"}) | settings
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return Outcome(Result.FAILED, (done.stdout + done.stderr).strip())
    return Outcome(Result.OK)


def static_files() -> Outcome:
    """Collect the static files as production does: that fails where a style sheet names a missing file."""
    with tempfile.TemporaryDirectory() as folder:
        collect = ("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        return command(*collect, production=True, STATIC_ROOT=folder)


def fresh_locks() -> Outcome:
    try:
        stale = locks.stale_locks()
    except subprocess.CalledProcessError as error:
        return Outcome(Result.FAILED, error.stderr.strip())
    return judged([f"{name} does not follow from pyproject.toml. Run: python3 dev.py lock" for name in stale])


def judged(faults: list[str]) -> Outcome:
    """What faults come to."""
    return Outcome(Result.FAILED if faults else Result.OK, "\n".join(faults))


def collected_texts() -> Outcome:
    if not messages.have_gettext():
        return Outcome(Result.SKIPPED, "gettext is not installed: apt-get install gettext")
    return judged(messages.uncollected())


def vendoring_faults(folder: Path, manifest: dict[str, list[dict[str, str]]]) -> list[str]:
    """Say where the folder differs from its manifest: {"files": [{"path": …, "sha256": …}]}."""
    expected = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    actual = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / MANIFEST
    }
    faults = [f"{path} is not in the manifest." for path in sorted(actual.keys() - expected.keys())]
    faults += [f"{path} is in the manifest only." for path in sorted(expected.keys() - actual.keys())]
    both = sorted(actual.keys() & expected.keys())
    return faults + [f"{path} is not the file that was vendored." for path in both if actual[path] != expected[path]]


CHECKS: dict[str, Callable[[], Outcome]] = {
    "lint": lambda: command("-m", "ruff", "check", "--output-format", "concise", "."),
    "format": lambda: command("-m", "ruff", "format", "--check", "--output-format", "concise", "."),
    "types": lambda: command("-m", "mypy"),
    "templates": lambda: command("-m", "djlint", "templates", "--lint", "--quiet"),
    "migrations": lambda: command("manage.py", "makemigrations", "--check", "--dry-run"),
    "deployment": lambda: command("manage.py", "check", "--deploy", "--fail-level", "WARNING", production=True),
    "static files": static_files,
    "vendored files": lambda: judged(vendoring_faults(VENDORED, json.loads((VENDORED / MANIFEST).read_text()))),
    "translations": lambda: judged(messages.faults()),
    "collected texts": collected_texts,
    "locks": fresh_locks,
}


def timed(check: Callable[[], Outcome]) -> tuple[Outcome, float]:
    """What a check found, and the seconds that it took."""
    start = time.monotonic()
    return check(), time.monotonic() - start


def main() -> int:
    """Make the checks, as many beside each other as there are processors, and tell of them in their order."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, (outcome, seconds) in zip(CHECKS, pool.map(timed, CHECKS.values()), strict=True):
            print(f"{name:<16}{outcome.result.value:<8}{seconds:6.1f} s", flush=True)
            lines = outcome.report.splitlines()
            for line in lines[:REPORT_LINES]:
                print(f"    {line}", flush=True)
            if lines[REPORT_LINES:]:
                print(f"    ... and {len(lines) - REPORT_LINES} lines more", flush=True)
            if outcome.result is Result.FAILED:
                failed.append(name)
    print(f"\nChecks that failed: {', '.join(failed)}" if failed else "\nNo check failed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
