"""The pages of demilitarisation's records: kinds as lists, each record, and what was accepted by stage."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones import notation
from milestones.pages.bars import BarLine, Bars
from milestones.pages.blocks import Block, Column, Figure, Group, Section, Table, Text, cells_of, table
from milestones.pages.cells import grade_mark
from milestones.pages.hues import hue_of
from milestones.pages.links import page_address, records_address
from milestones.pages.page import Page, PageLink
from milestones.pages.record_lists import Citation, record_table
from milestones.pictures.bars import Bar
from milestones.pictures.over_time import Dot, dots_caption, draw_over_time
from milestones.selectors.records import RecordNote, Viewpoint, only
from pillars.demilitarisation import models
from pillars.demilitarisation.pages.columns import SHOWN, SHOWN_OF, ShownKind
from pillars.demilitarisation.selectors import PILLAR, Stage, StageFacts, record_notes, stage_facts
from pillars.demilitarisation.wording import kept_from


def stage_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """The picture and its table; nothing where there is neither a count nor a target of a stage."""
    facts = stage_facts(viewpoint)
    if facts.stages:
        heading = _("Accepted against target, by stage")
        blocks = (
            Bars(heading, [*_lines(facts.stages)], hue=hue_of(PILLAR), caption=_caption(facts.deciding), slug="stages"),
            _table(heading, facts),
            Text(_("A dash: the records do not say."), "note"),
        )
        yield Section(heading, blocks, "demilitarisation-stages")


def _lines(stages: Sequence[Stage]) -> Iterator[BarLine]:
    """Two bars a stage: the stage alone, and everything through it in each count."""
    for stage in stages:
        alone, target = stage.accepted, stage.target
        words = _of(notation.plain_number(alone), target) if alone is not None else _("no count of the stage alone")
        marks = _marks((target, "target"))
        bar = Bar(alone or Decimal(0), alone or Decimal(0), target, marks) if alone is not None or target else None
        yield BarLine(stage.name, words, bar)
        counts, target = stage.through.values(), stage.through_target
        if counts:
            low, high = min(counts), max(counts)
            told = notation.range_of(notation.plain_number(low), notation.plain_number(high))
            marks = _marks((target, "target"), (stage.deciding, "deciding"))
            yield BarLine(_("all up to its end"), _of(told, target), Bar(low, high, target, marks))


def _of(told: str, target: Decimal | None) -> str:
    if target is None:
        return told
    return _("%(accepted)s of %(target)s") % {"accepted": told, "target": notation.plain_number(target)}


def _marks(*marks: tuple[Decimal | None, str]) -> list[tuple[Decimal, str]]:
    return [(place, kind) for place, kind in marks if place is not None]


def _caption(deciding: str) -> str:
    words = _(
        "Filled: accepted in every count. Hatched: said by some counts and not confirmed by all. "
        "Dashed marks and outlines: the targets."
    )
    if not deciding:
        return words
    mark = _("The thick mark is the count that decides: %(series)s.")
    return f"{words} {mark % {'series': deciding}}"


def _table(heading: str, facts: StageFacts) -> Table:
    alone, through = _("The stage alone"), _("Everything through the stage, by count")
    columns = (
        Column(_("Stage"), lambda stage: stage.name),
        _number(_("Target"), alone, attrgetter("target")),
        _number(_("Handed in"), alone, attrgetter("handed_in")),
        _number(pgettext("weapons", "Accepted"), alone, attrgetter("accepted")),
        _number(pgettext("weapons", "Rejected"), alone, attrgetter("rejected")),
        _number(_("Target"), through, attrgetter("through_target")),
        *(_number(name, through, lambda of, slug=slug: of.through.get(slug)) for slug, name in facts.series.items()),
        Column(pgettext("weapons", "Disputed"), lambda stage: stage.disputed, group=through),
    )
    return table(heading, columns, facts.stages)


def _number(heading: str, group: str, number: Callable[..., Decimal | int | None]) -> Column:
    """A number with all the decimals that it has."""
    return Column(heading, lambda stage: notation.plain_number(number(stage)), is_number=True, group=group)


def kind_page(viewpoint: Viewpoint, kind: str) -> Page:
    """All records of one kind as of a day, as known at an instant, newest first."""
    shown = _kind(kind)
    notes = record_notes(shown.model, viewpoint)
    stages = tuple(stage_section(viewpoint)) if shown.model is models.Tally else ()
    drawn = () if stages else _over_time(shown, notes)
    listed = Section(_("Records, newest first"), (*drawn, table_of(shown, notes, viewpoint)), "records")
    return Page(
        heading=shown.title,
        blocks=(*stages, listed),
        beside=[kind_link(viewpoint, other, is_current=other is shown) for other in SHOWN],
        data=records_address(viewpoint, f"{PILLAR}-{shown.slug}"),
    )


def record_page(viewpoint: Viewpoint, kind: str, pk: int) -> Page:
    """One record with all that it says, its source and its clocks."""
    shown = _kind(kind)
    notes = record_notes(shown.model, viewpoint)
    note = only([note for note in notes if note.row.pk == pk])
    terms: dict[Any, str] = {cell.column.heading: cell.html for cell in cells_of(shown.columns, note.row) if cell.text}
    terms[_("Grade")] = grade_mark(note.grade)
    terms[_("Recorded")] = notation.instant(note.row.recorded_at)
    others = _over_time(shown, notes, looked_at=pk) if len(notes) > 1 else ()
    return Page(
        heading=_("%(kind)s: %(day)s") % {"kind": shown.title, "day": notation.day(note.row.date)},
        label=kept_from(note),
        about=terms,
        blocks=(Citation(note), *([Section(_("Beside the others"), others, "beside")] if others else [])),
        above=[kind_link(viewpoint, shown)],
        data=records_address(viewpoint, f"{PILLAR}-{shown.slug}"),
    )


def table_of(kind: ShownKind, notes: Sequence[RecordNote], viewpoint: Viewpoint, *, most: int | None = None) -> Group:
    """Records of one kind, each with a link to its page."""
    return record_table(
        kind.title,
        kind.columns,
        notes,
        none=kind.none,
        most=most,
        more=kind_link(viewpoint, kind).address,
        address=lambda note: page_address(viewpoint, f"{PILLAR}-record", kind.slug, note.row.pk),
        labelled=kept_from,
    )


def _kind(slug: str) -> ShownKind:
    if slug not in SHOWN_OF:
        raise ObjectDoesNotExist(slug)
    return SHOWN_OF[slug]


def kind_link(viewpoint: Viewpoint, kind: ShownKind, *, is_current: bool = False) -> PageLink:
    """The page of all records of a kind."""
    return PageLink(kind.title, page_address(viewpoint, f"{PILLAR}-kind", kind.slug), is_current)


def _over_time(kind: ShownKind, notes: Sequence[RecordNote], *, looked_at: int | None = None) -> Sequence[Block]:
    """The picture of the newest record of each case, or the one looked at by its key; none without records."""
    newest: dict[object, RecordNote] = {}
    for note in notes:
        if note.row.pk == looked_at:
            newest[kind.once(note.row)] = note
        elif note.is_retracted:
            continue
        newest.setdefault(kind.once(note.row), note)
    if not newest:
        return ()
    in_order = sorted(newest.values(), key=lambda note: note.row.date)
    dots = [_dot(kind, note, is_looked_at=note.row.pk == looked_at) for note in in_order]
    title = _("%(kind)s over time") % {"kind": kind.title}
    drawn = draw_over_time(dots, title=title, slug=f"{kind.slug}-over-time", hue=hue_of(PILLAR))
    return (Figure(drawn, dots_caption(dots)),)


def _dot(kind: ShownKind, note: RecordNote, *, is_looked_at: bool) -> Dot:
    row = note.row
    return Dot(kind.row(row), kind.day(row), kind.figure(row), note.counts, is_looked_at)
