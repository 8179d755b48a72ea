"""The milestones whose completion would release most."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.contingency.evaluation import MilestoneVerdict
from milestones.pages.blocks import Column, Table, table
from milestones.pages.cells import marked, noted
from milestones.pages.scene import Scene
from milestones.verdict_marks import STATUS_MARKS

MOST_RELEASING = 6


def releasing(scene: Scene) -> list[MilestoneVerdict]:
    """The milestones that would release most, then those with most downstream; none that would release nothing."""
    found = [verdict for verdict in scene.evaluation.milestones.values() if verdict.releases]
    return sorted(found, key=lambda verdict: (-verdict.releases, -verdict.downstream))[:MOST_RELEASING]


def releasing_table(verdicts: Sequence[MilestoneVerdict], scene: Scene) -> Table:
    """How many others each would clear, and how many depend on it."""

    def told(verdict: MilestoneVerdict) -> SafeString:
        pillar = scene.names.pillars[verdict.facts.milestone.pillar]
        standing = format_html("{} · {}", marked(STATUS_MARKS[verdict.status]), pillar)
        return noted(scene.milestone(verdict.slug), standing)

    columns = (
        Column(_("Milestone"), told),
        Column(_("would clear"), lambda verdict: verdict.releases, is_number=True),
        Column(_("depend on it in the end"), lambda verdict: verdict.downstream, is_number=True),
    )
    return table(
        _("What would release most"),
        columns,
        verdicts,
        none=_("The completion of no single milestone would clear another."),
        kind="releasing",
        row_kind=lambda verdict: f"pillar-{scene.hue(verdict.facts.milestone.pillar)}",
    )
