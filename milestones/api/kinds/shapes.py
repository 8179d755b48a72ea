"""How a kind's rows are shown and by what their lists are narrowed: of each key by what its column holds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rest_framework import serializers

from milestones.api import filters
from milestones.api.filters import Filter
from milestones.api.kinds.keys import Key
from milestones.api.languages import TextField
from milestones.api.serializers.base import AddressField, ExactField, RowSerializer, ScaleField, as_it_is
from milestones.kinds import Kind, ValueType

FIELDS: Mapping[ValueType, Any] = {
    ValueType.FLAG: serializers.BooleanField,
    ValueType.DAY: serializers.DateField,
    ValueType.INSTANT: serializers.DateTimeField,
    ValueType.NUMBER: ExactField,
    ValueType.WHOLE: serializers.IntegerField,
}
"""The fields of what is neither a text nor a word nor a key."""


VERSION = "Told of one row to those who may write: what they send in If-Match to change it."


class KindSerializer(RowSerializer):
    """The rows of a kind; those of the structure have a `version` where it is asked of one."""

    def to_representation(self, instance: Mapping[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        if "version" not in instance:
            told.pop("version", None)
        return told


RANGES: Mapping[ValueType, tuple[Any, str, str]] = {
    ValueType.DAY: (filters.day, "on this day or later", "on this day or earlier"),
    ValueType.INSTANT: (filters.instant, "at this instant or later", "at this instant or earlier"),
    ValueType.NUMBER: (filters.exact_number, "this or more", "this or less"),
    ValueType.WHOLE: (filters.number, "this or more", "this or less"),
}
"""Values that have an order: by what they are read, and what `gte` and `lte` ask of them."""


def narrowing(key: Key) -> Iterator[tuple[str, Filter]]:
    """The filters of a key by their names; none of a text, which is searched."""
    field, path = key.field, key.path
    related: Any = field.references
    match field.value_type:
        case ValueType.REFERENCE if key.is_by_slug:
            yield key.name, filters.part(related, path, told(key, "any of these, by slug"))
        case ValueType.REFERENCE:
            yield key.name, filters.number(key.source, told(key, "this, by number"))
        case ValueType.WORD:
            yield key.name, filters.word(path, filters.same(field.words), told(key, "any of these"))
        case ValueType.SCALE:
            stored = filters.words_of(field.scale)
            yield key.name, filters.word(path, stored, told(key, "any of these"))
        case ValueType.FLAG:
            yield key.name, filters.truth(path, told(key, "true or false"))
        case ValueType.SLUG:
            yield key.name, filters.slug(path, told(key, "this slug"))
        case ValueType.CODE if field.is_short:
            yield key.name, filters.code(path, told(key, "exactly this"))
    if field.value_type in RANGES:
        make, from_words, to_words = RANGES[field.value_type]
        yield f"{key.name}__gte", make(path, told(key, from_words), "gte")
        yield f"{key.name}__lte", make(path, told(key, to_words), "lte")
    if field.value_type is ValueType.INSTANT and key.may_be_null:
        yield key.name.removesuffix("_at"), filters.happened(path, told(key, "whether it was"))


def told(key: Key, way: str) -> str:
    """What the filter asks, and what the column holds."""
    return f"{key.title}: {way}. {key.text}"


def shape_of(
    kind: Kind, name: str, keys: Sequence[Key], address: AddressField, base: type[KindSerializer]
) -> type[KindSerializer]:
    """The serializer of the rows; `name` is what the schema calls them, before which it puts a pillar's."""
    fields: dict[str, Any] = {"url": address}
    if not kind.is_named_in_plan:
        fields["id"] = serializers.IntegerField(read_only=True, source="pk", help_text="Its number.")
    fields |= {key.name: shown(key) for key in keys}
    if not kind.is_of_records:
        fields["version"] = as_it_is({"type": "string"}, required=False, default=None, help_text=VERSION)
    options = {"__module__": kind.model.__module__, "__doc__": kind.model.__doc__}
    return type(f"{name}Serializer", (base,), options | fields)


def shown(key: Key) -> Any:
    """The serializer's field of a key."""
    options: dict[str, Any] = {"read_only": True, "help_text": key.text}
    if key.source != key.name:
        options["source"] = key.source
    if key.may_be_null:
        options["allow_null"] = True
    match key.field.value_type:
        case ValueType.REFERENCE if not key.is_by_slug:
            return serializers.IntegerField(**options)
        case ValueType.WORD:
            blank = [""] if key.field.column.blank and not key.field.column.null else []
            return serializers.ChoiceField(choices=[*blank, *key.field.words], **options)
        case ValueType.SCALE:
            return ScaleField(key.field.scale, **options)
    of_text = TextField if key.field.is_translated else serializers.CharField
    return FIELDS.get(key.field.value_type, of_text)(**options)
