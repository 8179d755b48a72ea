"""What the money comes to: sums that are told, which of them may be added, and how they are converted; pure.

A line is a stage of one place: an appeal, a donor, a channel and a project, each of which may be left open. A line
that leaves one open, or names a group of donors, speaks for all within it: those are not added to it. A pledge that
is announced again is one pledge.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from milestones.contingency.scales import Grade
from milestones.sweeps import PlainRecord
from pillars.reconstruction.models.choices import Side, Stage

RATE_AGE = dt.timedelta(days=31)
"""How old a rate may be on the day of the sum that it converts."""

TRUSTED: Mapping[Stage, tuple[Side, ...]] = {
    Stage.PLEDGE: (Side.DONOR, Side.CHANNEL, Side.OTHER, Side.PROJECT),
    Stage.DUE: (Side.DONOR, Side.CHANNEL, Side.OTHER, Side.PROJECT),
    Stage.COMMITMENT: (Side.DONOR, Side.CHANNEL, Side.OTHER, Side.PROJECT),
    Stage.RECEIVED: (Side.CHANNEL, Side.OTHER, Side.PROJECT, Side.DONOR),
    Stage.DISBURSED: (Side.CHANNEL, Side.PROJECT, Side.OTHER, Side.DONOR),
    Stage.SPENT: (Side.PROJECT, Side.CHANNEL, Side.OTHER, Side.DONOR),
}
"""Whose word is counted where several tell one line: who promised, then who holds the money."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose money and where, by slugs; None is left open."""

    appeal: str | None = None
    donor: str | None = None
    channel: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(PlainRecord):
    """One sum at one stage, as one side tells it."""

    stage: Stage
    place: Place
    side: Side
    amount: Decimal
    currency: str
    is_total: bool = False
    reference: str = ""

    @property
    def order(self) -> tuple[Any, ...]:
        """A total replaces what was told on its own day too."""
        return int(self.is_total), self.recorded, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(PlainRecord):
    """What one unit of `currency` was worth in `into`; `source` is its source's key."""

    currency: str
    into: str
    rate: Decimal
    source: int | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """It converts sums of its own day."""
        return -1, self.recorded, self.key


@dataclass(frozen=True, slots=True)
class Line:
    """What one side tells of a stage at a place: the sums that make it up, oldest first."""

    stage: Stage
    place: Place
    side: Side
    parts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in one currency, with the weakest grade it rests on and the rates it was converted at.

    `newest` is the day of its newest part, `learned` when the last of its parts became known.
    """

    amount: Decimal
    currency: str
    grade: Grade
    newest: dt.date
    learned: dt.datetime
    rates: tuple[Rate, ...] = ()


class Rates:
    """Exchange rates, taken in the order of their days."""

    def __init__(self, rates: Iterable[Rate] = ()) -> None:
        self._told: dict[tuple[str, str], list[Rate]] = {}
        for rate in rates:
            self.take(rate)

    def take(self, rate: Rate) -> None:
        """Take the next rate."""
        self._told.setdefault((rate.currency, rate.into), []).append(rate)

    def of(self, told: Told, currency: str) -> Rate | None:
        """The newest rate of the sum's day or at most a month before; None where none is stated."""
        stated = self._told.get((told.currency, currency), [])
        before = bisect_right(stated, told.date, key=lambda rate: rate.date)
        newest = stated[before - 1] if before else None
        return newest if newest is not None and newest.date >= told.date - RATE_AGE else None
