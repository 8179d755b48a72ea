"""The fields that the shapes are made of; a row is a mapping of columns to values."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, partial
from operator import attrgetter, itemgetter
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from milestones.api.columns import told_columns
from milestones.contingency.scales import Grade, Level
from milestones.state import PlanState

LEVEL_WORDS = [level.slug for level in Level]
Lines = Callable[[Any, PlanState], list[Any]]
"""A list that hangs on a row of a state, by the row's key."""


def lines_of(
    model: Any, owner: str, *columns: str, order: str = "", told: Callable[[dict[str, Any]], Any] = dict
) -> Lines:
    """The rows of the model that hang on others by the key `owner`: of each what is told of these columns.

    They are in the order of the plan file or, before that, of a column `order`.
    """

    def load(key: Any, state: PlanState) -> list[Any]:
        rows = state.rows(model).by(f"{owner}_id")[key]
        if order:
            rows = tuple(sorted(rows, key=attrgetter(order)))
        return [told(told_columns(row, columns)) for row in rows]

    return load


def listed(model: Any, owner: str, column: str) -> Lines:
    """What a column says of the rows that hang on others, in their order."""
    return lines_of(model, owner, column, told=itemgetter(column))


class RowSerializer(serializers.Serializer):
    """A shape of rows: of its keys, those that lead to columns; `columns` beside these, and lists that hang on rows."""

    columns: ClassVar[tuple[str, ...]] = ()
    lines: ClassVar[Mapping[str, Lines]] = {}

    @classmethod
    def told(cls, row: Any, state: PlanState) -> dict[str, Any]:
        """The row of the state as its columns and lists."""
        model: Any = type(row)
        lists = {name: load(row.pk, state) for name, load in cls.lines.items()}
        return told_columns(row, cls.columns_of(model)) | lists

    @classmethod
    @cache
    def columns_of(cls, model: Any) -> tuple[str, ...]:
        """The look-ups that the shape needs of a row of the model."""
        own = {name for column in model._meta.concrete_fields for name in (column.name, column.attname)}
        named = [
            path
            for name, field in cls._declared_fields.items()
            for path in (field.arguments.values() if isinstance(field, AddressField) else [field.source or name])
        ]
        return ("pk", *cls.columns, *(path for path in named if path.partition("__")[0] in own))


@extend_schema_field({"type": "string", "format": "uri"})
class AddressField(serializers.Field):
    """The row's own address; the keywords are the route's arguments and the columns that they come from."""

    def __init__(self, route: str, help_text: str = "Its address in this API.", **columns: str) -> None:
        super().__init__(read_only=True, source="*", help_text=help_text)
        self.route, self.arguments = route, columns

    def to_representation(self, value: Mapping[str, Any]) -> str:
        arguments = {name: value[column] for name, column in self.arguments.items()}
        return reverse(self.route, kwargs=arguments, request=self.context["request"])


@extend_schema_field({"type": "string", "format": "decimal", "example": "600.5"})
class ExactField(serializers.Field):
    """An exact number, as a string."""

    def to_representation(self, value: Decimal) -> str:
        return format(value, "f")


class ScaleField(serializers.ChoiceField):
    """A step of a scale by the plan file's word."""

    def __init__(self, scale: type[Level | Grade], **options: Any) -> None:
        super().__init__(choices=[step.slug for step in scale], **options)
        self.scale = scale

    def to_representation(self, value: Any) -> str:
        return self.scale(value).slug


LevelField, GradeField = partial(ScaleField, Level), partial(ScaleField, Grade)


class _AsItIs(serializers.Field):
    def to_representation(self, value: Any) -> Any:
        return value


def as_it_is(shape: Any, **options: Any) -> serializers.Field:
    """A field that is JSON already, and has the shape; with `required=False` a row may lack it."""
    options = {"read_only": True} | options if "required" not in options else options
    return extend_schema_field(shape)(type("AsItIs", (_AsItIs,), {}))(**options)


class LeanSerializer(serializers.Serializer):
    """A shape whose keys are left out where the row has none of that name."""

    def to_representation(self, instance: Mapping[str, Any]) -> dict[str, Any]:
        told = super().to_representation(instance)
        return {name: value for name, value in told.items() if self.fields[name].source in ("*", *instance)}


def text(help_text: str, **options: Any) -> serializers.CharField:
    """A text."""
    return serializers.CharField(read_only=True, help_text=help_text, **options)


def reference(help_text: str, source: str | None = None) -> serializers.CharField:
    """A slug, or null where there is none."""
    return serializers.CharField(read_only=True, allow_null=True, source=source, help_text=help_text)


def slugs(help_text: str) -> serializers.ListField:
    """Slugs, in the plan's order."""
    return serializers.ListField(child=serializers.CharField(), read_only=True, help_text=help_text)


def day(help_text: str, **options: Any) -> serializers.DateField:
    """A day, or null."""
    return serializers.DateField(read_only=True, allow_null=True, help_text=help_text, **options)


def number_of(help_text: str, **options: Any) -> serializers.IntegerField:
    """A whole number."""
    return serializers.IntegerField(read_only=True, help_text=help_text, **options)


PUBLICATION = "Who may see it: published, restricted or draft."
OF_PLAN = "Its plan, by slug."
