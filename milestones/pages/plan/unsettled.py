"""What is to be found out: what would settle most milestones of which it can't be told where they stand."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency.clearing import what_settles
from milestones.pages.blocks import Column, Text, table
from milestones.pages.cells import listed
from milestones.pages.links import moment_address
from milestones.pages.page import Page
from milestones.pages.plan.awaited import thing
from milestones.pages.scene import Scene


def unsettled_page(scene: Scene) -> Page:
    """The page of what would settle milestones, what settles most first."""
    settles = what_settles(scene.evaluation)
    columns = (
        Column(_("What would have to be known"), lambda unknown: thing(unknown, scene)),
        Column(
            _("Milestones that it would settle"),
            lambda unknown: notation.number(len(unknown.milestones)),
            is_number=True,
        ),
        Column(_("Which"), lambda unknown: listed(map(scene.milestone, unknown.milestones))),
    )
    count = sum(len(unknown.milestones) for unknown in settles)
    text = ngettext(
        "%(count)s milestone could be told if one thing more were known.",
        "%(count)s milestones could be told if one thing more were known of each.",
        count,
    )
    note = _(
        "Whatever it turned out to be: of each of these milestones nothing else is missing to tell whether what must "
        "come first is met."
    )
    heading, none = (_("What would settle most"), _("Nothing alone would settle a milestone that can’t be told."))
    return Page(
        heading=heading,
        state=text % {"count": notation.number(count)} if count else "",
        blocks=(Text(note, "note"), table(heading, columns, settles, none=none)) if settles else (Text(none),),
        data=moment_address(scene.viewpoint, "unsettled"),
        is_table=False,
    )
