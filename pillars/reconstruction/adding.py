"""Which sums of money may be added, kept up as they come in the order of their days; pure.

A place's newest sum takes in all that was told inside it up to that day, so what counts inside is dropped then and
never comes back: each sum is added once and dropped once at most, and n of them cost n log n.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count
from typing import Any

from milestones.sweeps import Measured, RunningSum
from pillars.reconstruction.models.choices import Stage
from pillars.reconstruction.trail import TRUSTED, Line, Place, Rate, Rates, Sum, Told

Wider = Callable[[Place], Iterable[Place]]
"""The places that speak for all within one, without it itself."""
LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


class Pot:
    """Sums in one currency, each converted at the rate of its day, that come and go by their numbers."""

    def __init__(self, currency: str, rates: Rates) -> None:
        self._currency, self._rates = currency, rates
        self._parts: dict[int, tuple[Told, Rate | None]] = {}
        self._converted = RunningSum()
        self._newest: list[tuple[int, int]] = []
        self._learned: list[tuple[dt.timedelta, int]] = []

    def put(self, number: int, told: Told) -> None:
        """Add a sum."""
        amount, grade, rate = told.amount, told.grade, None
        if told.currency != self._currency:
            rate = self._rates.of(told, self._currency)
            if rate is not None:
                amount, grade = amount * rate.rate, min(grade, rate.grade)
        self._parts[number] = told, rate
        if rate is not None or told.currency == self._currency:
            self._converted.put(number, Measured(amount, grade))
        heappush(self._newest, (-told.date.toordinal(), number))
        heappush(self._learned, (LAST - told.recorded, number))

    def drop(self, number: int) -> None:
        """Take a sum away again."""
        del self._parts[number]
        self._converted.put(number, None)

    def sum(self) -> Sum | None:
        """All of it but the rates; None without a sum, or where one has no rate to be converted at."""
        total = self._converted.measured()
        if total is None or len(self._converted) < len(self._parts):
            return None
        return Sum(
            total.value,
            self._currency,
            total.grade,
            newest=self._top(self._newest).date,
            learned=self._top(self._learned).recorded,
        )

    def rates(self) -> tuple[Rate, ...]:
        """The rates that the sums are converted at, each once."""
        return tuple({rate.key: rate for _told, rate in self._parts.values() if rate is not None}.values())

    def _top(self, heap: list[Any]) -> Told:
        while heap[0][1] not in self._parts:
            heappop(heap)
        return self._parts[heap[0][1]][0]


@dataclass(slots=True)
class _Point:
    """What counts of one place: the sums of its most trusted side, and which pledges were announced again.

    `newest` is the day of that side's newest sum. `reaches_back`: a total was told after a wider place's sum; it may
    hold what that holds, so nothing is added until the wider place is told again.
    """

    place: Place
    rank: int
    wider: tuple[Place, ...]
    trust: int
    newest: dt.date = dt.date.min
    numbers: list[int] = field(default_factory=list)
    again: list[Told] = field(default_factory=list)
    references: dict[tuple[str | None, Decimal, str], set[str]] = field(default_factory=dict)
    reaches_back: bool = False


class Added:
    """Sums of one stage that may be added: the most trusted word of each place, none inside another.

    What was told of a narrow place after the wide one's newest sum is added to that, but for a pledge that was
    announced again: a later one of the same donor and sum, at the same place or inside it; references tell two apart.
    """

    def __init__(self, wider: Wider, rates: Rates) -> None:
        self._wider, self._rates = wider, rates
        self._points: dict[Place, _Point] = {}
        self._ranked: list[_Point] = []
        self._first: list[int] = []
        self._inside: dict[Place, set[Place]] = {}
        self._numbers = count()
        self._parts: dict[int, Told] = {}
        self._pots: dict[str, Pot] = {}
        self.moved: set[Place] = set()
        """The places that began or ceased to count, for whoever asks and clears it."""

    def take(self, told: Told) -> None:
        """Take the next sum."""
        point = self._points.get(told.place)
        if point is None:
            rank, untrusted = len(self._points), len(TRUSTED[told.stage])
            point = _Point(told.place, rank, tuple(self._wider(told.place)), untrusted)
            self._points[told.place] = point
            self._ranked.append(point)
        trust = TRUSTED[told.stage].index(told.side)
        if trust > point.trust:
            return
        if trust < point.trust or told.is_total:
            self._clear(point)
        point.trust, point.newest = trust, told.date
        for place in self._inside.pop(told.place, ()):
            self._clear(self._points[place])
        wider = [self._points[place] for place in point.wider if place in self._points]
        if not any(wide.newest == told.date for wide in wider):
            self._count(told, point, wider)

    def lines(self) -> list[Line]:
        """What may be added, by place, in the order in which the places were first told of."""
        return [self.line(point.place) for point in self._ranked if point.numbers]

    def line(self, place: Place) -> Line:
        """What may be added of a place at which something may."""
        parts = tuple(self._parts[number] for number in self._points[place].numbers)
        return Line(parts[0].stage, place, parts[0].side, parts)

    def again(self) -> list[Told]:
        """The pledges that are taken for earlier ones."""
        again = (told for point in self._ranked for told in point.again)
        return sorted(again, key=lambda told: (told.date, told.order))

    def currency(self) -> str | None:
        """The currency of the newest sum of the place that was told of first; None without a sum."""
        while self._first and not self._ranked[self._first[0]].numbers:
            heappop(self._first)
        return self._parts[self._ranked[self._first[0]].numbers[-1]].currency if self._first else None

    def sum(self, currency: str) -> Sum | None:
        """The sum in a currency, without its rates; None without a part, or where one has no rate."""
        pot = self._pots.get(currency)
        if pot is None:
            pot = self._pots[currency] = Pot(currency, self._rates)
            for number, told in self._parts.items():
                pot.put(number, told)
        return pot.sum()

    def rates(self, currency: str) -> dict[int, Rate]:
        """The rates at which the sum is converted, by their keys, in the order of the lines."""
        parts = (part for line in self.lines() for part in line.parts if part.currency != currency)
        rates = (self._rates.of(part, currency) for part in parts)
        return {rate.key: rate for rate in rates if rate is not None}

    def _count(self, told: Told, point: _Point, wider: list[_Point]) -> None:
        for place in point.wider:
            self._inside.setdefault(place, set()).add(told.place)
        point.reaches_back = point.reaches_back or (told.is_total and bool(wider))
        if point.reaches_back:
            return
        if told.stage is Stage.PLEDGE and self._is_again(told, point, wider):
            point.again.append(told)
            return
        if not point.numbers:
            heappush(self._first, point.rank)
            self.moved.add(point.place)
        number = next(self._numbers)
        self._parts[number] = told
        point.numbers.append(number)
        for pot in self._pots.values():
            pot.put(number, told)

    def _is_again(self, told: Told, point: _Point, wider: list[_Point]) -> bool:
        """Whether the same pledge was counted before; where it was not, it is remembered."""
        same = told.place.donor, told.amount, told.currency
        for near in (point, *wider):
            references = near.references.get(same)
            if references and (not told.reference or references & {"", told.reference}):
                return True
        point.references.setdefault(same, set()).add(told.reference)
        return False

    def counts(self, place: Place) -> bool:
        """Whether anything of a place may be added."""
        return place in self._points and bool(self._points[place].numbers)

    def _clear(self, point: _Point) -> None:
        if point.numbers:
            self.moved.add(point.place)
        for number in point.numbers:
            del self._parts[number]
            for pot in self._pots.values():
                pot.drop(number)
        point.numbers.clear()
        point.again.clear()
        point.references.clear()
        point.reaches_back = False


class Receipts:
    """Whether a part is told of every donor whose whole is: of the donor, or of a place that includes it.

    Where it is not, the sum of the part is a lower bound, and its share of the whole is not known.
    """

    def __init__(self, part: Added, whole: Added, wider: Wider) -> None:
        self._part, self._whole, self._wider = part, whole, wider
        self._tellers: dict[str | None, set[Place]] = defaultdict(set)
        self._of_donor: dict[str | None, set[Place]] = defaultdict(set)
        self._inside: dict[Place, set[Place]] = defaultdict(set)
        self._untold: set[Place] = set()

    def is_told_for_all(self) -> bool:
        """Whether nothing is missing by now; looks only at what has moved since this was asked last."""
        unsure = set(self._whole.moved)
        for place in self._whole.moved:
            self._of_donor[place.donor].add(place)
            for wide in self._wider(place):
                self._inside[wide].add(place)
        for place in self._part.moved:
            tellers = self._tellers[place.donor]
            was_told = bool(tellers)
            (tellers.add if self._part.counts(place) else tellers.discard)(place)
            unsure |= self._inside[place]
            if was_told != bool(tellers):
                unsure |= self._of_donor[place.donor]
        self._whole.moved.clear()
        self._part.moved.clear()
        for place in unsure:
            is_told = bool(self._tellers[place.donor]) or any(map(self._part.counts, self._wider(place)))
            is_missing = self._whole.counts(place) and not is_told
            (self._untold.add if is_missing else self._untold.discard)(place)
        return not self._untold
