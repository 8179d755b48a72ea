"""Rows as entries: what rules are asked of."""

from typing import Any

from django.db.models import Model

from milestones.kinds.fields import KindField, ValueType
from milestones.kinds.kind import Kind
from milestones.planfile.text import LANGUAGES, Text


def entry_of(kind: Kind, row: Model) -> dict[str, Any]:
    """The row as an entry: a value for each key, slugs for other rows, None for what is empty."""
    return {field.key: _value(field, row) for field in kind.fields}


def _value(field: KindField, row: Model) -> Any:
    if field.is_translated:
        words = {language: getattr(row, f"{field.name}_{language}") or "" for language in LANGUAGES}
        return Text(words) or None
    value = getattr(row, field.column.attname)
    if field.value_type is ValueType.REFERENCE and value is not None:
        return getattr(getattr(row, field.name), "slug", value)
    return None if value == "" else value
