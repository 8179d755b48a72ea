"""Numbers that a plan file may hold and a database cannot keep without loss."""

from collections.abc import Iterator
from decimal import Decimal

from milestones.limits import is_exact
from milestones.planfile.entry import Document, Entry
from milestones.planfile.faults import Fault, Path
from milestones.planfile.quantities import INEXACT
from milestones.planfile.table import Shape


def inexact_numbers(document: Document) -> list[Fault]:
    """A fault for each number that would be rounded on the way into the database; the engine takes them as they are."""
    return [
        Fault(path, "inexact", INEXACT.format(number=number), {"number": str(number)})
        for path, number in _numbers(document, ())
        if not is_exact(number)
    ]


def _numbers(entry: Entry, path: Path) -> Iterator[tuple[Path, Decimal]]:
    for key, value in entry.items():
        if isinstance(value, Decimal):
            yield (*path, key), value
    for table in entry.table.nested:
        for index, inner in enumerate(table.entries_of(entry) if table.shape is not Shape.SLUGS else ()):
            place = (*path, table.key) if table.shape is Shape.ONE else (*path, table.key, index)
            yield from _numbers(inner, place)
    for name, section in (entry["sections"] if not path else {}).items():
        if isinstance(section, Entry):
            yield from _numbers(section, (name,))
