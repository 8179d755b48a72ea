"""What reconstruction shows: on its pillar's page, and on pages of its own."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from milestones.pages.blocks import Block, Section, Text, nothing_on_record
from milestones.pages.cells import link
from milestones.pages.links import page_address, records_address
from milestones.pages.page import Page, PageLink
from milestones.selectors.records import Viewpoint
from pillars.reconstruction.models import Appeal, Finding, Project, Transaction
from pillars.reconstruction.pages.findings import finding_sections
from pillars.reconstruction.pages.money import money_sections
from pillars.reconstruction.pages.needs import needs_blocks
from pillars.reconstruction.pages.projects import project_table
from pillars.reconstruction.selectors import PILLAR, Facts

PARTS = ("needs", "money", "projects", "findings")


def panel(viewpoint: Viewpoint, parts: Sequence[str] = PARTS) -> Sequence[Block]:
    """Needs, money, projects and findings; nothing where the plan has none of it that the reader may see."""
    facts = Facts(viewpoint)
    kept: tuple[Any, ...] = (Appeal, Project, Finding)
    if not facts.assessments and not any(map(viewpoint.rows, kept)):
        return ()
    lines = facts.records.money.lines(viewpoint.on, viewpoint.known_at)
    appeals = [line for line in lines if line.place.appeal is not None]
    figures = link(_("Every figure, with its source"), page_address(viewpoint, f"{PILLAR}-needs"))
    apart = Text(_("Sums of different appeals are for different purposes, and are never added."), "note")
    money = _("Money from pledged to spent")
    made: dict[str, tuple[str, Callable[[], Sequence[Block]]]] = {
        "needs": (_("Needs"), lambda: (*needs_blocks(facts), Text(figures)) if facts.assessments else ()),
        "money": (money, lambda: (apart, *sums) if (sums := money_sections(facts, appeals, level=3)) else ()),
        "projects": (_("Projects"), lambda: (project_table(facts),) if viewpoint.rows(Project) else ()),
        "findings": (_("Findings"), lambda: finding_sections(facts)),
    }
    sections = [Section(made[slug][0], made[slug][1](), slug) for slug in parts]
    nothing = nothing_on_record(section.heading for section in sections if not section.blocks)
    return (*(section for section in sections if section.blocks), *nothing)


def all_money_page(viewpoint: Viewpoint) -> Page:
    """The plan's money, what it is needed for, and what was found of it; raises Transaction.DoesNotExist."""
    if not links(viewpoint):
        raise Transaction.DoesNotExist
    address = reverse(f"api:{PILLAR}-iati-one", args=[viewpoint.plan.slug])
    iati = Text(link(_("Appeals and projects as IATI activities (XML)"), f"{address}?on={viewpoint.on}"), "note")
    blocks = (*panel(viewpoint, ("money", "needs", "findings")), iati)
    return Page(heading=_("Money"), blocks=blocks, data=records_address(viewpoint, f"{PILLAR}-transactions"))


def links(viewpoint: Viewpoint) -> Sequence[PageLink]:
    """The page of its money, where there is any."""
    has_money = any(row.appeal_id for row in viewpoint.rows(Transaction))
    return [PageLink(_("Money"), page_address(viewpoint, f"{PILLAR}-money"))] if has_money else []
