"""The columns of a table, and what their cells hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Held(Enum):
    """What a column's cells hold, by the words of a Table Schema."""

    TEXT = "string"
    ADDRESS = "uri"
    DAY = "date"
    INSTANT = "datetime"
    FLAG = "boolean"
    WHOLE = "integer"
    NUMBER = "number"
    LIST = "list"
    JSON = "array"
    ANY = "any"
    """A text as it is, and all else as JSON."""


NUMBERS = frozenset({Held.WHOLE, Held.NUMBER})
SELF_TELLING = NUMBERS | {Held.FLAG, Held.DAY, Held.INSTANT, Held.ADDRESS, Held.JSON}
"""What never begins as a formula does."""

MOST_ROWS: Mapping[str, int] = {"csv": 100_000, "csvw": 100_000, "xlsx": 10_000}
"""How many rows a table has at the most: a workbook is made whole before its first byte goes out."""


@dataclass(frozen=True)
class Column:
    """One column: `name` is the keys that lead to its value, with points between them."""

    name: str
    held: Held
    text: str
    may_be_null: bool
    words: tuple[str, ...] = ()
    """The allowed words; none where any text is allowed."""

    def value(self, row: Any) -> Any:
        """Its value in a row; None where there is nothing on the way."""
        for key in self.name.split("."):
            row = None if row is None else row.get(key)
        return row


@dataclass(frozen=True)
class Table:
    """Rows under a name, which are made as they are asked for; `count` is how many there are."""

    name: str
    title: str
    columns: Sequence[Column]
    count: int
    rows: Iterable[Any]
