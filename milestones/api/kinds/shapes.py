"""How a kind's rows are shown: a field for each key, by what its column holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers

from milestones.api.kinds.keys import Key
from milestones.api.languages import TextField
from milestones.api.serializers.base import AddressField, ExactField, GradeField, LevelField, RowSerializer, as_it_is
from milestones.contingency.scales import Grade, Level
from milestones.kinds import Kind, ValueType

FIELDS: Mapping[ValueType, Any] = {
    ValueType.FLAG: serializers.BooleanField,
    ValueType.DAY: serializers.DateField,
    ValueType.INSTANT: serializers.DateTimeField,
    ValueType.NUMBER: ExactField,
    ValueType.WHOLE: serializers.IntegerField,
}
"""The fields of what is neither a text nor a word nor a key."""
SCALES = {Level: LevelField, Grade: GradeField}


VERSION = "Told of one row to those who may write: what they send in If-Match to change it."


class KindSerializer(RowSerializer):
    """The rows of a kind; those of the structure have a `version` where it is asked of one."""

    def to_representation(self, instance: Mapping[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        if "version" not in instance:
            told.pop("version", None)
        return told


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
    addressed = {column for column in address.arguments.values() if column != "pk"}
    columns = {*base.columns} | addressed | {key.source for key in keys}
    options = {"__module__": kind.model.__module__, "__doc__": kind.model.__doc__, "columns": tuple(sorted(columns))}
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
            return SCALES[key.field.scale](**options)
    of_text = TextField if key.field.is_translated else serializers.CharField
    return FIELDS.get(key.field.value_type, of_text)(**options)
