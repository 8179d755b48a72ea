"""Numbers that a plan file may hold and a database cannot keep without loss."""

from decimal import Decimal

from milestones.limits import is_exact
from milestones.planfile.entry import Document
from milestones.planfile.faults import Fault
from milestones.planfile.quantities import INEXACT
from milestones.planfile.table import inner_entries


def inexact_numbers(document: Document) -> list[Fault]:
    """A fault for each number that would be rounded on the way into the database; the engine takes them as they are."""
    return [
        Fault((*path, key), "inexact", INEXACT.format(number=value), {"number": str(value)})
        for path, entry in inner_entries(document)
        for key, value in entry.items()
        if isinstance(value, Decimal) and not is_exact(value)
    ]
