"""What the documents name is there: a map that names a room which has moved is worse than none."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/security.md")
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


def test_every_promise_names_a_test_that_is_there() -> None:
    text = (ROOT / "docs/security.md").read_text().partition("## What is promised")[2]
    promises = [row.split("|") for row in re.findall(r"^\| [A-Z].*\|$", text, re.MULTILINE)]
    assert len(promises) > 30
    for _before, promise, tests, _after in promises:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", tests)
        assert named, promise
        for path, name in named:
            assert f"\ndef {name}(" in (ROOT / path).read_text(), (path, name)


def modules_in(folder: Path) -> set[str]:
    """The modules and rooms that stand in a folder, as the documents write them."""
    modules = {path.name for path in folder.glob("*.py") if path.name != "__init__.py"}
    return modules | {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}


def named_in(text: str) -> set[str]:
    """What stands in code style, by its last step."""
    paths = re.findall("`([\\w./]+)`", text)
    return {path.rstrip("/").rpartition("/")[2] + "/" * path.endswith("/") for path in paths}


def test_the_map_names_every_room_and_module_of_the_core() -> None:
    named = named_in((ROOT / "docs/architecture.md").read_text())
    assert not modules_in(ROOT / "milestones") - {"migrations/"} - named


def test_the_map_names_what_each_pillar_has() -> None:
    lines = (ROOT / "docs/architecture.md").read_text().splitlines()
    [row] = [line for line in lines if line.startswith("| `pillars/NAME/`")]
    told = named_in(row.partition("|")[2]) - {"NAME/"}
    shared = set.intersection(*(modules_in(ROOT / "pillars" / pillar) for pillar in PILLARS))
    assert told == shared - {"migrations/"}


def test_the_layout_names_every_room() -> None:
    layout = (ROOT / "README.md").read_text().partition("## Layout")[2].split("```")[1]
    named = set(re.findall(r"(?<!\S)[\w.]+?(?:/|\.py)(?!\S)", layout))
    rooms = {name for name in modules_in(ROOT / "milestones") if name.endswith("/")}
    assert not (rooms | modules_in(ROOT) | {f"{room}/" for room in ROOMS}) - named


def test_each_decision_has_a_number_of_its_own() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    titles = [path.read_text().splitlines()[0] for path in decisions]
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    assert [title.partition(". ")[0] for title in titles] == [f"# {n}" for n in range(1, len(decisions) + 1)]
