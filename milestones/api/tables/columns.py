"""The columns of a table, by the shape of its rows: one for each value, whatever that stands in."""

from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework import serializers

from milestones.api.serializers.base import AddressField, ExactField
from milestones.tables.columns import Column, Held

BY_CLASS: tuple[tuple[type[serializers.Field], Held], ...] = (
    (AddressField, Held.ADDRESS),
    (ExactField, Held.NUMBER),
    (serializers.BooleanField, Held.FLAG),
    (serializers.DateTimeField, Held.INSTANT),
    (serializers.DateField, Held.DAY),
    (serializers.IntegerField, Held.WHOLE),
    (serializers.FloatField, Held.NUMBER),
)
FIRST = ("url", "id", "plan", "slug", "name")
"""What names a row stands before all else that is told of it."""
MEANINGS = {"status": "Its contingency status.", "reaches": "When that reaches this level."}
"""What columns hold whose words are one enumeration everywhere: a text of their own would make another shape of it."""
TEXTS = (serializers.CharField, serializers.ChoiceField, serializers.IntegerField)


OF_ONE_ROW = frozenset({"version"})
"""Keys that are told of one row alone, to those who may write it."""


def columns_of(fields: Mapping[str, serializers.Field]) -> tuple[Column, ...]:
    """The columns of rows with these fields: an object's values have each its own, a list is one."""
    told = (name for name in fields if name not in OF_ONE_ROW)
    names = sorted(told, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
    return tuple(_columns({name: fields[name] for name in names}, "", may_be_null=False))


def _columns(fields: Mapping[str, serializers.Field], before: str, *, may_be_null: bool) -> Iterator[Column]:
    for key, field in fields.items():
        inner, is_open = _shape(field), may_be_null or bool(field.allow_null)
        if isinstance(inner, serializers.Serializer):
            yield from _columns(inner.fields, f"{before}{key}.", may_be_null=is_open)
            continue
        words = tuple(str(word) for word in inner.choices) if isinstance(inner, serializers.ChoiceField) else ()
        yield Column(
            name=before + key,
            held=_held(inner),
            text=str(field.help_text or getattr(inner, "help_text", None) or MEANINGS.get(key, "")),
            may_be_null=is_open or isinstance(field, serializers.SerializerMethodField) or isinstance(inner, dict),
            words=words,
        )


def _shape(field: serializers.Field) -> Any:
    """The field, or the shape of what is JSON already."""
    if isinstance(field, AddressField | ExactField):
        return field
    told = getattr(field, "_spectacular_annotation", {}).get("field", field)
    return told() if isinstance(told, type) else told


def _held(shape: Any) -> Held:
    if isinstance(shape, dict):
        return Held.ANY
    for kind, held in BY_CLASS:
        if isinstance(shape, kind):
            return held
    if isinstance(shape, serializers.ListField) and isinstance(shape.child, TEXTS):
        return Held.LIST
    if isinstance(shape, serializers.ListField | serializers.BaseSerializer | serializers.DictField):
        return Held.JSON
    return Held.TEXT
