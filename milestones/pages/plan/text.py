"""The agreed texts, clause by clause in our own words, and the plan's sources: beside each what rests on it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency.verdicts import GroupVerdict
from milestones.kinds.format import every_kind
from milestones.models import Clause, Gate, Milestone, Source
from milestones.pages.blocks import Block, Column, Section, Text, table
from milestones.pages.cells import Words, cited, first_of, isolated, labelled, link, listed, marked
from milestones.pages.changes import name_of, says
from milestones.pages.links import data_address, page_address
from milestones.pages.page import Page, PageLink
from milestones.pages.plan.deadlocks import before_which
from milestones.pages.scene import Scene
from milestones.selectors.changes import place_of
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.records import Viewpoint, label_of
from milestones.state.differing import Differing
from milestones.words import STATUS_MARKS, TRUTH_MARKS

Place = tuple[int | None, str]
"""A source's key and the number of a clause in it."""
MOST_RESTING, MOST_ROWS = 25, 1000
"""So many things that rest on a clause are told, and so many rows of a kind on a source; the rest is counted."""


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause with what rests on it, or several told by one text; `anchors` are where links to each lead."""

    anchors: tuple[str, ...]
    number: str
    text: str
    resting: tuple[SafeString, ...]


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of one source, in its order."""

    lines: tuple[ClauseLine, ...]
    template: ClassVar[str] = "pages/clauses.html"


def text_page(scene: Scene) -> Page:
    """The page of the plan's texts."""
    viewpoint, resting = scene.viewpoint, _resting(scene)
    blocks: list[Block] = []
    lines: list[ClauseLine] = []
    for source in viewpoint.rows(Source):
        of_source = tuple(_lines(viewpoint, source, resting))
        if of_source:
            lines += of_source
            told = Text(cited(viewpoint.source(source.pk)), "note")
            blocks.append(Section(source.title or source.slug, (told, Clauses(of_source)), source.slug))
    note = _("The clauses are told in our own short words; the published text is linked.")
    words = _("No text of this plan is entered clause by clause. Its sources are listed, each with what rests on it.")
    none = Text(link(words, page_address(viewpoint, "sources-page")))
    return Page(
        heading=_("The text, clause by clause"),
        state=_state(lines) if lines else "",
        blocks=(Text(note, "note"), *blocks) if blocks else (none,),
        data=data_address(viewpoint, "clauses"),
    )


def _state(lines: list[ClauseLine]) -> str:
    count, total = sum(len(line.anchors) for line in lines if line.resting), sum(len(line.anchors) for line in lines)
    text = ngettext(
        "Something in the plan rests on %(count)s of %(total)s clause.",
        "Something in the plan rests on %(count)s of %(total)s clauses.",
        total,
    )
    return text % {"count": notation.number(count), "total": notation.number(total)}


def _lines(viewpoint: Viewpoint, source: Source, resting: Mapping[Place, list[SafeString]]) -> Iterator[ClauseLine]:
    """A line a clause; clauses in a row that one text tells, and on which the same rests, share theirs."""
    clauses = viewpoint.rows(Clause).by("source_id")[source.pk]
    for (text, *on_it), alike in groupby(clauses, lambda one: (one.text, *resting.get((source.pk, one.number), ()))):
        numbers = [clause.number for clause in alike]
        anchors = tuple(f"{source.slug}-{number}" for number in numbers)
        told = tuple(map(isolated, first_of(on_it, MOST_RESTING)))
        yield ClauseLine(anchors, notation.range_of(numbers[0], numbers[-1]), text, told)


def _resting(scene: Scene) -> Mapping[Place, list[SafeString]]:
    """The milestones and groups of conditions that rest on each clause, with their status or truth.

    A row may name several clauses, with commas between them.
    """
    resting: dict[Place, list[SafeString]] = defaultdict(list)
    verdicts = scene.evaluation.milestones
    groups = {group.group.ref: group for verdict in verdicts.values() for group in verdict.groups}
    for milestone in scene.viewpoint.rows(Milestone):
        if milestone.slug in verdicts:
            mark = marked(STATUS_MARKS[verdicts[milestone.slug].status])
            for place in _places(milestone):
                resting[place].append(format_html("{} {}", scene.milestone(milestone.slug), mark))
    for gate in scene.viewpoint.rows(Gate):
        if gate.pk in groups and gate.milestone is not None:
            for place in _places(gate):
                resting[place].append(_gate(scene, gate.milestone, groups[gate.pk]))
    return resting


def _gate(scene: Scene, milestone: Milestone, verdict: GroupVerdict) -> SafeString:
    name = scene.milestone(milestone.slug)
    what = _("what must come first %(step)s") % {"step": before_which(verdict.group.before)}
    return format_html("{} · {} {}", name, what, marked(TRUTH_MARKS[verdict.truth]))


def _places(row: Milestone | Gate) -> Iterator[Place]:
    for number in row.clause.split(","):
        yield row.source_id, number.strip()


def sources_page(viewpoint: Viewpoint) -> Page:
    """The page of the sources, in the plan's order."""
    resting, sources = _named_by(viewpoint), viewpoint.rows(Source)
    columns = (
        Column(_("Source"), lambda source: labelled(_cited(source, viewpoint), label_of(source))),
        Column(_("What rests on it"), lambda source: _counted(source, resting[source.pk], viewpoint), is_told=True),
    )
    count = len(sources)
    state = ngettext("%(count)s source.", "%(count)s sources.", count) % {"count": notation.number(count)}
    none = _("This plan names no source.")
    return Page(
        heading=_("Sources"),
        state=state,
        blocks=(table(_("Sources"), columns, sources, none=none),),
        data=data_address(viewpoint, "sources"),
    )


def _named_by(viewpoint: Viewpoint) -> Mapping[int, Counter[str]]:
    """By the key of each source how many rows name it, by what such rows are called."""
    resting: dict[int, Counter[str]] = defaultdict(Counter)
    for kind in every_kind():
        if any(field.name == "source" for field in kind.fields):
            rows: Iterable[Any] = viewpoint.rows(kind.model)
            for row in rows:
                resting[row.source_id][str(kind.model._meta.verbose_name_plural)] += 1
    return resting


def _counted(source: Source, counts: Counter[str], viewpoint: Viewpoint) -> SafeString | str:
    """How much of each kind rests on a source, which leads to it."""
    told = (
        _("%(what)s: %(count)s") % {"what": capfirst(words), "count": notation.number(count)}
        for words, count in counts.items()
    )
    words = " · ".join(told)
    return link(words, page_address(viewpoint, "source-page", source.slug)) if words else _("nothing, it is only named")


def _part(row: Any, viewpoint: Viewpoint) -> SafeString | str:
    """What a row is about, which leads to its page; a clause by its number, which leads to it."""
    if isinstance(row, Clause) and row.source is not None:
        return link(row.number, f"{page_address(viewpoint, 'text-page')}#{row.source.slug}-{row.number}")
    part = place_of(row).part
    return name_of(part, viewpoint) if part else str(row)


def _said(told: Differing, names: PlanNames) -> Words:
    """What a row says; of a clause, which its number leads to, the text alone."""
    return told.row.text if isinstance(told.row, Clause) else listed(says(told, names))


def source_page(viewpoint: Viewpoint, slug: str) -> Page:
    """The page of one source, with each row that rests on it; raises Source.DoesNotExist."""
    source, names = viewpoint.rows(Source).get(slug=slug), plan_names(viewpoint.state)
    sections = []
    for kind in every_kind():
        rows: Iterable[Any] = viewpoint.rows(kind.model) if "source" in {field.name for field in kind.fields} else ()
        if own := [Differing(kind, None, row) for row in rows if row.source_id == source.pk]:
            heading = capfirst(str(kind.model._meta.verbose_name_plural))
            columns = (
                Column(_("Of"), lambda told: _part(told.row, viewpoint)),
                Column(_("What is entered"), lambda told: _said(told, names), is_told=True),
            )
            more = [Text(words, "note") for words in first_of([""] * len(own), MOST_ROWS)[MOST_ROWS:]]
            sections.append(Section(heading, (table(heading, columns, own[:MOST_ROWS]), *more)))
    return Page(
        heading=source.title or source.slug,
        label=label_of(source),
        about={_("Source"): _cited(source, viewpoint)},
        blocks=sections or (Text(_("Nothing in the plan rests on it.")),),
        above=(PageLink(_("Sources"), page_address(viewpoint, "sources-page")),),
        data=data_address(viewpoint, "sources"),
    )


def _cited(source: Source, viewpoint: Viewpoint) -> SafeString:
    """The source as a line, with its archived copy where there is one."""
    told = cited(viewpoint.source(source.pk))
    if not source.archived_url:
        return told
    return format_html("{} · {}", told, link(_("archived copy"), source.archived_url))
