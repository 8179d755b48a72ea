"""The vendored files are those that the manifests name, byte by byte."""

import json

import pytest

from tools.checks import vendoring_faults
from tools.vendor import FOLDERS, VENDORED, characters_of_fonts, read_manifest


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.parts[-2])
def test_vendored_files_match_their_manifest(folder) -> None:
    assert vendoring_faults(folder, json.loads((folder / "vendor.json").read_text())) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.parts[-2])
def test_every_package_comes_with_its_licence(folder) -> None:
    entries = read_manifest(folder)
    licensed = {entry["package"] for entry in entries if entry["path"].endswith("LICENSE")}
    assert licensed == {entry["package"] for entry in entries}


def test_every_font_is_cut_to_what_the_style_sheet_fetches_it_for() -> None:
    fonts = {entry["path"] for entry in read_manifest(VENDORED) if entry["path"].endswith(".woff2")}
    cuts = characters_of_fonts()
    assert cuts.keys() == fonts
    assert cuts["rubik/hebrew.woff2"] == "U+0307-0308,U+0590-05FF,U+20AA,U+25CC,U+FB1D-FB4F"
