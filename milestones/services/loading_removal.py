"""Removing the structure that a plan's file no longer has, unless something on record rests on it."""

from collections.abc import Mapping
from typing import Any

from milestones.planfile.faults import Path
from milestones.services import entry_tables as tables
from milestones.services.entry_columns import Planned
from milestones.services.entry_tables import TABLES, Link, Table
from milestones.services.loading_rows import StillNeeded
from milestones.services.loading_structure import LISTS, Load
from milestones.services.plan_rows import Stored

PLANNED_COLUMNS = tuple(
    name for column in tables.MILESTONES.columns if isinstance(column, Planned) for name in column.columns
)
HOLDERS: Mapping[str, tuple[str, Table]] = {
    "milestone_id": ("milestones", tables.MILESTONES),
    "indicator_id": ("indicators", tables.INDICATORS),
}
"""By the column to a row's owner: the document's list of owners, and their table."""


def remove_spare(load: Load) -> None:
    """Remove the rows that no entry of the file has, parts before wholes; a row that is needed is refused."""
    for table in reversed(TABLES):
        spare = {row.pk: row for row in load.spare.get(table, ())}
        if not spare:
            continue
        names = {key: _name(load, table, row) for key, row in spare.items()}
        try:
            free = PLANNED_COLUMNS if table is tables.MILESTONES else ()
            load.writer.remove(table.model, spare, free=free)
        except StillNeeded as error:
            for key, needed_by in sorted(error.needed_by.items()):
                _refuse(load, table, spare[key], names[key], needed_by)
        load.changes(table).removed.extend(names.values())


def _refuse(load: Load, table: Table, row: Stored, name: str, needed_by: Mapping[str, int]) -> None:
    counted = ", ".join(f"{kind} ({count})" for kind, count in sorted(needed_by.items()))
    message = f"{name} is not in the file, and this rests on it: {counted}; put it back into the file"
    load.refuse(_list_path(load, table, row), "on_record", message, name=name)


def _name(load: Load, table: Table, row: Stored) -> str:
    """What a stored row is called: by its slug or, where it has none, by its place."""
    entry: Any = row.entry
    if table.owner == "plan_id":
        return f'"{entry.slug}"'
    owner = _owner_slug(load, table, row)
    if table is tables.GATES:
        return f'gates[{row.rank}] of "{owner}"'
    if table is tables.SERIES or isinstance(entry, Link):
        return f'"{entry.slug}" of "{owner}"' if owner else f'"{entry.slug}"'
    return f"conditions[{row.rank}]"


def _owner_slug(load: Load, table: Table, row: Stored) -> str:
    """The slug of the milestone or indicator in which the row stands; "" of what stands in a gate."""
    holder = HOLDERS.get(table.owner or "")
    return load.rows.slugs[holder[1].model][row.owner] if holder else ""


def _list_path(load: Load, table: Table, row: Stored) -> Path:
    """The path of the list that lacks the row, as far as the file has it."""
    for key, listed in LISTS:
        if listed is table:
            return (key,)
    key, holders = HOLDERS[table.owner or ""]
    slugs = [entry.slug for entry in getattr(load.document, key)]
    owner = load.rows.slugs[holders.model][row.owner]
    if owner not in slugs:
        return (key,)
    return (key, slugs.index(owner), "gates" if table is tables.GATES else "series")
