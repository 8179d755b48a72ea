"""Columns of a row and of what it names, by look-ups such as "stage" or "seat__body__slug"."""

from collections.abc import Iterable
from typing import Any

from milestones.selectors.plain_records import column_of


def value_at(row: Any, path: str) -> Any:
    """The value at the end of the look-up; None where a row on the way names nothing that is seen."""
    return column_of(row, path.replace("__", "."))


def told_columns(row: Any, paths: Iterable[str]) -> dict[str, Any]:
    """The row as its values by their look-ups."""
    return {path: value_at(row, path) for path in paths}
