"""Demilitarisation's measures, asked for one day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from milestones.contingency.scales import Grade
from milestones.measures import Loaded
from milestones.sweeps import Measured
from pillars.demilitarisation.counting import INCIDENT_DAYS, Alleged, Collections, Inspected, Scope, read_scope
from pillars.demilitarisation.tallying import Tally
from tests.pillars.day_by_day import counts

PLACES = Decimal("0.0001")


def accepted(counted: Collections, on: date, known_at: datetime | None, argument: str, area: str) -> Measured | None:
    """How many were accepted by the day."""
    scope = read_scope(argument)
    series = scope.series or counted.deciding
    tallies = [
        each
        for each in counted.tallies
        if each.series == series
        and _is_asked(each.category, scope, counted)
        and (not area or each.area == area)
        and counts(each, on, known_at)
    ]
    if not scope.phase:
        return running_total(tallies)
    if not scope.is_through:
        return stage_value(tallies, scope.phase)
    return through_value(tallies, _phases_through(counted, scope.phase))


def accepted_of_target(
    counted: Collections, on: date, known_at: datetime | None, argument: str, area: str
) -> Measured | None:
    """What was accepted, as a percentage of what was agreed."""
    found = accepted(counted, on, known_at, argument, area)
    aim = target(counted, on, known_at, argument, area)
    if found is None or aim is None or not aim.value:
        return None
    share = (100 * found.value / aim.value).quantize(PLACES, ROUND_HALF_EVEN)
    return Measured(share, min(found.grade, aim.grade))


def target(counted: Collections, on: date, known_at: datetime | None, argument: str, area: str) -> Measured | None:
    """What was agreed for the scope; through a stage, the sum of the stages up to it."""
    scope = read_scope(argument)
    phases = _phases_through(counted, scope.phase) if scope.is_through else [scope.phase]
    total: Measured | None = None
    for phase in phases:
        newest = {
            (each.category, each.area): each
            for each in counted.targets
            if each.phase == phase
            and each.area == area
            and _is_asked(each.category, scope, counted)
            and counts(each, on, known_at)
        }
        if not newest:
            return None
        for each in newest.values():
            before = total or Measured(Decimal(0), Grade.VERIFIED)
            total = Measured(before.value + each.figure, min(before.grade, each.grade))
    return total


def areas_certified(counted: Loaded, on: date, known_at: datetime | None, argument: str, area: str) -> Measured | None:
    """How many areas have a newest certification that passed; None while none was certified or refused."""
    newest: dict[str, Inspected] = {}
    for each in counted.loaded:
        if each.kind == "certification" and each.area and counts(each, on, known_at):
            newest[each.area] = each
    asked = [each for each in newest.values() if not area or each.area == area]
    if not asked:
        return None
    passed = [each for each in asked if each.outcome == "passed"]
    return Measured(Decimal(len(passed)), min(each.grade for each in passed or asked))


def inspections_passed(
    counted: Loaded, on: date, known_at: datetime | None, argument: str, area: str
) -> Measured | None:
    """The percentage of the inspections with a result, passed or failed, that passed; None without any."""
    concluded = [
        each
        for each in counted.loaded
        if each.kind == "inspection"
        and each.outcome in ("passed", "failed")
        and (not area or each.area == area)
        and counts(each, on, known_at)
    ]
    if not concluded:
        return None
    passed = sum(each.outcome == "passed" for each in concluded)
    share = (Decimal(100) * passed / len(concluded)).quantize(PLACES, ROUND_HALF_EVEN)
    return Measured(share, min(each.grade for each in concluded))


def incidents_30_days(
    counted: Loaded, on: date, known_at: datetime | None, argument: str, area: str
) -> Measured | None:
    """How many cases happened in the 30 days that end with the day; None while no case is known at all."""
    cases = _cases(counted, on, known_at, area)
    if not cases:
        return None
    first = on - timedelta(days=INCIDENT_DAYS - 1)
    counting = [each for each in cases if each.finding != "unfounded" and each.happened_on >= first]
    return Measured(Decimal(len(counting)), min(each.grade for each in counting or cases))


def _is_asked(category: str, scope: Scope, counted: Collections) -> bool:
    return category == scope.category if scope.category else category in counted.arms


def _phases_through(counted: Collections, phase: str) -> list[str]:
    """The phases up to and with the one named; none where the plan has none of that name."""
    if phase not in counted.phases:
        return []
    return list(counted.phases[: counted.phases.index(phase) + 1])


def _cases(counted: Loaded, on: date, known_at: datetime | None, area: str) -> list[Alleged]:
    """The newest row of each case."""
    newest: dict[str, Alleged] = {}
    for each in counted.loaded:
        if counts(each, on, known_at):
            newest[each.case] = each
    return [each for each in newest.values() if not area or each.area == area]


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
    return [strand for (category, area), strand in strands.items() if not area or (category, "") not in strands]


def _of(tallies: Sequence[Tally], phase: str) -> list[Tally]:
    return [each for each in tallies if each.phase == phase]


def _newest(tallies: Iterable[Tally], scope: str) -> Tally | None:
    found = (each for each in tallies if each.scope == scope)
    return max(found, key=lambda each: (each.date, each.recorded), default=None)


def _based(strand: Sequence[Tally], scope: str) -> Measured | None:
    """The newest count of the scope and the events after its day; the events alone where there is none."""
    base = _newest(strand, scope)
    events = _events_after(strand, base)
    return _summed(map(_own_value, events if base is None else [base, *events]))


def _events_after(strand: Iterable[Tally], base: Tally | None) -> list[Tally]:
    return [each for each in strand if each.scope == "event" and (base is None or each.date > base.date)]


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
    if stage is None or stage.date <= base.date:
        return _summed(map(_own_value, _events_after(own, base)))
    now = _based(own, "stage")
    then = _based([each for each in own if each.date <= base.date], "stage")
    if now is None or then is None:
        return now
    return Measured(now.value - then.value, now.grade)


def _own_value(tally: Tally) -> Measured:
    return Measured(Decimal(tally.accepted), tally.grade)


def _both(one: Measured, other: Measured) -> Measured:
    return Measured(one.value + other.value, min(one.grade, other.grade))


def _summed(parts: Iterable[Measured | None]) -> Measured | None:
    """The sum of what is known, with its weakest grade; None where nothing is."""
    total: Measured | None = None
    for part in parts:
        if part is not None:
            total = part if total is None else _both(total, part)
    return total
