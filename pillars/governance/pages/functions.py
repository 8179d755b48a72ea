"""Functions and services: who runs them, their handover and delivery; benchmarks: who judges them, what was found."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pages.blocks import Block, Column, Section, table
from milestones.pages.cells import grade_mark, isolated, link, listed
from milestones.pages.links import page_address
from milestones.pages.page import Page, part_link, part_page
from milestones.selectors.records import RecordNote, Viewpoint
from pillars.governance.models import Benchmark, BenchmarkFinding, Function, FunctionHandover, ServiceDelivery
from pillars.governance.models.choices import Delivering, FunctionKind, Outcome, Stage
from pillars.governance.pages.rungs import record_line, record_list, rungs_over_time
from pillars.governance.selectors import PILLAR, current_by_place, place_of, said_of
from pillars.governance.wording import judge_words, outcome_words, placed_words


def function_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """The functions as a table; nothing without one."""
    heading = _("Civil functions and public services")

    def placed(model: type[FunctionHandover] | type[ServiceDelivery], function: Function) -> SafeString:
        current = current_by_place(said_of(viewpoint, model, function))
        return listed(map(placed_words, current), otherwise=_("not reported"))

    columns = (
        Column(_("Function"), lambda function: part_link(function, f"{PILLAR}-function", viewpoint)),
        Column(_("Kind"), lambda function: function.get_kind_display()),
        Column(_("To be run by"), lambda function: function.receiver),
        Column(_("Handover"), partial(placed, FunctionHandover)),
        Column(_("Delivery"), lambda function: placed(ServiceDelivery, function) if _is_service(function) else ""),
    )
    functions = viewpoint.rows(Function)
    if functions:
        yield Section(heading, (table(heading, columns, functions),), "functions")


def function_page(viewpoint: Viewpoint, slug: str) -> Page:
    """A function and its handover, as of a day; raises ObjectDoesNotExist."""
    function = viewpoint.rows(Function).get(slug=slug)
    handovers = said_of(viewpoint, FunctionHandover, function)
    title = _("Handover of %(function)s") % {"function": function.name}
    drawn = _drawn(handovers, "stage", tuple(reversed(Stage)), title, "handover", viewpoint)
    blocks = [Section(_("Handover"), drawn, "handover")]
    if _is_service(function):
        deliveries = said_of(viewpoint, ServiceDelivery, function)
        title = _("Delivery of %(function)s") % {"function": function.name}
        drawn = _drawn(deliveries, "status", tuple(Delivering), title, "delivery", viewpoint)
        blocks.append(Section(_("Delivery"), drawn, "delivery"))
    about = {_("Kind"): function.get_kind_display(), _("To be run by"): function.receiver}
    words = " · ".join(map(placed_words, current_by_place(handovers)))
    state = words or _("No record of its handover compiled here.")
    return part_page(function, viewpoint, about, blocks, data=f"{PILLAR}-handovers", state=state)


def _is_service(function: Function) -> bool:
    return function.kind == FunctionKind.PUBLIC_SERVICE


def _drawn(
    records: Sequence[RecordNote],
    column: str,
    words: Sequence[TextChoices],
    title: str,
    slug: str,
    viewpoint: Viewpoint,
) -> Sequence[Block]:
    """What was said of the handover or the delivery: a picture for each place, and every record."""
    pictures: list[Block] = []
    for number, place in enumerate(sorted({place_of(record) for record in records})):
        of_place = [record for record in records if place_of(record) in ("", place)]
        name = f"{slug}-{number}"
        pictures += rungs_over_time(of_place, column, words, title=title, slug=name, place=place, until=viewpoint.on)
    current = current_by_place(records)
    return (*pictures, record_list(record_line(record, current, place_of(record)) for record in records))


def benchmark_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """The benchmarks as a table; nothing without one."""
    heading = _("Benchmarks of oversight and reform")

    def outcome(benchmark: Benchmark) -> SafeString:
        current = _current(said_of(viewpoint, BenchmarkFinding, benchmark))
        words = isolated(outcome_words(current))
        return SafeString(f"{words} {grade_mark(current.grade)}") if current else words

    columns = (
        Column(_("Benchmark"), lambda benchmark: part_link(benchmark, f"{PILLAR}-benchmark", viewpoint)),
        Column(_("Kind"), lambda benchmark: benchmark.get_kind_display()),
        Column(_("Judge"), judge_words),
        Column(_("Due"), lambda benchmark: notation.short_day(benchmark.due)),
        Column(_("Finding"), outcome),
    )
    benchmarks = viewpoint.rows(Benchmark)
    if benchmarks:
        yield Section(heading, (table(heading, columns, benchmarks),), "benchmarks")


def benchmark_page(viewpoint: Viewpoint, slug: str) -> Page:
    """A benchmark and what was found of it, as of a day; raises ObjectDoesNotExist."""
    benchmark = viewpoint.rows(Benchmark).get(slug=slug)
    findings, milestone = said_of(viewpoint, BenchmarkFinding, benchmark), benchmark.milestone
    title = _("Findings on %(benchmark)s") % {"benchmark": benchmark.name}
    drawn = rungs_over_time(
        findings, "outcome", Outcome, title=title, slug="findings", until=viewpoint.on, due=benchmark.due
    )
    current = _current(findings)
    records = record_list(record_line(finding, [current]) for finding in findings)
    about = {
        _("Kind"): benchmark.get_kind_display(),
        _("Judge"): judge_words(benchmark),
        _("Due"): notation.short_day(benchmark.due),
        _("Milestone"): milestone and link(milestone.name, page_address(viewpoint, "milestone-page", milestone.slug)),
    }
    sections = (Section(_("Findings"), (*drawn, records), "findings"),)
    return part_page(benchmark, viewpoint, about, sections, data=f"{PILLAR}-findings", state=outcome_words(current))


def _current(findings: Sequence[RecordNote]) -> RecordNote | None:
    """The finding that holds."""
    return next((finding for finding in findings if finding.counts), None)
