"""A text is collected for translation only where it is marked by a name that xgettext knows."""

import ast
import re
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
        if alias.name in MARKERS and alias.asname not in ({None, "_"} if alias.name in UNDERSCORED else {None})
    ]


def test_markers_keep_the_names_by_which_texts_are_collected() -> None:
    assert [line for path in modules().values() for line in renamed(path)] == []


def test_a_renamed_marker_is_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("from django.utils.translation import gettext as _g\n")
    assert renamed(module) == [f"{module}:1: gettext as _g"]


def marked_within_f_strings(path: Path) -> list[str]:
    """Texts with letters that are marked within an f-string, where nothing is collected."""
    return [
        f"{path}:{call.lineno}: {argument.value}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKERS | {"_"}
        for argument in call.args
        if isinstance(argument, ast.Constant) and re.search(r"[a-z]", str(argument.value))
    ]


def test_no_text_is_marked_where_it_is_not_collected(tmp_path: Path) -> None:
    assert [line for path in modules().values() for line in marked_within_f_strings(path)] == []
    module = tmp_path / "module.py"
    module.write_text("""told = f"{_('Once:')} {_(': ')}"\n""")
    assert marked_within_f_strings(module) == [f"{module}:1: Once:"]
