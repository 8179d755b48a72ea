"""Writing whole or not at all: each row is checked and saved, then the plan is asked; what is refused comes as data."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, cast

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach, Pointer
from milestones.loading.rows import CHUNK, RowWriter
from milestones.models import AppendOnly, Observation, Plan, Publication
from milestones.models.publication import publications_seen_by
from milestones.selectors.plans import Reader
from milestones.services.checking import (
    Around,
    breaches_of,
    breaches_with_parts,
    in_lists,
    is_observed,
    kind_of,
    sentence_of,
    stand_alone,
)
from milestones.services.marks import mark_many
from milestones.services.plan_rules import plan_breaches, within_sight
from milestones.services.rights import Author, is_allowed, is_alone, never_counted

log = structlog.get_logger(__name__)

FEW = 1000
"""Up to so many rows are written one by one, each with a mark that names it."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it: the rows, or the faults for which nothing was written; warnings of the plan as a whole.

    A fault's pointer begins with the entry's index; one of the plan as a whole with a list of the plan and a slug.
    `drafts` are those of the rows that are drafts only because their author may not publish.
    """

    rows: tuple[Any, ...] = ()
    warnings: tuple[Breach, ...] = ()
    faults: tuple[Breach, ...] = ()
    drafts: tuple[Any, ...] = ()

    @property
    def of_whole(self) -> list[str]:
        """What is wrong with none of the entries alone."""
        return [fault.message for fault in self.faults if not (fault.pointer and isinstance(fault.pointer[0], int))]


@dataclass(frozen=True, slots=True)
class Filled:
    """A row to be saved, the columns that its author filled in or changed, and where its entry stands.

    It `is_open` where nobody says who may see it: who adds it publishes it, if that is allowed.
    """

    row: Any
    given: Collection[str]
    pointer: Pointer = ()
    is_open: bool = False

    @property
    def index(self) -> int:
        """The number of its entry, if it is one of several."""
        return int(self.pointer[0])

    def placed(self, breaches: Iterable[Breach]) -> Iterator[Breach]:
        """The breaches of the row, from where its entry stands."""
        return (replace(breach, pointer=(*self.pointer, *breach.pointer)) for breach in breaches)


def save(
    filled: Sequence[Filled],
    *,
    user: Author,
    at: datetime,
    removed: Iterable[Model] = (),
    told: Callable[[int], object] | None = None,
) -> Entered:
    """Check and save row after row, all or none, so that each is held against those before it; then ask their plan.

    Before them what is `removed` goes. Many records of which none can be against another are written at one stroke.
    """
    writer = RowWriter(user=user, at=at)
    if len(filled) > FEW and stand_alone([entry.row for entry in filled]):
        rows = [entry.row for entry in filled]
        return all_or_none(lambda: _many(filled, writer, user, told), rows, user=user)

    def write() -> Iterable[Breach]:
        faults = list(taken_out(removed, writer))
        for count, entry in enumerate(filled, 1):
            refused = _breaches(entry, writer, user, None) or list(_refused_columns(entry))
            faults += entry.placed(refused or _written(partial(writer.write, entry.row, entry.given)))
            if told is not None and not count % CHUNK:
                told(count)
        return faults or [fault for entry in filled for fault in entry.placed(breaches_with_parts(entry.row))]

    return all_or_none(write, [entry.row for entry in filled], user=user)


def _breaches(entry: Filled, writer: RowWriter, user: Author, around: Around | None) -> list[Breach]:
    """Sign the row; what it may not say, beside the others that stand `around` it."""
    writer.sign(entry.row, entry.given)
    told = breaches_of(entry.row, at=writer.at, around=around)
    return [*told, *beyond_sight(entry.row, user), *backdated(entry, user)]


def _many(
    filled: Sequence[Filled], writer: RowWriter, user: Author, told: Callable[[int], object] | None
) -> Iterator[Breach]:
    """Check all of these records, and write them where nothing is wrong with any; their plans are marked."""
    around: Around = {}
    is_refused = False
    for count, entry in enumerate(filled, 1):
        for breach in entry.placed(_breaches(entry, writer, user, around) or _refused_columns(entry)):
            is_refused = True
            yield breach
        if told is not None and not count % CHUNK:
            told(count)
    for index, breach in () if is_refused else in_lists([entry.row for entry in filled]):
        is_refused = True
        yield from filled[index].placed([breach])
    if not is_refused:
        rows = [entry.row for entry in filled]
        yield from _written(partial(writer.write_many, rows))
        mark_many(rows, "added", who=None if writer.user is None else writer.user.pk)


def all_or_none(write: Callable[[], Iterable[Breach]], rows: Sequence[Model], *, user: Author) -> Entered:
    """Write these rows, and ask their plans; where anything is refused, nothing stays written.

    Of what a plan as a whole refuses the user is told nothing that he may not see.
    """
    breaches: list[Breach] = []
    with transaction.atomic():
        faults = list(write())
        if not faults:
            keys = {key for row in rows if (key := plan_of(row)) is not None}
            plans = Plan.objects.filter(pk__in=keys).order_by("pk")
            breaches = [breach for plan in plans for breach in within_sight(plan_breaches(plan, rows), plan, user)]
        faults += [breach for breach in breaches if not breach.is_warning]
        if faults:
            transaction.set_rollback(True)
    warnings = tuple(breach for breach in breaches if breach.is_warning)
    return Entered(() if faults else tuple(rows), warnings, tuple(faults))


def taken_out(rows: Iterable[Model], writer: RowWriter) -> Iterator[Breach]:
    """Delete rows of structure with their parts; of those on which something else rests, that they stay."""
    names: dict[type[Model], dict[int, str]] = {}
    for row in rows:
        if isinstance(row, AppendOnly) and not never_counted(row):
            raise PermissionDenied("Records stay as they were entered.")
        if is_observed(row, getattr(row, "slug", "")):
            observations = Observation._meta.verbose_name_plural
            yield Breach((), "on_record", STILL_NEEDED, {"name": str(row), "needed_by": observations})
        else:
            names.setdefault(type(row), {})[row.pk] = str(row)
    for model, keys in names.items():
        for key, needed_by in writer.remove(model, keys).items():
            yield Breach((), "on_record", STILL_NEEDED, {"name": keys[key], "needed_by": needed_by})


STILL_NEEDED = _("“%(name)s” stays, for this rests on it: %(needed_by)s. Hide it instead, or let that go first.")


def _written(write: Callable[[], object]) -> Iterator[Breach]:
    """Write; what the database refuses."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        log.warning("database_refused", error=str(error))  # whose words name tables, and may name what is hidden
        yield Breach((), "database", _("The database refuses this: it is there already, or contradicts itself."))


def _refused_columns(filled: Filled) -> Iterator[Breach]:
    """What the row's columns refuse."""
    keys = {column.name for column in filled.row._meta.concrete_fields if column.is_relation}
    try:  # what is left out is known to be right, or filled in as it is saved
        filled.row.clean_fields(exclude=keys | {"recorded_at"})
    except ValidationError as error:
        kind = kind_of(type(filled.row))
        told = kind.keys if kind else {}
        for name, errors in error.error_dict.items():
            for refusal in errors:
                yield Breach((told.get(name, name),), refusal.code or "invalid", sentence_of(refusal))


def beyond_rights(filled: Iterable[Filled], user: Author) -> tuple[Breach, ...]:
    """That no role of the user, and no permission, allows some rows as they would be saved; logged once."""
    told = [(entry, "add" if entry.row._state.adding else "change") for entry in filled]
    denied = [(entry, action) for entry, action in told if not is_allowed(user, action, entry.row, changed=entry.given)]
    if denied:
        (first, action), who = denied[0], getattr(user, "pk", None)
        log.warning("denied", action=action, model=first.row._meta.label, user=who, rows=len(denied))
    breach = Breach((), "not_yours", _("Your role, or your token's scope, does not allow this here."))
    return tuple(placed for entry, _action in denied for placed in entry.placed([breach]))


def backdated(filled: Filled, user: Author) -> Iterator[Breach]:
    """When a record was learned is now, unless an administrator says otherwise."""
    if "recorded_at" in filled.given and not is_allowed(user, "backdate", filled.row):
        yield Breach(("recorded",), "not_yours", _("Administrators alone say this. Leave it empty for now."))


def beyond_sight(row: Any, user: Author) -> Iterator[Breach]:
    """Nobody puts a row where he would not see it himself, or shows a waiver that no other has looked at."""
    seen = publications_seen_by(cast(Reader, user), plan_of(row))  # who is only asked for permissions
    if getattr(row, "publication", Publication.PUBLISHED) not in seen:
        yield Breach(("publication",), "beyond_sight", _("You would not see it yourself. Choose another publication."))
    if is_alone(user, row):
        sentence = _(
            "Another publishes a waiver than who entered it, who invited that account or was invited by it. Leave it "
            "a draft."
        )
        yield Breach(("publication",), "four_eyes", sentence)
    if getattr(row, "embargoed_until", None) is not None and Publication.RESTRICTED not in seen:
        sentence = _("You would not see it yourself until that day. Leave it empty.")
        yield Breach(("embargoed_until",), "beyond_sight", sentence)
