"""Child processes that are given the time to clean up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


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
