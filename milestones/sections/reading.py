"""A section's plain data as entries, every fault with its path."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time

from django.utils.translation import override

from milestones.planfile.cursor import Cursor
from milestones.planfile.document import Document
from milestones.planfile.faults import Fault, Report, in_order
from milestones.planfile.sections import SectionReader
from milestones.sections.tables import Entry, Read, Section, SectionTable

PARTS = {
    "actor": "actors",
    "area": "areas",
    "indicator": "indicators",
    "milestone": "milestones",
    "phase": "phases",
    "pillar": "pillars",
    "source": "sources",
}


def reader_of(section: Section) -> SectionReader:
    """The section's reader, as the plan file's parser calls it."""

    def read(raw: object, document: Document, path: str) -> tuple[object, Iterable[Fault]]:
        return read_section(section, raw, document)

    return read


def read_section(section: Section, raw: object, document: Document) -> tuple[Read, list[Fault]]:
    """The entries of each table, and all faults; with a fault, the entries are not to be used."""
    report = Report()
    cursor = Cursor({}, (), report).below(raw, (section.slug,))
    cursor.check_keys({table.key for table in section.tables})
    if not isinstance(raw, dict):
        return {}, list(in_order(report.faults, None))
    read = {table.key: cursor.each(table.key, lambda each, table=table: _entry(table, each))  # type: ignore[misc]
            for table in section.tables}  # fmt: skip
    for table in section.tables:
        _refuse_doubles(section, table, read[table.key], report)
    _look_up(section, read, document, report)
    if not report.faults:
        with override("en"):  # as all that is said of plan files
            for breach in section.check(read):
                report.error((section.slug, *breach.pointer), breach.code, breach.message)
    return read, list(in_order(report.faults, {section.slug: raw}))


def _entry(table: SectionTable, cursor: Cursor) -> Entry:
    fields = table.all_fields()
    cursor.check_keys({each.key for each in fields})
    entry = {each.key: each.take(cursor) for each in fields}
    if table.is_of_records and entry["recorded"] is None:
        entry["recorded"] = datetime.combine(entry["date"], time(), UTC)
    return entry


def _refuse_doubles(
    section: Section, table: SectionTable, entries: tuple[Entry, ...], report: Report
) -> None:
    """A slug names one entry of its list."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        slug = entry.get("slug")
        if slug is None:
            continue
        if slug in seen:
            path = (section.slug, table.key, index, "slug")
            report.error(path, "duplicate", f'there is another "{slug}" in this list', slug=slug)
        seen.add(slug)


def _look_up(section: Section, read: Read, document: Document, report: Report) -> None:
    """Refuse slugs that name nothing."""
    known: dict[str, Mapping[str, object] | set[str]] = {
        kind: {part.slug for part in getattr(document, plural)} for kind, plural in PARTS.items()
    }
    for table in section.tables:
        slugs = {entry["slug"] for entry in read[table.key] if entry.get("slug")}
        known[table.model._meta.label_lower] = slugs
    for reference in report.references:
        if reference.slug not in known[reference.kind]:
            name = reference.kind.rpartition(".")[2]
            hint = report.hint(reference.slug, known[reference.kind])
            report.error(reference.path, f"unknown_{name}", f'there is no {name} "{reference.slug}"{hint}')
