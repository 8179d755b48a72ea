"""What is different of a plan's rows from the entries that stand: of all of them, or of those that are named."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from milestones.kinds.format import every_table
from milestones.loading.stored import model_of, read_columns, tables_by_kind, with_inner
from milestones.models import Plan, PlanEntry, Publication, SeenBy
from milestones.planfile import Table
from milestones.planfile.canonical import canonical_body
from milestones.planfile.fields import Slugs
from milestones.state.boundary import Boundary

PUBLISHED, RESTRICTED, DRAFT = Publication.PUBLISHED, Publication.RESTRICTED, Publication.DRAFT
SIGHTS = ({PUBLISHED}, {PUBLISHED, RESTRICTED}, {PUBLISHED, DRAFT})
"""Whose sight tells who sees a row: that of the public, of those cleared, and of those who see drafts alone."""


class RowName(NamedTuple):
    """Which row: its kind and its key."""

    kind: str
    key: int


class Version(NamedTuple):
    """What a row says, where it stands, and who sees it."""

    owner: int
    rank: int
    publication: str
    body: str


Versions = Mapping[RowName, Version]
"""The versions of a plan's rows, or of some."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The versions of rows before and after; those that are in one alone were added or removed."""

    before: Versions
    after: Versions
    open_keys: Mapping[RowName, int]
    is_whole: bool

    @property
    def rows(self) -> list[RowName]:
        """The rows that are not the same before and after, sorted."""
        every = self.before.keys() | self.after.keys()
        return sorted(row for row in every if self.before.get(row) != self.after.get(row))


def difference_of_plan(plan: Plan, today: date) -> Difference:
    """What is different of all the plan's rows, on its calendar day `today`."""
    columns = read_columns(every_table(), plan.pk)
    slugs = {table.kind: {row["id"]: row["slug"] for row in columns[table]} for table in columns if table.has_slug}
    sights = [Boundary(columns, frozenset(sight), today) for sight in SIGHTS]
    after: dict[RowName, Version] = {}
    for table, rows in columns.items():
        keys = [sight.keys(model_of(table)) for sight in sights]
        after |= _versions(table, rows, slugs, keys)
    before, open_keys = versions_of(PlanEntry.objects.filter(plan=plan, last=None))
    return Difference(before, after, open_keys, is_whole=True)


def _word(key: int, public: frozenset[int], cleared: frozenset[int], drafts: frozenset[int]) -> str:
    if key in public:
        return SeenBy.ALL.value
    if key in cleared:
        return SeenBy.CLEARED.value
    return SeenBy.ANALYSTS.value if key in drafts else SeenBy.CLEARED_ANALYSTS.value


def _versions(
    table: Table, rows: Iterable[Mapping[str, Any]], slugs: Slugs, sights: list[frozenset[int]]
) -> dict[RowName, Version]:
    loaders = [(field.key, field.loader(slugs)) for field in table.fields]
    return {
        RowName(table.kind, row["id"]): Version(
            row[table.owner] if table.owner else 0,
            row["rank"] if table.is_ranked else 0,
            _word(row["id"], *sights),
            canonical_body(table, {key: load(row) for key, load in loaders}),
        )
        for row in rows
    }


def versions_of(entries: Any) -> tuple[dict[RowName, Version], dict[RowName, int]]:
    """The versions that these entries are, of each row one, and the keys of the entries."""
    versions, keys = {}, {}
    told = entries.order_by().values_list("kind", "key", "pk", "owner", "rank", "publication", "body")
    for kind, key, pk, *version in told:
        row = RowName(kind, key)
        versions[row], keys[row] = Version(*version), pk
    return versions, keys


def difference_of_rows(plan: Plan, marked: Iterable[RowName], today: date) -> Difference | None:
    """What is different of these rows on the plan's calendar day `today`; None where others may be different too."""
    tables = tables_by_kind()
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, key in marked:
        by_kind[kind].add(key)
    if Plan._meta.label_lower in by_kind or by_kind.keys() - tables.keys():
        return None
    before: dict[RowName, Version] = {}
    after: dict[RowName, Version] = {}
    open_keys: dict[RowName, int] = {}
    for kind, keys in sorted(by_kind.items()):
        stood, own = versions_of(PlanEntry.objects.filter(plan=plan, kind=kind, key__in=keys, last=None))
        stands = _versions_of_rows(tables[kind], plan, keys, today)
        if any(_reaches_others(tables[kind], stood.get(row), stands.get(row)) for row in {*stood, *stands}):
            return None
        before, after, open_keys = before | stood, after | stands, open_keys | own
    return Difference(before, after, open_keys, is_whole=False)


def _versions_of_rows(table: Table, plan: Plan, keys: Iterable[int], today: date) -> dict[RowName, Version]:
    """The versions of some rows of the plan as they are stored.

    The database asks of embargoes by its clock, by which a day may have begun that is none of this recompute.
    """
    model: Any = model_of(table)
    rows = model._default_manager.filter(pk__in=keys, **{table.in_plan: plan.pk})
    columns = list(rows.values(*table.columns))
    sights: list[frozenset[int]] = []
    for sight in map(frozenset, SIGHTS):
        within = rows.within(sight) if not sights or len(sights[0]) < len(columns) else rows.none()
        of_today = {row["id"] for row in columns if model.is_within(row, sight, today=today)}
        sights.append(frozenset(within.values_list("pk", flat=True)) & of_today)
    return _versions(table, columns, _slugs_named(table, columns), sights)


def _slugs_named(table: Table, rows: Iterable[Mapping[str, Any]]) -> Slugs:
    """The slugs of the rows that these rows name, by kind."""
    named: dict[str, set[int]] = {kind: set() for kind in table.names}
    models: dict[str, Any] = {}
    for column in model_of(table)._meta.concrete_fields:
        if column.is_relation and column.attname in table.columns:
            other: Any = column.related_model
            kind = other._meta.label_lower
            if kind in named:
                models[kind] = other
                named[kind] |= {row[column.attname] for row in rows} - {None}
    return {
        kind: dict(models[kind]._default_manager.filter(pk__in=keys).values_list("pk", "slug")) if keys else {}
        for kind, keys in named.items()
    }


def _reaches_others(table: Table, stood: Version | None, stands: Version | None) -> bool:
    """Whether the change of a row can change what others say of it, or who sees them.

    That goes by names, by what a row hangs on, and by what a gate and a pillar hold; a record is none of these until
    something is entered of it.
    """
    if stood is None or stands is None:
        return not table.is_of_records
    if stood.publication != stands.publication and model_of(table) in _hung_on():
        return True
    if (stood.owner, stood.rank) != (stands.owner, stands.rank):
        return True
    if stood.body == stands.body:
        return False
    old, new = json.loads(stood.body), json.loads(stands.body)
    telling = {field.key for field in table.fields if field.names or field.key == "slug"}
    return any(old.get(key) != new.get(key) for key in telling)


@cache
def _hung_on() -> frozenset[Any]:
    """The models on whose rows others hang."""
    return frozenset(
        model._meta.get_field(name).related_model
        for model in map(model_of, with_inner(every_table()))
        for name in model.hangs_on  # type: ignore[attr-defined] # all are bounded
    )
