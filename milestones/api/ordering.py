"""The total orders of the API's lists, over the rows of states."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from typing import Any

from milestones.api.columns import value_at
from milestones.models.publication import Bounded
from milestones.state import PlanState

Ordered = Sequence[tuple[Any, Any]]
"""Rows, each after the terms that place it; no two have the same terms."""


def in_order(state: PlanState, model: type[Bounded], paths: Sequence[str]) -> Ordered:
    """The state's rows of a model in the order of the columns, the last of which is the key."""
    question = ("in order", model, paths)
    if question not in state.kept:
        keyed = [(tuple(value_at(row, path) for path in paths), row) for row in state.rows(model)]
        state.kept[question] = sorted(keyed, key=_terms)
    ordered: Ordered = state.kept[question]
    return ordered


def merged(lists: Iterable[Ordered]) -> Iterator[Any]:
    """The rows of several states in one order."""
    return (row for _terms, row in merge(*lists, key=_terms))


def in_words_order(rows: Sequence[Any], words: Sequence[str], term: Callable[[Any, str], Any]) -> list[Any]:
    """The rows by the words, a hyphen before one for descending; what has no term comes last, alike stay in order."""
    ordered = list(rows)
    for word in reversed(words):
        terms = [(term(row, word.removeprefix("-")), row) for row in ordered]
        present = [pair for pair in terms if pair[0] is not None]
        present.sort(key=lambda pair: pair[0], reverse=word.startswith("-"))
        ordered = [row for _term, row in present] + [row for term_, row in terms if term_ is None]
    return ordered


def _terms(placed: tuple[Any, Any]) -> Any:
    return placed[0]
