"""Writing a document: as maps and lists that JSON can hold, with nothing in them that goes without saying."""

from typing import Any

from milestones.planfile.entry import Document, Entry
from milestones.planfile.table import Shape, Table
from milestones.planfile.vocabulary import FORMAT


def as_mapping(document: Document) -> dict[str, Any]:
    """The document in the keys of the format and in their order; equal documents give equal maps.

    Templates are written out, defaults left out, whole numbers are int and other numbers strings.
    """
    sections = {
        name: entry_mapping(section) if isinstance(section, Entry) else section
        for name, section in document.sections.items()
    }
    return {"format": FORMAT, **entry_mapping(document), **sections}


def entry_mapping(entry: Entry) -> dict[str, Any]:
    """The keys of an entry that say something."""
    dumped = {field.key: field.dump(entry) for field in entry.table.fields}
    mapping = {key: value for key, value in dumped.items() if value is not None}
    for table in entry.table.nested:
        if entry[table.key] or table.is_needed:
            mapping[table.key] = _nested(table, entry)
    return mapping


def _nested(table: Table, entry: Entry) -> Any:
    if table.shape is Shape.SLUGS:
        return list(entry[table.key])
    items = [entry_mapping(inner) for inner in table.entries_of(entry)]
    is_one = table.shape is Shape.ONE or (table.shape is Shape.ONE_OR_LIST and len(items) == 1)
    return items[0] if is_one else items
