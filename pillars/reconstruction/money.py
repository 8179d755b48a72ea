"""A plan's money on one day: its lines, which of them may be added, and what they come to; pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from milestones.sweeps import counting
from pillars.reconstruction.adding import Added, Pot, Receipts
from pillars.reconstruction.models.choices import Side, Stage
from pillars.reconstruction.trail import Line, Place, Rate, Rates, Sum, Told


@dataclass(frozen=True, slots=True)
class Money:
    """What was told of a plan's money, with rates, each appeal's currency, and the group of each donor."""

    told: tuple[Told, ...] = ()
    rates: tuple[Rate, ...] = ()
    currencies: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def lines(self, on: dt.date, known_at: dt.datetime | None) -> tuple[Line, ...]:
        """Every line as each side tells it; a total replaces what was told before it, and on its own day."""
        parts: dict[tuple[Stage, Place, Side], list[Told]] = {}
        for told in counting(self.told, on, known_at):
            line = parts.setdefault((told.stage, told.place, told.side), [])
            if told.is_total:
                line.clear()
            line.append(told)
        return tuple(Line(*key, tuple(line)) for key, line in parts.items())

    def wider(self, place: Place) -> Iterator[Place]:
        """The places that speak for all within one: each leaves something of it open, or names a donor's group."""
        for donor in (*self._with_groups(place.donor), None):
            for channel in {place.channel, None}:
                for project in {place.project, None}:
                    wide = Place(place.appeal, donor, channel, project)
                    if wide != place:
                        yield wide

    def _with_groups(self, donor: str | None) -> list[str]:
        """The donor and every group that includes it."""
        donors: list[str] = []
        while donor is not None and donor not in donors:
            donors.append(donor)
            donor = self.groups.get(donor)
        return donors

    def addable(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """Those of the lines of one stage that may be added, with what of each may be."""
        lines = tuple(lines)
        added = {line.place: line for line in self._added(lines).lines()}
        places = dict.fromkeys(line.place for line in lines)
        return tuple(added[place] for place in places if place in added)

    def announced_again(self, lines: Iterable[Line]) -> tuple[Told, ...]:
        """The pledges among lines of one stage that are taken for earlier ones, and not added to them."""
        return tuple(self._added(lines).again())

    def _added(self, lines: Iterable[Line]) -> Added:
        added = Added(self.wider, Rates())
        for told in sorted((told for line in lines for told in line.parts), key=lambda told: (told.date, told.order)):
            added.take(told)
        return added

    def summed(self, lines: Iterable[Line], currency: str, on: dt.date, known_at: dt.datetime | None) -> Sum | None:
        """The lines' sum in the currency; None without a line, or where a sum has no rate to be converted at."""
        pot = Pot(currency, Rates(counting(self.rates, on, known_at)))
        for number, told in enumerate(told for line in lines for told in line.parts):
            pot.put(number, told)
        amount = pot.sum()
        return amount and replace(amount, rates=pot.rates())

    def total(self, stage: Stage, appeal: str, on: dt.date, known_at: dt.datetime | None) -> Sum | None:
        """What an appeal's money comes to at a stage, in the appeal's currency; None where nothing is told."""
        if appeal not in self.currencies:
            return None
        lines = self._of_stage(stage, appeal, on, known_at)
        return self.summed(self.addable(lines), self.currencies[appeal], on, known_at)

    def is_told_for_all(
        self, part: Stage, whole: Stage, appeal: str | None, on: dt.date, known_at: dt.datetime | None
    ) -> bool:
        """Whether the part is told of every donor whose whole is, as `Receipts` has it."""
        received, promised = (self._added(self._of_stage(stage, appeal, on, known_at)) for stage in (part, whole))
        return Receipts(received, promised, self.wider).is_told_for_all()

    def _of_stage(self, stage: Stage, appeal: str | None, on: dt.date, known_at: dt.datetime | None) -> list[Line]:
        lines = self.lines(on, known_at)
        return [line for line in lines if (line.stage, line.place.appeal) == (stage, appeal)]
