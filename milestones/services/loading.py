"""Loading: a plan file's document into the database, again and again, without a record lost or doubled."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from milestones.kinds.format import ROOT, every_table, table_of
from milestones.loading.appending import refuse_lost_series, write_records
from milestones.loading.report import LoadReport
from milestones.loading.rows import RowKeeper, RowWriter
from milestones.loading.stored import StoredRows, read_rows, with_inner
from milestones.loading.structure import Load, in_order_of_reference, remove_spare, wanted_of, write_structure
from milestones.models import Plan, Submission
from milestones.models.publication import EVERYTHING
from milestones.planfile import Document, Entry, Fault, PlanFileError, Table
from milestones.planfile.faults import Path, dotted
from milestones.planfile.quantities import inexact_numbers
from milestones.planfile.vocabulary import DERIVED_SERIES
from milestones.selectors.plans import Reader, calendar_day
from milestones.services.marks import raise_mark
from milestones.services.plan_rules import hidden_conditions
from milestones.state import PlanState, state_now
from milestones.state.measuring import measure_fault

BASE_LANGUAGE = "en"
"""In which language's words a translated text's bare column is kept; nobody reads it."""

PLAN, INDICATORS, OBSERVATIONS = (table_of(key) for key in ("plan", "indicators", "indicators.observations"))


def load_document(document: Document, *, user: Reader = None, dry_run: bool = False) -> LoadReport:
    """Bring the plan up to its file: structure follows the file, records are added and never changed or deleted.

    All or nothing; raises PlanFileError with every fault. The document is one that `parse` has taken. If anything was
    written, the plan is marked for recompute. A dry run writes nothing.
    """
    if faults := inexact_numbers(document):
        raise PlanFileError(faults)
    writer = RowWriter(user=user, at=timezone.now())
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
    lists = _lists_of(document, report)
    tables = [table for _, _, nested in lists for table in nested]
    rows = StoredRows({}, {}) if stored is None else read_rows(tables, stored)
    load = Load(rows, writer, report, now=timezone.now())
    load.keys = {kind: {slug: key for key, slug in slugs.items()} for kind, slugs in rows.slugs.items()}
    _load_lists(load, lists)
    refuse_lost_series(load, OBSERVATIONS, INDICATORS)
    remove_spare(load)
    if load.faults:
        raise PlanFileError(load.faults)
    if any(indicator.measure for indicator in document.indicators):
        _note_silent_measures(report, document, state_now(Plan.objects.get(pk=load.plan)))
    _note_hidden_conditions(load, document)
    if report.has_writes:
        Submission.close_ended(load.plan, at=writer.at)
        who = None if writer.user is None else writer.user.pk
        raise_mark(load.plan, cause={"kind": "loaded", "plan": slug}, who=who)
    return report


def unstored(document: Document, *, known_at: datetime | None = None) -> tuple[PlanState, LoadReport]:
    """The state that a file makes, whoever may see its entries, with no database asked; and what is to be said of it.

    Its rows are those that a load into an empty database would write. Measures count what was known at the instant.
    """
    report, rows = LoadReport(document.plan.slug), RowKeeper(at=timezone.now())
    load = Load(StoredRows({}, {}), rows, report, now=rows.at)
    _load_lists(load, _lists_of(document, report))  # a record of a later day is no fault: it counts from then on
    today = calendar_day(document.plan.timezone, rows.at)
    columns = {table: rows.columns(table) for table in with_inner(every_table())}
    state = PlanState(load.plan, 0, (0, 0, 0), columns, EVERYTHING, today, known_at=known_at)
    _note_silent_measures(report, document, state)
    return state, report


Lists = list[tuple[Path, Entry, tuple[Table, ...]]]
"""Of the document and of each section its path, what it holds and its tables."""


def _lists_of(document: Document, report: LoadReport) -> Lists:
    sections = _sections(document, report)
    return [((), document, ROOT.nested), *(((part.table.key,), part, part.table.nested) for part in sections)]


def _load_lists(load: Load, lists: Lists) -> None:
    """Write what stands in the document and its sections, each list after those that its entries name."""
    slugged = [table.kind for _, _, nested in lists for table in nested if table.has_slug]
    load.keys |= {kind: {} for kind in slugged if kind not in load.keys}
    for path, holder, nested in lists:
        for table in in_order_of_reference(nested):
            load.lists[table] = (*path, table.key)
            owner = load.plan if table.owner else 0
            _load_table(load, table, [(owner, holder, path, "")])
            if table is PLAN:
                [load.plan] = load.written[PLAN]


def _load_table(load: Load, table: Table, holders: Sequence[tuple[int, Entry, Path, str]]) -> None:
    """Write the entries of a table that stand in these holders, and then what stands in them."""
    every = wanted_of(table, holders)
    wanted = [item for item in every if item.entry.get("series") != DERIVED_SERIES]
    if len(wanted) < len(every):
        load.report.notes.append(
            f'{table.key.capitalize()} of the series "{DERIVED_SERIES}" passed over: {len(every) - len(wanted)}. '
            "What a measure gives is computed from its pillar's records."
        )
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


def _note_silent_measures(report: LoadReport, document: Document, state: PlanState) -> None:
    """Say of each measure that can give nothing where it is named."""
    for number, indicator in enumerate(document.indicators):
        if indicator.measure and (fault := measure_fault(state, indicator.measure)):
            report.notes.append(f"indicators[{number}].measure ({indicator.slug}): {fault}")


def _note_hidden_conditions(load: Load, document: Document) -> None:
    """Say which gates are hidden because something that they name is; the plan's rows are stored by now."""
    places = {milestone.slug: index for index, milestone in enumerate(document.milestones)}
    for breach in hidden_conditions(Plan.objects.get(pk=load.plan)):
        entries, slug, *steps = breach.pointer
        place = dotted((entries, places[str(slug)], *steps))
        load.report.notes.append(f"{place}: {breach.message}")
