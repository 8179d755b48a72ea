"""What reconstruction shows: on its pillar's page, and on pages of its own."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from milestones.pages.blocks import Block, Section, Text
from milestones.pages.cells import link
from milestones.pages.links import page_address
from milestones.selectors.records import Viewpoint
from pillars.reconstruction.pages.findings import finding_sections
from pillars.reconstruction.pages.money import money_sections
from pillars.reconstruction.pages.needs import needs_blocks
from pillars.reconstruction.pages.projects import project_table
from pillars.reconstruction.selectors import PILLAR, Facts


def panel(viewpoint: Viewpoint) -> Sequence[Block]:
    """Needs, money, projects and findings; nothing where the plan has none of it that the reader may see."""
    facts = Facts(viewpoint)
    if not (facts.assessments or facts.appeals or facts.projects or facts.findings):
        return ()
    lines = facts.records.money.lines(viewpoint.on, viewpoint.known_at)
    appeals = [line for line in lines if line.place.appeal is not None]
    figures = link(_("Every figure, with its source"), page_address(viewpoint, f"{PILLAR}-needs"))
    apart = Text(_("Sums of different appeals are for different purposes, and are never added."), "note")
    sums = money_sections(facts, appeals, level=3) or (Text(_("No money is on record.")),)
    found = finding_sections(facts) or (Text(_("No finding is on record.")),)
    return (
        Section(_("Needs"), (*needs_blocks(facts), Text(figures)), "needs"),
        Section(_("Money"), (apart, *sums), "money"),
        Section(_("Projects"), (project_table(facts),), "projects"),
        Section(_("Findings"), found, "findings"),
    )
