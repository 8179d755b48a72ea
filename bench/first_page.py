"""How long a newcomer waits: from an empty clone to the first page, beside the bare installation of its packages.

`git clone` and `dev.py run` until the front page answers, and pip's installation of the same lock into a new
environment, in turn, with whatever pip keeps of its downloads. Usage: python -m bench.first_page [ROUNDS]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.tables import print_table
from tools.environment import LOCKS, ROOT
from tools.throwaway import HOST, free_port


def installation(folder: Path) -> None:
    """A new environment with the packages of the site."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    quiet = ("--quiet", "--disable-pip-version-check", "--no-compile")
    lock = ("--require-hashes", "--requirement", ROOT / LOCKS["run"])
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", *quiet, *lock], check=True)


def first_page(folder: Path) -> None:
    """A clone that serves its front page."""
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    port = free_port()
    command = [sys.executable, "dev.py", "run", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                with urlopen(f"http://{HOST}:{port}/"):
                    break
            except URLError:
                time.sleep(0.1)
        assert process.poll() is None, "the site did not start"
        process.terminate()


def seconds(work: Callable[[Path], None]) -> float:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        began = time.monotonic()
        work(Path(folder) / "new")
        return time.monotonic() - began


def main(rounds: int) -> None:
    """Measure both in turn, after one installation that fills pip's cache."""
    seconds(installation)
    pairs = [(seconds(installation), seconds(first_page)) for _ in range(rounds)]
    bare, page = map(statistics.median, zip(*pairs, strict=True))
    row = [f"{bare:.1f}", f"{page:.1f}", f"{page / bare:.2f}"]
    print_table("From an empty clone to the first page", ["installation alone s", "first page s", "ratio"], [row])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
