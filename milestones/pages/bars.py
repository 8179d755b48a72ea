"""Amounts under one another: each with its words, and a bar where there is something to draw."""

from collections.abc import Iterator, Sequence
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
    """Amounts, drawn in a hue on one scale from 0 to the largest, or each on one of its own; `label` names them all.

    `ends` says the end of their one scale, "" for one each; `slug` is their name as a picture, "" for none.
    """

    label: Words
    lines: Sequence[BarLine]
    hue: int
    ends: Words = ""
    caption: Words = ""
    one_scale: bool = True
    slug: str = ""
    template: ClassVar[str] = "pages/bars.html"

    @property
    def drawn(self) -> Iterator[tuple[Words, Words, SafeString | str]]:
        """What each line is of, its figure in words, and its bar, "" for none."""
        most = most_of(self.lines)
        for line in self.lines:
            scale = most if self.one_scale or not line.bar else line.bar.most
            yield line.label, line.words, draw_bar(line.bar, scale=scale, hue=self.hue) if line.bar else ""


def most_of(lines: Sequence[BarLine]) -> Decimal:
    """The largest amount of all; 0 without any."""
    return max((line.bar.most for line in lines if line.bar), default=Decimal(0))
