"""The pillar's milestones by phase: how many have which status, and a row for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.models import Phase
from milestones.pages.blocks import Table
from milestones.pages.milestone_table import milestone_table
from milestones.pages.plan.cards import Counts, counts_of
from milestones.pages.scene import Scene
from milestones.selectors.pillar_page import PillarPageFacts

NO_PHASE = "no-phase"
"""The anchor of the milestones without a phase; they come last."""


@dataclass(frozen=True, slots=True)
class PhaseGroup:
    """The milestones of one phase, at least one; `anchor` is where their rows are, `days` from when to when."""

    anchor: str
    name: str
    days: str
    counts: Counts
    milestones: Table


def phase_groups(
    members: Sequence[MilestoneVerdict], facts: PillarPageFacts, scene: Scene
) -> Iterator[PhaseGroup]:
    """The phases that hold milestones of the pillar, in the plan's order, then those without a phase."""
    phases = [(phase.slug, f"phase-{phase.slug}", phase.name, _days(phase)) for phase in facts.phases]
    for slug, anchor, name, days in (*phases, (None, NO_PHASE, _("Not tied to a phase"), "")):
        of_phase = [member for member in members if facts.phase_of.get(member.slug) == slug]
        if of_phase:
            yield PhaseGroup(anchor, name, days, counts_of(of_phase), milestone_table(of_phase, scene))


def _days(phase: Phase) -> str:
    if phase.start and phase.end:
        return notation.range_of(notation.short_day(phase.start), notation.short_day(phase.end))
    if phase.start:
        return _("from %(day)s") % {"day": notation.short_day(phase.start)}
    return _("until %(day)s") % {"day": notation.short_day(phase.end)} if phase.end else ""
