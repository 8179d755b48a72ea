"""Writing a document: as maps and lists that JSON can hold, with nothing in them that goes without saying."""

from collections.abc import Hashable, Iterator
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, cast

from milestones.contingency.scales import Grade, Level
from milestones.planfile.document import FORMAT, KEYS, Document
from milestones.planfile.text import Text

_ONE_OR_SEVERAL = ("waived", "withdrawn")
_ALWAYS = ("pillars",)
_NEVER = ("ref",)  # the engine's handle in a condition


def as_mapping(document: Document) -> dict[str, Any]:
    """The document in the keys of the format and in their order; equal documents give equal maps.

    Templates are written out, defaults left out, whole numbers are int and other numbers strings.
    """
    entries = {"format": FORMAT, **_entry(document)}
    sections = entries.pop("sections", {})
    return {**{key: entries[key] for key in KEYS if key in entries}, **sections}


def _entry(entry: Any) -> dict[str, Any]:
    """The keys of an entry that say something."""
    mapping: dict[str, Any] = {}
    for name, default in _defaults(entry.__class__):
        value = getattr(entry, name)
        if name in _ALWAYS or not (value == default or _goes_without_saying(entry, name, value)):
            mapping[name] = _plain(value, name)
    return mapping


@cache
def _defaults(kind: Hashable) -> tuple[tuple[str, object], ...]:
    """The keys of a kind of entry with their defaults; MISSING is none."""
    return tuple(
        (field.name, _default(field)) for field in fields(cast(type, kind)) if field.name not in _NEVER
    )


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _goes_without_saying(entry: Any, name: str, value: object) -> bool:
    """Whether a record was learned at midnight UTC of its own day."""
    return name == "recorded" and value == datetime.combine(entry.date, time(), UTC)


def _plain(value: Any, name: str) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Level | Grade):
        return value.slug
    if isinstance(value, str | int):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return value["en"] if tuple(value) == ("en",) else dict(value)
    if name == "sections":
        return dict(value)
    if isinstance(value, tuple):
        items = list(_each(value))
        return items[0] if name in _ONE_OR_SEVERAL and len(items) == 1 else items
    return _entry(value)


def _each(values: tuple[Any, ...]) -> Iterator[Any]:
    return (_plain(value, "") for value in values)
