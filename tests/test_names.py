"""A name tells what the thing is, not that it is one of several, or that it was found or said."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EMPTY = frozenset({"each", "found", "said"})


def bound(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Give every name and attribute that the code binds, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.arg(arg=name):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name, node.lineno
            case ast.ExceptHandler(name=str(name)):
                yield name, node.lineno
            case ast.alias(asname=str(name)):
                yield name, node.lineno


@pytest.mark.parametrize("folder", ["tracker", "milestones", "pillars", "tools"])
def test_names_say_what_the_thing_is(folder: str) -> None:
    empty = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
        for name, line in bound(ast.parse(path.read_text()))
        if name in EMPTY
    ]
    assert not empty


@pytest.mark.parametrize(
    "code",
    [
        "each = 1",
        "[each for each in rows]",
        "lambda each: each",
        "def f(*, found): ...",
        "self.found = 1",
        "class Row:\n    said: str",
        "match rows:\n    case [*each]: ...",
        "import rows as found",
    ],
)
def test_every_way_of_binding_a_name_is_looked_at(code: str) -> None:
    assert EMPTY & {name for name, _line in bound(ast.parse(code))}
