"""Rows of records as the plain data that measures count."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet

from milestones.contingency.scales import Grade
from milestones.sweeps import PlainRecord

Word = str | tuple[Any, ...]
"""A column, or what makes a word of one or more columns, and these."""
CLOCKS: dict[str, Word] = {
    "key": "pk",
    "date": "date",
    "recorded": "recorded_at",
    "retracted": "retracted_at",
    "grade": (Grade, "verification"),
}
Plain = TypeVar("Plain", bound=PlainRecord)


def plain_records(kind: type[Plain], rows: QuerySet[Any], /, *same: str, **words: Word) -> tuple[Plain, ...]:
    """The rows in one query; each word of the record by its column, or left at its default where that is empty.

    Words that are named like their columns are given by the name alone.
    """
    given = {**CLOCKS, **dict(zip(same, same, strict=True)), **words}
    read = {word: (None, of) if isinstance(of, str) else of for word, of in given.items()}
    columns = {column for _make, *named in read.values() for column in named}
    return tuple(kind(**_words(row, read)) for row in rows.order_by("pk").values(*columns))


def _words(row: Mapping[str, Any], read: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    found = {}
    for word, (make, *columns) in read.items():
        values = [row[column] for column in columns]
        if values not in ([None], [""]):
            found[word] = make(*values) if make else values[0]
    return found
