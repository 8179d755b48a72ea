"""A plan's revisions, the newest first: when each was made, what it changed, and the plan as it then was."""

from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pages.blocks import Column, Text, table
from milestones.pages.cells import link
from milestones.pages.links import moment_address, page_with
from milestones.pages.page import Page
from milestones.planfile.quantities import plain_instant
from milestones.selectors.records import Viewpoint
from milestones.state.history import Known, revisions_of


def revisions_page(viewpoint: Viewpoint) -> Page:
    """The page of the revisions that changed what its reader sees, up to the viewpoint's instant."""
    made = revisions_of(viewpoint.state)
    before = {known.own: earlier.at for earlier, known in pairwise(made)}

    def led(words: str, name: str, known: Known, **chosen: str) -> SafeString:
        return link(words, page_with(viewpoint, name, known_at=plain_instant(known.at), **chosen))

    def changed(known: Known) -> SafeString | str:
        since = before.get(known.own)
        return led(_("What it changed"), "changes-page", known, **{"from": plain_instant(since)}) if since else ""

    columns = (
        Column(_("Revision"), lambda known: notation.number(known.own)),
        Column(_("Made"), lambda known: notation.instant(known.at)),
        Column(_("What differs"), changed, none=_("the first")),
        Column(_("The plan as it then was"), lambda known: led(_("Overview"), "plan-page", known)),
    )
    heading, until = _("Revisions"), viewpoint.known_at and plain_instant(viewpoint.known_at)
    note = _("A revision takes up what was edited since the one before. What changes nothing you see is not counted.")
    return Page(
        heading=heading,
        blocks=(Text(note, "note"), table(heading, columns, made[::-1], none=_("No revision has been made yet."))),
        data=moment_address(viewpoint, "revisions", on=None, reading=None, known_at=None, at__lte=until),
    )
