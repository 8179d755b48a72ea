"""Raising the grade of a record: the old one is taken back, and a new one says the same of a higher grade."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.kinds import Kind
from milestones.kinds.rules import Breach
from milestones.models import GradedRecord
from milestones.services.retraction import retract
from milestones.services.rights import Author, refuse, refuse_unless_allowed
from milestones.services.saving import Entered, Filled, save


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
    asks, where he entered one himself.
    """
    records = list(records)
    refuse_unless_allowed(user, "verify", kind.model, records)
    if any(record.entered_by_id is not None and record.entered_by == user for record in records):
        refuse()
    if faults := tuple(fault for record in records for fault in _not_raised(record, grade)):
        return Entered(faults=faults)
    raised = [_again(record, grade) for record in records]
    with transaction.atomic():
        outcome = retract(kind, records, reason=reason, user=user, at=at)
        if not outcome.faults:
            outcome = save([Filled(row, ()) for row in raised], user=user, at=at)
        if outcome.faults or dry_run:
            transaction.set_rollback(True)
    return outcome


def _not_raised(record: GradedRecord, grade: int | None) -> Iterator[Breach]:
    if record.retracted_at is not None:
        yield Breach((), "retracted_already", _("This record is retracted already."))
    elif grade is None or grade <= record.verification:
        sentence = _("It is of the grade “%(grade)s” already. Choose a higher one.")
        yield Breach(("verification",), "not_raised", sentence, {"grade": Grade(record.verification).slug})


def _again(record: GradedRecord, grade: int | None) -> Any:
    """The record as a new one of the grade."""
    row: Any = QuerySet(type(record)).get(pk=record.pk)
    row.pk, row._state.adding, row.verification, row.replaces = None, True, grade, record
    return row
