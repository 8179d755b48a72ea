"""The milestones that the readings of the text put into different statuses, those of each side by side."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency import Evaluation
from milestones.pages.blocks import Column, Text, table
from milestones.pages.cells import link, listed, marked
from milestones.pages.links import moment_address, query_with, short_reading
from milestones.pages.page import Page
from milestones.pages.scene import Scene
from milestones.words import STATUS_MARKS

MOST_ROWS = 300


def readings_page(scene: Scene) -> Page:
    """The page of what the plan's readings differ in, in the plan's order, and how many are alike in all."""
    viewpoint, names = scene.viewpoint, scene.names.readings
    told = {slug: replace(viewpoint, reading=slug).evaluation() for slug in names}
    differing = [
        slug
        for slug in scene.evaluation.milestones
        if len({evaluation.milestones[slug].status for evaluation in told.values()}) > 1
    ]
    alike = len(scene.evaluation.milestones) - len(differing)
    differ = ngettext("%(count)s milestone differs.", "%(count)s milestones differ.", len(differing))
    same = ngettext("%(count)s is the same in all.", "%(count)s are the same in all.", alike)
    links = (link(name, query_with(viewpoint, reading=slug)) for slug, name in names.items())
    more = _("And %(count)s more, which are only counted here.")
    left = len(differing) - MOST_ROWS
    return Page(
        heading=_("What the readings differ in"),
        state=f"{differ % {'count': notation.number(len(differing))}} {same % {'count': notation.number(alike)}}",
        about={_("Show this page as read by"): listed(links)} if names else {},
        blocks=(
            table(_("Readings"), _columns(scene, told), differing[:MOST_ROWS]),
            *((Text(more % {"count": notation.number(left)}, "note"),) if left > 0 else ()),
        ),
        data=moment_address(viewpoint, "evaluation"),
    )


def _columns(scene: Scene, told: dict[str, Evaluation]) -> list[Column]:
    def status(evaluation: Evaluation) -> Any:
        return lambda slug: marked(STATUS_MARKS[evaluation.milestones[slug].status])

    return [
        Column(_("Milestone"), scene.milestone),
        *(Column(short_reading(scene.names.readings[slug]), status(evaluation)) for slug, evaluation in told.items()),
    ]
