"""Columns of a row and of what it names, by look-ups such as "stage" or "seat__body__slug"; the orders by them."""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from milestones.models.publication import Bounded
from milestones.selectors.plain_records import column_of
from milestones.state import PlanState

Ordered = tuple[Sequence[Any], Sequence[Any]]
"""The terms that place rows, of which no two have the same, and the rows."""


def value_at(row: Any, path: str) -> Any:
    """The value at the end of the look-up; None where a row on the way names nothing that is seen."""
    return column_of(row, path.replace("__", "."))


def told_columns(row: Any, paths: Iterable[str]) -> dict[str, Any]:
    """The row as its values by their look-ups."""
    return {path: value_at(row, path) for path in paths}


def in_order(state: PlanState, model: type[Bounded], paths: Sequence[str]) -> Ordered:
    """The state's rows of a model in the order of the columns, the last of which is the key."""
    question = ("in order", model, paths)
    if question not in state.kept:
        placed = [(tuple(value_at(row, path) for path in paths), row) for row in state.rows(model)]
        placed.sort(key=itemgetter(0))
        state.kept[question] = [terms for terms, _row in placed], [row for _terms, row in placed]
    ordered: Ordered = state.kept[question]
    return ordered


def in_words_order(rows: Sequence[Any], words: Sequence[str], term: Callable[[Any, str], Any]) -> list[Any]:
    """The rows by the words, a hyphen before one for descending; what has no term comes last, alike stay in order."""
    ordered = list(rows)
    for word in reversed(words):
        terms = [(term(row, word.removeprefix("-")), row) for row in ordered]
        present = [pair for pair in terms if pair[0] is not None]
        present.sort(key=lambda pair: pair[0], reverse=word.startswith("-"))
        ordered = [row for _term, row in present] + [row for term_, row in terms if term_ is None]
    return ordered
