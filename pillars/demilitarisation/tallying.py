"""How counts of events, stages and running totals add up, as they come in the order of their days; pure.

One count may be published by the event, another for a stage, a third as a running total only. A sum never adds what a
later total holds already: it takes the newest base and adds what came after.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milestones.measures import Measuring
from milestones.sweeps import Measured, PlainRecord, RunningSum


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally(PlainRecord):
    """One count of what was accepted; texts that do not apply are empty."""

    category: str
    series: str
    scope: str
    phase: str = ""
    area: str = ""
    accepted: int

    @property
    def own(self) -> Measured:
        """What it says by itself."""
        return Measured(Decimal(self.accepted), self.grade)

    def replaces(self, base: "Tally | None") -> bool:
        """Whether it is newer than a count of the same scope."""
        return base is None or (self.date, self.recorded) > (base.date, base.recorded)


class Based(Measuring):
    """The newest count of a scope and the events after its day; the events alone where there is none."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.base: Tally | None = None
        self._events: Measured | None = None

    def take(self, record: Tally) -> None:
        if record.scope == self.scope and record.replaces(self.base):
            self.base, self._events = record, None
        elif record.scope == "event" and (self.base is None or record.date > self.base.date):
            self._events = summed((self._events, record.own))

    def measured(self) -> Measured | None:
        return summed((self.base.own if self.base else None, self._events))


class StageStrand(Based):
    """What was accepted in one stage alone: its newest stage count, and the events after it.

    Events alone are the stage's count only while no running total was given in the stage: that one may hold events
    which were never published, as Aceh's fourth stage did.
    """

    def __init__(self) -> None:
        super().__init__("stage")
        self._has_total = False

    def take(self, record: Tally) -> None:
        self._has_total = self._has_total or record.scope == "total"
        super().take(record)

    def measured(self) -> Measured | None:
        return None if self.base is None and self._has_total else super().measured()


class RunningStrand(Measuring):
    """What was accepted in all: the newest running total, and what each stage has gained since."""

    def __init__(self) -> None:
        self._base: Tally | None = None
        self._gains: dict[str, _Gain] = {}

    def take(self, record: Tally) -> None:
        if record.scope == "total" and record.replaces(self._base):
            self._base = record
        self._gains.setdefault(record.phase, _Gain()).take(record, self._base)

    def measured(self) -> Measured | None:
        gains = (gain.since(self._base) for gain in self._gains.values())
        return summed((self._base.own if self._base else None, *gains))


class _Gain:
    """What one stage has come to, and had come to on the day of a running total."""

    def __init__(self) -> None:
        self._now = Based("stage")
        self._then: Measured | None = None
        self._events: Measured | None = None
        self._base: Tally | None = None

    def take(self, record: Tally, base: Tally | None) -> None:
        if base is not None and record.date > base.date and base is not self._base:
            self._then, self._events, self._base = self._now.measured(), None, base
        self._now.take(record)
        if record.scope == "event":
            self._events = summed((self._events, record.own))

    def since(self, base: Tally | None) -> Measured | None:
        """What it has gained since the day of the running total; None for nothing."""
        now, stage = self._now.measured(), self._now.base
        if base is None:
            return now
        if base is not self._base:
            return None
        if stage is None or stage.date <= base.date:
            return self._events
        return Measured(now.value - self._then.value, now.grade) if now and self._then else now


class Strands(Measuring):
    """The counts of each category for the whole; area by area only where none is for the whole."""

    def __init__(self, strand: Callable[[], Measuring]) -> None:
        self._begin = strand
        self._strands: dict[tuple[str, str], Measuring] = {}
        self.so_far = RunningSum()

    def take(self, record: Tally) -> None:
        whole, own = (record.category, ""), (record.category, record.area)
        if own not in self._strands:
            self._strands[own] = self._begin()
            if own == whole:
                for key in [key for key in self._strands if key[0] == record.category]:
                    self.so_far.put(key, None)
        self._strands[own].take(record)
        if own == whole or whole not in self._strands:
            self.so_far.put(own, self._strands[own].measured())


class Through(Measuring):
    """What was accepted through the last of the phases, which are given in their order.

    Its newest running total and the events after it; without one, what was accepted before it and in it.
    """

    def __init__(self, phases: Sequence[str]) -> None:
        self._stages = {phase: Strands(StageStrand) for phase in phases}
        self._totals = {phase: Strands(lambda: Based("total")) for phase in phases}
        self._with_total: set[str] = set()

    def take(self, record: Tally) -> None:
        if record.phase in self._stages:
            self._stages[record.phase].take(record)
            self._totals[record.phase].take(record)
            if record.scope == "total":
                self._with_total.add(record.phase)

    def measured(self) -> Measured | None:
        parts: list[Measured | None] = []
        for phase in reversed(self._stages):
            if phase in self._with_total:
                parts.append(self._totals[phase].measured())
                break
            parts.append(self._stages[phase].measured())
        return None if None in parts else summed(parts)


def summed(parts: Iterable[Measured | None]) -> Measured | None:
    """The sum of what is known, with its weakest grade; None where nothing is."""
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return Measured(sum((part.value for part in known), Decimal(0)), min(part.grade for part in known))
