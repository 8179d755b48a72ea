"""What demilitarisation shows: on its pillar's page, and on pages of its own."""

from collections.abc import Sequence

from milestones.pages.blocks import Block, Section
from milestones.selectors.records import Viewpoint
from pillars.demilitarisation.pages.columns import SHOWN
from pillars.demilitarisation.pages.records import table_of
from pillars.demilitarisation.pages.stages import stage_section
from pillars.demilitarisation.selectors import record_notes

MOST = 12
"""The panel shows so many records of a kind; the kind's own page has all."""


def panel(viewpoint: Viewpoint) -> Sequence[Block]:
    """Accepted against target by stage, and a table for each kind of record."""
    tables = (
        Section(
            kind.title,
            (table_of(kind, record_notes(kind.model, viewpoint), viewpoint, most=MOST),),
            f"demilitarisation-{kind.slug}",
        )
        for kind in SHOWN
    )
    return (*stage_section(viewpoint), *tables)
