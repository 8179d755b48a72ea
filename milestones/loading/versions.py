"""Rows as they stood, from the entries that were kept: a plan's at a revision, or one row's version by version."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db.models import Q

from milestones.loading.stored import Columns, order_of, with_inner
from milestones.models import PlanEntry, Publication, SeenBy
from milestones.models.revisions import EntryQuerySet
from milestones.planfile import Table
from milestones.planfile.canonical import Restorer, canonical_text, told_by
from milestones.planfile.fields import Columns as RowColumns

Told = tuple[int, int | None, str, int, int, int, str, str]
"""Of an entry: its first and last revision, its row's kind, key, owner and place, who saw it, and its body."""
Kept = tuple[int, int, int, dict[str, Any]]
"""Of one row: its key, its owner's, its place, and what it said."""


def columns_at(tables: Iterable[Table], plan_id: int, revision: int) -> Columns:
    """The columns of all the plan's rows at a revision, by table and in order, as `read_columns` had them then.

    `tables` must have every kind that their rows name.
    """
    entries = PlanEntry.objects.filter(plan=plan_id).at_revision(revision).order_by()
    return _with_entries(dict.fromkeys(with_inner(tables), ()), entries, revision)


def columns_brought(columns: Columns, plan_id: int, of: int, to: int) -> Columns:
    """The columns of all the plan's rows at a revision, from those at another, by the entries that differ.

    What is the same in both is shared: rows, and the tuples of tables without a difference. Where a slug went from one
    row to another all is read anew: the entry of a row that names it may say the same and mean the other.
    """
    entries = PlanEntry.objects.filter(plan=plan_id).between(min(of, to), max(of, to)).order_by()
    brought = _with_entries(columns, entries, to)
    changed = (table for table in brought if table.has_slug and brought[table] is not columns[table])
    if any(_has_slug_moved(columns[table], brought[table]) for table in changed):
        return columns_at(columns, plan_id, to)
    return brought


def _has_slug_moved(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> bool:
    keys = {row["slug"]: row["id"] for row in before}
    return any(keys.get(row["slug"], row["id"]) != row["id"] for row in after)


def _with_entries(columns: Columns, entries: EntryQuerySet[PlanEntry], revision: int) -> Columns:
    """The columns, with what the entries say instead that stand at the revision, without what the others said."""
    told = _without_redacted(
        entries.values_list("first", "last", "kind", "key", "owner", "rank", "publication", "body")
    )
    bodies = json.loads(f"[{','.join(body for *_, body in told)}]")
    standing: dict[str, list[Kept]] = defaultdict(list)
    replaced: dict[str, set[int]] = defaultdict(set)
    for (first, last, kind, key, owner, rank, *_), body in zip(told, bodies, strict=True):
        replaced[kind].add(key)
        if first <= revision and (last is None or revision <= last):
            standing[kind].append((key, owner, rank, body))
    left = {
        table: tuple(row for row in rows if row["id"] not in replaced[table.kind])
        if rows and table.kind in replaced
        else rows
        for table, rows in columns.items()
    }
    keys = _Keys(left, standing)
    return {
        table: tuple(
            sorted(
                [*rows, *_columns(table, Restorer(table, keys), standing[table.kind])], key=itemgetter(*order_of(table))
            )
        )
        if table.kind in standing
        else rows
        for table, rows in left.items()
    }


def _without_redacted(told: Iterable[Told]) -> list[Told]:
    """The entries; for the body of a redacted one stands the next of its row that says something, if there is one.

    A row that was hidden then stays hidden by it.
    """
    told = list(told)
    rows = {(kind, key) for _first, _last, kind, key, *_placed, body in told if not body}
    if not rows:
        return told
    later: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    of_rows = PlanEntry.objects.filter(kind__in={kind for kind, _ in rows}, key__in={key for _, key in rows})
    for kind, key, first, body in (
        of_rows.exclude(body="").order_by("first").values_list("kind", "key", "first", "body")
    ):
        later[kind, key].append((first, body))
    replaced = []
    for first, last, kind, key, plan, record, seen_by, body in told:
        stands_in = body or next((text for begun, text in later[kind, key] if begun > first), "")
        if not body and stands_in and seen_by != SeenBy.ALL and apps.get_model(kind).has_publication():
            hidden = next(word for word in (Publication.RESTRICTED, Publication.DRAFT) if word in seen_by)
            stands_in = canonical_text(json.loads(stands_in) | {"publication": hidden.value})
        if stands_in:
            replaced.append((first, last, kind, key, plan, record, seen_by, stands_in))
    return replaced


class _Keys(dict[str, dict[str, int]]):
    """By kind and slug the keys of rows, those of a kind found when it is asked for."""

    def __init__(self, columns: Columns, standing: Mapping[str, list[Kept]]) -> None:
        super().__init__()
        self._rows = {table.kind: rows for table, rows in columns.items()}
        self._standing = standing

    def __missing__(self, kind: str) -> dict[str, int]:
        self[kind] = {row["slug"]: row["id"] for row in self._rows[kind]}
        self[kind] |= {body["slug"]: key for key, _owner, _rank, body in self._standing.get(kind, ())}
        return self[kind]


def columns_of_versions(table: Table, versions: Sequence[PlanEntry]) -> list[RowColumns]:
    """What versions of a plan's rows said, in columns; other rows are named by key, whatever they were called then."""
    bodies = [json.loads(version.body) for version in versions]
    named = _named(table, versions, bodies)
    return [
        columns
        for version, body in zip(versions, bodies, strict=True)
        for columns in _columns(
            table, Restorer(table, _keys_at(version.first, named)), [(version.key, version.owner, version.rank, body)]
        )
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


def _columns(table: Table, restorer: Restorer, kept: Iterable[Kept]) -> Iterator[dict[str, Any]]:
    for key, owner, rank, body in kept:
        placed = {"id": key}
        if table.owner:
            placed[table.owner] = owner
        if table.is_ranked:
            placed["rank"] = rank
        yield placed | restorer.columns(body)
