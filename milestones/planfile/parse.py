"""Reading a plan file whole: every fault at once, or the document and its warnings."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from milestones.planfile.cursor import Cursor
from milestones.planfile.document import Document
from milestones.planfile.faults import Fault, PlanFileError, Refused, Report, in_order
from milestones.planfile.read_document import read_document
from milestones.planfile.sections import SectionReader, read_sections, take_sections
from milestones.planfile.source_text import Format, read_source
from milestones.planfile.structure import check_structure
from milestones.planfile.values import wrong_type


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document that was taken, what is doubtful about it, and what the pillar apps read in their sections."""

    document: Document
    warnings: tuple[Fault, ...]
    sections: Mapping[str, object] = field(default_factory=dict)


def parse(
    source: str | bytes | Mapping[str, object],
    *,
    format: Format | None = None,  # noqa: A002 - the word people use for it
    sections: Mapping[str, SectionReader] | None = None,
) -> Parsed:
    """The plan file in a text, or in maps and lists as JSON gives them; raises PlanFileError with all its faults.

    `sections` are the pillar apps' readers by the name of their section. Nothing else is ever raised, whatever
    the source is.
    """
    report = Report()
    try:
        raw = read_source(source, format, report)
        if not isinstance(raw, dict):
            raise wrong_type("a plan file, which is a map,", raw)
    except Refused as refused:
        report.error((), refused.code, refused.message, **refused.params)
        raise PlanFileError(in_order(report.faults, None)) from refused
    return parse_plain(raw, report=report, sections=sections)


def parse_plain(
    raw: dict[str, object],
    *,
    report: Report | None = None,
    sections: Mapping[str, SectionReader] | None = None,
) -> Parsed:
    """The plan file in plain data as `plain_data` makes it, without making it again; otherwise as `parse`.

    `report` holds what was found while the plain data was made.
    """
    report = report or Report()
    cursor = Cursor(raw, (), report)
    readers = sections or {}
    read = read_document(cursor)
    check_structure(read, report)
    document = replace(read.document, sections=take_sections(cursor, read.document, readers))
    held, section_faults = read_sections(document, readers, report)
    faults = (*in_order(report.faults, raw), *section_faults)
    if faults:
        raise PlanFileError(faults)
    return Parsed(document, in_order(report.warnings, raw), held)
