"""Rows as they stood, from the entries that were kept: a plan's at a revision, or one row's version by version."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.db.models import Q

from milestones.loading.stored import Columns, order_of, with_inner
from milestones.models import PlanEntry
from milestones.planfile import Table
from milestones.planfile.canonical import Restorer, told_by
from milestones.planfile.fields import Columns as RowColumns

Kept = tuple[int, int, int, dict[str, Any]]
"""Of one row: its key, its owner's, its place, and what it said."""


def columns_at(tables: Iterable[Table], plan_id: int, revision: int) -> Columns:
    """The columns of all the plan's rows at a revision, by table and in order, as `read_columns` had them then.

    `tables` must have every kind that their rows name.
    """
    entries = PlanEntry.objects.filter(plan=plan_id).at_revision(revision).order_by()
    kept = list(entries.values_list("kind", "key", "owner", "rank", "body"))
    bodies = json.loads(f"[{','.join(body for *_, body in kept)}]")
    by_kind: dict[str, list[Kept]] = defaultdict(list)
    keys: dict[str, dict[str, int]] = defaultdict(dict)
    for (kind, key, owner, rank, _), body in zip(kept, bodies, strict=True):
        by_kind[kind].append((key, owner, rank, body))
        if "slug" in body:
            keys[kind][body["slug"]] = key
    return {
        table: _columns(table, Restorer(table, keys), by_kind[table.kind]) for table in with_inner(tables)
    }


def columns_of_versions(table: Table, versions: Sequence[PlanEntry]) -> list[RowColumns]:
    """What versions of a plan's rows said, in columns; other rows are named by key, whatever they were called then."""
    bodies = [json.loads(version.body) for version in versions]
    named = _named(table, versions, bodies)
    return [
        _columns(
            table,
            Restorer(table, _keys_at(version.first, named)),
            [(version.key, version.owner, version.rank, body)],
        )[0]
        for version, body in zip(versions, bodies, strict=True)
    ]


def _named(table: Table, versions: Sequence[PlanEntry], bodies: Sequence[dict[str, Any]]) -> list[PlanEntry]:
    """The entries of the rows that the bodies name, under the slugs by which they name them."""
    slugs = {
        slug
        for body in bodies
        for field in table.fields
        if field.names
        for slug in told_by(field, body)
        if isinstance(slug, str)
    }
    called = Q(*(("body__contains", f'"slug":"{slug}"') for slug in sorted(slugs)), _connector=Q.OR)
    plans = {version.plan_id for version in versions}
    return list(PlanEntry.objects.filter(called, plan__in=plans, kind__in=table.names)) if slugs else []


def _keys_at(revision: int, entries: Iterable[PlanEntry]) -> dict[str, dict[str, int]]:
    """By kind and slug the keys of those of the entries that stood at a revision."""
    keys: dict[str, dict[str, int]] = defaultdict(dict)
    for entry in entries:
        if entry.first <= revision and (entry.last is None or revision <= entry.last):
            keys[entry.kind][json.loads(entry.body)["slug"]] = entry.key
    return keys


def _columns(table: Table, restorer: Restorer, kept: Iterable[Kept]) -> tuple[dict[str, Any], ...]:
    rows: list[dict[str, Any]] = []
    for key, owner, rank, body in kept:
        placed = {"id": key}
        if table.owner:
            placed[table.owner] = owner
        if table.is_ranked:
            placed["rank"] = rank
        rows.append(placed | restorer.columns(body))
    return tuple(sorted(rows, key=itemgetter(*order_of(table))))
