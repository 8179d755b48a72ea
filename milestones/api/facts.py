"""Rows that differ between two states of one audience, told in the plan file's words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from milestones.api.addresses import address_now
from milestones.api.parameters import ROWS
from milestones.kinds.format import every_kind
from milestones.loading.stored import model_of, tables_by_kind
from milestones.models import AppendOnly, Indicator, Milestone
from milestones.planfile.fields import Slugs
from milestones.selectors.changes import place_of
from milestones.state import PlanState
from milestones.state.differing import Differing

Fact = dict[str, Any]
WHAT = ADDED, CHANGED, REMOVED = ("added", "changed", "removed")
KINDS = [kind.model._meta.label_lower for kind in every_kind()]
"""The kinds of the core and of the pillar apps that are there, as the entries of revisions call them."""


class RowNameSerializer(serializers.Serializer):
    """Which row of the plan it is, and to what it belongs."""

    kind = serializers.ChoiceField(choices=KINDS, help_text="What kind of row it is.")
    key = serializers.IntegerField(help_text="Its number among those of its kind.")
    url = serializers.CharField(
        allow_null=True,
        help_text="Where it is told, or the row in whose entry it stands; null where it is no longer there.",
    )
    pillar = serializers.CharField(allow_null=True, help_text="The pillar to which it belongs, by slug.")
    milestone = serializers.CharField(allow_null=True, help_text="The milestone that it is about, by slug.")
    indicator = serializers.CharField(allow_null=True, help_text="The indicator that it is about, by slug.")
    date = serializers.DateField(allow_null=True, help_text="Of a record the day for which it speaks.")


class DifferingRowSerializer(RowNameSerializer):
    """One row of the plan that is not alike on both sides."""

    what = serializers.ChoiceField(choices=WHAT)
    before = serializers.DictField(
        allow_null=True,
        help_text="What it said, in the words of the plan file; of one that changed, the keys that say something else.",
    )
    after = serializers.DictField(allow_null=True, help_text="What it says.")


class DifferingRowsSerializer(serializers.Serializer):
    """So many of the rows as were asked for, in the order of the plan file."""

    fact_count = serializers.IntegerField(help_text="How many rows differ in all.")
    facts = DifferingRowSerializer(many=True, help_text="Those from `offset` on, `limit` at the most.")


def facts_told(
    differing: Iterable[Differing], before: PlanState, after: PlanState, now: PlanState, request: Request
) -> Iterator[Fact]:
    """Each row that is told otherwise, with its address where it is seen now.

    Of an edited row `before` and `after` are the keys that say something else, of one that came or went all it says.
    What differs only in naming what the reader does not see is not told.
    """
    for row in differing:
        old, new = _body(row.before, before), _body(row.after, after)
        if old == new:
            continue
        if old is not None and new is not None:
            keys = [key for key in (*old, *(key for key in new if key not in old)) if old.get(key) != new.get(key)]
            old, new = ({key: body.get(key) for key in keys} for body in (old, new))
        what = ADDED if row.before is None else REMOVED if row.after is None else CHANGED
        yield {"what": what, **row_named(row.row, now, request), "before": old, "after": new}


def page_of(facts: Sequence[Fact], asked: Mapping[str, Any]) -> dict[str, Any]:
    """So many of the facts as were asked for."""
    offset, limit = asked.get("offset", 0), asked.get("limit", ROWS)
    return {"fact_count": len(facts), "facts": facts[offset : offset + limit]}


def row_named(row: Any, now: PlanState, request: Request) -> Fact:
    """Which row it is, and to what it belongs."""
    model, place = type(row), place_of(row)
    return {
        "kind": model._meta.label_lower,
        "key": row.pk,
        "url": address_now(model, row.pk, now, request),
        "pillar": place.pillar or None,
        "milestone": place.part.slug if isinstance(place.part, Milestone) else None,
        "indicator": place.part.slug if isinstance(place.part, Indicator) else None,
        "date": row.date if issubclass(model, AppendOnly) else None,
    }


def _body(row: Any, state: PlanState) -> dict[str, Any] | None:
    """What a row of the state says in its own keys, without what stands in its entry; None for no row."""
    if row is None:
        return None
    table, columns, slugs = tables_by_kind()[type(row)._meta.label_lower], vars(row), _slugs(state)
    values = {field.key: field.loader(slugs)(columns) for field in table.fields}
    told = {field.key: field.dump(values) for field in table.fields}
    return {key: value for key, value in told.items() if value is not None}


def _slugs(state: PlanState) -> Slugs:
    """What the state's rows are called, of those that are seen."""
    if "slugs" not in state.kept:
        state.kept["slugs"] = {
            kind: {row["id"]: row["slug"] for row in state.stored_columns(model_of(table))}
            for kind, table in tables_by_kind().items()
            if table.has_slug
        }
    slugs: Slugs = state.kept["slugs"]
    return slugs
