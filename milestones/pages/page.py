"""A page of a pillar app's records, as its builder hands it to the view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from milestones.pages.blocks import Block, Text
from milestones.pages.cells import Words


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
    if `is_table`. One that is not `is_listed` answers a question of its reader's own: search engines leave it out.
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
    is_listed: bool = True

    @property
    def summary(self) -> Words:
        """What it says first, in short: its state, or else a description or a text; empty where it has none."""
        texts = (block.words for block in self.blocks if isinstance(block, Text))
        return self.state or self.description or next(texts, "")
