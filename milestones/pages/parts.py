"""A plan's own parts, such as its bodies: their names in tables, and their pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.pages.blocks import Block
from milestones.pages.cells import Words, cited, labelled, link, said_of
from milestones.pages.links import data_address, page_address
from milestones.pages.page import Page
from milestones.selectors.records import Viewpoint, label_of


def part_link(part: Any, route: str, viewpoint: Viewpoint) -> SafeString:
    """A part's name, which leads to its page, labelled where not everybody sees it."""
    return labelled(link(part.name, page_address(viewpoint, route, part.slug)), label_of(part))


def part_page(
    part: Any,
    viewpoint: Viewpoint,
    about: Mapping[str, object],
    blocks: Sequence[Block],
    *,
    data: str,
    state: Words = "",
) -> Page:
    """A part with what is said of it, the clause it rests on last; `data` names its records' list in the API."""
    source = cited(viewpoint.source(part.source_id), part.clause)
    return Page(
        heading=part.name,
        label=label_of(part),
        state=state,
        description=part.description or "",
        about=said_of({**about, _("Source"): source}),
        blocks=blocks,
        data=data_address(viewpoint, data),
    )
