"""A plan's rows are written in one place; whatever else writes, writes what is computed or what is about the work."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WRITES = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITERS = {
    "milestones/loading/rows.py": "the rows of plans, one or many",
    "milestones/models": "what a row does as it is saved",
    "milestones/services/recompute.py": "statuses and the marks that it takes up",
    "milestones/services/revisions.py": "revisions and their entries",
    "milestones/services/ledger.py": "the log of the public ledger",
    "milestones/services/marks.py": "marks",
    "milestones/services/redaction.py": "what must never have been entered, emptied",
    "milestones/services/invitations.py": "who was shown the link to which account",
    "milestones/services/roles.py": "groups of accounts",
    "milestones/services/tokens.py": "tokens of the API",
    "milestones/services/review.py": "what is submitted for review, and sent back",
    "milestones/services/importing.py": "files of rows, and what came of them",
    "milestones/services/repeating.py": "answers of requests that may come again",
    "milestones/tasks.py": "runs of jobs",
}
UNSAVED = {
    ("milestones/admin/rules_at_save.py", "formset.save(commit=False)"),
    ("milestones/admin/grid.py", "grid.save(rows, is_reasoned=bool(reason_of(request)))"),  # by `enter`
    ("milestones/tables/sheets.py", "ExcelWriter(self._book, archive).save()"),
}
"""What writes no row, whatever it is called."""


def writes(path: Path) -> Iterator[str]:
    """Each call in a module by which rows are written, as its source has it."""
    source = path.read_text()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            yield ast.unparse(node)


def test_rows_are_written_by_those_who_are_named_here() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), call)
        for package in ("milestones", "pillars")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
        for call in writes(path)
    }
    strangers = {(name, call) for name, call in found - UNSAVED if not name.startswith(tuple(WRITERS))}
    assert strangers == set()
    assert {writer for writer in WRITERS if not any(name.startswith(writer) for name, _ in found)} == set()
