"""Writing records: new ones are added, none is changed or deleted; a retraction or an ending is made once."""

from collections.abc import Iterator, Sequence
from datetime import date

from milestones.kinds.core import not_after
from milestones.loading.stored import Stored, model_of
from milestones.loading.structure import Load, Pairs, Wanted, alike_but_for, columns_of, name_of, pair
from milestones.planfile import Shape, Table
from milestones.planfile.composed import Retracted
from milestones.planfile.fields import Columns

_whole = alike_but_for()
_but_published = alike_but_for("publication")
_but_settled = alike_but_for("publication", "retracted", "ended")


def write_records(load: Load, table: Table, wanted: Sequence[Wanted]) -> list[int]:
    """Bring a table's records up to the file, and report those that the file does not have; each entry's row."""
    if table.shape is Shape.ONE:
        return _write_endings(load, table, wanted)
    if table.is_ranked:
        pairs, ranks = _in_turn(load, table, wanted)
    else:
        # Of several rows that say the same, those that still count take a retraction or an ending first.
        stored = sorted(
            load.rows.of(table), key=lambda row: any(row.entry.get(key) is not None for key in ("retracted", "ended"))
        )
        pairs, ranks = pair(wanted, stored, _whole, _but_published, _but_settled), []
    keys = _add_new(load, table, wanted, pairs, ranks)
    retracted = _retract(load, table, wanted, pairs)
    _publish(load, table, wanted, pairs, besides=retracted)
    return keys


def _retract(load: Load, table: Table, wanted: Sequence[Wanted], pairs: Pairs) -> set[int]:
    """Retract what the file retracts, and say why where that was not said yet; the keys of the rows."""
    retractions: dict[int, Columns] = {}
    for item, row in _known(wanted, pairs):
        now, before = item.entry.get("retracted"), row.entry.get("retracted")
        if now is None or (before and now.says_no_more_than(before)):
            continue
        if before is None or before.says_no_more_than(now):
            retractions[row.pk] = Retracted().write(now, {})
            load.changes(table).retracted.append(item.name)
        else:
            at = before.at.isoformat()
            message = f"this record is retracted as of {at}, and a retraction is made once"
            load.refuse((*item.path, "retracted"), "retracted_already", message, before=at)
    load.writer.change(model_of(table), retractions)
    return set(retractions)


def _write_endings(load: Load, table: Table, wanted: Sequence[Wanted]) -> list[int]:
    """Add the endings that are new; one that is on record stays, and another is refused."""
    pairs = pair(wanted, load.rows.of(table), lambda item: True)
    for item, row in _known(wanted, pairs):
        if item.entry != row.entry:
            before = row.entry["date"]
            message = f"this is on record as ended on {before} already, and it ends once"
            load.refuse(item.path, "ended_already", message, before=str(before))
    return _add_new(load, table, wanted, Pairs(pairs.rows, ()), [])


def _in_turn(load: Load, table: Table, wanted: Sequence[Wanted]) -> tuple[Pairs, list[int]]:
    """Revisions paired in their order, and their ranks: new ones come after all that are stored.

    Of several on one date the last one holds, so a new one that the file lists before a stored one of its date would
    come to hold in its place; it is refused.
    """
    dated: dict[tuple[int, date], list[Stored]] = {}
    next_rank: dict[int, int] = {}
    for row in load.rows.of(table):
        dated.setdefault((row.owner, row.entry["date"]), []).append(row)
        next_rank[row.owner] = max(next_rank.get(row.owner, 0), row.rank + 1)
    alike = [_next_alike(item, dated.get((item.owner, item.entry["date"]), [])) for item in wanted]
    taken = {row.pk for row in alike if row is not None}
    pairs = Pairs(tuple(alike), tuple(row for row in load.rows.of(table) if row.pk not in taken))
    _refuse_earlier(load, wanted, pairs)
    ranks: list[int] = []
    for item, known in zip(wanted, pairs.rows, strict=True):
        ranks.append(next_rank.get(item.owner, 0))
        next_rank[item.owner] = ranks[-1] + (known is None)
    return pairs, ranks


def _next_alike(item: Wanted, rows: list[Stored]) -> Stored | None:
    """The next of the date's rows that says the same; it and all before it are used up."""
    for index, row in enumerate(rows):
        if _but_published(row) == _but_published(item):
            del rows[: index + 1]
            return row
    return None


def _refuse_earlier(load: Load, wanted: Sequence[Wanted], pairs: Pairs) -> None:
    """Refuse new revisions that the file lists before stored ones of the same date, or in another order."""
    left = {(row.owner, _but_published(row)) for row in pairs.left}
    seen_new: dict[tuple[int, date], Wanted] = {}
    for item, row in zip(wanted, pairs.rows, strict=True):
        day = item.entry["date"]
        earlier = seen_new.get((item.owner, day))
        if row is None:
            seen_new.setdefault((item.owner, day), item)
        if (row is not None and earlier is not None) or (row is None and (item.owner, _but_published(item)) in left):
            message = f"of several revisions on {day} the last listed holds; list new ones after the old"
            load.refuse((earlier or item).path, "revision_order", message, date=str(day))


def refuse_lost_series(load: Load, observations: Table, indicators: Table) -> None:
    """Refuse to leave stored observations in a series that the file's indicator does not have."""
    used: dict[int, set[str | None]] = {}
    for row in load.rows.of(observations):
        used.setdefault(row.owner, set()).add(row.entry["series"])
    for key, indicator in load.written.get(indicators, {}).items():
        declared = {series["slug"] for series in indicator.entry["series"]}
        allowed = declared | {None}
        for series in sorted(map(str, used.get(key, set()) - allowed)) if declared else ():
            message = (
                f'observations of "{indicator.name}" in the series "{series}" are on record; '
                "keep that series in the file"
            )
            load.refuse((*indicator.path, "series"), "series_on_record", message, series=series)


def _known(wanted: Sequence[Wanted], pairs: Pairs) -> Iterator[tuple[Wanted, Stored]]:
    """The entries that have a row, with it."""
    return ((item, row) for item, row in zip(wanted, pairs.rows, strict=True) if row is not None)


def _add_new(load: Load, table: Table, wanted: Sequence[Wanted], pairs: Pairs, ranks: Sequence[int]) -> list[int]:
    """Add the records that have no row; the key of each record's row."""
    changes = load.changes(table)
    learned_by_now = not_after(load.now)
    new = [index for index, row in enumerate(pairs.rows) if row is None]
    for index in new:
        for breach in learned_by_now.breaches(wanted[index].entry):
            load.refuse((*wanted[index].path, *breach.pointer), breach.code, breach.message)
        changes.added.append(wanted[index].name)
    rows = [columns_of(table, wanted[index], ranks[index] if ranks else 0, load.keys) for index in new]
    added = iter(load.writer.add(model_of(table), rows))
    for row in pairs.left:
        owner = load.owner_of(table, row)
        changes.kept.append(name_of(table, row.entry, row.rank, owner.name if owner else ""))
    return [(next(added) if row is None else row).pk for row in pairs.rows]


def _publish(load: Load, table: Table, wanted: Sequence[Wanted], pairs: Pairs, *, besides: set[int]) -> None:
    """Let the publication of known records follow the file; `besides` were changed otherwise."""
    changes, changed = load.changes(table), dict[int, Columns]()
    for item, row in _known(wanted, pairs):
        if item.entry["publication"] != row.entry["publication"]:
            changed[row.pk] = {"publication": item.entry["publication"]}
            changes.changed.append(item.name)
        elif row.pk not in besides:
            changes.unchanged.append(item.name)
    load.writer.change(model_of(table), changed)
