"""Writing a plan's structure: what differs is written, what is new added, what the file no longer has set aside."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from milestones.loading.report import Changes, LoadReport
from milestones.loading.rows import RowWriter
from milestones.loading.stored import Stored, StoredRows, model_of, with_inner
from milestones.planfile import Entry, Shape, Table
from milestones.planfile.faults import Fault, Path
from milestones.planfile.fields import Columns, Keys, Named
from milestones.planfile.text import Text
from milestones.planfile.write import in_order


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry of the file: the key of the row in whose entry it stands, its place, path and what to call it."""

    owner: int
    rank: int
    entry: Entry
    path: Path
    name: str


Likeness = Callable[[Wanted | Stored], Hashable | None]
"""What must be equal for an entry and a row to be one; None is like nothing."""


def alike_but_for(*keys: str) -> Likeness:
    """The likeness of entries that are equal, whatever they say under these keys and by whatever marks they quote."""
    left_out = frozenset(keys)

    def likeness(item: Wanted | Stored) -> Hashable:
        values = (value for key, value in item.entry.items() if key not in left_out)
        return tuple(Text(value.unmarked()) if isinstance(value, Text) else value for value in values)

    return likeness


@dataclass(frozen=True, slots=True)
class Pairs:
    """The row of each entry, None where it has none, and the rows that no entry has."""

    rows: tuple[Stored | None, ...]
    left: tuple[Stored, ...]


def pair(wanted: Sequence[Wanted], stored: Sequence[Stored], *likenesses: Likeness) -> Pairs:
    """Pair by the first likeness whatever it pairs, in order, then by the next; all within one owner's list."""
    paired: list[Stored | None] = [None] * len(wanted)
    left = list(stored)
    for likeness in likenesses:
        waiting: dict[Hashable, deque[Stored]] = defaultdict(deque)
        for row in left:
            waiting[row.owner, likeness(row)].append(row)
        for index, item in enumerate(wanted):
            alike = likeness(item)
            rows = waiting.get((item.owner, alike))
            if paired[index] is None and alike is not None and rows:
                paired[index] = rows.popleft()
        taken = {row.pk for row in paired if row is not None}
        left = [row for row in left if row.pk not in taken]
    return Pairs(tuple(paired), tuple(left))


@dataclass(slots=True)
class Load:
    """One load under way: the rows as they were, and what is found out on the way.

    `keys` gains the keys of new rows; `written` tells by table which of the file's entries is which row, and `above` in
    which table's entries its own stand; `spare` are the rows that the file no longer has.
    """

    rows: StoredRows
    writer: RowWriter
    report: LoadReport
    now: datetime
    plan: int = 0
    keys: dict[str, dict[str, int]] = field(default_factory=dict)
    written: dict[Table, dict[int, Wanted]] = field(default_factory=dict)
    lists: dict[Table, Path] = field(default_factory=dict)
    above: dict[Table, Table] = field(default_factory=dict)
    spare: dict[Table, tuple[Stored, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def changes(self, table: Table) -> Changes:
        """The report on a table's rows."""
        return self.report.of(str(model_of(table)._meta.verbose_name_plural))

    def owner_of(self, table: Table, row: Stored) -> Wanted | None:
        """The entry in which a stored row stands; None of the document's own lists, and where the file has it not."""
        above = self.above.get(table)
        return self.written.get(above, {}).get(row.owner) if above else None

    def refuse(self, place: Path, code: str, message: str, /, **params: str | int) -> None:
        """Add a fault; the load goes on to the next, and is undone at its end."""
        self.faults.append(Fault(place, code, message, params))


def wanted_of(table: Table, holders: Sequence[tuple[int, Entry, Path, str]]) -> list[Wanted]:
    """The file's entries of a table; of each holder its key, its entry, its path and what to call it ("": the plan)."""
    wanted: list[Wanted] = []
    for owner, holder, path, name in holders:
        for rank, value in enumerate(table.entries_of(holder)):
            entry = table.row(value)
            is_one = table.shape is Shape.ONE
            place = (*path, table.key) if is_one else (*path, table.key, rank)
            wanted.append(Wanted(owner, rank, entry, place, name_of(table, entry, rank, name)))
    return wanted


def name_of(table: Table, entry: Entry, rank: int, owner: str) -> str:
    """What to call an entry: by its slug, its day or its place, and by its owner where it has one."""
    if table.is_of_records:
        about = owner or next((entry[key.key] for key in table.fields if isinstance(key, Named) and key.needed), "")
        return f"{about} {entry['date']}".strip()
    label = label_of(table, entry, rank)
    if not owner:
        return label
    return f"{owner}/{label}" if table.has_slug or table.shape is Shape.SLUGS else f"{owner}.{label}"


def label_of(table: Table, entry: Entry, rank: int) -> str:
    """What to call an entry within its list."""
    if table.shape is Shape.SLUGS:
        return str(entry[table.link.key])
    named = " ".join(str(entry[key]) for key in table.identity)
    return named or (str(entry["slug"]) if table.has_slug else f"{table.key}[{rank}]")


def write_structure(load: Load, table: Table, wanted: Sequence[Wanted]) -> list[int]:
    """Pair the entries of a table with its rows and write what differs; the key of each entry's row."""
    pairs = pair(wanted, load.rows.of(table), *_likenesses(table))
    changes, content = load.changes(table), table.content
    new = [item for item, row in zip(wanted, pairs.rows, strict=True) if row is None]
    added = _add(load, table, new)
    changed: list[Any] = []
    keys: list[int] = []
    remaining = iter(added)
    for item, row in zip(wanted, pairs.rows, strict=True):
        keys.append(next(remaining).pk if row is None else row.pk)
        if row is None:
            changes.added.append(item.name)
        elif (table.is_ranked and item.rank != row.rank) or content(item.entry) != content(row.entry):
            changes.changed.append(item.name)
            changed.append(model_of(table)(pk=row.pk, **columns_of(table, item, item.rank, load.keys)))
        else:
            changes.unchanged.append(item.name)
    if changed:
        load.writer.overwrite(model_of(table), changed)
    if pairs.left:
        load.spare[table] = pairs.left
    return keys


def columns_of(table: Table, item: Wanted, rank: int, keys: Keys) -> Columns:
    """The columns that keep an entry, at its place in its owner's list."""
    own: Columns = {table.owner: item.owner} if table.owner else {}
    for key in table.fields:
        own |= key.write(item.entry[key.key], keys)
    return own | ({"rank": rank} if table.is_ranked else {})


def _add(load: Load, table: Table, new: Sequence[Wanted]) -> list[Any]:
    """Insert rows; what names a row of the same list is filled in once all have keys."""
    if not new:
        return []
    so_far: Any = {**load.keys, table.kind: defaultdict(lambda: None, load.keys.get(table.kind, {}))}
    first = [columns_of(table, item, item.rank, so_far) for item in new]
    rows = load.writer.add(model_of(table), first)
    if table.has_slug:
        known = load.keys.setdefault(table.kind, {})
        known.update({item.entry["slug"]: row.pk for item, row in zip(new, rows, strict=True)})
    if table.kind not in table.names:
        return rows
    final = [columns_of(table, item, item.rank, load.keys) for item in new]
    completed = [model_of(table)(pk=row.pk, **columns) for row, columns in zip(rows, final, strict=True)]
    late = [row for row, was, now in zip(completed, first, final, strict=True) if was != now]
    if late:
        load.writer.overwrite(model_of(table), late)
    return completed


def _likenesses(table: Table) -> tuple[Likeness, ...]:
    """How the entries of a table are known again, the closest likeness first.

    A gate that says the same keeps its row. A changed one is known by its conditions, else by its first waiver, and
    only one that was never waived by its place, so that a waiver never comes to stand at a gate it was not given for.
    """
    if table.identity:
        return (lambda item: tuple(item.entry[key] for key in table.identity),)
    if table.shape is Shape.SLUGS:
        return (lambda item: item.entry[table.link.key],)
    if table.shape is Shape.ONE:
        return (lambda item: True,)
    if any(inner.is_of_records for inner in table.nested):
        but_waived = alike_but_for("waived")
        return (
            lambda gate: (but_waived(gate), _waivers(gate.entry)),
            but_waived,
            lambda gate: (gate.entry["before"], gate.entry["conditions"]),
            lambda gate: next(iter(_waivers(gate.entry)), None),
            lambda gate: None if _is_waived(gate) else gate.rank,
            lambda gate: None if _is_waived(gate) else True,
        )
    return (lambda item: (item.rank, item.entry), lambda item: item.entry, lambda item: item.rank, lambda item: True)


def _waivers(gate: Entry) -> tuple[Entry, ...]:
    """The gate's waivers without what may change about them, oldest first."""
    return in_order(tuple(waiver.replace(ended=None, publication="") for waiver in gate["waived"]))


def _is_waived(gate: Wanted | Stored) -> bool:
    """Whether a stored gate was ever waived; what the file says of another one does not matter."""
    return isinstance(gate, Stored) and bool(gate.entry["waived"])


def in_order_of_reference(tables: Sequence[Table]) -> Iterator[Table]:
    """The tables, each after those whose rows its entries name, whatever their order in the file."""
    waiting = {table: {kind for inner in with_inner([table]) for kind in inner.names} for table in tables}
    while waiting:
        to_come = {table.kind for table in waiting}
        table = next(table for table, names in waiting.items() if not (names & to_come) - {table.kind})
        del waiting[table]
        yield table


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
