"""What a plan's rows said: at a revision, from its entries, or as they are, from the tables."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, OuterRef

from milestones.kinds.format import ROOT, every_table
from milestones.loading.stored import Columns, model_of, read_columns, tables_by_model
from milestones.loading.versions import columns_at, columns_brought
from milestones.models import Plan, PlanEntry, Publication, RecomputeMark, Revision, SeenBy
from milestones.selectors.plans import calendar_day
from milestones.state.boundary import Boundary, own_number
from milestones.state.keeping import keeper
from milestones.state.plan_state import BYTES_OF_ITS_COLUMNS, PlanState

MOST_READS = 3
BYTES_OF_A_REVISION = 150
"""What an instant takes with its number."""


def columns_of(plan_id: int, revision: int) -> Columns:
    """The plan's columns at a revision, in one query; as the tables have them at 0, and where no entry is kept."""
    if not revision:
        return _stored(plan_id)
    last, columns = _last_columns(plan_id)
    if last != revision:
        columns = columns_of_entries(plan_id, revision)
        keep_columns(plan_id, revision, columns)
    return columns if any(columns.values()) else _stored(plan_id)


def past_columns(plan_id: int, revision: int) -> Columns:
    """Those of a revision that is over: never kept ones, of which a redaction may have emptied something since."""
    columns = columns_at(every_table(), plan_id, revision)
    return columns if any(columns.values()) else _stored(plan_id)


def columns_of_entries(plan_id: int, revision: int) -> Columns:
    """The plan's columns at a revision by its entries: all of them, or those that differ from columns at hand."""
    last, columns = _last_columns(plan_id)
    return (
        columns_brought(columns, plan_id, of=last, to=revision)
        if last
        else columns_at(every_table(), plan_id, revision)
    )


def keep_columns(plan_id: int, revision: int, columns: Columns) -> None:
    """Keep the plan's columns at a revision that is committed; others are brought from the last kept."""
    keeper.put(("columns", plan_id), (revision, columns), BYTES_OF_ITS_COLUMNS * sum(map(len, columns.values())))


def _last_columns(plan_id: int) -> tuple[int, Columns]:
    """Those that are kept of the plan, and of which revision; of 0 where none are."""
    kept: tuple[int, Columns] = keeper.at_hand(("columns", plan_id)) or (0, {})
    return kept


def day_of(columns: Columns, instant: datetime) -> date:
    """The calendar day of an instant where the plan of these columns is kept."""
    (plan,) = columns[ROOT.nested[0]]
    return calendar_day(plan["timezone"], instant)


class Known(NamedTuple):
    """A revision: when it was made, its number, and which of its own it is for an audience."""

    at: datetime
    number: int
    own: int


def known_revisions(now: PlanState, known_at: datetime) -> list[Known]:
    """The revisions at or before an instant that an audience sees alike, oldest first; the first one's before any."""
    made = every_revision(now)
    last = max(1, bisect_right(made, known_at, key=attrgetter("at")))
    first = bisect_left(made, made[last - 1].own, key=attrgetter("own")) if made else 0
    return made[first:last]


def revisions_of(now: PlanState) -> list[Known]:
    """The revisions that changed what those see whose state it is, oldest first."""
    first = {known.own: known for known in reversed(every_revision(now)) if known.own}  # 0: while all of it was hidden
    return list(reversed(first.values()))


def every_revision(now: PlanState) -> list[Known]:
    """The plan's revisions up to that of the state, oldest first."""

    def made() -> list[Known]:
        rows = Revision.objects.filter(plan=now.plan_id, number__lte=now.revision).order_by("number")
        return [Known(*row) for row in rows.values_list("at", "number", own_number(now.seen))]

    question = ("revisions", now.plan_id, own_number(now.seen), now.is_past and now.revision)
    return keeper.kept(question, made, lambda revisions: BYTES_OF_A_REVISION * len(revisions), of=now.revision)


def without_hidden(columns: Columns, plan_id: int) -> Columns:
    """The columns, those of rows that an edit hid which waits for its recompute as the edit has them."""
    marked: dict[str, set[int]] = defaultdict(set)
    for kind, key in RecomputeMark.objects.filter(plan=plan_id).values_list("model", "key"):
        marked[kind].add(key or 0)
    changed = {}
    for table in columns:
        model: Any = model_of(table)
        if model.has_publication() and ("" in marked or table.kind in marked):
            rows = model.objects.filter(**{table.in_plan: plan_id}).exclude(publication=Publication.PUBLISHED)
            if "" not in marked:  # else a mark, as a load's, names no row
                rows = rows.filter(pk__in=marked[table.kind])
            changed[table] = dict(rows.values_list("pk", "publication"))
    return {
        table: tuple({**row, "publication": now[row["id"]]} if row["id"] in now else row for row in rows)
        if (now := changed.get(table))
        else rows
        for table, rows in columns.items()
    }


def withheld(columns: Columns, now: PlanState, then: date) -> tuple[Columns, int]:
    """Past columns without what is restricted now from those whose state it is, and of how many rows these would be.

    Of rows that were embargoed on the day `then` nothing is counted: nobody saw them. A move back to draft, or a
    removal, takes nothing from the past; what was removed while it was restricted stays so.
    """
    if Publication.RESTRICTED in now.seen:
        return columns, 0
    restricted = {
        table: {row["id"] for row in rows if row.get("publication") == Publication.RESTRICTED}
        for table, rows in now.columns.items()
    }
    if any(_keys(rows) - _keys(now.columns[table]) for table, rows in columns.items()):
        removed = _removed_in_restriction(now.plan_id)
        restricted = {table: keys | removed[table.kind] for table, keys in restricted.items()}
    hidden = {"publication": Publication.RESTRICTED.value}
    without = {
        table: tuple({**row, **hidden} if row["id"] in restricted[table] else row for row in rows)
        for table, rows in columns.items()
    }
    before, after = (Boundary(kept, now.seen, then) for kept in (columns, without))
    gone = sum(len(before.keys(model) - after.keys(model)) for model in tables_by_model())
    return without, gone


def _keys(rows: Iterable[Mapping[str, Any]]) -> set[int]:
    return {row["id"] for row in rows}


def _removed_in_restriction(plan_id: int) -> Mapping[str, set[int]]:
    """The keys of the rows that were restricted when they were removed, by kind."""
    entries = PlanEntry.objects.filter(plan=plan_id)
    later = entries.filter(kind=OuterRef("kind"), key=OuterRef("key"), first__gt=OuterRef("last"))
    words = [word for word in SeenBy.values if Publication.RESTRICTED in word]
    removed = entries.filter(publication__in=words, last__isnull=False).exclude(Exists(later))
    keys: dict[str, set[int]] = defaultdict(set)
    for kind, key in removed.order_by().values_list("kind", "key"):
        keys[kind].add(key)
    return keys


def _stored(plan_id: int) -> Columns:
    """The columns in the tables, of one moment as far as can be: an edit between two queries would tear them."""
    for _ in range(MOST_READS):
        before = _edits(plan_id)
        columns = read_columns(every_table(), plan_id)
        if _edits(plan_id) == before:
            break
    return columns


def _edits(plan_id: int) -> Any:
    """What is another after each edit of the plan."""
    marks = {"waiting": Count("recompute_marks"), "newest": Max("recompute_marks__id")}
    return Plan.objects.filter(pk=plan_id).annotate(**marks).values_list("revision", *marks).get()
