"""Taking back what was recorded by mistake."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from milestones.models import RetractableRecord


def retract(records: Iterable[RetractableRecord], *, at: datetime) -> list[RetractableRecord]:
    """Let each record count no more from this instant; those retracted earlier stay as they are and are left out."""
    with transaction.atomic():
        taken_back = [record for record in records if record.retracted_at is None]
        for record in taken_back:
            record.retracted_at = at
            record.save()
    return taken_back
