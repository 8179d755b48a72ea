"""The locks: compiled from pyproject.toml with every file's hash, for every platform, from Python 3.11 on."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.environment import LOCKS, ROOT

PYPROJECT = "pyproject.toml"
OPTIONS = (
    # Debian 12's 3.11.2 needs a package that 3.11.7 does not: lock for the whole line, not for this Python.
    *("--universal", "--python-version", "3.11"),
    "--generate-hashes",
    *("--no-annotate", "--no-config", "--quiet"),
    *("--custom-compile-command", "python3 dev.py lock"),
)


def compile_locks(folder: Path, *, upgrade: bool = False) -> None:
    """Write the locks of pyproject.toml into the folder, keeping the versions which the locks there name.

    The largest is compiled first and binds the others, so that each package has one version in all. Raises
    subprocess.CalledProcessError, with the resolver's words in `stderr`, where the requirements cannot be resolved.
    """
    largest = LOCKS["dev"]
    _compile(folder / largest, "--group", "dev", *(["--upgrade"] if upgrade else []))
    for group, name in LOCKS.items():
        if name == largest:
            continue
        groups = [] if group == "run" else ["--group", group]
        _compile(folder / name, "--constraint", str(folder / largest), *groups)


def stale_locks() -> list[str]:
    """Return the names of the locks that pyproject.toml would now compile to something else.

    A newer release of a package does not make a lock stale.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lock in LOCKS.values():
            if (ROOT / lock).exists():
                shutil.copy(ROOT / lock, folder / lock)
        compile_locks(folder)
        return [
            lock
            for lock in LOCKS.values()
            if not (ROOT / lock).exists() or (ROOT / lock).read_bytes() != (folder / lock).read_bytes()
        ]


def _compile(output: Path, *options: str) -> None:
    uv = Path(sys.executable).with_name("uv")
    command: list[str | Path] = [uv, "pip", "compile", PYPROJECT, "--output-file", output, *OPTIONS, *options]
    subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)


if __name__ == "__main__":
    try:
        compile_locks(ROOT, upgrade="--upgrade" in sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(error.stderr.strip())
