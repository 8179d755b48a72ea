"""The published texts, clause by clause in our own words: beside each what rests on it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.scales import Before
from milestones.contingency.verdicts import GroupVerdict
from milestones.models import Clause, Gate, Milestone, Source
from milestones.notation import ngettext
from milestones.pages.blocks import Block, Section, Text
from milestones.pages.cells import cited, first_of, isolated, link, marked
from milestones.pages.links import data_address, page_address
from milestones.pages.page import Page
from milestones.pages.plan.deadlocks import before_which
from milestones.pages.scene import Scene
from milestones.selectors.records import Viewpoint
from milestones.words import STATUS_MARKS, TRUTH_MARKS

Place = tuple[int | None, str]
"""A source's key and the number of a clause in it."""
MOST_RESTING = 25
"""So many things that rest on a clause are told; the rest is counted."""


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
    return ngettext(
        "Something in the plan rests on %(count)s of %(total)s clause.",
        "Something in the plan rests on %(count)s of %(total)s clauses.",
        total,
        count=count,
        total=total,
    )


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
    step = comes_first(verdict.group.before)
    return format_html("{} · {} {}", scene.milestone(milestone.slug), step, marked(TRUTH_MARKS[verdict.truth]))


def comes_first(step: str) -> str:
    """What a group of conditions is, by the step before which it stands."""
    return _("what must come first %(step)s") % {"step": before_which(Before(step))}


def _places(row: Milestone | Gate) -> Iterator[Place]:
    for number in row.clause.split(","):
        yield row.source_id, number.strip()
