"""Loading: a plan file's document into the database, again and again, without a record lost or doubled."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from milestones.models import Plan
from milestones.planfile.document import Document
from milestones.planfile.exactness import inexact_numbers
from milestones.planfile.faults import Fault, PlanFileError
from milestones.registry import registry
from milestones.sections import load_section, read_section
from milestones.services.loading_gates import load_gates
from milestones.services.loading_records import load_records
from milestones.services.loading_removal import remove_spare
from milestones.services.loading_report import LoadReport
from milestones.services.loading_rows import RowWriter
from milestones.services.loading_structure import Load, load_structure
from milestones.services.marks import raise_mark
from milestones.services.measuring import measure_fault
from milestones.services.plan_rows import NO_ROWS, read_plan_rows

BASE_LANGUAGE = "en"
"""In which language's words a translated text's bare column is kept; nobody reads it."""


def load_document(
    document: Document, *, user: AbstractBaseUser | None = None, recorded_at: datetime | None = None
) -> LoadReport:
    """Bring the plan up to its file: structure follows the file, records are added and never changed or deleted.

    All or nothing; raises PlanFileError with every fault. The document is one that `parse` has taken. `recorded_at`
    is the instant of the structure's history (now, unless given); records have their own. If anything was written,
    the plan is marked for recompute.
    """
    if faults := inexact_numbers(document):
        raise PlanFileError(faults)
    writer = RowWriter(user=user, at=recorded_at or timezone.now())
    try:
        with transaction.atomic(), translation.override(BASE_LANGUAGE):
            return _load(document, writer)
    except IntegrityError as error:
        fault = Fault("", "database", f"the database refuses this plan: {error}")
        raise PlanFileError([fault]) from error


def _load(document: Document, writer: RowWriter) -> LoadReport:
    slug = document.plan.slug
    # Two loads of one plan follow each other.
    stored = Plan.objects.select_for_update().filter(slug=slug).values_list("pk", flat=True).first()
    rows = NO_ROWS if stored is None else read_plan_rows(stored)
    load = Load(document, rows, writer, LoadReport(slug))
    load_structure(load)
    load_gates(load)
    load_records(load)
    remove_spare(load)
    if load.faults:
        raise PlanFileError(load.faults)
    _load_sections(load)
    _note_silent_measures(load)
    if load.report.has_writes:
        raise_mark(load.plan, cause={"kind": "loaded", "plan": slug})
    return load.report


def _load_sections(load: Load) -> None:
    """Hand each section to the pillar app that reads it; the plan's own parts are stored by now."""
    for name, raw in load.document.sections.items():
        app = registry.app(name)
        if app is None or app.section is None:
            load.report.notes.append(f'The section "{name}" was read and not kept: no app here takes it.')
            continue
        read, faults = read_section(app.section, raw, load.document)
        if faults:
            raise PlanFileError(faults)
        load_section(app.section, Plan.objects.get(pk=load.plan), read, load.report, user=load.writer.user)


def _note_silent_measures(load: Load) -> None:
    """Say of each measure that can give nothing where it is named; the sections are stored by now."""
    for number, indicator in enumerate(load.document.indicators):
        fault = measure_fault(load.plan, indicator.measure) if indicator.measure else ""
        if fault:
            load.report.notes.append(f"indicators[{number}].measure ({indicator.slug}): {fault}")
