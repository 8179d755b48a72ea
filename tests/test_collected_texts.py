"""A text is collected for translation only where it is marked by a name that xgettext knows."""

import ast
from pathlib import Path

from tests.test_imports import modules

UNDERSCORED = {"gettext", "gettext_lazy"}
MARKERS = UNDERSCORED | {"ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "gettext_noop"}


def renamed(path: Path) -> list[str]:
    """The markers of a module that are imported under a name by which nothing is collected."""
    return [
        f"{path}:{node.lineno}: {alias.name} as {alias.asname}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in MARKERS
        and alias.asname not in ({None, "_"} if alias.name in UNDERSCORED else {None})
    ]


def test_markers_keep_the_names_by_which_texts_are_collected() -> None:
    assert [line for path in modules().values() for line in renamed(path)] == []


def test_a_renamed_marker_is_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("from django.utils.translation import gettext as _g\n")
    assert renamed(module) == [f"{module}:1: gettext as _g"]
