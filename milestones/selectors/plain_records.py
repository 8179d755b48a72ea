"""What measures are given: rows of records as plain data, and what an argument names that a plan does not have."""

from collections.abc import Callable, Container, Iterable
from operator import attrgetter
from typing import Any, TypeVar

from milestones.contingency.scales import Grade
from milestones.state import PlanState
from milestones.sweeps import PlainRecord

Unknown = Callable[[PlanState, str], str]
"""(the plan's state, the argument) -> what of it the plan does not have; "" where all is known."""


def naming(model: Any, noun: str, *, is_needed: bool = False, **where: object) -> Unknown:
    """The argument may name a row of the plan by its slug, of those `where` leaves; or it has to."""

    def unknown(state: PlanState, argument: str) -> str:
        if not argument:
            return f"needs the slug of a {noun} after it" if is_needed else ""
        known = state.rows(model).where(slug=argument, **where)
        return "" if known else f'names the {noun} "{argument}", which the plan does not have'

    return unknown


def one_of(words: Container[str], noun: str) -> Unknown:
    """The argument may be one of the words."""
    return lambda _state, word: "" if not word or word in words else f'names "{word}", which is no {noun}'


Word = str | tuple[Any, ...]
"""A column, such as "area.slug" of what a row names, or what makes a word of some columns, and these."""
CLOCKS: dict[str, Word] = {
    "key": "pk",
    "kind_of_row": "_meta.label_lower",
    "date": "date",
    "recorded": "recorded_at",
    "retracted": "retracted_at",
    "grade": (Grade, "verification"),
}
Plain = TypeVar("Plain", bound=PlainRecord)


def plain_records(kind: type[Plain], rows: Iterable[Any], /, *same: str, **words: Word) -> tuple[Plain, ...]:
    """The rows by their keys; each word of the record by its column, or left at its default where that is empty.

    Words that are named like their columns are given by the name alone.
    """
    given = {**CLOCKS, **dict(zip(same, same, strict=True)), **words}
    read = [(word, *((None, of) if isinstance(of, str) else of)) for word, of in given.items()]
    return tuple(kind(**_words(row, read)) for row in sorted(rows, key=attrgetter("pk")))


def _words(row: Any, read: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    words = {}
    for word, make, *columns in read:
        values = [column_of(row, column) for column in columns]
        if values not in ([None], [""]):
            words[word] = make(*values) if make else values[0]
    return words


def column_of(row: Any, path: str) -> Any:
    """A column of the row or, where the path has dots, of what it names; None where it names nothing."""
    for name in path.split("."):
        row = None if row is None else getattr(row, name)
    return row
