"""Taking back what was recorded by mistake."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.kinds import Kind
from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach
from milestones.limits import REASON_LENGTH
from milestones.loading.rows import RowWriter, chunks
from milestones.loading.stored import Everyone
from milestones.models import GradedRecord, RetractableRecord, Submission
from milestones.models.publication import Bounded
from milestones.planfile.composed import Retracted, Retraction
from milestones.planfile.faults import UNPRINTABLE
from milestones.planfile.text import Text
from milestones.services.marks import mark_many
from milestones.services.rights import Author, has_part, refuse, refuse_unless_all, refuse_unless_allowed
from milestones.services.saving import FEW, Entered, Filled, all_or_none, save, taken_out

RETRACTED_ALREADY = Breach((), "retracted_already", _("This record is retracted already."))


def retract(
    kind: Kind, records: Iterable[RetractableRecord], *, reason: str, user: Author, at: datetime, dry_run: bool = False
) -> Entered:
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
        if len(records) > FEW and not dry_run:
            writer.change(kind.model, {record.pk: columns for record in records})
            for plan_id in {plan_of(record) for record in records}:
                Submission.close_ended(plan_id, at=at)
            mark_many(records, "changed", who=None if writer.user is None else writer.user.pk)
            return Entered(tuple(records))
        for record in () if dry_run else records:
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


def of_reason(reason: str) -> Iterable[Breach]:
    """What a reason may not be: empty, too long, or what cannot be printed."""
    if not reason:
        yield Breach(("reason",), "missing", _("Say why: what was mistaken, and how it is known."))
    elif len(reason) > REASON_LENGTH:
        sentence = _("This is longer than %(most)s characters. Say it in a sentence.")
        yield Breach(("reason",), "too_long", sentence, {"most": REASON_LENGTH})
    elif UNPRINTABLE.search(reason):
        yield Breach(("reason",), "unprintable", _("This holds what cannot be printed. Type it anew."))


def raise_grade(
    kind: Kind,
    records: Iterable[GradedRecord],
    *,
    grade: int | None,
    reason: str,
    user: Author,
    at: datetime,
    dry_run: bool = False,
) -> Entered:
    """Retract each record, saying why, and enter it anew with a higher grade, naming what it `replaces`; all or none.

    The rows are the new ones. Raises PermissionDenied where the user may not verify or see such records, and, whoever
    asks, where he entered one himself, or who did invited him or was invited by him.
    """
    records = list(records)
    refuse_unless_allowed(user, "verify", kind.model, records)
    if any(_has_part(user, record) for record in records):
        refuse()
    if faults := tuple(fault for record in records for fault in _not_raised(record, grade)):
        return Entered(faults=faults)
    raised = [_again(record, grade) for record in records]
    latest = Submission.latest({plan_of(record) for record in records})
    known = [latest.get((record._meta.label, record.pk)) for record in records]
    who: Any = None if isinstance(user, Everyone) else user
    with transaction.atomic():
        outcome = retract(kind, records, reason=reason, user=user, at=at)
        if len(outcome.rows) < len(records):
            outcome = Entered(faults=outcome.faults or (RETRACTED_ALREADY,))
        else:
            outcome = save([Filled(row, ()) for row in raised], user=user, at=at)
            Submission.objects.bulk_create(  # what waited for a review waits on
                Submission(plan_id=before.plan_id, kind=before.kind, key=row.pk, who=who, at=at)
                for before, row in zip(known, () if outcome.faults else raised, strict=False)
                if before is not None and before.is_open
            )
        if outcome.faults or dry_run:
            transaction.set_rollback(True)
    return outcome


def _has_part(user: Author, record: GradedRecord | None) -> bool:
    """Whether the user has part in the record, or in one that it goes back to: two could raise in turns."""
    while record is not None:
        if has_part(user, record.entered_by_id):
            return True
        record = record.replaces
    return False


def _not_raised(record: GradedRecord, grade: int | None) -> Iterator[Breach]:
    if record.retracted_at is not None:
        yield RETRACTED_ALREADY
    elif grade is None or grade <= record.verification:
        sentence = _("It is of the grade “%(grade)s” already. Choose a higher one.")
        yield Breach(("verification",), "not_raised", sentence, {"grade": Grade(record.verification).slug})


def _again(record: GradedRecord, grade: int | None) -> Any:
    """The record as a new one of the grade."""
    row: Any = QuerySet(type(record)).get(pk=record.pk)
    row.pk, row._state.adding, row.verification, row.replaces = None, True, grade, record
    return row


def remove(rows: Iterable[Bounded], *, user: Author, at: datetime, dry_run: bool = False) -> Entered:
    """Delete rows of one kind with their parts, all or none; what something else rests on stays, as does a record.

    Raises PermissionDenied where the user may not delete or see such rows, or where they are records.
    """
    rows = list(rows)
    refuse_unless_all(user, "delete", rows)
    return all_or_none(lambda: taken_out(rows, RowWriter(user=user, at=at)), rows, user=user, dry_run=dry_run)
