"""A plan's stored rows as entries, in one query a table."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.sql import Query

from milestones.kinds.format import every_table
from milestones.planfile import Entry, Shape, Table
from milestones.planfile.fields import Slugs


class Everyone(Enum):
    """Stands for whoever sees all that there is and may do all, as the commands of a site's own machine do."""

    ALL = "all"

    def has_perm(self, permission: str, of: object = None) -> bool:
        """Whether it may."""
        return True


ALL = Everyone.ALL

Columns = Mapping[Table, tuple[dict[str, Any], ...]]
"""By table, the columns of its rows: a map from column to value each."""


class Stored(NamedTuple):
    """One row: its key, the key of the row in whose entry it stands (0: the document's), its place and its entry."""

    pk: int
    owner: int
    rank: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class StoredRows:
    """The rows of one plan by table and in their order, and what others call them by."""

    rows: Mapping[Table, tuple[Stored, ...]]
    slugs: Slugs

    def of(self, table: Table) -> tuple[Stored, ...]:
        """The rows of a table; none of a plan that is not there."""
        return self.rows.get(table, ())

    def entries(self, table: Table) -> Any:
        """What stands under the table's key in the document or section, made of the rows."""
        return _under_key(table, self.of(table))


def model_of(table: Table) -> type[Model]:
    """The model of a table's rows."""
    return apps.get_model(table.kind)


def with_inner(tables: Iterable[Table]) -> Iterator[Table]:
    """The tables and all that stand in their entries, each after its owner."""
    for table in tables:
        yield table
        yield from with_inner(table.nested)


@cache
def tables_by_kind() -> Mapping[str, Table]:
    """Every table of the format, those that stand in entries too, by the kind of its rows."""
    return {table.kind: table for table in with_inner(every_table())}


@cache
def tables_by_model() -> Mapping[type[Model], Table]:
    """The same by the models of the rows."""
    return {model_of(table): table for table in tables_by_kind().values()}


class AskedColumns(dict[Table, tuple[dict[str, Any], ...]]):
    """The columns of a plan's rows, those of a table read when it is first asked for; no other is among its keys."""

    def __init__(self, plan_id: int) -> None:
        self._plan_id = plan_id

    def __missing__(self, table: Table) -> tuple[dict[str, Any], ...]:
        self[table] = _query(table, self._plan_id)
        return self[table]


def read_rows(tables: Sequence[Table], plan_id: int) -> StoredRows:
    """The plan's rows, whoever may see them."""
    return assembled(tables, read_columns(tables, plan_id))


def read_columns(tables: Iterable[Table], plan_id: int) -> Columns:
    """The columns of the plan's rows, whoever may see them, by table and in their order, in one query a table."""
    return {table: _query(table, plan_id) for table in with_inner(tables)}


def assembled(tables: Iterable[Table], raw: Columns) -> StoredRows:
    """The rows as entries, each with what stands in it; what they name of what is not there is left out."""
    slugs = {table.kind: {row["id"]: row["slug"] for row in raw[table]} for table in raw if table.has_slug}
    rows: dict[Table, tuple[Stored, ...]] = {}
    for table in tables:
        _assemble(table, raw, slugs, rows)
    return StoredRows(rows, slugs)


def order_of(table: Table) -> tuple[str, ...]:
    """The columns by which a table's rows are in order."""
    if table.is_ranked:
        return ("rank", "id")
    return ("date", "recorded_at", "id") if table.is_of_records else ("id",)


def _query(table: Table, plan_id: int) -> tuple[dict[str, Any], ...]:
    """The columns of a table's rows, by SQL made once: Django takes longer over making it than the database over it."""
    text, columns = _prepared(table)
    with connection.cursor() as cursor:
        cursor.execute(text, [plan_id])
        rows: Any = cursor.fetchall()
    compiler = Query(model_of(table)).get_compiler(DEFAULT_DB_ALIAS)
    if converters := compiler.get_converters(columns):
        rows = compiler.apply_converters(rows, converters)
    return tuple(dict(zip(table.columns, row, strict=True)) for row in rows)


@cache
def _prepared(table: Table) -> tuple[str, list[Any]]:
    """The query for a table's rows in a plan, whose key it takes, and what it selects."""
    rows: Any = QuerySet(model_of(table)).filter(**{table.in_plan: 0}).order_by(*order_of(table)).values(*table.columns)
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    text, _plan = compiler.as_sql()
    return text, [column for column, _sql, _alias in compiler.select]


def _assemble(table: Table, raw: Columns, slugs: Slugs, rows: dict[Table, tuple[Stored, ...]]) -> None:
    """Make the entries of a table's rows, those that stand in them first."""
    inner: list[tuple[str, Any, dict[int, Any]]] = []
    for nested in table.nested:
        _assemble(nested, raw, slugs, rows)
        lists: dict[int, list[Stored]] = {}
        for row in rows[nested]:
            lists.setdefault(row.owner, []).append(row)
        values = {owner: _under_key(nested, listed) for owner, listed in lists.items()}
        inner.append((nested.key, nested.empty, values))
    loaders = [(field.key, field.loader(slugs)) for field in table.fields]
    rows[table] = tuple(_stored(table, row, loaders, inner) for row in raw[table])


def _stored(
    table: Table,
    row: dict[str, Any],
    loaders: list[tuple[str, Callable[[Mapping[str, Any]], Any]]],
    inner: list[tuple[str, Any, dict[int, Any]]],
) -> Stored:
    key = row["id"]
    values = {name: load(row) for name, load in loaders}
    for name, empty, lists in inner:
        values[name] = lists.get(key, empty)
    return Stored(
        key, row[table.owner] if table.owner else 0, row["rank"] if table.is_ranked else 0, Entry(table, values, key)
    )


def _under_key(table: Table, rows: Iterable[Stored]) -> Any:
    if table.shape is Shape.SLUGS:
        key = table.link.key
        return tuple(row.entry[key] for row in rows)
    entries = tuple(row.entry for row in rows)
    return (entries[0] if entries else None) if table.shape is Shape.ONE else entries
