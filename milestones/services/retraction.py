"""Taking back what was recorded by mistake."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from milestones.kinds import Kind
from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach
from milestones.limits import REASON_LENGTH
from milestones.loading.rows import RowWriter, chunks
from milestones.models import RetractableRecord, Submission
from milestones.models.publication import Bounded
from milestones.planfile.composed import Retracted, Retraction
from milestones.planfile.text import Text
from milestones.services.checking import unprintable
from milestones.services.marks import mark_many
from milestones.services.rights import Author, never_counted, refuse_unless_all, refuse_unless_allowed
from milestones.services.saving import FEW, Entered, all_or_none, taken_out

RETRACTED_ALREADY = Breach((), "retracted_already", _("This record is retracted already."))


def never_to_count(rows: Iterable[Any]) -> tuple[Breach, ...]:
    """That some of the rows are drafts that were retracted before they ever counted, each by its name: they stay so."""
    taken_back = (row for row in rows if getattr(row, "retracted_at", None) and never_counted(row))
    sentence = _("“%(name)s” is retracted already, and stays a draft.")
    return tuple(replace(RETRACTED_ALREADY, sentence=sentence, params={"name": str(row)}) for row in taken_back)


def retract(kind: Kind, records: Iterable[RetractableRecord], *, reason: str, user: Author, at: datetime) -> Entered:
    """Let each record count no more from this instant, and say why; those retracted earlier stay and are left out.

    Raises PermissionDenied where the user may not change or see such records.
    """
    records = [record for record in records if record.retracted_at is None]
    refuse_unless_allowed(user, "retract", kind.model, records)
    reason = reason.replace("\r\n", "\n").strip()
    if faults := tuple(of_reason(reason)):
        return Entered(faults=faults)
    columns = Retracted().write(Retraction(at, Text({"en": reason})), {})
    writer = RowWriter(user=user, at=at)
    with transaction.atomic():
        records = _standing(kind, records)
        if len(records) > FEW:
            writer.change(kind.model, {record.pk: columns for record in records})
            for plan_id in {plan_of(record) for record in records}:
                Submission.close_ended(plan_id, at=at)
            mark_many(records, "changed", who=None if writer.user is None else writer.user.pk)
            return Entered(tuple(records))
        for record in records:
            for name, value in columns.items():
                setattr(record, name, value)
            writer.write(record, columns)
    return Entered(tuple(records))


def _standing(kind: Kind, records: list[RetractableRecord]) -> list[RetractableRecord]:
    """Those of the records that nobody retracted since they were read; locked, so that nobody does meanwhile."""
    stored: Any = QuerySet(kind.model).select_for_update().filter(retracted_at=None).order_by("pk")
    keys = chunks([record.pk for record in records])
    standing = {key for some in keys for key in stored.filter(pk__in=some).values_list("pk", flat=True)}
    return [record for record in records if record.pk in standing]


def of_reason(reason: str, *, wanted: Any = None) -> Iterable[Breach]:
    """What a reason may not be: empty, where what is `wanted` is said, too long, or what cannot be printed."""
    if not reason:
        yield Breach(("reason",), "missing", wanted or _("Say why: what was mistaken, and how it is known."))
    elif len(reason) > REASON_LENGTH:
        sentence = _("This is longer than %(most)s characters. Say it in a sentence.")
        yield Breach(("reason",), "too_long", sentence, {"most": REASON_LENGTH})
    else:
        yield from unprintable("reason", reason)


def remove(rows: Iterable[Bounded], *, user: Author, at: datetime) -> Entered:
    """Delete rows of one kind with their parts, all or none; what something else rests on stays, as does a record.

    Raises PermissionDenied where the user may not delete or see such rows, or where they are records.
    """
    rows = list(rows)
    refuse_unless_all(user, "delete", rows)
    return all_or_none(lambda: taken_out(rows, RowWriter(user=user, at=at)), rows, user=user)
