"""The whole test suite, twice: on SQLite with tasks in-process, then on PostgreSQL with Redis."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tools.environment import ROOT, prepare, python, run_to_end, with_bytecode

INTERRUPTED, NO_TESTS_COLLECTED = 2, 5  # pytest's exit codes
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The whole suite on two cores, with what takes longest; every process has a database and a broker of its own
# (tests/environment.py).
IN_PARALLEL = ("-n", "2", "--dist", "worksteal", "--durations", "40", "--durations-min", "3")
LONG = (
    "tests/leaks",
    "tests/services/test_broker_faults.py",
    "tests/services/test_faults.py",
    "tests/services/test_servers_restarted.py",
    "tests/services/test_worker.py",
    "tests/api/test_fuzz.py",
    "tests/contingency",
    "tests/state",
    "tests/browser/test_every_page.py",
)
MORE = {
    "SOAK": "1",
    "API_FUZZ_CASES": "5000",
    "TEST_EDITS": "300",
    "LAW_EXAMPLES": "3000",
    "ORACLE_PLANS": "10000",
    "EVERY_LOOK": "1",
}
"""The tests that ask more where these are set."""


@dataclass(frozen=True)
class Counts:
    """How many tests ended how. An error outside a test's body counts as a failure."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def find_chromium() -> str | None:
    """Return the path of an installed chromium, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def run_both_passes(arguments: Sequence[str]) -> int:
    """Run the suite twice with pytest's arguments, print the counts; 0 where some ran and none failed."""
    chromium = find_chromium()
    prepare("browser" if chromium else "test")
    passes = {
        "SQLite, tasks in-process": ("sqlite", []),
        "PostgreSQL and Redis": ("postgresql", ["-m", "tools.servers"]),
    }
    total, lines, broken = Counts(), [], False
    for title, (name, wrapper) in passes.items():
        print(f"\n=== {title} ===", flush=True)
        counts, code = _run_pass(name, wrapper, arguments)
        broken = broken or code not in (0, NO_TESTS_COLLECTED) or counts.failed > 0
        total += counts
        lines.append(f"{title}: {counts}" + (f" (pytest exit code {code})" if code else ""))
        if code == INTERRUPTED:
            break
    print("\n" + "\n".join(lines))
    if not chromium:
        print("No chromium is installed, so the browser tests were skipped: apt-get install chromium")
    if total.passed + total.failed == 0:
        print("No test ran.")
        broken = True
    print(total, flush=True)
    return 1 if broken else 0


def soak(arguments: Sequence[str]) -> int:
    """Run the tests that have a long form in that form, with pytest's arguments, or others; as `run_both_passes`."""
    os.environ |= MORE
    return run_both_passes(arguments or LONG)


def _run_pass(name: str, wrapper: Sequence[str], arguments: Sequence[str]) -> tuple[Counts, int]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        code = run_to_end(
            [python(), *wrapper, "-m", "pytest", f"--junit-xml={report}", *(arguments or IN_PARALLEL)],
            pass_environment(os.environ, name=name),
            folder=ROOT,
        )
        counts = read_counts(report) if report.exists() else Counts(failed=1)
    return counts, code


def pass_environment(given: Mapping[str, str], *, name: str) -> dict[str, str]:
    """Return a pass's environment: a person's own database and broker are kept out of it."""
    kept = {
        key: value
        for key, value in with_bytecode(given).items()
        if key not in ("DATABASE_URL", "REDIS_URL", "REDIS_CACHE_URL")
    }
    # The processes of a parallel run must collect the same tests in the same order.
    return {"PYTHONHASHSEED": "0", **kept, "TEST_PASS": name}


def read_counts(report: Path) -> Counts:
    """Return the counts of a JUnit report as pytest writes it."""
    suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314 - pytest wrote it
    total = Counts()
    for suite in suites:
        tests, failures, errors, skipped = (
            int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")
        )
        failed = failures + errors
        total += Counts(passed=max(tests - failed - skipped, 0), failed=failed, skipped=skipped)
    return total
