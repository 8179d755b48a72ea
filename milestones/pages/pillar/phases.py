"""The pillar's milestones by phase: how many have which status, and a row for each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.models import Phase
from milestones.pages.plan.cards import StatusCount, status_counts
from milestones.pages.plan.rows import MilestoneRow, milestone_rows
from milestones.selectors.pillar_page import PillarPageFacts

NO_PHASE = "no-phase"
"""The anchor of the milestones without a phase; they come last."""


@dataclass(frozen=True, slots=True)
class PhaseGroup:
    """The milestones of one phase, at least one; `anchor` is where their rows are, `days` from when to when."""

    anchor: str
    name: str
    days: str
    total: str
    counts: tuple[StatusCount, ...]
    rows: tuple[MilestoneRow, ...]


def phase_groups(members: Sequence[MilestoneVerdict], facts: PillarPageFacts) -> tuple[PhaseGroup, ...]:
    """The phases that hold milestones of the pillar, in the plan's order, then those without a phase."""
    return tuple(_groups(members, facts))


def _groups(members: Sequence[MilestoneVerdict], facts: PillarPageFacts) -> Iterator[PhaseGroup]:
    for phase in facts.phases:
        of_phase = [each for each in members if facts.phase_of.get(each.slug) == phase.slug]
        if of_phase:
            yield _group(f"phase-{phase.slug}", phase.name, _days(phase), of_phase, facts)
    others = [each for each in members if each.slug not in facts.phase_of]
    if others:
        yield _group(NO_PHASE, _("Not tied to a phase"), "", others, facts)


def _group(
    anchor: str, name: str, days: str, members: Sequence[MilestoneVerdict], facts: PillarPageFacts
) -> PhaseGroup:
    total = ngettext("%(count)s milestone", "%(count)s milestones", len(members))
    return PhaseGroup(
        anchor=anchor,
        name=name,
        days=days,
        total=total % {"count": len(members)},
        counts=status_counts(Counter(each.status for each in members)),
        rows=milestone_rows(members, facts.names, facts.evaluation.on),
    )


def _days(phase: Phase) -> str:
    if phase.start and phase.end:
        return notation.range_of(notation.short_day(phase.start), notation.short_day(phase.end))
    if phase.start:
        return _("from %(day)s") % {"day": notation.short_day(phase.start)}
    return _("until %(day)s") % {"day": notation.short_day(phase.end)} if phase.end else ""
