"""Loading: a plan file's document into the database, again and again, without a record lost or doubled."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from milestones.kinds.format import ROOT, table_of
from milestones.loading.appending import refuse_lost_series, write_records
from milestones.loading.removal import remove_spare
from milestones.loading.report import LoadReport
from milestones.loading.rows import RowWriter
from milestones.loading.stored import StoredRows, read_rows
from milestones.loading.structure import Load, in_order_of_reference, wanted_of, write_structure
from milestones.models import Plan
from milestones.planfile import Document, Entry, Fault, PlanFileError, Table
from milestones.planfile.exactness import inexact_numbers
from milestones.planfile.faults import Path, dotted
from milestones.selectors.plans import Reader
from milestones.services.hidden_conditions import hidden_conditions
from milestones.services.marks import raise_mark
from milestones.services.measuring import measure_fault
from milestones.state import state_now

BASE_LANGUAGE = "en"
"""In which language's words a translated text's bare column is kept; nobody reads it."""

PLAN, INDICATORS, OBSERVATIONS = (table_of(key) for key in ("plan", "indicators", "indicators.observations"))


def load_document(
    document: Document,
    *,
    user: Reader = None,
    recorded_at: datetime | None = None,
    dry_run: bool = False,
) -> LoadReport:
    """Bring the plan up to its file: structure follows the file, records are added and never changed or deleted.

    All or nothing; raises PlanFileError with every fault. The document is one that `parse` has taken. `recorded_at`
    is the instant of the structure's history (now, unless given); records have their own. If anything was written,
    the plan is marked for recompute. A dry run writes nothing.
    """
    if faults := inexact_numbers(document):
        raise PlanFileError(faults)
    writer = RowWriter(user=user, at=recorded_at or timezone.now(), reason="plan file")
    try:
        with transaction.atomic(), translation.override(BASE_LANGUAGE):
            report = _load(document, writer)
            transaction.set_rollback(dry_run)
            return report
    except IntegrityError as error:
        fault = Fault((), "database", f"the database refuses this plan: {error}")
        raise PlanFileError([fault]) from error


def _load(document: Document, writer: RowWriter) -> LoadReport:
    slug = document.plan.slug
    # Two loads of one plan follow each other.
    stored = Plan.objects.select_for_update().filter(slug=slug).values_list("pk", flat=True).first()
    report = LoadReport(slug)
    sections = _sections(document, report)
    lists = [
        ((), document, ROOT.nested),
        *(((entry.table.key,), entry, entry.table.nested) for entry in sections),
    ]
    tables = [table for _, _, nested in lists for table in nested]
    rows = StoredRows({}, {}) if stored is None else read_rows(tables, stored)
    load = Load(rows, writer, report, now=timezone.now())
    load.keys = {kind: {slug: key for key, slug in slugs.items()} for kind, slugs in rows.slugs.items()}
    load.keys |= {table.kind: {} for table in tables if table.has_slug and table.kind not in load.keys}
    for path, holder, nested in lists:
        for table in in_order_of_reference(nested):
            load.lists[table] = (*path, table.key)
            owner = load.plan if table.owner else 0
            _load_table(load, table, [(owner, holder, path, "")])
            if table is PLAN:
                [load.plan] = load.written[PLAN]
    refuse_lost_series(load, OBSERVATIONS, INDICATORS)
    remove_spare(load)
    if load.faults:
        raise PlanFileError(load.faults)
    _note_silent_measures(load, document)
    _note_hidden_conditions(load, document)
    if report.has_writes:
        who = None if writer.user is None else writer.user.pk
        raise_mark(load.plan, cause={"kind": "loaded", "plan": slug}, who=who)
    return report


def _load_table(load: Load, table: Table, holders: Sequence[tuple[int, Entry, Path, str]]) -> None:
    """Write the entries of a table that stand in these holders, and then what stands in them."""
    wanted = wanted_of(load, table, holders)
    write = write_records if table.is_of_records else write_structure
    keys = write(load, table, wanted)
    load.written[table] = dict(zip(keys, wanted, strict=True))
    inner = [(key, item.entry, item.path, item.name) for key, item in zip(keys, wanted, strict=True)]
    for nested in table.nested:
        load.above[nested] = table
        _load_table(load, nested, inner)


def _sections(document: Document, report: LoadReport) -> list[Entry]:
    """The sections that an app here read; of the others the report says that they are not kept."""
    kept: list[Entry] = []
    for name, section in document.sections.items():
        if isinstance(section, Entry):
            kept.append(section)
        else:
            report.notes.append(f'The section "{name}" was read and not kept: no app here takes it.')
    return kept


def _note_silent_measures(load: Load, document: Document) -> None:
    """Say of each measure that can give nothing where it is named; the sections are stored by now."""
    measured = [(number, each) for number, each in enumerate(document.indicators) if each.measure]
    state = state_now(Plan.objects.get(pk=load.plan)) if measured else None
    for number, indicator in measured:
        if state and (fault := measure_fault(state, indicator.measure)):
            load.report.notes.append(f"indicators[{number}].measure ({indicator.slug}): {fault}")


def _note_hidden_conditions(load: Load, document: Document) -> None:
    """Say which gates are hidden because something that they name is; the plan's rows are stored by now."""
    places = {milestone.slug: index for index, milestone in enumerate(document.milestones)}
    for breach in hidden_conditions(Plan.objects.get(pk=load.plan)):
        entries, slug, *steps = breach.pointer
        place = dotted((entries, places[str(slug)], *steps))
        load.report.notes.append(f"{place}: {breach.message}")
