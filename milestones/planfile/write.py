"""Writing a document: in normal form, as maps and lists that JSON can hold, and as YAML that people like to read.

Nothing is written that goes without saying; in YAML short maps stand in one line, long texts folded, no aliases.
"""

import re
from io import StringIO
from typing import Any

import yaml

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


def normalised(document: Document) -> Document:
    """The same plan with its records in an order of their own, so that equal plans are equal documents.

    Schedule revisions stand by date alone, for of several on one date the last listed holds. The lists of the plan's
    structure stay as they are, and nothing that the engine concludes depends on the rest of the order.
    """
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


WIDTH = 110
_FLOW_WIDTH = 88
_IN_BLOCKS = ("milestones", "indicators")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TAG = "tag:yaml.org,2002:"


class _Emitter(yaml.SafeDumper):
    """Quotes what this format or common YAML readers would not take for a string; writes dates bare, and no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_text(self, words: str) -> yaml.Node:
        """A text of several lines takes a style that keeps them."""
        if _DATE.fullmatch(words):
            return self.represent_scalar(_TAG + "timestamp", words)
        return self.represent_scalar(_TAG + "str", words, style="|" if "\n" in words else None)


_Emitter.add_representer(str, _Emitter.represent_text)
_Emitter.add_multi_representer(str, _Emitter.represent_text)
# Readers of YAML 1.2, and this package, take 1e3 for a number.
_Emitter.add_implicit_resolver(
    _TAG + "float", re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z"), list("-+.0123456789")
)


def dump(document: Document) -> str:
    """The document as YAML; parsing it gives an equal document."""
    root: Any = _Emitter(StringIO(), sort_keys=False).represent_data(as_mapping(document))
    _lay_out(root)
    root.flow_style = False
    for key, value in root.value:
        if isinstance(value, yaml.SequenceNode):
            value.flow_style = value.flow_style and not value.value
        if key.value in _IN_BLOCKS:
            for entry in value.value:
                entry.flow_style = False
    return str(yaml.serialize(root, Dumper=_Emitter, allow_unicode=True, width=WIDTH))


def _lay_out(node: Any) -> int:
    """Put lists and maps into one line where they fit; the columns that the node takes in one."""
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) if node.style is None else _FLOW_WIDTH + 1
    if isinstance(node, yaml.SequenceNode):
        columns = 2 + sum(_lay_out(item) + 2 for item in node.value)
    else:
        columns = 2 + sum(len(key.value) + _lay_out(value) + 4 for key, value in node.value)
    node.flow_style = columns <= _FLOW_WIDTH
    return columns
