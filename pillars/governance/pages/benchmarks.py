"""Benchmarks of oversight and reform: who judges them, and what was found."""

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones import notation
from milestones.pages.blocks import Column, Section, table
from milestones.pages.cells import grade_mark, isolated, link
from milestones.pages.links import page_address
from milestones.pages.page import Page
from milestones.pages.parts import part_link, part_page
from milestones.selectors.records import Viewpoint, only
from pillars.governance.models.choices import Outcome
from pillars.governance.pages.rungs import record_line, record_list, rungs_over_time
from pillars.governance.selectors import PILLAR, BenchmarkNote, benchmarks
from pillars.governance.wording import judge_words, outcome_words


def benchmark_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """The benchmarks as a table; nothing without one."""
    notes = benchmarks(viewpoint)
    if notes:
        heading = _("Benchmarks of oversight and reform")
        name = Column(_("Benchmark"), lambda note: part_link(note.benchmark, f"{PILLAR}-benchmark", viewpoint))
        yield Section(heading, (table(heading, (name, *COLUMNS), notes),), "benchmarks")


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


COLUMNS = (
    Column(gettext_lazy("Kind"), lambda note: note.benchmark.get_kind_display()),
    Column(gettext_lazy("Judge"), judge_words),
    Column(gettext_lazy("Due"), lambda note: notation.short_day(note.benchmark.due)),
    Column(gettext_lazy("Finding"), _outcome),
)
