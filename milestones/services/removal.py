"""Taking rows of a plan's structure out of it."""

from collections.abc import Iterable
from datetime import datetime

from milestones.loading.rows import RowWriter
from milestones.models.publication import Bounded
from milestones.services.rights import Author, refuse_unless_allowed
from milestones.services.saving import Entered, all_or_none, taken_out


def remove(rows: Iterable[Bounded], *, user: Author, at: datetime, dry_run: bool = False) -> Entered:
    """Delete rows of one kind with their parts, all or none; what something else rests on stays, as does a record.

    Raises PermissionDenied where the user may not delete or see such rows, or where they are records.
    """
    rows = list(rows)
    for model in {type(row) for row in rows}:
        refuse_unless_allowed(user, "delete", model, rows)
    return all_or_none(lambda: taken_out(rows, RowWriter(user=user, at=at)), rows, user=user, dry_run=dry_run)
