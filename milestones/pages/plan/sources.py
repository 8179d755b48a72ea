"""The plan's sources, and of each every row that rests on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.kinds import Kind, KindField
from milestones.kinds.format import every_kind
from milestones.models import Clause, Gate, Source
from milestones.notation import ngettext
from milestones.pages.blocks import Block, Column, Section, Text, folded, table
from milestones.pages.cells import Words, cited, labelled, link, listed, more_than
from milestones.pages.changes import name_of, says
from milestones.pages.links import data_address, page_address
from milestones.pages.page import Page, PageLink
from milestones.pages.plan.text import comes_first
from milestones.pages.record_lists import field_column, record_table
from milestones.selectors.changes import place_of
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.records import Viewpoint, label_of
from milestones.state.differing import Differing
from milestones.wording.columns import called, said_in
from milestones.words import TIERS

Resting = Mapping[int, Mapping[Kind, Sequence[Any]]]
"""By the key of each source the rows of each kind that rest on it."""
UNHEADED = '<div class="unheaded">{}</div>'
"""What a cell says that wants no heading beside it where its table is stacked."""
MOST_ROWS = 1000
"""So many rows of a kind are told; the rest is counted."""


def _resting(viewpoint: Viewpoint) -> Resting:
    """All that rests on a source, records once they had come."""
    resting: dict[int, dict[Kind, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for kind in every_kind():
        if any(field.name == "source" for field in kind.fields):
            rows: Iterable[Any] = viewpoint.rows(kind.model)
            for row in rows:
                if not kind.is_of_records or viewpoint.holds(row):
                    resting[row.source_id][kind].append(row)
    return resting


def sources_page(viewpoint: Viewpoint) -> Page:
    """The page of the sources by tier, in the plan's order; those last of which it is not told how they were read."""
    resting, sources = _resting(viewpoint), viewpoint.rows(Source)
    columns = (
        Column(_("Source"), lambda source: labelled(_cited(source, viewpoint), label_of(source))),
        Column(_("What rests on it"), lambda source: _counted(source, resting, viewpoint), is_told=True),
    )
    by_tier: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_tier[source.tier].append(source)
    tiers: dict[str, Words] = {**{mark.slug: mark.word for mark in TIERS}, "": _("no tier given")}
    rows = [(word, by_tier[tier]) for tier, word in tiers.items() if by_tier[tier]]
    return Page(
        heading=_("Sources"),
        state=ngettext("%(count)s source.", "%(count)s sources.", len(sources)),
        blocks=folded((word, len(own), [table(word, columns, own)]) for word, own in rows)
        or [Text(_("This plan names no source."))],
        data=data_address(viewpoint, "sources"),
    )


def _counted(source: Source, resting: Resting, viewpoint: Viewpoint) -> SafeString | str:
    """How much of each kind rests on a source, which leads to it."""
    told = (
        _("%(what)s: %(count)s") % {"what": kind.heading, "count": notation.number(len(rows))}
        for kind, rows in resting[source.pk].items()
    )
    words = " · ".join(told)
    return link(words, page_address(viewpoint, "source-page", source.slug)) if words else _("nothing, it is only named")


def source_page(viewpoint: Viewpoint, slug: str) -> Page:
    """The page of one source, with each row that rests on it; raises Source.DoesNotExist."""
    source, names = viewpoint.rows(Source).get(slug=slug), plan_names(viewpoint.state)
    told = folded(
        (kind.heading, len(rows), [*(_records if kind.is_of_records else _parts)(kind, rows, viewpoint, names)])
        for kind, rows in _resting(viewpoint)[source.pk].items()
    )
    return Page(
        heading=source.title or source.slug,
        label=label_of(source),
        about={_("Source"): _cited(source, viewpoint)},
        blocks=(Section(_("What rests on it"), told or [Text(_("Nothing in the plan rests on it."))]),),
        above=(PageLink(_("Sources"), page_address(viewpoint, "sources-page")),),
        data=data_address(viewpoint, "sources"),
    )


def _records(kind: Kind, rows: Sequence[Any], viewpoint: Viewpoint, names: PlanNames) -> Iterator[Block]:
    """Records, newest first, with a column for each thing they say but their source, which is the page's."""
    part = Column(_("Of"), lambda row: name_of(about, viewpoint) if (about := place_of(row).part) else "")
    own = (_column(field, names) for field in kind.fields_alone if field.name not in kind.shared_names)
    notes = [replace(note, source=None) for note in viewpoint.notes(rows)]
    yield record_table(kind.heading, (part, *own), notes, most=MOST_ROWS)


def _column(field: KindField, names: PlanNames) -> Column:
    """What records say in a field; nothing of one that says no more than that they are of a part of the plan."""

    def text(row: Any) -> str:
        is_told = getattr(row, field.name) in (field.default, place_of(row).part)
        return "" if is_told else said_in(field, row, names)

    return replace(field_column(field.column, called(field)), text=text)


def _parts(kind: Kind, rows: Sequence[Any], viewpoint: Viewpoint, names: PlanNames) -> Iterator[Block]:
    """Parts of the plan, each with what it says beside its name."""
    columns = (
        Column(_("Of"), lambda row: labelled(_name(row, viewpoint), label_of(row) if kind.is_published else "")),
        Column(_("What is entered"), lambda row: format_html(UNHEADED, _said(row, kind, names))),
    )
    yield table(kind.heading, columns, rows[:MOST_ROWS])
    yield from (Text(words, "note") for words in more_than(MOST_ROWS, len(rows)))


def _name(row: Any, viewpoint: Viewpoint) -> SafeString | str:
    """What a row is, which leads to its page; a clause by its number, which leads to it."""
    if isinstance(row, Clause) and row.source is not None:
        return link(row.number, f"{page_address(viewpoint, 'text-page')}#{row.source.slug}-{row.number}")
    part = place_of(row).part
    told = name_of(part, viewpoint) if part else str(row)
    return format_html("{} · {}", told, comes_first(row.before)) if isinstance(row, Gate) else told


def _said(row: Any, kind: Kind, names: PlanNames) -> Words:
    """What a row says beside its name; of a clause, which its number leads to, the text alone."""
    if isinstance(row, Clause):
        return row.text
    return listed(says(Differing(kind, None, row), names, "before" if place_of(row).part else "name"))


def _cited(source: Source, viewpoint: Viewpoint) -> SafeString:
    """The source as a line, with its archived copy where there is one."""
    told = cited(viewpoint.source(source.pk))
    if not source.archived_url:
        return told
    return format_html("{} · {}", told, link(_("archived copy"), source.archived_url))
