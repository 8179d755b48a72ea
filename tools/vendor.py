"""Vendored front-end files: `python3 -m tools.vendor` takes them anew from npm, as their manifests name them.

A manifest, the vendor.json of a folder, tells of each file its package, version and licence, and its place there
(`source`); its sums are written by this. Only a maintainer who changes a version runs it; the files are committed, and
`dev.py check` hashes them. A font is cut to what the style sheet fetches it for:
`pip install fonttools==4.68.0 brotli==1.2.1` first (the same versions give the same bytes).
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.environment import ROOT

VENDORED = ROOT / "static" / "vendor"
FOLDERS = (VENDORED, ROOT / "tests" / "browser" / "vendor")
MANIFEST = "vendor.json"
FACE = re.compile(r'url\("\.\./vendor/([^"]+)"\)[^}]*unicode-range: ([^;]+);')
WEIGHTS = "wght=400:600"
FEATURES = "ccmp,locl,rvrn,rlig,init,medi,fina,liga,kern,mark,mkmk,tnum"  # no fractions, which no page sets


def read_manifest(folder: Path) -> list[dict[str, Any]]:
    """The entries of a folder's manifest, a file each."""
    entries: list[dict[str, Any]] = json.loads((folder / MANIFEST).read_text())["files"]
    return entries


def characters_of_fonts() -> dict[str, str]:
    """By the path of each font: the characters that are kept of it, as the style sheet tells them."""
    styles = (ROOT / "static" / "milestones" / "style.css").read_text()
    return {path: "".join(ranges.split()) for path, ranges in FACE.findall(styles)}


def fetch(folder: Path, entries: list[dict[str, Any]], cuts: Mapping[str, str]) -> None:
    """Put the files of a manifest's entries in place, and their sums into the entries."""
    of_packages = defaultdict(list)
    for entry in entries:
        of_packages[f"{entry['package']}@{entry['version']}"].append(entry)
    for wanted, wanted_of_it in of_packages.items():
        with tempfile.TemporaryDirectory() as name:
            packed = subprocess.run(
                ["npm", "pack", "--silent", "--json", wanted], cwd=name, check=True, capture_output=True, text=True
            )
            described = json.loads(packed.stdout)[0]
            for entry in wanted_of_it:
                content = _member(Path(name) / described["filename"], f"package/{entry['source']}")
                if entry["path"] in cuts:
                    content = _cut(content, cuts[entry["path"]], Path(name))
                path = folder / entry["path"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                digest = hashlib.sha256(content).hexdigest()
                entry.update(integrity=described["integrity"], sha256=digest, bytes=len(content))


def _member(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as opened:
        member = opened.extractfile(name)
        if member is None:
            raise FileNotFoundError(f"{archive.name} has no file {name}.")
        return member.read()


def _cut(font: bytes, characters: str, folder: Path) -> bytes:
    """A variable font with so many characters only, and only the weights that the style sheet asks for."""
    whole, lighter, cut = (folder / name for name in ("whole.woff2", "lighter.ttf", "cut.woff2"))
    whole.write_bytes(font)
    instancer = ["fontTools.varLib.instancer", whole, WEIGHTS, "-o", lighter, "--no-recalc-timestamp", "-q"]
    subset = ["fontTools.subset", lighter, f"--unicodes={characters}", f"--output-file={cut}"]
    options = ["--flavor=woff2", f"--layout-features={FEATURES}", "--no-hinting", "--name-IDs=1,2"]
    for command in (instancer, [*subset, *options]):
        subprocess.run([sys.executable, "-m", *map(str, command)], check=True)
    return cut.read_bytes()


def main() -> int:
    for folder in FOLDERS:
        entries = read_manifest(folder)
        fetch(folder, entries, characters_of_fonts() if folder == VENDORED else {})
        (folder / MANIFEST).write_text(json.dumps({"files": entries}, indent=2) + "\n")
        print(f"{folder.relative_to(ROOT)}: {len(entries)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
