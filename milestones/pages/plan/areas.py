"""The milestones that name an area, by area: a glyph in each cell, as in the strip."""

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.models import Area, Milestone
from milestones.pages.blocks import Column, Section, Text, table
from milestones.pages.cells import link, listed, said_of
from milestones.pages.links import milestones_address, page_with
from milestones.pages.page import Page
from milestones.pages.plan.strip import KINDS, glyph_of, kind_of
from milestones.pages.scene import Scene


def areas_page(scene: Scene) -> Page:
    """Raises Area.DoesNotExist."""
    viewpoint, verdicts = scene.viewpoint, scene.evaluation.milestones
    areas, rows = viewpoint.rows(Area), viewpoint.rows(Milestone)
    if not areas:
        raise Area.DoesNotExist
    placed = [row for row in rows if row.area is not None and row.slug in verdicts]
    kinds = {row.slug: kind_of(verdicts[row.slug], scene.names) for row in placed}

    def cell(area: Area) -> Callable[[Milestone], SafeString | str]:
        return lambda row: _glyph(kinds[row.slug], is_told=False) if row.area == area else ""

    columns = (
        Column(_("Milestone"), lambda row: scene.milestone(row.slug)),
        *(Column(area.name, cell(area), none="") for area in areas),
    )
    key = [(_glyph(kind, is_told=True),) for kind in KINDS if kind in kinds.values()]
    told_key, heading = format_html_join(" · ", '<span class="inline-key">{}</span>', key), _("Milestones by area")
    drawn = Section(heading, (Text(told_key, "note"), table(heading, columns, placed)), "by-area", kind="drawn")
    told = _("Milestones that name an area: %(count)s of %(total)s. The others name none.")
    links = (link(area.name, page_with(viewpoint, "milestones-page", area=area.slug)) for area in areas)
    return Page(
        heading=_("Areas"),
        state=told % {"count": notation.number(len(placed)), "total": notation.number(len(verdicts))},
        about=said_of({_("Milestones of one area"): listed(links)}),
        blocks=(drawn,) if placed else (),
        data=milestones_address(viewpoint),
    )


def _glyph(kind: str, *, is_told: bool) -> SafeString:
    """The glyph of a kind, with its word beside it, or for those who do not see it."""
    hidden = "" if is_told else "visually-hidden"
    return format_html('{} <span class="{}">{}</span>', glyph_of(kind), hidden, KINDS[kind])
