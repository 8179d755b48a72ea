"""What demilitarisation shows: on its pillar's page, and on pages of its own."""

from collections.abc import Sequence

from milestones.pages.blocks import Block, Section, nothing_on_record
from milestones.pages.cells import link
from milestones.selectors.records import Viewpoint
from pillars.demilitarisation.pages.columns import SHOWN
from pillars.demilitarisation.pages.records import kind_link, stage_section, table_of
from pillars.demilitarisation.selectors import record_notes

MOST = 12
"""The panel shows so many records of a kind; the kind's own page has all."""


def panel(viewpoint: Viewpoint) -> Sequence[Block]:
    """Accepted against target by stage, and a table for each kind of record that has one."""
    notes = {kind.slug: record_notes(kind.model, viewpoint) for kind in SHOWN}
    tables = (
        Section(kind.title, (table_of(kind, notes[kind.slug], viewpoint, most=MOST),), f"demilitarisation-{kind.slug}")
        for kind in SHOWN
        if notes[kind.slug]
    )
    empty = (kind_link(viewpoint, kind) for kind in SHOWN if not notes[kind.slug])
    return (*stage_section(viewpoint), *tables, *nothing_on_record(link(kind.name, kind.address) for kind in empty))
