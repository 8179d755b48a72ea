"""Numbers that a plan file may hold and a database cannot keep without loss."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal

from milestones.limits import DECIMAL_PLACES, SIGNIFICANT_DIGITS, is_exact
from milestones.planfile.document import Document
from milestones.planfile.faults import Fault, Path, dotted


def inexact_numbers(document: Document) -> list[Fault]:
    """A fault for each number that would be rounded on the way into the database; the engine takes them as they are."""
    message = (
        f"{{number}} cannot be kept exactly in the database: at most {SIGNIFICANT_DIGITS} digits, "
        f"{DECIMAL_PLACES} of them after the point"
    )
    return [
        Fault(dotted(path), "inexact", message.format(number=number), {"number": str(number)})
        for path, number in _numbers(document, ())
        if not is_exact(number)
    ]


def _numbers(entry: object, path: Path) -> Iterator[tuple[Path, Decimal]]:
    if isinstance(entry, Decimal):
        yield path, entry
    elif isinstance(entry, tuple):
        for index, each in enumerate(entry):
            yield from _numbers(each, (*path, index))
    elif is_dataclass(entry):
        for each in fields(entry):
            yield from _numbers(getattr(entry, each.name), (*path, each.name))
