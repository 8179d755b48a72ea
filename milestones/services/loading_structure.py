"""Loading a plan's structure: what differs is written, what is new added, what the file no longer has set aside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from milestones.planfile.document import Document
from milestones.planfile.faults import Fault, Path, dotted
from milestones.services import entry_tables as tables
from milestones.services.entry_columns import Columns
from milestones.services.entry_tables import Link, Table
from milestones.services.loading_pairs import Likeness, Pairs, Wanted, pair
from milestones.services.loading_report import Changes, LoadReport
from milestones.services.loading_rows import RowWriter
from milestones.services.plan_rows import PlanRows, Stored

LISTS: tuple[tuple[str, Table], ...] = (
    ("actors", tables.ACTORS),
    ("sources", tables.SOURCES),
    ("pillars", tables.PILLARS),
    ("phases", tables.PHASES),
    ("areas", tables.AREAS),
    ("readings", tables.READINGS),
    ("indicators", tables.INDICATORS),
    ("milestones", tables.MILESTONES),
)
"""The document's lists of named entries, each after those that it names."""


@dataclass(slots=True)
class Load:
    """One load under way: the file, the rows as they were, and what is found out on the way.

    `keys` gains the keys of new rows; `gates` the key of each of the file's gates, by its path; `spare` the rows that
    the file no longer has.
    """

    document: Document
    rows: PlanRows
    writer: RowWriter
    report: LoadReport
    plan: int = 0
    keys: dict[type[Model], dict[str, int]] = field(default_factory=dict)
    gates: dict[Path, int] = field(default_factory=dict)
    spare: dict[Table, tuple[Stored, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def changes(self, table: Table) -> Changes:
        """The report on a table's rows."""
        return self.report.of(str(table.model._meta.verbose_name_plural))

    def refuse(self, path: Path, code: str, message: str, /, **params: str | int) -> None:
        """Add a fault; the load goes on to the next, and is undone at its end."""
        self.faults.append(Fault(dotted(path), code, message, params))


def load_structure(load: Load) -> None:
    """Write the plan, its named entries and what they list; gates, records and removals come after."""
    load.keys = {
        model: {slug: key for key, slug in slugs.items()} for model, slugs in load.rows.slugs.items()
    }
    for table in tables.tables_named():
        load.keys.setdefault(table.model, {})
    header = load.document.plan
    [load.plan] = write_list(load, tables.PLAN, [Wanted(0, 0, header, ("plan",), header.slug)], _anything)
    for key, table in LISTS:
        entries = getattr(load.document, key)
        wanted = [
            Wanted(load.plan, rank, entry, (key, rank), entry.slug) for rank, entry in enumerate(entries)
        ]
        write_list(load, table, wanted, _slug)
    write_list(load, tables.SERIES, list(_series(load)), _slug)
    write_list(load, tables.RESPONSIBLE, list(_links(load, "responsible")), _slug)
    write_list(load, tables.SHOWN_INDICATORS, list(_links(load, "indicators")), _slug)


def _anything(each: Wanted | Stored) -> bool:
    return True


def _slug(each: Wanted | Stored) -> str:
    return each.entry.slug  # type: ignore[no-any-return]


def _series(load: Load) -> Iterator[Wanted]:
    for index, indicator in enumerate(load.document.indicators):
        owner = load.keys[tables.INDICATORS.model][indicator.slug]
        for rank, series in enumerate(indicator.series):
            path = ("indicators", index, "series", rank)
            yield Wanted(owner, rank, series, path, f"{indicator.slug}/{series.slug}")


def _links(load: Load, key: str) -> Iterator[Wanted]:
    for index, milestone in enumerate(load.document.milestones):
        owner = load.keys[tables.MILESTONES.model][milestone.slug]
        for rank, slug in enumerate(getattr(milestone, key)):
            yield Wanted(
                owner, rank, Link(slug), ("milestones", index, key, rank), f"{milestone.slug}/{slug}"
            )


def write_list(load: Load, table: Table, wanted: Sequence[Wanted], *likenesses: Likeness) -> list[int]:
    """Pair the entries of a table with its rows and write what differs; the key of each entry's row."""
    return write_pairs(load, table, wanted, pair(wanted, load.rows.of(table), *likenesses))


def write_pairs(load: Load, table: Table, wanted: Sequence[Wanted], pairs: Pairs) -> list[int]:
    """Write the entries that have no row, or another one than they say; the key of each entry's row."""
    changes = load.changes(table)
    new = [each for each, row in zip(wanted, pairs.rows, strict=True) if row is None]
    added = _add(load, table, new)
    changed: list[Any] = []
    keys: list[int] = []
    remaining = iter(added)
    for each, row in zip(wanted, pairs.rows, strict=True):
        keys.append(next(remaining).pk if row is None else row.pk)
        if row is None:
            changes.added.append(each.name)
        elif _differs(table, each, row):
            changes.changed.append(each.name)
            changed.append(table.model(pk=row.pk, **_columns(load, table, each)))
        else:
            changes.unchanged.append(each.name)
    if changed:
        load.writer.overwrite(table.model, changed)
    load.writer.remember(table.model, added, added=True)
    load.writer.remember(table.model, changed, added=False)
    if pairs.left:
        load.spare[table] = pairs.left
    return keys


def _differs(table: Table, each: Wanted, row: Stored) -> bool:
    return each.rank != row.rank or table.content(each.entry) != table.content(row.entry)


def _columns(load: Load, table: Table, each: Wanted) -> Columns:
    own = table.write(each.entry, load.keys)
    if table.owner:
        own[table.owner] = each.owner
    if table.is_ranked:
        own["rank"] = each.rank
    return own


def _add(load: Load, table: Table, new: Sequence[Wanted]) -> list[Any]:
    """Insert rows; a planned date that follows a row of the same list is filled in once all have keys."""
    if not new:
        return []
    first = [_columns(load, table, each) for each in new]
    rows = load.writer.add(table.model, first)
    if table.model in load.keys:
        load.keys[table.model].update({each.entry.slug: row.pk for each, row in zip(new, rows, strict=True)})
    final = [_columns(load, table, each) for each in new]
    if final == first:
        return rows
    completed = [table.model(pk=row.pk, **columns) for row, columns in zip(rows, final, strict=True)]
    load.writer.overwrite(
        table.model, [row for row, was, now in zip(completed, first, final, strict=True) if was != now]
    )
    return completed
