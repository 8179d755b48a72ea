"""A section's rows as the plain data of a plan file."""

from datetime import UTC, datetime, time
from typing import Any

from milestones.models import Plan
from milestones.planfile.document import Document
from milestones.sections.reading import read_section
from milestones.sections.stored import read_rows, slugs_of
from milestones.sections.tables import Entry, Section, SectionTable
from milestones.selectors.plans import Reader
from milestones.services.plan_rows import ALL, Everyone


def export_section(section: Section, plan: Plan, *, user: Reader | Everyone = ALL) -> dict[str, Any] | None:
    """The section as it stands in a plan file, with what the user may see; None where it is empty."""
    slugs = slugs_of(plan, section.tables, user=user)
    lists = {
        table.key: [_dumped(table, entry) for _, entry in read_rows(table, plan, slugs, user=user)]
        for table in section.tables
    }
    return {key: entries for key, entries in lists.items() if entries} or None


def section_in_normal_form(section: Section, raw: object, document: Document) -> dict[str, Any] | None:
    """What an export says of a section that was read without a fault: records by date, no default written out."""
    read, _ = read_section(section, raw, document)
    lists: dict[str, list[dict[str, Any]]] = {}
    for table in section.tables:
        entries = list(read.get(table.key, ()))
        if table.is_of_records:
            entries.sort(key=lambda entry: (entry["date"], entry["recorded"]))
        lists[table.key] = [_dumped(table, entry) for entry in entries]
    return {key: entries for key, entries in lists.items() if entries} or None


def _dumped(table: SectionTable, entry: Entry) -> dict[str, Any]:
    dumped = {field.key: field.dump(entry[field.key]) for field in table.all_fields()}
    if table.is_of_records and entry["recorded"] == datetime.combine(entry["date"], time(), UTC):
        del dumped["recorded"]
    return {key: value for key, value in dumped.items() if value is not None}
