"""Removing the structure that a plan's file no longer has, unless something on record rests on it."""

from milestones.loading.stored import Stored, model_of
from milestones.loading.structure import Load, label_of
from milestones.planfile import Shape, Table
from milestones.planfile.faults import Path


def remove_spare(load: Load) -> None:
    """Remove the rows that no entry of the file has, parts before wholes; a row that is needed is refused."""
    for table, left in reversed(load.spare.items()):
        spare = {row.pk: row for row in left}
        names = {key: _name(load, table, row) for key, row in spare.items()}
        free = {name for key in table.fields if table.kind in key.names for name in key.columns}
        for key, needed_by in sorted(load.writer.remove(model_of(table), spare, free=free).items()):
            name, place = names[key], _list_path(load, table, spare[key])
            message = f"{name} is not in the file, and this rests on it: {needed_by}; put it back into the file"
            load.refuse(place, "on_record", message, name=name)
        load.changes(table).removed.extend(names.values())


def _name(load: Load, table: Table, row: Stored) -> str:
    """What a stored row is called: by its slug or, where it has none, by its place."""
    label = label_of(table, row.entry, row.rank)
    if table.identity or table.shape is Shape.SLUGS:
        label = f'"{label}"'
    above = load.above.get(table)
    slug = load.rows.slugs.get(above.kind, {}).get(row.owner) if above else None
    return f'{label} of "{slug}"' if slug else label


def _list_path(load: Load, table: Table, row: Stored) -> Path:
    """The path of the list that lacks the row, as far as the file has it."""
    owner = load.owner_of(table, row)
    if owner is not None:
        return (*owner.path, table.key)
    above = load.above.get(table)
    if above is None:
        return load.lists[table]
    stored = next(holder for holder in load.rows.of(above) if holder.pk == row.owner)
    return _list_path(load, above, stored)
