"""Raising the grade of records: by another than who entered them, as new records that name those they replace."""

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
from milestones.services.retraction import RETRACTED_ALREADY, retract
from milestones.services.review import begin_reviews, waiting_reviews
from milestones.services.rights import Author, has_part, refuse, refuse_unless_allowed
from milestones.services.saving import Entered, Filled, save


def raise_grade(
    kind: Kind, records: Iterable[GradedRecord], *, grade: int | None, reason: str, user: Author, at: datetime
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
    waiting = waiting_reviews(records)
    with transaction.atomic():
        outcome = retract(kind, records, reason=reason, user=user, at=at)
        if len(outcome.rows) < len(records):
            outcome = Entered(faults=outcome.faults or (RETRACTED_ALREADY,))
        else:
            outcome = save([Filled(row, ()) for row in raised], user=user, at=at)
            if not outcome.faults:
                waits_on = (row for row, known in zip(raised, waiting, strict=True) if known is not None)
                begin_reviews(waits_on, user=user, at=at)
        if outcome.faults:
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
