"""What the documents name is there: a map that names a room which has moved is worse than none."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md")
PILLARS = sorted(path.parent.name for path in (ROOT / "pillars").glob("*/apps.py"))
ROOMS = (
    "bench",
    "docs",
    "locale",
    "milestones",
    "pillars",
    "plans",
    "static",
    "templates",
    "tests",
    "tools",
    "tracker",
)

PATH = re.compile("`((?:" + "|".join(ROOMS) + r")/[\w./*-]*)")


def named_paths(text: str) -> Iterator[str]:
    """The paths in code style that begin in a room of the project; of a pillar's, that of each pillar."""
    for path in PATH.findall(text):
        yield from (path.replace("NAME", pillar) for pillar in PILLARS) if "NAME" in path else (path,)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_names_only_what_is_there(document: str) -> None:
    paths = set(named_paths((ROOT / document).read_text()))
    missing = sorted(path for path in paths if not any(ROOT.glob(path.rstrip("/."))))
    assert not missing


def test_the_map_names_every_room_of_the_core() -> None:
    text = (ROOT / "docs/architecture.md").read_text()
    rooms = {path.name for path in (ROOT / "milestones").iterdir() if (path / "__init__.py").exists()}
    unnamed = sorted(room for room in rooms - {"migrations", "templatetags"} if f"{room}/" not in text)
    assert not unnamed


def test_each_decision_has_a_number_of_its_own() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    titles = [path.read_text().splitlines()[0] for path in decisions]
    assert [path.name[:4] for path in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    assert [title.partition(". ")[0] for title in titles] == [f"# {n}" for n in range(1, len(decisions) + 1)]
