"""Vendored front-end files: `python3 -m tools.vendor` takes them anew from npm, with manifest and licences.

Only a maintainer who changes a version runs it; the files are committed, and `dev.py check` hashes them.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.environment import ROOT


@dataclass(frozen=True)
class Package:
    """An npm package, and which of its files go where below `folder`."""

    name: str
    version: str
    licence: str
    folder: Path
    files: dict[str, str]


RUBIK_SUBSETS = ("latin", "arabic", "hebrew")
PACKAGES = (
    Package(
        name="@fontsource-variable/rubik",
        version="5.3.0",
        licence="OFL-1.1",
        folder=ROOT / "static" / "vendor",
        files={
            **{
                f"files/rubik-{subset}-wght-normal.woff2": f"rubik/rubik-{subset}-wght-normal.woff2"
                for subset in RUBIK_SUBSETS
            },
            "LICENSE": "rubik/LICENSE",
        },
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        folder=ROOT / "tests" / "browser" / "vendor",
        files={"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"},
    ),
)


def fetch(package: Package) -> list[dict[str, str | int]]:
    """Put the package's files in place; return their entries of the manifest."""
    with tempfile.TemporaryDirectory() as name:
        wanted = f"{package.name}@{package.version}"
        packed = subprocess.run(
            ["npm", "pack", "--silent", "--json", wanted],
            cwd=name,
            check=True,
            capture_output=True,
            text=True,
        )
        described = json.loads(packed.stdout)[0]
        entries: list[dict[str, str | int]] = []
        for source, target in package.files.items():
            content = _member(Path(name) / described["filename"], f"package/{source}")
            path = package.folder / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            entries.append(
                {
                    "path": target,
                    "package": package.name,
                    "version": package.version,
                    "licence": package.licence,
                    "integrity": described["integrity"],
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "bytes": len(content),
                }
            )
        return entries


def _member(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as opened:
        member = opened.extractfile(name)
        if member is None:
            raise FileNotFoundError(f"{archive.name} has no file {name}.")
        return member.read()


def main() -> int:
    manifests: dict[Path, list[dict[str, str | int]]] = {}
    for package in PACKAGES:
        manifests.setdefault(package.folder, []).extend(fetch(package))
    for folder, entries in manifests.items():
        manifest = {"files": sorted(entries, key=lambda entry: str(entry["path"]))}
        (folder / "vendor.json").write_text(json.dumps(manifest, indent=2) + "\n")
        print(f"{folder.relative_to(ROOT)}: {len(entries)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
