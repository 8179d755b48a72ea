"""Vendored front-end files: `python3 -m tools.vendor` takes them anew from npm, with manifest and licences.

Only a maintainer who changes a version runs it; the files are committed, and `dev.py check` hashes them. Fonts are cut
to what pages use: `pip install fonttools==4.68.0 brotli==1.2.1` first (the same versions give the same bytes).
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tools.environment import ROOT


@dataclass(frozen=True)
class Package:
    """An npm package; `files` says what stands below `folder`, by its place there: which of the package's files."""

    name: str
    version: str
    licence: str
    folder: Path
    files: dict[str, str]
    cut: dict[str, str] = field(default_factory=dict)
    """For fonts, by target: the characters that are kept, as the style sheet's unicode-range tells them."""


WEIGHTS = "wght=400:600"
FEATURES = "ccmp,locl,rvrn,rlig,init,medi,fina,liga,kern,mark,mkmk,tnum"  # no fractions, which no page sets
LATIN = (
    "U+20-7E,U+A0,U+AB,U+B0,U+B7,U+BB,U+D7,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2032-2033,U+20AC,U+2190-2193,U+2212"
)
FONTS = {
    "latin": ("latin", LATIN),
    # Fetched only by a page that has one of them, such as a name with an accent.
    "accents": ("latin", "U+A1-AA,U+AC-AF,U+B1-B6,U+B8-BA,U+BC-D6,U+D8-FF,U+131,U+152-153,U+2BB-2BC,U+304,U+308"),
    # The letters and signs of Arabic, with those that names from Persian and Hebrew bring.
    "arabic": (
        "arabic",
        "U+60C,U+61B-61C,U+61F,U+621-63A,U+640-652,U+660-66C,U+670,U+67E,U+686,U+698,U+6A4,U+6A9,U+6AF,U+6CC",
    ),
    "hebrew": ("hebrew", "U+307-308,U+590-5FF,U+20AA,U+25CC,U+FB1D-FB4F"),
}
PACKAGES = (
    Package(
        name="@fontsource-variable/rubik",
        version="5.3.0",
        licence="OFL-1.1",
        folder=ROOT / "static" / "vendor",
        files={
            **{f"rubik/{name}.woff2": f"files/rubik-{subset}-wght-normal.woff2" for name, (subset, _) in FONTS.items()},
            "rubik/LICENSE": "LICENSE",
        },
        cut={f"rubik/{name}.woff2": characters for name, (_, characters) in FONTS.items()},
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
            ["npm", "pack", "--silent", "--json", wanted], cwd=name, check=True, capture_output=True, text=True
        )
        described = json.loads(packed.stdout)[0]
        entries: list[dict[str, str | int]] = []
        for target, source in package.files.items():
            content = _member(Path(name) / described["filename"], f"package/{source}")
            if target in package.cut:
                content = _cut(content, package.cut[target], Path(name))
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
