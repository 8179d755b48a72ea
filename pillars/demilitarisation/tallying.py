"""How counts of events, stages and running totals add up; pure, over records that were loaded.

One count may be published by the event, another for a stage, a third as a running total only. A sum never adds what a
later total holds already: it takes the newest base and adds what came after.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milestones.contingency.scales import Grade
from milestones.measures import Measured


@dataclass(frozen=True, slots=True)
class Clocks:
    """A record's day, when the public could first know it, and when it was taken back."""

    date: dt.date
    recorded: dt.datetime
    retracted: dt.datetime | None
    grade: Grade

    def counts(self, on: dt.date, known_at: dt.datetime | None) -> bool:
        """Whether it counts for the day as known at the instant; what is disputed never does."""
        return (
            self.date <= on
            and self.grade is not Grade.DISPUTED
            and (known_at is None or self.recorded <= known_at)
            and not (self.retracted is not None and (known_at is None or self.retracted <= known_at))
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """One count of what was accepted; texts that do not apply are empty."""

    clocks: Clocks
    category: str
    series: str
    scope: str
    phase: str
    area: str
    accepted: int


def stage_value(tallies: Sequence[Tally], phase: str) -> Measured | None:
    """What was accepted in one stage alone: its newest stage count, and the events after it.

    Events alone are the stage's count only while no running total was given in the stage: that one may hold events
    which were never published, as Aceh's fourth stage did.
    """
    return _summed(_stage_strand(strand) for strand in _strands(_of(tallies, phase)))


def through_value(tallies: Sequence[Tally], phases: Sequence[str]) -> Measured | None:
    """What was accepted through the last of the phases, which are given in their order.

    Its newest running total and the events after it; without one, what was accepted before it and in it.
    """
    if not phases:
        return None
    *before, last = phases
    own = _of(tallies, last)
    if any(each.scope == "total" for each in own):
        return _summed(_based(strand, "total") for strand in _strands(own))
    in_it = stage_value(tallies, last)
    if not before or in_it is None:
        return in_it
    earlier = through_value(tallies, before)
    return None if earlier is None else _both(earlier, in_it)


def running_total(tallies: Sequence[Tally]) -> Measured | None:
    """What was accepted in all: the newest running total, and what each stage has gained since."""
    return _summed(_running_strand(strand) for strand in _strands(tallies))


def _strands(tallies: Sequence[Tally]) -> list[list[Tally]]:
    """The counts of each category for the whole; area by area only where none is for the whole."""
    strands: dict[tuple[str, str], list[Tally]] = {}
    for each in tallies:
        strands.setdefault((each.category, each.area), []).append(each)
    return [
        strand for (category, area), strand in strands.items() if not area or (category, "") not in strands
    ]


def _of(tallies: Sequence[Tally], phase: str) -> list[Tally]:
    return [each for each in tallies if each.phase == phase]


def _newest(tallies: Iterable[Tally], scope: str) -> Tally | None:
    found = (each for each in tallies if each.scope == scope)
    return max(found, key=lambda each: (each.clocks.date, each.clocks.recorded), default=None)


def _based(strand: Sequence[Tally], scope: str) -> Measured | None:
    """The newest count of the scope and the events after its day; the events alone where there is none."""
    base = _newest(strand, scope)
    events = _events_after(strand, base)
    return _summed(map(_own_value, events if base is None else [base, *events]))


def _events_after(strand: Iterable[Tally], base: Tally | None) -> list[Tally]:
    return [
        each
        for each in strand
        if each.scope == "event" and (base is None or each.clocks.date > base.clocks.date)
    ]


def _stage_strand(strand: Sequence[Tally]) -> Measured | None:
    has_total_only = _newest(strand, "stage") is None and _newest(strand, "total") is not None
    return None if has_total_only else _based(strand, "stage")


def _running_strand(strand: Sequence[Tally]) -> Measured | None:
    base = _newest(strand, "total")
    gains = [_gain(_of(strand, phase), base) for phase in sorted({each.phase for each in strand})]
    return _summed(gains if base is None else [_own_value(base), *gains])


def _gain(own: Sequence[Tally], base: Tally | None) -> Measured | None:
    """What a stage has gained since the day of the running total; None for nothing."""
    stage = _newest(own, "stage")
    if base is None:
        return _based(own, "stage")
    if stage is None or stage.clocks.date <= base.clocks.date:
        return _summed(map(_own_value, _events_after(own, base)))
    now = _based(own, "stage")
    then = _based([each for each in own if each.clocks.date <= base.clocks.date], "stage")
    if now is None or then is None:
        return now
    return Measured(now.value - then.value, now.grade)


def _own_value(tally: Tally) -> Measured:
    return Measured(Decimal(tally.accepted), tally.clocks.grade)


def _both(one: Measured, other: Measured) -> Measured:
    return Measured(one.value + other.value, min(one.grade, other.grade))


def _summed(parts: Iterable[Measured | None]) -> Measured | None:
    """The sum of what is known, with its weakest grade; None where nothing is."""
    total: Measured | None = None
    for part in parts:
        if part is not None:
            total = part if total is None else _both(total, part)
    return total
