"""A plan's rows as they stood at a revision: from the entries that were kept, in one query."""

import json
from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from milestones.loading.stored import Columns, order_of, with_inner
from milestones.models import PlanEntry
from milestones.planfile import Table
from milestones.planfile.canonical import Restorer

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
