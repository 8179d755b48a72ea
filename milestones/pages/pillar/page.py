"""The whole pillar page, ready for its template: nothing is looked up or worked out after this."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.models import Milestone, Phase, Pillar
from milestones.pages.blocks import Table
from milestones.pages.links import page_with
from milestones.pages.milestone_table import milestone_table
from milestones.pages.paging import ROWS_AT_A_TIME
from milestones.pages.pillar.waits import waits_of
from milestones.pages.plan.first_look import first_look
from milestones.pages.plan.indicators import indicator_part
from milestones.pages.plan.strip import Counts, counts_of, pillar_card, strip_of
from milestones.pages.scene import Scene

NO_PHASE = "no-phase"
"""The anchor of the milestones without a phase; they come last."""


@dataclass(frozen=True, slots=True)
class PhaseGroup:
    """The milestones of one phase, at least one; `anchor` is where their rows are, `days` from when to when.

    Where they are too many for the page, `all_of_them` is the address of their list in place of the rows.
    """

    anchor: str
    name: str
    days: str
    counts: Counts
    milestones: Table | None
    all_of_them: str

    @property
    def total(self) -> int:
        """How many milestones it holds, whether they are told here or not."""
        return sum(count for _mark, count in self.counts)


def phase_groups(members: Sequence[MilestoneVerdict], pillar: Pillar, scene: Scene) -> Iterator[PhaseGroup]:
    """The phases that hold milestones of the pillar, in the plan's order, then those without a phase."""
    rows = scene.viewpoint.rows
    phase_of = {row.slug: row.phase.slug for row in rows(Milestone).by("pillar_id")[pillar.pk] if row.phase}
    phases = [(phase.slug, f"phase-{phase.slug}", phase.name, _days(phase)) for phase in rows(Phase)]
    for slug, anchor, name, days in (*phases, (None, NO_PHASE, _("Not tied to a phase"), "")):
        of_phase = [member for member in members if phase_of.get(member.slug) == slug]
        if of_phase:
            listed = milestone_table(of_phase, scene) if len(members) <= ROWS_AT_A_TIME else None
            within = {"pillar": pillar.slug} | ({"phase": slug} if slug else {})
            address = page_with(scene.viewpoint, "milestones-page", **within)
            yield PhaseGroup(anchor, name, days, counts_of(of_phase), listed, address)


def _days(phase: Phase) -> str:
    if phase.start and phase.end:
        return notation.range_of(notation.short_day(phase.start), notation.short_day(phase.end))
    if phase.start:
        return _("from %(day)s") % {"day": notation.short_day(phase.start)}
    return _("until %(day)s") % {"day": notation.short_day(phase.end)} if phase.end else ""


def compose_pillar_page(scene: Scene, slug: str) -> Mapping[str, Any]:
    """What the template shows, in the active language; raises Pillar.DoesNotExist."""
    pillar, members = scene.viewpoint.rows(Pillar).get(slug=slug), scene.members(slug)
    card = pillar_card(scene, next(roll_up for roll_up in scene.evaluation.pillars if roll_up.slug == slug))
    return {
        "pillar": pillar,
        "look": first_look(scene, members),
        "strip": strip_of(scene, slug),
        "card": card,
        "phases": list(phase_groups(members, pillar, scene)),
        "waits": waits_of(scene, slug),
        "indicators": indicator_part(scene, slug),
    }
