"""The columns of a table, by the shape of its rows, and what each means, from the declarations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rest_framework import serializers

from milestones.api.moments import VERDICT
from milestones.api.serializers.base import AddressField, ExactField
from milestones.kinds.kind import Kind
from milestones.planfile.vocabulary import FORMAT
from milestones.services.checking import kind_of
from milestones.tables.columns import BETWEEN, Column, Held

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


OF_INDICATOR = "the indicator's unit"
UNITS = {
    "days": "days", "delay_days": "days", "duration": "days", "stale_after": "days", "for_days": "days",
    "months": "months", "progress": "percent", "level.low": "level, 0 to 3", "level.high": "level, 0 to 3",
    "amount": "the row's currency", "value": OF_INDICATOR, "baseline": OF_INDICATOR, "target": OF_INDICATOR,
    "at_least": OF_INDICATOR, "at_most": OF_INDICATOR,
}  # fmt: skip
"""The units of numbers, by what their columns are called everywhere."""
COMPUTED, OF_API = "computed: docs/method.md", "the API's own: docs/api.md"


class Note(NamedTuple):
    """One line of the codebook."""

    table: str
    column: str
    type: str
    may_be_null: str
    meaning: str
    unit: str
    words: str
    rule: str


NOTE_COLUMNS = tuple(Column(name, Held.TEXT, "", may_be_null=False) for name in Note._fields)


def notes_of(
    table: str, model: Any, fields: Mapping[str, serializers.Field], columns: Sequence[Column]
) -> Iterator[Note]:
    """The notes on a table of rows of a model, told by these fields."""
    kind = kind_of(model)
    for column in columns:
        last = column.name.rpartition(".")[2]
        yield Note(
            table=table,
            column=column.name,
            type=column.held.value,
            may_be_null=str(column.may_be_null).lower(),
            meaning=column.text,
            unit=UNITS.get(column.name) or UNITS.get(last, ""),
            words=BETWEEN.join(filter(None, column.words)),
            rule=_rule(kind, fields[column.name.partition(".")[0]]),
        )


def _rule(kind: Kind | None, field: serializers.Field) -> str:
    """Where it is said what the column may hold: its key in the plan file, or what computes it."""
    column = str(field.source).partition("__")[0]
    told = next((told for told in kind.fields_alone if told.name == column), None) if kind else None
    if kind is None or told is None:
        return COMPUTED if kind is None or field.field_name in VERDICT else OF_API
    needed = ", needed" if told.is_needed else ""
    return f"{FORMAT}: {kind.key}.{told.key}{needed}: docs/{_document(kind)}.md"


def _document(kind: Kind) -> str:
    app = kind.model._meta.app_label
    return "plan-format" if app == "milestones" else app


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
