"""Review: a draft is submitted by who enters such rows, and published, or sent back with remarks, by a publisher."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach
from milestones.loading.stored import Everyone
from milestones.models import AppendOnly, Publication, Submission
from milestones.models.publication import Published
from milestones.services.retraction import RETRACTED_ALREADY, of_reason
from milestones.services.rights import Author, is_about_public, is_allowed, is_alone, refuse_unless_all
from milestones.services.saving import Entered, Filled

NO_DRAFT = Breach((), "no_draft", _("Only drafts are reviewed; this is none."))


def submit(rows: Iterable[Any], *, user: Author, at: datetime) -> Entered:
    """Submit drafts of one plan for review, all or none; those that are submitted already stay so.

    Raises PermissionDenied where the user may not enter or change such rows, or see them.
    """
    drafts = list(rows)
    refuse_unless_all(user, "submit", drafts)
    if any(row.publication != Publication.DRAFT for row in drafts):
        return Entered(faults=(NO_DRAFT,))
    if any(getattr(row, "retracted_at", None) for row in drafts):
        return Entered(faults=(RETRACTED_ALREADY,))
    waiting = waiting_reviews(drafts)
    begin_reviews((row for row, known in zip(drafts, waiting, strict=True) if known is None), user=user, at=at)
    return Entered(tuple(drafts))


def waiting_reviews(rows: Sequence[Any]) -> list[Submission | None]:
    """Of each row the submission by which it waits for a publisher, None where it does not."""
    latest = Submission.latest({plan_of(row) for row in rows})
    known = (latest.get((row._meta.label, row.pk)) for row in rows)
    return [last if last is not None and last.is_open else None for last in known]


def review_of(row: Any) -> Submission | None:
    """The review that a draft waits for, or was sent back from; None where it was never submitted."""
    known = Submission.objects.filter(kind=row._meta.label, key=row.pk, closed_at=None)
    return known.last() if getattr(row, "publication", None) == Publication.DRAFT else None


def begin_reviews(rows: Iterable[Any], *, user: Author, at: datetime) -> None:
    """Have the rows wait for a publisher, whoever asks."""
    who: Any = None if isinstance(user, Everyone) else user
    Submission.objects.bulk_create(
        Submission(plan_id=plan_of(row) or 0, kind=row._meta.label, key=row.pk, who=who, at=at) for row in rows
    )


def decide_publication(filled: Iterable[Filled], user: Author) -> tuple[Any, ...]:
    """Publish the new rows of which nobody says who may see them, where the user may; the others are drafts: these."""
    drafts = []
    for row in (entry.row for entry in filled if entry.is_open and isinstance(entry.row, Published)):
        row.publication = Publication.PUBLISHED
        if is_alone(user, row) or not is_allowed(user, "add", row):
            row.publication = Publication.DRAFT
            drafts.append(row)
    return tuple(drafts)


def submit_entered(drafts: Iterable[Any], *, user: Author, at: datetime) -> None:
    """Submit those for review that are records about what is published."""
    submit([row for row in drafts if isinstance(row, AppendOnly) and is_about_public(row)], user=user, at=at)


def send_back(rows: Iterable[Any], *, remarks: str, user: Author, at: datetime) -> Entered:
    """Send back drafts that were submitted, all or none, and say what is to be mended; the remarks stay on record.

    Raises PermissionDenied where the user may not publish or see such rows.
    """
    drafts, remarks = list(rows), remarks.replace("\r\n", "\n").strip()
    refuse_unless_all(user, "publish", drafts)
    told = of_reason(remarks, wanted=_("Say what is to be mended."))
    faults = [replace(breach, pointer=("remarks",)) for breach in told]
    waiting = waiting_reviews([row for row in drafts if row.publication == Publication.DRAFT])
    answered = [known.pk for known in waiting if known is not None]
    if len(answered) < len(drafts):
        faults.append(Breach((), "not_submitted", _("This does not wait for a review.")))
    if not faults:
        who: Any = None if isinstance(user, Everyone) else user
        Submission.objects.filter(pk__in=answered).update(sent_back_by=who, sent_back_at=at, remarks=remarks)
    return Entered(() if faults else tuple(drafts), faults=tuple(faults))
