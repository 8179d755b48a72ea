"""The engine's structural rules, asked of a document: their places become the file's paths."""

from milestones.contingency.checks import find_faults
from milestones.contingency.findings import PlanFault, Severity
from milestones.planfile.document import ReadDocument
from milestones.planfile.faults import Path, Report
from milestones.planfile.to_plan import to_plan


def check_structure(read: ReadDocument, report: Report) -> None:
    """Report what the plan may not say; nothing of a place where a stand-in replaces what could not be read."""
    document = read.document
    series = {indicator.slug: [series.slug for series in indicator.series] for indicator in document.indicators}
    for fault in find_faults(to_plan(document), series=series):
        path = path_of(fault, read)
        if report.is_replaced(path):
            continue
        say = report.error if fault.severity is Severity.ERROR else report.warn
        say(path, fault.code, fault.message, **fault.params)


def path_of(fault: PlanFault, read: ReadDocument) -> Path:
    """Where in the file a fault of the plan stands."""
    place = fault.place
    if place.entries == "plan":
        return ("plan", *place.steps)
    steps: Path = tuple("gates" if step == "groups" else step for step in place.steps)
    return (*read.origins[place.entries][place.index], *steps)
