"""What demilitarisation measures, for any day as known at any instant; pure over what `counting` loaded."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.measures import Measure, Measured
from pillars.demilitarisation.arguments import ARGUMENT, Scope, read_scope, unknown_scope
from pillars.demilitarisation.counting import (
    INCIDENT_DAYS,
    Alleged,
    Collections,
    Incidents,
    Inspected,
    Inspections,
    load_collections,
    load_incidents,
    load_inspections,
)
from pillars.demilitarisation.tallying import running_total, stage_value, through_value

PLACES = Decimal("0.0001")


def accepted(
    counted: Collections, on: date, known_at: datetime | None, argument: str, area: str
) -> Measured | None:
    """How many were accepted by the day."""
    scope = read_scope(argument)
    series = scope.series or counted.deciding
    tallies = [
        each
        for each in counted.tallies
        if each.series == series
        and _is_asked(each.category, scope, counted)
        and (not area or each.area == area)
        and each.clocks.counts(on, known_at)
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


def target(
    counted: Collections, on: date, known_at: datetime | None, argument: str, area: str
) -> Measured | None:
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
            and each.clocks.counts(on, known_at)
        }
        if not newest:
            return None
        for each in newest.values():
            before = total or Measured(Decimal(0), Grade.VERIFIED)
            total = Measured(before.value + each.figure, min(before.grade, each.clocks.grade))
    return total


def areas_certified(
    counted: Inspections, on: date, known_at: datetime | None, argument: str, area: str
) -> Measured | None:
    """How many areas have a newest certification that passed; None while none was certified or refused."""
    newest: dict[str, Inspected] = {}
    for each in counted.inspections:
        if each.kind == "certification" and each.area and each.clocks.counts(on, known_at):
            newest[each.area] = each
    asked = [each for each in newest.values() if not area or each.area == area]
    if not asked:
        return None
    passed = [each for each in asked if each.outcome == "passed"]
    return Measured(Decimal(len(passed)), min(each.clocks.grade for each in passed or asked))


def inspections_passed(
    counted: Inspections, on: date, known_at: datetime | None, argument: str, area: str
) -> Measured | None:
    """The percentage of the inspections with a result, passed or failed, that passed; None without any."""
    concluded = [
        each
        for each in counted.inspections
        if each.kind == "inspection"
        and each.outcome in ("passed", "failed")
        and (not area or each.area == area)
        and each.clocks.counts(on, known_at)
    ]
    if not concluded:
        return None
    passed = sum(each.outcome == "passed" for each in concluded)
    share = (Decimal(100) * passed / len(concluded)).quantize(PLACES, ROUND_HALF_EVEN)
    return Measured(share, min(each.clocks.grade for each in concluded))


def incidents_30_days(
    counted: Incidents, on: date, known_at: datetime | None, argument: str, area: str
) -> Measured | None:
    """How many cases happened in the 30 days that end with the day; None while no case is known at all."""
    cases = _cases(counted, on, known_at, area)
    if not cases:
        return None
    first = on - timedelta(days=INCIDENT_DAYS - 1)
    counting = [each for each in cases if each.finding != "unfounded" and each.happened_on >= first]
    return Measured(Decimal(len(counting)), min(each.clocks.grade for each in counting or cases))


def _is_asked(category: str, scope: Scope, counted: Collections) -> bool:
    return category == scope.category if scope.category else category in counted.arms


def _phases_through(counted: Collections, phase: str) -> list[str]:
    """The phases up to and with the one named; none where the plan has none of that name."""
    if phase not in counted.phases:
        return []
    return list(counted.phases[: counted.phases.index(phase) + 1])


def _cases(counted: Incidents, on: date, known_at: datetime | None, area: str) -> list[Alleged]:
    """The newest row of each case."""
    newest: dict[str, Alleged] = {}
    for each in counted.standing(known_at):
        if each.clocks.date <= on:
            newest[each.case] = each
    return [each for each in newest.values() if not area or each.area == area]


MEASURES = {
    "accepted": Measure(
        name=_("Accepted"),
        unit="",
        definition=_("How many arms one count accepted: in all, in one stage, or through a stage."),
        load=load_collections,
        value=accepted,
        argument=ARGUMENT,
        unknown=unknown_scope,
    ),
    "accepted_of_target": Measure(
        name=_("Accepted of target"),
        unit="%",
        definition=_("What one count accepted, of what was agreed; of a range the high end is taken."),
        load=load_collections,
        value=accepted_of_target,
        argument=ARGUMENT,
        unknown=unknown_scope,
    ),
    "areas_certified": Measure(
        name=_("Areas certified"),
        unit="",
        definition=_("How many areas were certified and have not failed a certification since."),
        load=load_inspections,
        value=areas_certified,
    ),
    "inspections_passed": Measure(
        name=_("Inspections passed"),
        unit="%",
        definition=_("Of the inspections that passed or failed, how many passed."),
        load=load_inspections,
        value=inspections_passed,
    ),
    "incidents_30_days": Measure(
        name=_("Incidents in 30 days"),
        unit="",
        definition=_("Violations alleged in the last 30 days, without those found to be unfounded."),
        load=load_incidents,
        value=incidents_30_days,
    ),
}
