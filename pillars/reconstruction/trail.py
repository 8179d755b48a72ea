"""What the money comes to: lines that are told, which of them may be added, and how sums are converted; pure.

A line is a stage of one place: an appeal, a donor, a channel and a project, each of which may be left open. A line
that leaves one open, or names a group of donors, speaks for all within it: those are not added to it. A pledge that
is announced again is one pledge.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from milestones.contingency.scales import Grade
from pillars.reconstruction.clocks import Loaded, counting
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
class Told(Loaded):
    """One sum at one stage, as one side tells it."""

    stage: Stage
    place: Place
    side: Side
    amount: Decimal
    currency: str
    is_total: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Loaded):
    """What one unit of `currency` was worth in `into`."""

    currency: str
    into: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """What one side tells of a stage at a place: the sums that make it up, oldest first."""

    stage: Stage
    place: Place
    side: Side
    parts: tuple[Told, ...]

    @property
    def newest(self) -> dt.date:
        """The day of its newest sum."""
        return self.parts[-1].date


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


@dataclass(frozen=True, slots=True)
class Money:
    """A plan's money: what was told, the rates, each appeal's currency, and the group of each donor."""

    told: tuple[Told, ...] = ()
    rates: tuple[Rate, ...] = ()
    currencies: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def lines(self, on: dt.date, known_at: dt.datetime | None) -> tuple[Line, ...]:
        """Every line as each side tells it; a total replaces what was told before it, and on its own day."""
        parts: dict[tuple[Stage, Place, Side], list[Told]] = {}
        told = counting(self.told, on, known_at)
        for each in sorted(told, key=lambda told: (told.date, told.is_total)):
            line = parts.setdefault((each.stage, each.place, each.side), [])
            if each.is_total:
                line.clear()
            line.append(each)
        return tuple(Line(*key, tuple(found)) for key, found in parts.items())

    def covers(self, wide: Place, narrow: Place) -> bool:
        """Whether what is told of the wide place includes the narrow one, which is another of the same appeal."""
        return (
            wide != narrow
            and wide.appeal == narrow.appeal
            and (wide.donor is None or wide.donor in self.with_groups(narrow.donor))
            and wide.channel in (None, narrow.channel)
            and wide.project in (None, narrow.project)
        )

    def with_groups(self, donor: str | None) -> tuple[str, ...]:
        """The donor and every group that includes it."""
        found: list[str] = []
        while donor is not None and donor not in found:
            found.append(donor)
            donor = self.groups.get(donor)
        return tuple(found)

    def addable(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """Lines of one stage that may be added: the most trusted word of each place, none inside another.

        What was told of a narrow place after the wide one's newest sum is added to that, but for a pledge that was
        announced again.
        """
        found = self._apart(lines)
        again = {id(told) for told in self._again(found)}
        kept = ((line, tuple(part for part in line.parts if id(part) not in again)) for line in found)
        return tuple(Line(line.stage, line.place, line.side, parts) for line, parts in kept if parts)

    def announced_again(self, lines: Iterable[Line]) -> tuple[Told, ...]:
        """The pledges among lines of one stage that are taken for earlier ones, and not added to them."""
        return self._again(self._apart(lines))

    def _again(self, lines: Iterable[Line]) -> tuple[Told, ...]:
        """Later pledges of one donor and the same sum, at one place or inside it; references tell two apart."""
        told = [part for line in lines for part in line.parts if part.stage is Stage.PLEDGE]
        first: dict[tuple[str | None, Decimal, str], list[Told]] = {}
        found: list[Told] = []
        for part in sorted(told, key=lambda part: (part.date, part.recorded, part.key)):
            alike = first.setdefault((part.place.donor, part.amount, part.currency), [])
            if any(self._may_be_one(earlier, part) for earlier in alike):
                found.append(part)
            else:
                alike.append(part)
        return tuple(found)

    def _may_be_one(self, one: Told, other: Told) -> bool:
        places = one.place, other.place
        is_near = places[0] == places[1] or self.covers(*places) or self.covers(*reversed(places))
        return is_near and not (one.reference and other.reference and one.reference != other.reference)

    def _apart(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """The most trusted word of each place, without what a wider place's sum includes."""
        trusted: dict[Place, Line] = {}
        for line in lines:
            rival = trusted.get(line.place)
            order = TRUSTED[line.stage]
            if rival is None or order.index(line.side) < order.index(rival.side):
                trusted[line.place] = line
        found: list[Line] = []
        for line in trusted.values():
            wider = [other.newest for other in trusted.values() if self.covers(other.place, line.place)]
            parts = _after(line, max(wider)) if wider else line.parts
            if parts:
                found.append(Line(line.stage, line.place, line.side, parts))
        return tuple(found)

    def summed(
        self, lines: Sequence[Line], currency: str, on: dt.date, known_at: dt.datetime | None
    ) -> Sum | None:
        """The lines' sum in the currency; None without a line, or where a sum has no rate to be converted at."""
        parts = [part for line in lines for part in line.parts]
        if not parts:
            return None
        amount = Decimal(0)
        used: dict[int, Rate] = {}
        for part in parts:
            if part.currency == currency:
                amount += part.amount
                continue
            rate = self.rate_of(part, currency, on, known_at)
            if rate is None:
                return None
            used[rate.key] = rate
            amount += part.amount * rate.rate
        return Sum(
            amount=amount,
            currency=currency,
            grade=min(each.grade for each in (*parts, *used.values())),
            newest=max(part.date for part in parts),
            learned=max(part.recorded for part in parts),
            rates=tuple(used.values()),
        )

    def rate_of(self, part: Told, currency: str, on: dt.date, known_at: dt.datetime | None) -> Rate | None:
        """The newest rate of the sum's day or at most a month before; None where none is stated."""
        fitting = [
            rate
            for rate in counting(self.rates, min(on, part.date), known_at)
            if (rate.currency, rate.into) == (part.currency, currency) and rate.date >= part.date - RATE_AGE
        ]
        return fitting[-1] if fitting else None

    def is_told_for_all(
        self, part: Stage, whole: Stage, appeal: str | None, on: dt.date, known_at: dt.datetime | None
    ) -> bool:
        """Whether the part is told of every donor whose whole is: of the donor, or of a place that includes it.

        Where it is not, the sum of the part is a lower bound, and its share of the whole is not known.
        """
        told = self._of_stage(part, appeal, on, known_at)
        return all(
            any(one.place.donor == line.place.donor or self.covers(one.place, line.place) for one in told)
            for line in self._of_stage(whole, appeal, on, known_at)
        )

    def total(self, stage: Stage, appeal: str, on: dt.date, known_at: dt.datetime | None) -> Sum | None:
        """What an appeal's money comes to at a stage, in the appeal's currency; None where nothing is told."""
        if appeal not in self.currencies:
            return None
        lines = self._of_stage(stage, appeal, on, known_at)
        return self.summed(lines, self.currencies[appeal], on, known_at)

    def _of_stage(
        self, stage: Stage, appeal: str | None, on: dt.date, known_at: dt.datetime | None
    ) -> tuple[Line, ...]:
        """The lines of an appeal at a stage that may be added."""
        lines = self.lines(on, known_at)
        return self.addable([line for line in lines if (line.stage, line.place.appeal) == (stage, appeal)])


def _after(line: Line, day: dt.date) -> tuple[Told, ...]:
    """The line's sums after the day; none where one of them is a total, which may reach back before it."""
    later = tuple(part for part in line.parts if part.date > day)
    return () if any(part.is_total for part in later) else later
