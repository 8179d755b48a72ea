"""The one way in: plain data becomes rows, or what is wrong with it comes back as data and nothing is written."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from milestones.kinds import Kind
from milestones.kinds.kind import plan_path
from milestones.kinds.rules import Breach, Pointer
from milestones.kinds.tables import kind_table
from milestones.limits import is_key
from milestones.loading.stored import model_of, with_inner
from milestones.models import Plan, Publication
from milestones.models.publication import publications_seen_by
from milestones.planfile import Entry, Shape, Table
from milestones.planfile.composed import midnight
from milestones.planfile.cursor import Cursor
from milestones.planfile.faults import Refused, Report, shortened
from milestones.planfile.fields import Keys
from milestones.planfile.plain_data import PlainData
from milestones.selectors.plans import Reader
from milestones.services.checking import breaches_of, breaches_with_parts, kind_of, kinds_beside
from milestones.services.plan_rules import plan_breaches
from milestones.services.saving import save_row

Given = Mapping[str, object]
"""An entry as it comes in: the plan file's keys, and values as JSON has them."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it: the rows, or the faults for which nothing was written; warnings of the plan as a whole.

    A fault's pointer begins with the entry's index; one of the plan as a whole with a list of the plan and a slug.
    """

    rows: tuple[Any, ...] = ()
    warnings: tuple[Breach, ...] = ()
    faults: tuple[Breach, ...] = ()


def enter(
    kind: Kind, entries: Sequence[Given], *, plan: Plan, user: Reader, at: datetime, dry_run: bool = False
) -> Entered:
    """Add rows of one kind to a plan, all or none.

    An entry that stands in another's names it: a milestone or an indicator by its slug, another row by its key.
    Raises PermissionDenied where the user may not add such rows.
    """
    refuse_unless_allowed(user, "add", kind.model)
    reading = _Reading(kind, plan, user)
    rows = reading.rows(entries)
    return (
        save(rows, plan, user=user, at=at, dry_run=dry_run)
        if rows
        else Entered(faults=tuple(reading.faults()))
    )


def edit(
    kind: Kind, row: Any, changes: Given, *, user: Reader, at: datetime, dry_run: bool = False
) -> Entered:
    """Change these keys of a row of a plan's structure, and nothing else of it; null empties one.

    Raises PermissionDenied where the user may not change such rows, or where they are records, which stay.
    """
    refuse_unless_allowed(user, "change", kind.model)
    if kind.is_of_records:
        raise PermissionDenied("Records stay as they were entered.")
    plan_id = kind.plan_of(row)
    assert plan_id is not None  # a stored row has one
    plan = Plan.objects.get(pk=plan_id)
    reading = _Reading(kind, plan, user)
    columns, faults = reading.changed(changes)
    if faults:
        return Entered(faults=tuple(faults))
    for name, value in columns.items():
        setattr(row, name, value)
    return save([Filled(row, _names(kind.model, columns))], plan, user=user, at=at, dry_run=dry_run)


def refuse_unless_allowed(user: Reader, action: str, model: type[Model]) -> None:
    """Raise PermissionDenied where the user may not add, or change, rows of the model."""
    if user is None or not user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}"):
        raise PermissionDenied


@dataclass(frozen=True, slots=True)
class Filled:
    """A row to be saved, the columns that its author filled in or changed, and where its entry stands."""

    row: Any
    given: Collection[str]
    pointer: Pointer = ()

    def placed(self, breaches: Iterable[Breach]) -> Iterator[Breach]:
        """The breaches of the row, from where its entry stands."""
        return (replace(breach, pointer=(*self.pointer, *breach.pointer)) for breach in breaches)


def save(
    filled: Sequence[Filled], plan: Plan, *, user: Reader, at: datetime, dry_run: bool = False
) -> Entered:
    """Check and save row after row, all or none, so that each is held against those before it; then ask the plan."""
    faults: list[Breach] = []
    warnings: tuple[Breach, ...] = ()
    with transaction.atomic():
        for each in filled:
            breaches = [*breaches_of(each.row, at=at), *_beyond_sight(each.row, user)]
            faults += each.placed(breaches or _refused(each, user, at))
        if not faults:
            faults = [fault for each in filled for fault in each.placed(breaches_with_parts(each.row))]
        if not faults:
            breaches = plan_breaches(Plan.objects.get(pk=plan.pk))
            faults = [breach for breach in breaches if not breach.is_warning]
            warnings = tuple(breach for breach in breaches if breach.is_warning)
        if faults or dry_run:
            transaction.set_rollback(True)
    return Entered(() if faults else tuple(each.row for each in filled), warnings, tuple(faults))


def _refused(filled: Filled, user: Reader, at: datetime) -> Iterator[Breach]:
    """Save the row; what its columns or the database refuse all the same."""
    try:
        with transaction.atomic():
            filled.row.clean_fields(exclude=_keys_and_clock(filled.row))
            save_row(filled.row, user=user, at=at, given=filled.given)
    except ValidationError as error:
        kind = kind_of(type(filled.row))
        keys = kind.keys if kind else {}
        for name, errors in error.error_dict.items():
            for each in errors:
                sentence = " ".join(each.messages).replace("%", "%%")
                yield Breach((keys.get(name, name),), each.code or "invalid", sentence)
    except IntegrityError as error:
        yield Breach((), "database", _("The database refuses this: %(error)s"), {"error": str(error)})


def _beyond_sight(row: Any, user: Reader) -> Iterator[Breach]:
    """Nobody puts a row where he would not see it himself."""
    seen = publications_seen_by(user)
    if getattr(row, "publication", Publication.PUBLISHED) not in seen:
        yield Breach(
            ("publication",), "beyond_sight", _("You would not see it yourself. Choose another publication.")
        )
    if getattr(row, "embargoed_until", None) is not None and Publication.RESTRICTED not in seen:
        sentence = _("You would not see it yourself until that day. Leave it empty.")
        yield Breach(("embargoed_until",), "beyond_sight", sentence)


def _keys_and_clock(row: Model) -> set[str]:
    """What is known to be right, or filled in as the row is saved."""
    return {column.name for column in row._meta.concrete_fields if column.is_relation} | {"recorded_at"}


class _Reading:
    """Entries of one kind on their way to columns: their keys as the plan file reads them, names looked up."""

    def __init__(self, kind: Kind, plan: Plan, user: Reader) -> None:
        self.kind, self.plan, self.user = kind, plan, user
        self.report = Report()
        self.kinds = kinds_beside(kind.model)
        self.table = kind_table(kind, self.kinds)
        self.keys: Keys = {
            label: self._slugs(label) for table in with_inner([self.table]) for label in table.names
        }

    def rows(self, entries: Iterable[Given]) -> list[Filled]:
        """The rows of the entries and of what stands in them; none where anything could not be read."""
        read = []
        for index, given in enumerate(entries):
            cursor = self._cursor(given, (index,))
            read.append((self._owner(cursor), self.table.read(cursor), (index,)))
        self._look_up()
        if self.report.faults:
            return []
        return [
            filled
            for owner, entry, pointer in read
            for filled in self._filled(self.table, entry, owner, pointer)
        ]

    def _filled(
        self, table: Table, entry: Entry, owner: Mapping[str, Any], pointer: Pointer
    ) -> Iterator[Filled]:
        columns = dict(owner)
        for field in table.fields:
            columns |= field.write(entry[field.key], self.keys)
        row = model_of(table)(**columns)
        is_told = table.is_of_records and entry["recorded"] != midnight(entry["date"])
        yield Filled(row, {"recorded_at"} if is_told else set(), pointer)
        for nested in table.nested:
            for index, inner in enumerate(nested.entries_of(entry)):
                place = (nested.key,) if nested.shape is Shape.ONE else (nested.key, index)
                held = {nested.owner.removesuffix("_id"): row}
                yield from self._filled(nested, nested.row(inner), held, (*pointer, *place))

    def changed(self, changes: Given) -> tuple[dict[str, Any], list[Breach]]:
        """The columns of the keys that are given, and what is wrong with them."""
        cursor = self._cursor(changes, ())
        cursor.check_keys([field.key for field in self.table.fields])
        taken = [(field, field.take(cursor)) for field in self.table.fields if field.key in changes]
        self._look_up()
        columns: dict[str, Any] = {}
        for field, value in taken if not self.report.faults else ():
            columns |= field.write(value, self.keys)
        return columns, self.faults()

    def faults(self) -> list[Breach]:
        """What could not be read; the plan file's own words, in English."""
        return [
            Breach(fault.place, fault.code, fault.message.replace("%", "%%"), fault.params)
            for fault in self.report.faults.values()
        ]

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
        name = shortened(str(cursor.raw.pop(self.kind.owner, "")))  # which leaves nothing unprintable in it
        rows: Any = owner._default_manager
        seen = rows.visible_to(self.user).filter(**{plan_path(owner): self.plan.pk})
        held = seen.filter(**{by: name}).first() if by == "slug" or is_key(name) else None
        if held is None:
            cursor.error(
                self.kind.owner, f"unknown_{self.kind.owner}", f'there is no {self.kind.owner} "{name}"'
            )
        return {self.kind.owner: held}

    def _slugs(self, label: str) -> dict[str, int]:
        """The rows of a kind that the user may name."""
        model: Any = apps.get_model(label)
        seen = model._default_manager.visible_to(self.user).filter(**{plan_path(model): self.plan.pk})
        return dict(seen.values_list("slug", "pk"))

    def _look_up(self) -> None:
        for reference in self.report.references:
            name = reference.kind.rpartition(".")[2]
            if reference.slug not in self.keys[reference.kind]:
                hint = self.report.hint(reference.slug, self.keys[reference.kind])
                self.report.error(
                    reference.path, f"unknown_{name}", f'there is no {name} "{reference.slug}"{hint}'
                )
        self.report.references.clear()


def _names(model: type[Model], columns: Iterable[str]) -> set[str]:
    """The names of columns, which of keys are told with their `_id`."""
    told = set(columns)
    return {column.name for column in model._meta.concrete_fields if {column.name, column.attname} & told}
