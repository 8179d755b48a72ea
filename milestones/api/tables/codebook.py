"""What each column of a table means: type, unit, allowed words and where its rule stands, from the declarations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rest_framework import serializers

from milestones.api.moments import VERDICT
from milestones.kinds.format import every_kind
from milestones.kinds.kind import Kind
from milestones.planfile.vocabulary import FORMAT
from milestones.tables.columns import BETWEEN, Column, Held

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
    kind = next((kind for kind in every_kind() if kind.model is model), None)
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
