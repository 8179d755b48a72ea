"""A kind's rows as a table: a column for each key of the plan file, a text's languages side by side, slugs for rows."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from milestones.kinds import Kind
from milestones.kinds.fields import KindField, ValueType
from milestones.kinds.kind import plan_of
from milestones.models import Plan
from milestones.planfile.quantities import plain_instant
from milestones.planfile.text import LANGUAGES
from milestones.tables.columns import Column, Held

HELD = {
    ValueType.DAY: Held.DAY,
    ValueType.INSTANT: Held.INSTANT,
    ValueType.FLAG: Held.FLAG,
    ValueType.NUMBER: Held.NUMBER,
    ValueType.WHOLE: Held.WHOLE,
}
"""What a column of a value of the type holds; all others are texts."""


def columns_of_kind(kind: Kind) -> tuple[Column, ...]:
    """The plan, then what the row belongs to, then every column; of a text `note.ar` beside `note.en`."""
    return (Column("plan", Held.TEXT, "", may_be_null=False), *_columns(kind))


def _columns(kind: Kind) -> Iterator[Column]:
    for field in kind.fields_alone:
        held = HELD.get(field.value_type, Held.TEXT)
        for ending in [f".{language}" for language in LANGUAGES] if field.is_translated else [""]:
            yield Column(field.key + ending, held, field.help_text, may_be_null=not field.is_needed)


def rows_of_kind(kind: Kind, rows: Iterable[Model]) -> Iterator[dict[str, Any]]:
    """What each row says under the columns' names; nothing of a row that a key's cached value leaves out."""
    plans = dict(Plan.objects.values_list("pk", "slug"))
    for row in rows:
        yield {"plan": plans.get(plan_of(row) or 0)} | {field.key: _told(field, row) for field in kind.fields_alone}


def _told(field: KindField, row: Any) -> Any:
    if field.is_translated:
        return {language: getattr(row, f"{field.name}_{language}") for language in LANGUAGES}
    value = getattr(row, field.name)
    if value is None or value == "":
        return None
    match field.value_type:
        case ValueType.REFERENCE:
            return getattr(value, "slug", value.pk)
        case ValueType.SCALE:
            return field.scale(value).slug
        case ValueType.DAY:
            return value.isoformat()
        case ValueType.INSTANT:
            return plain_instant(value)
        case ValueType.NUMBER:
            return format(value, "f")
    return value
