"""A page as its builder hands it to the view, and that of a plan's own part, such as one of its bodies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.pages.blocks import Block, Text
from milestones.pages.cells import Words, cited, labelled, link, said_of
from milestones.pages.links import page_address, records_address
from milestones.selectors.records import Viewpoint, label_of


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page beside or above this one."""

    name: Words
    address: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the page says, under its heading.

    `state` is one line on how its thing stands, `about` what is said of it, term by term; `above` are the pages
    between the pillar's and this one, `beside` those to switch to; `data` is the address of its records, a table too
    if `is_table`, or of what `data_words` say. One that is not `is_listed` answers a question of its reader's own:
    search engines leave it out.
    `turns` are the pages of a table that is shown so many rows at a time.
    """

    heading: Words
    label: str = ""
    state: Words | SafeString = ""
    description: str = ""
    about: Mapping[str, object] = field(default_factory=dict)
    blocks: Sequence[Block]
    above: Sequence[PageLink] = ()
    beside: Sequence[PageLink] = ()
    data: str
    is_table: bool = True
    data_words: Words = ""
    is_listed: bool = True
    turns: Sequence[PageLink] = ()

    @property
    def summary(self) -> Words:
        """What it says first, in short: its state, or else a description or a text; empty where it has none."""
        texts = (block.words for block in self.blocks if isinstance(block, Text))
        return self.state or self.description or next(texts, "")


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
        data=records_address(viewpoint, data),
    )
