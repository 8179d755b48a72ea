"""The normal form of a document: its records in an order of their own, so that equal plans are equal documents.

Records stand by date, then by instant of recording, then by content; schedule revisions by date alone, for of
several on one date the last listed holds. Nothing that the engine concludes depends on the rest of the order.
"""

from typing import Any

from milestones.planfile.entry import Document, Entry
from milestones.planfile.table import Shape, Table


def normalised(document: Document) -> Document:
    """The same plan with its records in order; the lists of its structure stay as they are."""
    sections = {
        name: _entry(section) if isinstance(section, Entry) else section for name, section in document.sections.items()
    }
    return _entry(document).replace(sections=sections)


def in_order(records: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The records by date, instant and content."""
    return tuple(sorted(records, key=lambda record: (record["date"], record["recorded"], repr(record))))


def _entry(entry: Entry) -> Entry:
    changes: dict[str, Any] = {}
    for table in entry.table.nested:
        if table.shape is Shape.SLUGS or not entry[table.key]:
            continue
        inner = tuple(map(_entry, table.entries_of(entry)))
        changes[table.key] = inner[0] if table.shape is Shape.ONE else _sorted(table, inner)
    return entry.replace(**changes) if changes else entry


def _sorted(table: Table, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if table.is_of_records and table.is_ranked:
        return tuple(sorted(entries, key=lambda revision: revision["date"]))
    return in_order(entries) if table.is_of_records else entries
