"""What differs of a plan's rows between two of its states, and of one row between two of its versions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from milestones.kinds import Kind, KindField
from milestones.planfile.vocabulary import DERIVED_SERIES
from milestones.state.plan_state import PlanState

WORKINGS = frozenset({"recorded_at", "publication"})
"""Columns of which nothing is told: they follow from an edit, and who sees a row is told by its coming or going."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A row that is not alike in two states: `before` is None of one that came, `after` of one that went.

    `fields` are those in which an edited row says something else.
    """

    kind: Kind
    before: Any
    after: Any
    fields: tuple[KindField, ...] = ()

    @property
    def row(self) -> Any:
        """The row as it was last."""
        return self.before if self.after is None else self.after


def differing_rows(kinds: Iterable[Kind], older: PlanState, newer: PlanState) -> Iterator[Differing]:
    """The rows of the kinds that came, changed or went from one state to another of the same audience.

    Observations that a measure made follow from other rows, and are none. No query is made.
    """
    for kind in kinds:
        before, after = ({row["id"]: row for row in state.seen_columns(kind.model)} for state in (older, newer))
        for key in [*after, *(key for key in before if key not in after)]:
            if before.get(key) != after.get(key):  # before any row is made: most are alike
                old, new = (state.rows(kind.model).by_key.get(key) for state in (older, newer))
                fields = differing_fields(kind, vars(old), vars(new)) if old and new else ()
                is_told = fields or old is None or new is None
                if is_told and getattr(old or new, "series", "") != DERIVED_SERIES:
                    yield Differing(kind, old, new, fields)


def differing_fields(kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[KindField, ...]:
    """The fields in which two versions of a row differ, each given as its columns; a text in any of its languages."""
    return tuple(
        field
        for field in kind.fields
        if field.name not in WORKINGS and any(_said(before, name) != _said(after, name) for name in columns_of(field))
    )


def columns_of(field: KindField) -> tuple[str, ...]:
    """The columns that keep a field: of a translated text one a language."""
    if field.is_translated:
        return tuple(f"{field.name}_{code}" for code, _name in settings.LANGUAGES)
    return (field.column.attname,)


def _said(version: Mapping[str, Any], column: str) -> Any:
    """What a version says in a column; None, as for nothing, for an empty text."""
    value = version.get(column)
    return None if value == "" else value
