"""Reading a plan file whole: every fault at once, or the document and its warnings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from milestones.contingency.checks import find_faults
from milestones.contingency.findings import PlanFault, Severity
from milestones.planfile.cursor import Cursor
from milestones.planfile.document import Format, Origins, read_document
from milestones.planfile.entry import Document
from milestones.planfile.faults import Fault, Path, PlanFileError, Refused, Report, in_order
from milestones.planfile.plain_data import Syntax, read_source
from milestones.planfile.syntax_words import lines_of
from milestones.planfile.to_plan import to_plan
from milestones.planfile.values import described, wrong_type


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document that was taken, and what is doubtful about it."""

    document: Document
    warnings: tuple[Fault, ...]


def parse(
    source: str | bytes | Mapping[str, object],
    form: Format,
    *,
    syntax: Syntax | None = None,
    now: datetime | None = None,
) -> Parsed:
    """The plan file in a text, or in maps and lists as JSON gives them; raises PlanFileError with all its faults.

    With an instant for `now`, records of a later day are warned of. Nothing else is ever raised, whatever the source.
    """
    report = Report()
    try:
        raw = read_source(source, syntax, report)
        if not isinstance(raw, dict):
            raise wrong_type("a plan file, which is a map,", raw)
        if raw and not form.known_keys & raw.keys():
            message = f"this is no plan file: it has {described(next(iter(raw)))} where {FIRST_KEYS} are wanted"
            raise Refused("not_a_plan", message)
    except Refused as refused:
        report.refuse((), refused)
        raise PlanFileError(in_order(report.faults, None)) from refused
    try:
        parsed = parse_plain(raw, form, report=report, now=now)
    except PlanFileError as error:
        raise PlanFileError(located(error.faults, source)) from error
    return replace(parsed, warnings=located(parsed.warnings, source))


FIRST_KEYS = "format, plan, pillars and milestones"


def parse_plain(
    raw: dict[str, object], form: Format, *, report: Report | None = None, now: datetime | None = None
) -> Parsed:
    """The plan file in plain data as `plain_data` makes it, without making it again; otherwise as `parse`.

    `report` holds what was found while the plain data was made.
    """
    report = report or Report()
    document, origins = read_document(Cursor(raw, (), report), form, now=now)
    check_structure(document, origins, report)
    if report.faults:
        raise PlanFileError(in_order(report.faults, raw))
    return Parsed(document, in_order(report.warnings, raw))


def located(faults: Iterable[Fault], source: str | bytes | Mapping[str, object]) -> tuple[Fault, ...]:
    """The faults with the lines of their places, where the source is a text that can be read again."""
    faults = tuple(faults)
    if not faults or isinstance(source, Mapping):
        return faults
    lines = lines_of(source, {fault.place for fault in faults})
    return tuple(replace(fault, line=lines.get(fault.place)) for fault in faults)


def check_structure(document: Document, origins: Origins, report: Report) -> None:
    """Report what the plan may not say; nothing of a place where a stand-in replaces what could not be read."""
    series = {indicator.slug: [series.slug for series in indicator.series] for indicator in document.indicators}
    for fault in find_faults(to_plan(document), series=series):
        path = path_of(fault, origins)
        if report.is_replaced(path):
            continue
        say = report.error if fault.severity is Severity.ERROR else report.warn
        say(path, fault.code, fault.message, **fault.params)


def path_of(fault: PlanFault, origins: Origins) -> Path:
    """Where in the file a fault of the plan stands."""
    place = fault.place
    if place.entries == "plan":
        return ("plan", *place.steps)
    steps: Path = tuple("gates" if step == "groups" else step for step in place.steps)
    return (*origins[place.entries][place.index], *steps)
