"""The milestones whose completion would release most."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.contingency.evaluation import MilestoneVerdict
from milestones.pages.blocks import Column, Table, table
from milestones.pages.cells import marked, noted
from milestones.pages.scene import Scene
from milestones.words import STATUS_MARKS

MOST_RELEASING = 6


def releasing_table(scene: Scene) -> Table:
    """How many others each would clear, and how many depend on it."""

    def told(verdict: MilestoneVerdict) -> SafeString:
        pillar = scene.names.pillars[verdict.facts.milestone.pillar]
        standing = format_html("{} · {}", marked(STATUS_MARKS[verdict.status]), pillar)
        return noted(scene.milestone(verdict.slug), standing)

    columns = (
        Column(_("Milestone"), told),
        Column(_("would unlock"), lambda verdict: verdict.releases, is_number=True),
        Column(_("depend on it in the end"), lambda verdict: verdict.downstream, is_number=True),
    )
    return table(
        _("What would unlock others"),
        columns,
        _releasing(scene),
        none=_("The completion of no single milestone would unlock another."),
        kind="releasing",
        row_kind=lambda verdict: f"pillar-{scene.hue(verdict.facts.milestone.pillar)}",
    )


def _releasing(scene: Scene) -> list[MilestoneVerdict]:
    """The milestones that would release most, then those with most downstream; none that would release nothing.

    So many, or more where the last of them are equal.
    """

    def counts(verdict: MilestoneVerdict) -> tuple[int, int]:
        return verdict.releases, verdict.downstream

    releasing = [verdict for verdict in scene.evaluation.milestones.values() if verdict.releases]
    releasing.sort(key=counts, reverse=True)
    least = counts(releasing[MOST_RELEASING - 1]) if len(releasing) >= MOST_RELEASING else (0, 0)
    return [verdict for verdict in releasing if counts(verdict) >= least]
