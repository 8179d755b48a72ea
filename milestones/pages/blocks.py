"""The parts of a page. A block names the template that draws it, which finds it under `block`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from typing import Any, ClassVar, Protocol

from django.utils.html import escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pages.cells import NOTHING, Words, isolated

NUMBER = ' class="number"'
MOST_OPEN = 20
"""So many rows stand without a fold."""


class Block(Protocol):
    """Anything that names its template."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading; within another section its `level` is 3. `slug` is where a link leads.

    One of the kind `drawn` is a table whose rows' drawings are to be had as one picture.
    """

    heading: Words
    blocks: Sequence[Block]
    slug: str = ""
    level: int = 2
    kind: str = ""
    template: ClassVar[str] = "pages/section.html"


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks beside one another, by the class `kind`."""

    blocks: Sequence[Block]
    kind: str
    template: ClassVar[str] = "pages/group.html"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `kind` is its class: `note`, `notice`."""

    words: Words
    kind: str = ""
    template: ClassVar[str] = "pages/text.html"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with what is said below it, and above it what it is of; `kind` is its class."""

    picture: SafeString
    caption: Words = ""
    heading: str = ""
    kind: str = "record-figure"
    template: ClassVar[str] = "pages/figure.html"


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks that a reader unfolds."""

    summary: Words
    blocks: Sequence[Block]
    is_open: bool = False
    template: ClassVar[str] = "pages/fold.html"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, below that of a `group` of columns if it is in one, and what a row says, "" for nothing.

    `none` stands where a row says nothing: a dash, or words where readers would ask why. Where a table is stacked on a
    narrow screen, a column that `is_told` says its heading in every row. By the one that `is_sorted` rows are ordered.
    One that `is_drawn` is a picture, and no text.
    """

    heading: Words
    text: Callable[[Any], object]
    is_number: bool = False
    is_told: bool = False
    group: Words = ""
    none: Words = NOTHING
    is_sorted: bool = False
    is_drawn: bool = False

    @property
    def label(self) -> str:
        """Its heading with that of its group as plain text, for a cell that says it."""
        return unescape(strip_tags(f"{self.group}{_(': ')}{self.heading}" if self.group else str(self.heading)))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row says in one column."""

    column: Column
    text: object

    @property
    def html(self) -> SafeString:
        """The text apart from what is around it, or what the column says for nothing."""
        return isolated(self.column.none if self.text in (None, "") else self.text)

    def told(self, *, is_first: bool, is_stacked: bool) -> str:
        """The cell of its row as HTML; one that says something in a table that is stacked has its heading beside it."""
        html, column = self.html, self.column
        if is_first:
            return f'<th scope="row">{html}</th>'
        has_label = column.is_told or (is_stacked and html not in ("", NOTHING))
        label = f' data-label="{escape(column.label)}"' if has_label else ""
        return f"<td{NUMBER if column.is_number else ''}{label}>{html}</td>"


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says of one thing; `kind` is its class."""

    cells: tuple[Cell, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, each headed by its first cell; `label` names the table, `none` says that it is empty.

    A table of a `kind`, its class, fits every screen; any other is stacked on a phone, and may scroll on a wider one.
    `place` is its number among the tables of a page, by which it is to be had as CSV; 0 where it is not.
    """

    label: Words
    columns: Sequence[Column]
    rows: Sequence[Row]
    none: Words = ""
    kind: str = ""
    place: int = 0
    template: ClassVar[str] = "pages/table.html"

    @property
    def lines(self) -> Iterator[tuple[str, SafeString]]:
        """The class of each row, and its cells."""
        for row in self.rows:
            cells = (cell.told(is_first=not number, is_stacked=not self.kind) for number, cell in enumerate(row.cells))
            yield row.kind, SafeString("".join(cells))

    @property
    def groups(self) -> Sequence[tuple[Words, int]]:
        """The headings above the columns, each with the number of columns below it; nothing without any."""
        runs = [(words, len(list(run))) for words, run in groupby(self.columns, key=lambda column: column.group)]
        return runs if any(words for words, _count in runs) else ()


def table(
    label: Words,
    columns: Sequence[Column],
    rows: Iterable[Any],
    *,
    none: Words = "",
    kind: str = "",
    row_kind: Callable[[Any], str] = lambda row: "",
) -> Table:
    """The table of rows as the columns tell them; `row_kind` gives the class of each."""
    told = tuple(Row(cells_of(columns, row), row_kind(row)) for row in rows)
    return Table(label, columns, told, none, kind)


def folded(parts: Iterable[tuple[Words, int, Sequence[Block]]]) -> list[Fold]:
    """Each part, which has so many rows, in a fold under its name; open where all have few."""
    told = list(parts)
    is_open = sum(count for _name, count, _blocks in told) <= MOST_OPEN
    return [Fold(format_html("{} ({})", name, notation.number(count)), blocks, is_open) for name, count, blocks in told]


def cells_of(columns: Sequence[Column], row: Any) -> tuple[Cell, ...]:
    """One row as the columns tell it."""
    return tuple(Cell(column, column.text(row)) for column in columns)


def nothing_on_record(names: Iterable[object]) -> Sequence[Block]:
    """One line for all that no record speaks of; nothing without any."""
    told = format_html_join(_(", "), "{}", ((name,) for name in names))
    words = format_html("{} {}.", _("Nothing is on record of:"), told)
    return (Text(words, "note"),) if told else ()
