"""The columns of a table, what their cells hold, and the table as text, in which no cell is taken for a formula."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


BETWEEN = ";"
"""Stands between the parts of a list: slugs and numbers have none."""
BEGINS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
GUARD = "'"
"""Stands before a text that begins so, or with itself: who takes one off has the text as it was."""


def cell(column: Column, value: Any) -> str:
    """The text of a cell; empty for null."""
    text = plain_text(column, value)
    is_risky = text[:1] in BEGINS_FORMULA or text[:1] == GUARD
    return GUARD + text if text and is_risky and column.held not in SELF_TELLING else text


def plain_text(column: Column, value: Any) -> str:
    """The value as text, where nothing takes texts for formulas."""
    if value is None:
        return ""
    if column.held is Held.LIST:
        return BETWEEN.join(map(str, value))
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Line:
    """Takes what a writer writes, and gives it back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(table: Table) -> Iterator[bytes]:
    """The table as CSV, line by line: its columns' names, then its rows."""
    writer = csv.writer(_Line())
    yield _line(writer, [column.name for column in table.columns])
    for row in table.rows:
        yield _line(writer, [cell(column, column.value(row)) for column in table.columns])


def _line(writer: Any, cells: Sequence[str]) -> bytes:
    text: str = writer.writerow(cells)
    return text.encode()
