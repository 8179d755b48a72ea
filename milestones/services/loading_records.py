"""Loading records: new ones are added, none is changed or deleted; a retraction or an ending is made once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from milestones.planfile.document import DERIVED_SERIES
from milestones.services import entry_tables as tables
from milestones.services.entry_columns import Columns
from milestones.services.entry_tables import Table
from milestones.services.exporting import suspensions
from milestones.services.loading_pairs import Pairs, Wanted, alike_but_for, pair
from milestones.services.loading_structure import Load
from milestones.services.plan_rows import Stored

RETRACTABLE = (
    ("indicators", "observations", tables.OBSERVATIONS),
    ("milestones", "assessments", tables.ASSESSMENTS),
)


_whole = alike_but_for()
_but_published = alike_but_for("publication")


def load_records(load: Load) -> None:
    """Bring the records up to the file, and report those that the file does not have."""
    for entries, key, table in RETRACTABLE:
        _load_retractable(load, table, list(_records(load, entries, key)))
    _load_retractable(load, tables.POSITIONS, list(_positions(load)))
    check_series(load)
    _load_suspensions(
        load, tables.WITHDRAWALS, tables.WITHDRAWAL_ENDINGS, list(_records(load, "milestones", "withdrawn"))
    )
    _load_suspensions(load, tables.WAIVERS, tables.WAIVER_ENDINGS, list(_waivers(load)))
    load_schedule(load, list(_records(load, "milestones", "schedule")))


def _records(load: Load, entries: str, key: str) -> Iterator[Wanted]:
    model = tables.MILESTONES.model if entries == "milestones" else tables.INDICATORS.model
    for index, holder in enumerate(getattr(load.document, entries)):
        for rank, record in enumerate(getattr(holder, key)):
            path = (entries, index, key, rank)
            yield Wanted(load.keys[model][holder.slug], rank, record, path, f"{holder.slug} {record.date}")


def _positions(load: Load) -> Iterator[Wanted]:
    for rank, position in enumerate(load.document.positions):
        name = f"{position.actor} {position.date}"
        yield Wanted(0, rank, position, ("positions", rank), name)


def _waivers(load: Load) -> Iterator[Wanted]:
    for index, milestone in enumerate(load.document.milestones):
        for place, gate in enumerate(milestone.gates):
            path = ("milestones", index, "gates", place)
            for rank, waiver in enumerate(gate.waived):
                name = f"{milestone.slug}.gates[{place}] {waiver.date}"
                yield Wanted(load.gates[path], rank, waiver, (*path, "waived", rank), name)


def _load_retractable(load: Load, table: Table, wanted: Sequence[Wanted]) -> None:
    # Of several rows that say the same, those that still count take a retraction first.
    stored = sorted(load.rows.of(table), key=lambda row: row.entry.retracted is not None)
    pairs = pair(wanted, stored, _whole, _but_published, alike_but_for("publication", "retracted"))
    _add_new(load, table, wanted, pairs)
    retractions: dict[int, datetime] = {}
    for each, row in _known(wanted, pairs):
        now, before = each.entry.retracted, row.entry.retracted
        if now is None or now == before:
            continue
        if before is None:
            retractions[row.pk] = now
            load.changes(table).retracted.append(each.name)
        else:
            message = f"this record is retracted as of {before.isoformat()}, and a retraction is made once"
            load.refuse((*each.path, "retracted"), "retracted_already", message, before=before.isoformat())
    load.writer.retract(table.model, retractions)
    _publish(load, table, wanted, pairs, besides=retractions)


def _load_suspensions(load: Load, table: Table, endings: Table, wanted: Sequence[Wanted]) -> None:
    rows = [row for held in suspensions(load.rows, table, endings).values() for row in held]
    stored = sorted(rows, key=lambda row: row.entry.ended is not None)
    pairs = pair(wanted, stored, _whole, _but_published, alike_but_for("publication", "ended"))
    keys = _add_new(load, table, wanted, pairs)
    new_endings = [
        (each, key)
        for each, row, key in zip(wanted, pairs.rows, keys, strict=True)
        if each.entry.ended is not None and (row is None or row.entry.ended is None)
    ]
    for each, row in _known(wanted, pairs):
        now, before = each.entry.ended, row.entry.ended
        if None not in (now, before) and now != before:
            message = f"this is on record as ended on {before.date} already, and it ends once"
            load.refuse((*each.path, "ended"), "ended_already", message, before=str(before.date))
    load.changes(endings).added.extend(each.name for each, _ in new_endings)
    assert endings.owner is not None
    rows_of_endings = [
        {**endings.write(each.entry.ended, load.keys), endings.owner: key} for each, key in new_endings
    ]
    load.writer.add_records(endings.model, rows_of_endings)
    _publish(load, table, wanted, pairs)


def load_schedule(load: Load, wanted: Sequence[Wanted]) -> None:
    """Add new revisions after all that are stored, for of several on one date the last one holds.

    A new revision that the file lists before a stored one of its date would come to hold in its place, so it is
    refused.
    """
    table = tables.SCHEDULE
    stored = load.rows.by_owner(table)
    dated: dict[tuple[int, date], list[Stored]] = {}
    for owner, rows in stored.items():
        for row in rows:
            dated.setdefault((owner, row.entry.date), []).append(row)
    found = [_next_alike(each, dated.get((each.owner, each.entry.date), [])) for each in wanted]
    taken = {row.pk for row in found if row is not None}
    pairs = Pairs(tuple(found), tuple(row for row in load.rows.of(table) if row.pk not in taken))
    _refuse_earlier(load, wanted, pairs)
    next_rank = {owner: max(row.rank for row in rows) + 1 for owner, rows in stored.items()}
    ranks: list[int] = []
    for each, known in zip(wanted, pairs.rows, strict=True):
        ranks.append(next_rank.get(each.owner, 0))
        next_rank[each.owner] = ranks[-1] + (known is None)
    _add_new(load, table, wanted, pairs, ranks=ranks)
    _publish(load, table, wanted, pairs)


def _next_alike(each: Wanted, rows: list[Stored]) -> Stored | None:
    """The next of the date's rows that says the same; it and all before it are used up."""
    for index, row in enumerate(rows):
        if _but_published(row) == _but_published(each):
            del rows[: index + 1]
            return row
    return None


def _refuse_earlier(load: Load, wanted: Sequence[Wanted], pairs: Pairs) -> None:
    """Refuse new revisions that the file lists before stored ones of the same date, or in another order."""
    left = {(row.owner, _but_published(row)) for row in pairs.left}
    seen_new: dict[tuple[int, date], Wanted] = {}
    for each, row in zip(wanted, pairs.rows, strict=True):
        place = (each.owner, each.entry.date)
        earlier = seen_new.get(place)
        if row is None:
            seen_new.setdefault(place, each)
        if (row is not None and earlier is not None) or (
            row is None and (each.owner, _but_published(each)) in left
        ):
            listed = (earlier or each).path
            message = f"of several revisions on {each.entry.date} the last listed holds; list new ones after the old"
            load.refuse(listed, "revision_order", message, date=str(each.entry.date))


def check_series(load: Load) -> None:
    """Refuse to leave stored observations in a series that the file's indicator does not have."""
    indicators = load.keys[tables.INDICATORS.model]
    stored = load.rows.by_owner(tables.OBSERVATIONS)
    for index, indicator in enumerate(load.document.indicators):
        declared = {series.slug for series in indicator.series}
        allowed = declared | {""} | ({DERIVED_SERIES} if indicator.measure else set())
        used = {row.entry.series for row in stored.get(indicators[indicator.slug], ())}
        for series in sorted(used - allowed if declared else ()):
            message = (
                f'observations of "{indicator.slug}" in the series "{series}" are on record; '
                "keep that series in the file"
            )
            load.refuse(("indicators", index, "series"), "series_on_record", message, series=series)


def _name(load: Load, table: Table, row: Stored) -> str:
    """What a stored record is called."""
    owners = {"milestone_id": tables.MILESTONES, "indicator_id": tables.INDICATORS}.get(table.owner or "")
    about = load.rows.slugs[owners.model][row.owner] if owners else getattr(row.entry, "actor", "a gate")
    return f"{about} {row.entry.date}"


def _known(wanted: Iterable[Wanted], pairs: Pairs) -> Iterator[tuple[Wanted, Stored]]:
    """The entries that have a row, with it."""
    return ((each, row) for each, row in zip(wanted, pairs.rows, strict=True) if row is not None)


def _add_new(
    load: Load, table: Table, wanted: Sequence[Wanted], pairs: Pairs, *, ranks: Sequence[int] = ()
) -> list[int]:
    """Add the records that have no row; the key of each record's row."""
    changes = load.changes(table)
    rows: list[Columns] = []
    for index, (each, row) in enumerate(zip(wanted, pairs.rows, strict=True)):
        if row is None:
            own: dict[str, Any] = {table.owner: each.owner} if table.owner else {}
            rows.append(table.write(each.entry, load.keys) | own | ({"rank": ranks[index]} if ranks else {}))
            changes.added.append(each.name)
    added = iter(load.writer.add_records(table.model, rows))
    changes.kept.extend(_name(load, table, row) for row in pairs.left)
    return [next(added) if row is None else row.pk for row in pairs.rows]


def _publish(
    load: Load, table: Table, wanted: Sequence[Wanted], pairs: Pairs, *, besides: Iterable[int] = ()
) -> None:
    """Let the publication of known records follow the file; `besides` were changed otherwise."""
    changes, changed = load.changes(table), dict[int, str]()
    retracted = set(besides)
    for each, row in _known(wanted, pairs):
        if each.entry.publication is not row.entry.publication:
            changed[row.pk] = each.entry.publication.value
            changes.changed.append(each.name)
        elif row.pk not in retracted:
            changes.unchanged.append(each.name)
    load.writer.publish(table.model, changed)
