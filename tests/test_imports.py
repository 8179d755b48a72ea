"""Who may import whom (docs: architecture): tracker, then pillars, then milestones, then its engine."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("tracker", "pillars", "milestones")

DOORS = ("milestones.admin", "milestones.api", "milestones.views", "milestones.tasks", "milestones.management")
WORK = ("milestones.services", "milestones.selectors")
# Each line: modules below the first name import nothing below the names beside it.
CORE_RULES = [
    ("milestones", ("tracker", "pillars")),
    ("milestones.models", (*WORK, *DOORS, "milestones.planfile", "milestones.pictures", "milestones.signals")),
    ("milestones.selectors", (*DOORS, "milestones.services")),
    ("milestones.state", (*DOORS, "milestones.services", "milestones.pages", "milestones.wording")),
    ("milestones.services", DOORS),
    ("milestones.planfile", (*DOORS, *WORK, "django", "milestones.models", "milestones.kinds", "milestones.loading")),
    ("milestones.kinds", (*DOORS, *WORK, "milestones.loading")),
    ("milestones.loading", (*DOORS, "milestones.services")),
    ("milestones.pictures", (*DOORS, "milestones.models", "milestones.services")),
    ("milestones.pages", (*DOORS, "milestones.services")),
    ("milestones.registry", (*DOORS, *WORK)),
    ("milestones.admin", ("milestones.api", "milestones.views")),
    ("milestones.api", ("milestones.admin", "milestones.views")),
    ("milestones.views", ("milestones.admin", "milestones.api")),
    ("pillars", ("tracker",)),
]


def modules() -> dict[str, Path]:
    """Return every module of the project by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(name: str, path: Path) -> Iterator[str]:
    """Give the dotted names a module imports; of `from a import b` both a and a.b, since b may be a module."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def below(name: str, parent: str) -> bool:
    return name == parent or name.startswith(parent + ".")


def breaches(importer: str, forbidden: tuple[str, ...]) -> list[str]:
    return sorted(
        {
            f"{name} imports {target}"
            for name, path in modules().items()
            if below(name, importer)
            for target in imported(name, path)
            if any(below(target, parent) for parent in forbidden)
        }
    )


def test_the_walk_sees_the_imports() -> None:
    """Guard the guard: a rule over an empty list would always hold."""
    found = modules()
    assert {"tracker.settings", "milestones.apps", "milestones.contingency"} <= found.keys()
    assert "tracker.logs" in set(imported("tracker.settings", found["tracker.settings"]))


def test_relative_imports_are_resolved(tmp_path: Path) -> None:
    module = tmp_path / "deadlocks.py"
    module.write_text("from .plan import Plan\nfrom .. import models\n")
    assert set(imported("milestones.contingency.deadlocks", module)) == {
        "milestones.contingency.plan",
        "milestones.contingency.plan.Plan",
        "milestones",
        "milestones.models",
    }


@pytest.mark.parametrize(("importer", "forbidden"), CORE_RULES, ids=[rule[0] for rule in CORE_RULES])
def test_no_layer_imports_one_above_it(importer: str, forbidden: tuple[str, ...]) -> None:
    assert breaches(importer, forbidden) == []


def test_the_engine_imports_the_standard_library_only() -> None:
    strangers = {
        f"{name} imports {target}"
        for name, path in modules().items()
        if below(name, "milestones.contingency")
        for target in imported(name, path)
        if target.partition(".")[0] not in sys.stdlib_module_names and not below(target, "milestones.contingency")
    }
    assert strangers == set()


def test_the_packages_around_the_engine_import_nothing() -> None:
    """`import milestones.contingency` runs milestones/__init__.py too, which must not bring Django in."""
    assert list(imported("milestones", ROOT / "milestones" / "__init__.py")) == []


def test_no_pillar_imports_another() -> None:
    crossing = {
        f"{name} imports {target}"
        for name, path in modules().items()
        for target in imported(name, path)
        if below(name, "pillars") and below(target, "pillars") and name.count(".") and target.count(".")
        if name.split(".")[1] != target.split(".")[1]
    }
    assert crossing == set()
