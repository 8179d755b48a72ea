"""Amounts under one another: each with its words, and a bar where there is something to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.safestring import SafeString

from milestones.pages.cells import Words
from milestones.pictures.bars import Bar, draw_bar


@dataclass(frozen=True, slots=True)
class BarLine:
    """One amount: what it is, its figure in words, and its bar; None where none is reported: a word, and no bar."""

    label: Words
    words: Words
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts, each with its words and its bar, "" for none; `label` names them all.

    `ends` says the end of their one scale, "" for one each; `slug` is their name as a picture, "" for none.
    """

    label: Words
    lines: Sequence[tuple[Words, Words, SafeString]]
    ends: Words = ""
    caption: Words = ""
    slug: str = ""
    template: ClassVar[str] = "pages/bars.html"


def bars(
    label: Words,
    lines: Sequence[BarLine],
    *,
    hue: int,
    ends: Words = "",
    caption: Words = "",
    one_scale: bool = True,
    slug: str = "",
) -> Bars:
    """The lines drawn on one scale from 0 to the largest amount, or each on a scale of its own."""
    most = most_of(lines)

    def drawn(bar: Bar) -> SafeString:
        return draw_bar(bar, scale=most if one_scale else bar.most, hue=hue)

    told = [(line.label, line.words, drawn(line.bar) if line.bar else SafeString()) for line in lines]
    return Bars(label, told, ends, caption, slug)


def most_of(lines: Sequence[BarLine]) -> Decimal:
    """The largest amount of all; 0 without any."""
    return max((line.bar.most for line in lines if line.bar), default=Decimal(0))
