"""Taking back what was recorded by mistake."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from milestones.kinds import Kind
from milestones.kinds.rules import Breach
from milestones.limits import REASON_LENGTH
from milestones.loading.rows import RowWriter
from milestones.models import RetractableRecord
from milestones.planfile.composed import Retracted, Retraction
from milestones.planfile.faults import UNPRINTABLE
from milestones.planfile.text import Text
from milestones.services.marks import mark_many
from milestones.services.rights import Author, refuse_unless_allowed
from milestones.services.saving import FEW, Entered


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
        if len(records) > FEW and not dry_run:
            writer.change(kind.model, {record.pk: columns for record in records})
            mark_many(records, "changed", who=None if writer.user is None else writer.user.pk)
            return Entered(tuple(records))
        for record in () if dry_run else records:
            for name, value in columns.items():
                setattr(record, name, value)
            writer.write(record, columns)
    return Entered(tuple(records))


def of_reason(reason: str) -> Iterable[Breach]:
    """What a reason may not be: empty, too long, or what cannot be printed."""
    if not reason:
        yield Breach(("reason",), "missing", _("Say why: what was mistaken, and how it is known."))
    elif len(reason) > REASON_LENGTH:
        sentence = _("This is longer than %(most)s characters. Say it in a sentence.")
        yield Breach(("reason",), "too_long", sentence, {"most": REASON_LENGTH})
    elif UNPRINTABLE.search(reason):
        yield Breach(("reason",), "unprintable", _("This holds what cannot be printed. Type it anew."))
