"""Rows of records as the plain data that measures count."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, TypeVar

from milestones.contingency.scales import Grade
from milestones.sweeps import PlainRecord

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
