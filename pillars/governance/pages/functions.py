"""Functions and services: who runs them, their handover and delivery; benchmarks: who judges them, what was found."""

from collections.abc import Iterator, Sequence

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones import notation
from milestones.pages.blocks import Block, Column, Section, table
from milestones.pages.cells import grade_mark, isolated, link, listed
from milestones.pages.links import page_address
from milestones.pages.page import Page, part_link, part_page
from milestones.selectors.records import RecordNote, Viewpoint, only
from pillars.governance.models.choices import Delivering, FunctionKind, Outcome, Stage
from pillars.governance.pages.rungs import record_line, record_list, rungs_over_time
from pillars.governance.selectors import (
    PILLAR,
    BenchmarkNote,
    FunctionNote,
    benchmarks,
    current_by_place,
    functions,
    place_of,
)
from pillars.governance.wording import judge_words, outcome_words, placed_words


def function_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """The functions as a table; nothing without one."""
    notes = functions(viewpoint)
    if notes:
        heading = _("Civil functions and public services")
        name = Column(_("Function"), lambda note: part_link(note.function, f"{PILLAR}-function", viewpoint))
        yield Section(heading, (table(heading, (name, *COLUMNS), notes),), "functions")


def function_page(viewpoint: Viewpoint, slug: str) -> Page:
    """A function and its handover, as of a day."""
    note = only(functions(viewpoint, slug=slug))
    function = note.function
    handovers = current_by_place(note.handovers)
    blocks = [_records(note.handovers, tuple(Stage), _("Handover"), _("Handover of %(function)s"), note, viewpoint)]
    if _is_service(note):
        words = tuple(reversed(Delivering))
        blocks.append(_records(note.deliveries, words, _("Delivery"), _("Delivery of %(function)s"), note, viewpoint))
    about = {_("Kind"): function.get_kind_display(), _("To be run by"): note.receiver}
    state = " · ".join(map(placed_words, handovers)) or _("No record of its handover compiled here.")
    return part_page(function, viewpoint, about, blocks, data=f"{PILLAR}-handovers", state=state)


def _is_service(note: FunctionNote) -> bool:
    return note.function.kind == FunctionKind.PUBLIC_SERVICE


def _records(
    records: Sequence[RecordNote],
    words: Sequence[TextChoices],
    heading: str,
    title: str,
    note: FunctionNote,
    viewpoint: Viewpoint,
) -> Section:
    """What was said of the handover or the delivery: a picture for each place, and every record."""
    slug = "handover" if records is note.handovers else "delivery"
    pictures: list[Block] = []
    for number, place in enumerate(sorted({place_of(record) for record in records})):
        of_place = [record for record in records if place_of(record) in ("", place)]
        pictures += rungs_over_time(
            of_place,
            words,
            title=title % {"function": note.function.name},
            slug=f"{slug}-{number}",
            place=place,
            until=viewpoint.on,
        )
    current = current_by_place(records)
    lines = record_list(record_line(record, current, place_of(record)) for record in records)
    return Section(heading, (*pictures, lines), slug)


COLUMNS = (
    Column(gettext_lazy("Kind"), lambda note: note.function.get_kind_display()),
    Column(gettext_lazy("To be run by"), lambda note: note.receiver),
    Column(
        gettext_lazy("Handover"),
        lambda note: listed(map(placed_words, current_by_place(note.handovers)), otherwise=_("not reported")),
    ),
    Column(
        gettext_lazy("Delivery"),
        lambda note: (
            listed(map(placed_words, current_by_place(note.deliveries)), otherwise=_("not reported"))
            if _is_service(note)
            else ""
        ),
    ),
)


def benchmark_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """The benchmarks as a table; nothing without one."""
    notes = benchmarks(viewpoint)
    if notes:
        heading = _("Benchmarks of oversight and reform")
        name = Column(_("Benchmark"), lambda note: part_link(note.benchmark, f"{PILLAR}-benchmark", viewpoint))
        yield Section(heading, (table(heading, (name, *BENCHMARK_COLUMNS), notes),), "benchmarks")


def benchmark_page(viewpoint: Viewpoint, slug: str) -> Page:
    """A benchmark and what was found of it, as of a day."""
    note = only(benchmarks(viewpoint, slug=slug))
    benchmark, milestone = note.benchmark, note.milestone
    drawn = rungs_over_time(
        note.findings,
        tuple(reversed(Outcome)),
        title=_("Findings on %(benchmark)s") % {"benchmark": benchmark.name},
        slug="findings",
        until=viewpoint.on,
        due=benchmark.due,
    )
    records = record_list(record_line(finding, [note.current]) for finding in note.findings)
    about = {
        _("Kind"): benchmark.get_kind_display(),
        _("Judge"): judge_words(note),
        _("Due"): notation.short_day(benchmark.due),
        _("Milestone"): milestone and link(milestone.name, page_address(viewpoint, "milestone-page", milestone.slug)),
    }
    findings = Section(_("Findings"), (*drawn, records), "findings")
    data, state = f"{PILLAR}-findings", outcome_words(note)
    return part_page(benchmark, viewpoint, about, (findings,), data=data, state=state)


def _outcome(note: BenchmarkNote) -> SafeString:
    words = isolated(outcome_words(note))
    return SafeString(f"{words} {grade_mark(note.current.grade)}") if note.current else words


BENCHMARK_COLUMNS = (
    Column(gettext_lazy("Kind"), lambda note: note.benchmark.get_kind_display()),
    Column(gettext_lazy("Judge"), judge_words),
    Column(gettext_lazy("Due"), lambda note: notation.short_day(note.benchmark.due)),
    Column(gettext_lazy("Finding"), _outcome),
)
