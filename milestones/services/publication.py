"""Who may see what: setting it."""

from collections.abc import Iterable
from datetime import datetime

from milestones.kinds.rules import Breach
from milestones.loading.rows import RowWriter
from milestones.models import Publication
from milestones.models.publication import Published
from milestones.services.rights import Author, refuse_unless_allowed
from milestones.services.saving import Entered, all_or_none, beyond_sight


def set_publication(
    rows: Iterable[Published], publication: Publication, *, user: Author, at: datetime, dry_run: bool = False
) -> Entered:
    """Give rows of one kind this publication, and ask their plans; the rows are those that did not have it.

    Raises PermissionDenied where the user may not change or see such rows.
    """
    changed = [row for row in rows if row.publication != publication]
    for model in {type(row) for row in changed}:
        refuse_unless_allowed(user, "publish", model, [row for row in changed if type(row) is model])
    writer = RowWriter(user=user, at=at)

    def write() -> Iterable[Breach]:
        for row in changed:
            row.publication = publication
            yield from beyond_sight(row, user)
            # One by one so that history and recompute hear of it; this column alone, for modeltranslation would write
            # the bare text columns in the reader's language.
            writer.write(row, {"publication"})

    return all_or_none(write, changed, user=user, dry_run=dry_run)
