"""The one way in: plain data becomes rows, or what is wrong with it comes back as data and nothing is written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import takewhile
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from milestones.kinds import Kind
from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach, Pointer
from milestones.kinds.tables import kind_table
from milestones.limits import is_key
from milestones.loading.stored import model_of, with_inner
from milestones.models import Plan
from milestones.models.publication import plan_path
from milestones.planfile import Entry, Shape, Table
from milestones.planfile.composed import midnight
from milestones.planfile.cursor import Cursor
from milestones.planfile.faults import Fault, Refused, Report, shortened
from milestones.planfile.fields import Keys
from milestones.planfile.plain_data import PlainData
from milestones.planfile.values import wrong_type
from milestones.services.checking import kinds_beside
from milestones.services.review import decide_publication, submit_entered
from milestones.services.rights import Author, is_allowed, refuse, refuse_unless_allowed
from milestones.services.saving import Entered, Filled, save

Given = Mapping[str, object]
"""An entry as it comes in: the plan file's keys, and values as JSON has them."""


def enter(kind: Kind, entries: Sequence[Given], *, plan: Plan, user: Author, at: datetime) -> Entered:
    """Add rows of one kind to a plan, all or none.

    An entry that stands in another's names it: a milestone or an indicator by its slug, another row by its key. One
    that says nothing of its publication is published where its author may publish, and else a draft, which is
    submitted for review where it is a record about what is published.
    Raises PermissionDenied where the user may not add such rows.
    """
    reading = Reading(kind, plan, user)
    rows = reading.rows(enumerate(entries))
    if reading.report.faults:
        return Entered(faults=reading.faults)
    return reading.add_rows(rows, at=at)


def edit(kind: Kind, row: Any, changes: Given, *, user: Author, at: datetime) -> Entered:
    """Change these keys of a row of a plan's structure, and nothing else of it; null empties one.

    Raises PermissionDenied where the user may not change or see the row, or where it is a record, which stays.
    """
    refuse_unless_allowed(user, "change", kind.model, [row], changed=changes.keys())
    if kind.is_of_records:
        raise PermissionDenied("Records stay as they were entered.")
    plan_key: Any = plan_of(row)
    reading = Reading(kind, Plan.objects.get(pk=plan_key), user)
    columns, faults = reading.changed(changes)
    if faults:
        return Entered(faults=faults)
    given = _names(kind.model, columns)
    is_allowed_before = is_allowed(user, "change", row, changed=given)  # where it stands, and where it would
    for name, value in columns.items():
        setattr(row, name, value)
    if not (is_allowed_before and is_allowed(user, "change", row, changed=given)):
        refuse()
    return save([Filled(row, given)], user=user, at=at)


class Reading:
    """Entries of one kind on their way to rows: their keys as the plan file reads them, names looked up."""

    def __init__(self, kind: Kind, plan: Plan, user: Author) -> None:
        self.kind, self.plan, self.user = kind, plan, user
        self.report = Report()
        self.kinds = kinds_beside(kind.model)
        self.table = kind_table(kind, self.kinds)
        self.keys: Keys = {label: self._slugs(label) for table in with_inner([self.table]) for label in table.names}
        self._owners: dict[str, Any] = {}
        self._parts: dict[tuple[type[Model], int], Any] = {}

    def rows(self, entries: Iterable[tuple[int, Given]]) -> list[Filled]:
        """The rows of the entries, each given with its number, that can be read, and of what stands in them.

        No more are read once there are as many faults as are told. Raises PermissionDenied where the user may not add
        such rows.
        """
        refuse_unless_allowed(self.user, "add", self.kind.model)
        read = []
        for index, given in takewhile(lambda _: not self.report.is_full, entries):
            cursor = self._cursor(given, (index,))
            _refuse_no_publication(cursor)
            told = {name for name in ("publication", "recorded") if cursor.raw.get(name) is not None}
            read.append((self._owner(cursor), self.table.read(cursor), (index,), told))
        self.report.look_up(self.keys)
        refused = {fault.place[0] for fault in self.report.faults.values() if fault.place}
        rows: list[Filled] = []
        for owner, entry, pointer, told in read:
            if pointer[0] not in refused:
                first, *inner = self._filled(self.table, entry, owner, pointer)
                learned = {"recorded_at"} if "recorded" in told else set()
                rows += [replace(first, given=learned, is_open="publication" not in told), *inner]
        return rows

    def add_rows(self, rows: Sequence[Filled], *, at: datetime, told: Callable[[int], object] | None = None) -> Entered:
        """Add rows that were read, all or none; `told` hears now and then how many of many have been checked."""
        drafts = decide_publication(rows, self.user)
        if not all(is_allowed(self.user, "add", filled.row) for filled in rows):
            refuse()
        outcome = save(rows, user=self.user, at=at, told=told)
        if not outcome.rows:
            return outcome
        submit_entered(drafts, user=self.user, at=at)
        return replace(outcome, drafts=drafts, warnings=(*self._told(self.report.warnings), *outcome.warnings))

    def _filled(self, table: Table, entry: Entry, owner: Mapping[str, Any], pointer: Pointer) -> Iterator[Filled]:
        columns = dict(owner)
        for field in table.fields:
            columns |= field.write(entry[field.key], self.keys)
        row = model_of(table)(**columns)
        self._give_parts(row)
        is_told = table.is_of_records and entry["recorded"] != midnight(entry["date"])
        yield Filled(row, {"recorded_at"} if is_told else set(), pointer)
        for nested in table.nested:
            for index, inner in enumerate(nested.entries_of(entry)):
                place = (nested.key,) if nested.shape is Shape.ONE else (nested.key, index)
                held = {nested.owner.removesuffix("_id"): row}
                yield from self._filled(nested, nested.row(inner), held, (*pointer, *place))

    def _give_parts(self, row: Model) -> None:
        """Have rows that name the same row share it, so that it is asked for once."""
        relations: list[Any] = [column for column in row._meta.concrete_fields if column.is_relation]
        for column in relations:
            key, model = getattr(row, column.attname), column.related_model
            if key is not None and not column.is_cached(row):
                name = (model, key)
                if name not in self._parts:
                    self._parts[name] = model._default_manager.get(pk=key)
                setattr(row, column.name, self._parts[name])

    def changed(self, changes: Given) -> tuple[dict[str, Any], tuple[Breach, ...]]:
        """The columns of the keys that are given, and what is wrong with them."""
        cursor = self._cursor(changes, ())
        cursor.check_keys([field.key for field in self.table.fields])
        _refuse_no_publication(cursor)
        taken = [(field, field.take(cursor)) for field in self.table.fields if field.key in changes]
        self.report.look_up(self.keys)
        columns: dict[str, Any] = {}
        for field, value in taken if not self.report.faults else ():
            columns |= field.write(value, self.keys)
        return columns, self.faults

    @property
    def faults(self) -> tuple[Breach, ...]:
        """What could not be read; in the plan file's own words, in English."""
        return self._told(self.report.faults)

    def _told(self, faults: Mapping[Any, Fault]) -> tuple[Breach, ...]:
        told = faults.values()
        return tuple(Breach(fault.place, fault.code, fault.message.replace("%", "%%"), fault.params) for fault in told)

    def _cursor(self, given: Given, path: tuple[int, ...]) -> Cursor:
        try:
            plain = PlainData(self.report).of(given, path)
        except Refused as refused:
            self.report.error(path, refused.code, refused.message, **refused.params)
            plain = {}
        return Cursor({}, (), self.report).below(plain, path)

    def _owner(self, cursor: Cursor) -> dict[str, Any]:
        """The column of what the row belongs to: the plan, or the row in whose entry it stands."""
        if not self.kind.owner:
            return {"plan": self.plan} if plan_path(self.kind.model) == "plan" else {}
        owner = self.kind.owner_model
        assert owner is not None  # it has an owner
        by = "slug" if any(column.name == "slug" for column in owner._meta.concrete_fields) else "pk"
        given = cursor.raw.pop(self.kind.owner, None)
        if given is None:
            cursor.missing(self.kind.owner)
            return {}
        if not isinstance(given, str | Decimal):
            cursor.report.refuse((*cursor.path, self.kind.owner), wrong_type("a slug or a number", given))
            return {}
        name = shortened(str(given))  # which leaves nothing unprintable in it
        if name not in self._owners:
            rows: Any = owner._default_manager
            seen = rows.visible_to(self.user).filter(**{plan_path(owner): self.plan.pk})
            self._owners[name] = seen.filter(**{by: name}).first() if by == "slug" or is_key(name) else None
        held = self._owners[name]
        if held is None:
            cursor.error(self.kind.owner, f"unknown_{self.kind.owner}", f'there is no {self.kind.owner} "{name}"')
        return {self.kind.owner: held}

    def _slugs(self, label: str) -> dict[str, int]:
        """The rows of a kind that the user may name."""
        model: Any = apps.get_model(label)
        seen = model._default_manager.visible_to(self.user).filter(**{plan_path(model): self.plan.pk})
        return dict(seen.values_list("slug", "pk"))


def _refuse_no_publication(cursor: Cursor) -> None:
    """In a file a publication that is null is published; whoever empties one means to show less, not more."""
    if "publication" in cursor.raw and cursor.raw["publication"] is None:
        cursor.error("publication", "missing", "a publication is wanted, such as draft")


def _names(model: type[Model], columns: Iterable[str]) -> set[str]:
    """The names of columns, which of keys are told with their `_id`."""
    told = set(columns)
    return {column.name for column in model._meta.concrete_fields if {column.name, column.attname} & told}
