"""The pillar apps' own records, which the core keeps as they are and hands to the app that reads them."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from milestones.limits import plain
from milestones.planfile.cursor import Cursor
from milestones.planfile.document import KEYS, Document
from milestones.planfile.faults import Fault, Path, Refused, Report, dotted
from milestones.planfile.values import as_decimal, as_printable

SectionReader = Callable[[object, Document, str], tuple[object, Iterable[Fault]]]
"""Reads one section: its plain data, the document and the section's path in; what it holds and its faults out."""

MISSION = ("governance", "reconstruction", "demilitarisation")
"""The sections that the format names; a section may also be called as a pillar, or as a reader that is given."""


def take_sections(cursor: Cursor, document: Document, known: Iterable[str]) -> dict[str, object]:
    """The document's sections as plain data; every other key of the document is refused."""
    pillars = (pillar.slug for pillar in document.pillars)
    names = {*MISSION, *known, *pillars} - {"", *KEYS}
    cursor.check_keys({*KEYS, *names})
    return {
        key: section_data(raw, (key,), cursor.report)
        for key, raw in cursor.raw.items()
        if key in names and raw is not None
    }


def section_data(raw: object, path: Path, report: Report) -> object:
    """The data with whole numbers as int and other numbers as strings, exact; None for what is refused."""
    try:
        if isinstance(raw, str):
            return as_printable(raw)
        if isinstance(raw, Decimal):
            number = as_decimal(raw)
            return int(number) if number == int(number) else format(plain(number), "f")
        for key in raw if isinstance(raw, dict) else ():
            as_printable(key)
    except Refused as refused:
        report.error(path, refused.code, refused.message, **refused.params)
        return None
    if isinstance(raw, dict):
        return {key: section_data(value, (*path, key), report) for key, value in raw.items()}
    if isinstance(raw, list):
        return [section_data(value, (*path, index), report) for index, value in enumerate(raw)]
    return raw


def read_sections(
    document: Document, readers: Mapping[str, SectionReader], report: Report
) -> tuple[dict[str, object], list[Fault]]:
    """What each section's reader made of it, and the faults it found; a section without a reader is warned of."""
    held: dict[str, object] = {}
    faults: list[Fault] = []
    for name, raw in document.sections.items():
        if name not in readers:
            message = "nothing here reads this section; it is kept as it is"
            report.warn((name,), "section_unread", message, section=name)
        elif not report.is_replaced((name,)):
            held[name], found = readers[name](raw, document, dotted((name,)))
            faults.extend(found)
    return held, faults
