"""The vendored files are those that the manifests name, byte by byte."""

import json

import pytest

from tools.checks import vendoring_faults
from tools.vendor import PACKAGES


@pytest.mark.parametrize("folder", sorted({package.folder for package in PACKAGES}), ids=lambda path: path.parts[-2])
def test_vendored_files_match_their_manifest(folder) -> None:
    manifest = json.loads((folder / "vendor.json").read_text())
    assert vendoring_faults(folder, manifest) == []
    assert {entry["path"] for entry in manifest["files"]} == {
        target for package in PACKAGES if package.folder == folder for target in package.files
    }


def test_every_package_comes_with_its_licence() -> None:
    for package in PACKAGES:
        assert any(target.endswith("LICENSE") for target in package.files)
