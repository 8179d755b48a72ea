"""The pages of demilitarisation's records: each kind as a list, each record by itself."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pages.blocks import Block, Figure, Section, cells_of
from milestones.pages.cells import grade_mark
from milestones.pages.hues import hue_of
from milestones.pages.links import data_address, page_address
from milestones.pages.page import Page, PageLink
from milestones.pages.record_lists import Citation, RecordTable, record_table
from milestones.pictures.over_time import Dot, dots_caption, draw_over_time
from milestones.selectors.records import RecordNote, Viewpoint
from pillars.demilitarisation import models
from pillars.demilitarisation.pages.columns import SHOWN, SHOWN_OF, ShownKind
from pillars.demilitarisation.pages.stages import stage_section
from pillars.demilitarisation.selectors import PILLAR, record_notes
from pillars.demilitarisation.wording import kept_from


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
        data=data_address(viewpoint, f"{PILLAR}-{shown.slug}"),
    )


def record_page(viewpoint: Viewpoint, kind: str, pk: int) -> Page:
    """One record with all that it says, its source and its clocks."""
    shown = _kind(kind)
    notes = record_notes(shown.model, viewpoint)
    note = next((note for note in notes if note.row.pk == pk), None)
    if note is None:
        raise ObjectDoesNotExist(pk)
    terms: dict[Any, str] = {cell.column.heading: cell.html for cell in cells_of(shown.columns, note.row) if cell.text}
    terms[_("Grade")] = grade_mark(note.grade)
    terms[_("Recorded")] = notation.instant(note.row.recorded_at)
    return Page(
        heading=_("%(kind)s: %(day)s") % {"kind": shown.title, "day": notation.day(note.row.date)},
        label=kept_from(note),
        about=terms,
        blocks=(Citation(note), Section(_("Beside the others"), _over_time(shown, notes, looked_at=pk), "beside")),
        above=[kind_link(viewpoint, shown)],
        data=data_address(viewpoint, f"{PILLAR}-{shown.slug}"),
    )


def table_of(
    kind: ShownKind, notes: Sequence[RecordNote], viewpoint: Viewpoint, *, most: int | None = None
) -> RecordTable:
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
