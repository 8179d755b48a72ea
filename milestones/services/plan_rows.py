"""A plan's stored rows as entries of a plan file, in one query a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from milestones.selectors.plans import Reader
from milestones.services.entry_columns import Slugs
from milestones.services.entry_tables import TABLES, Table, tables_named


class Everyone(Enum):
    """Stands for a reader who sees all that there is."""

    ALL = "all"


ALL = Everyone.ALL


@dataclass(frozen=True, slots=True)
class Stored:
    """One row: its primary key, the key of the row in whose list it stands (0: the document), place and entry."""

    pk: int
    owner: int
    rank: int
    entry: Any


@dataclass(frozen=True, slots=True)
class PlanRows:
    """All rows of one plan that a reader may see, by table and in their order."""

    rows: Mapping[Table, tuple[Stored, ...]]
    slugs: Slugs

    def of(self, table: Table) -> tuple[Stored, ...]:
        """The rows of a table; none of a plan that is not there."""
        return self.rows.get(table, ())

    def by_owner(self, table: Table) -> dict[int, list[Stored]]:
        """The rows of a table by the key of the row in whose list they stand."""
        lists: dict[int, list[Stored]] = {}
        for row in self.of(table):
            lists.setdefault(row.owner, []).append(row)
        return lists


NO_ROWS = PlanRows({}, {})


def read_plan_rows(plan_id: int, *, user: Reader | Everyone = ALL) -> PlanRows:
    """The rows of a plan that the user may see; what they name of what he may not see is left out."""
    raw = {table: list(_query(table, plan_id, user)) for table in TABLES}
    slugs = {table.model: {row["id"]: row["slug"] for row in raw[table]} for table in tables_named()}
    return PlanRows({table: tuple(_stored(table, rows, slugs)) for table, rows in raw.items()}, slugs)


def _query(table: Table, plan_id: int, user: Reader | Everyone) -> Iterable[dict[str, Any]]:
    rows: Any = table.model._default_manager.filter(**{table.in_plan: plan_id})
    order = ("rank", "id") if table.is_ranked else ("id",)
    seen = rows if user is ALL else rows.visible_to(user)
    return seen.order_by(*order).values(*table.column_names())  # type: ignore[no-any-return]


def _stored(table: Table, rows: Iterable[dict[str, Any]], slugs: Slugs) -> Iterator[Stored]:
    for row in rows:
        owner = row[table.owner] if table.owner else 0
        yield Stored(row["id"], owner, row.get("rank", 0), table.read(row, slugs))
