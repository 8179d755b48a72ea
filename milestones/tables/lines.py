"""Tables as text, with commas (RFC 4180), line by line."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from milestones.tables.cells import cell
from milestones.tables.columns import Table


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
