"""The app's part of its pillar's page."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import translation

from milestones.models import Plan
from milestones.selectors.plans import Reader
from milestones.views.plan_page.cards import hue_of
from pillars.demilitarisation.record_kinds import KINDS
from pillars.demilitarisation.record_tables import table_of
from pillars.demilitarisation.selectors import pillar_position, records, stage_facts
from pillars.demilitarisation.stages import StagePart, stage_part

MOST = 12
"""The panel shows so many records of a kind; the kind's own page has all."""


def panel_context(plan: Plan, user: Reader, on: date, known_at: datetime | None) -> Mapping[str, Any]:
    """`plan`, `query` for links to the day, `stages`, and a table for each kind of record."""
    return {
        "plan": plan.slug,
        "stages": stages_of(plan, user, on=on, known_at=known_at),
        "tables": [
            table_of(kind, records(kind.model, plan, user, on=on, known_at=known_at), most=MOST)
            for kind in KINDS
        ],
    }


def stages_of(plan: Plan, user: Reader, *, on: date, known_at: datetime | None) -> StagePart | None:
    """Accepted against target by stage, as the reader may see it."""
    return stage_part(
        stage_facts(plan, user, on=on, known_at=known_at),
        on=on,
        known_at=known_at,
        hue=pillar_hue(plan),
        is_rtl=translation.get_language_bidi(),
    )


def pillar_hue(plan: Plan) -> int:
    """The hue of the pillar with the app's name."""
    return hue_of(pillar_position(plan))
