"""Records as lines of a table, ready for a template."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.scales import Grade
from milestones.marks import GRADE_WORDS
from milestones.models import Publication
from pillars.demilitarisation.models import EmbargoedRecord
from pillars.demilitarisation.record_kinds import Column, Kind


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell under its heading."""

    heading: str
    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its cells, how well it is verified, its source and note, and who alone may see it."""

    key: int
    day: str
    cells: tuple[Cell, ...]
    grade: str
    grade_slug: str
    note: str
    source: Any
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a kind, newest first; `left_out` are those beyond the ones shown.

    What every one of several records says alike is said once, in `shared`, and has no column.
    """

    slug: str
    title: str
    none: str
    shared: tuple[Cell, ...]
    headings: tuple[Column, ...]
    rows: tuple[Row, ...]
    left_out: int = 0


def table_of(kind: Kind, records: Iterable[Any], *, most: int | None = None) -> Table:
    """The table; columns in which no record says anything are left out."""
    found = list(records)
    shown = found if most is None else found[:most]
    said = [(column, {column.text(record) for record in shown}) for column in kind.columns]
    alike = [column for column, texts in said if len(shown) > 1 and len(texts) == 1 and not column.is_number]
    columns = tuple(column for column, texts in said if texts != {""} and column not in alike)
    return Table(
        slug=kind.slug,
        title=str(kind.title),
        none=str(kind.none),
        shared=tuple(cell for cell in (cell_of(each, shown[0]) for each in alike) if cell.text),
        headings=columns,
        rows=tuple(row_of(columns, record) for record in shown),
        left_out=len(found) - len(shown),
    )


def cell_of(column: Column, record: Any) -> Cell:
    """What the record says in the column."""
    return Cell(str(column.heading), column.text(record), column.is_number)


def row_of(columns: Iterable[Column], record: Any) -> Row:
    """One record's line."""
    grade = Grade(record.verification)
    return Row(
        key=record.pk,
        day=notation.short_day(record.date),
        cells=tuple(cell_of(each, record) for each in columns),
        grade=str(GRADE_WORDS[grade]),
        grade_slug=grade.slug,
        note=record.note,
        source=record.source,
        label=label_of(record),
    )


def label_of(record: EmbargoedRecord) -> str:
    """What keeps the record from everybody; empty where nothing does. Past embargoes keep nothing."""
    words = []
    if record.publication != Publication.PUBLISHED:
        words.append(str(record.get_publication_display()))
    if record.embargoed_until is not None:
        words.append(_("embargoed until %(day)s") % {"day": notation.short_day(record.embargoed_until)})
    return ", ".join(words)
