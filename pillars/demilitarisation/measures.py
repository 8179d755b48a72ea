"""What demilitarisation measures; pure over what `counting` loaded."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from milestones.measures import Loaded, Measure, Measuring
from milestones.sweeps import Measured, RunningCount, RunningSum, percentage
from pillars.demilitarisation.counting import (
    INCIDENT_DAYS,
    Alleged,
    Collections,
    Inspected,
    Scope,
    Target,
    load_collections,
    load_incidents,
    load_inspections,
    read_scope,
    unknown_scope,
)
from pillars.demilitarisation.tallying import RunningStrand, StageStrand, Strands, Tally, Through, summed


class Accepted(Measuring):
    """How many one count accepted."""

    takes = (Tally,)

    def __init__(self, counted: Collections, argument: str, area: str) -> None:
        self._scope, self._area = read_scope(argument), area
        self._series = self._scope.series or counted.deciding
        self._categories = _asked(self._scope, counted)
        self._phase = "" if self._scope.is_through else self._scope.phase
        self.so_far: Measuring = Strands(StageStrand if self._phase else RunningStrand)
        if self._scope.is_through:
            self.so_far = Through(_phases_of(self._scope, counted))

    def concerns(self, record: Tally) -> bool:
        return (
            super().concerns(record)
            and record.series == self._series
            and record.category in self._categories
            and self._area in ("", record.area)
            and self._phase in ("", record.phase)
        )

    def take(self, record: Tally) -> None:
        self.so_far.take(record)


class Agreed(Measuring):
    """What was agreed for the scope; through a stage, the sum of the stages up to it."""

    takes = (Target,)

    def __init__(self, counted: Collections, argument: str, area: str) -> None:
        scope = read_scope(argument)
        self._area, self._categories = area, _asked(scope, counted)
        self._sums = {phase: RunningSum() for phase in _phases_of(scope, counted)}

    def concerns(self, record: Target) -> bool:
        return (
            super().concerns(record)
            and record.phase in self._sums
            and record.area == self._area
            and record.category in self._categories
        )

    def take(self, record: Target) -> None:
        self._sums[record.phase].put(record.category, Measured(record.figure, record.grade))

    def measured(self) -> Measured | None:
        parts = [total.measured() for total in self._sums.values()]
        return None if None in parts else summed(parts)


class AcceptedOfTarget(Measuring):
    """What was accepted, as a percentage of what was agreed."""

    def __init__(self, counted: Collections, argument: str, area: str) -> None:
        self._accepted, self._agreed = Accepted(counted, argument, area), Agreed(counted, argument, area)

    def concerns(self, record: Any) -> bool:
        return self._accepted.concerns(record) or self._agreed.concerns(record)

    def take(self, record: Tally | Target) -> None:
        if isinstance(record, Tally):
            self._accepted.take(record)
        else:
            self._agreed.take(record)

    def measured(self) -> Measured | None:
        part, whole = self._accepted.measured(), self._agreed.measured()
        if part is None or whole is None or not whole.value:
            return None
        return percentage(part.value, whole.value, min(part.grade, whole.grade))


class AreasCertified(Measuring):
    """How many areas have a newest certification that passed; None while none was certified or refused."""

    def __init__(self, counted: Loaded, argument: str, area: str) -> None:
        self._area, self.so_far = area, RunningCount()

    def concerns(self, record: Inspected) -> bool:
        return record.kind == "certification" and bool(record.area) and self._area in ("", record.area)

    def take(self, record: Inspected) -> None:
        self.so_far.put(record.area, record.grade, holds=record.outcome == "passed")


class InspectionsPassed(Measuring):
    """The percentage of the inspections with a result, passed or failed, that passed; None without any."""

    def __init__(self, counted: Loaded, argument: str, area: str) -> None:
        self._area, self._passed = area, RunningSum()

    def concerns(self, record: Inspected) -> bool:
        has_result = record.kind == "inspection" and record.outcome in ("passed", "failed")
        return has_result and self._area in ("", record.area)

    def take(self, record: Inspected) -> None:
        passed = Decimal(record.outcome == "passed")
        self._passed.put(len(self._passed), Measured(passed, record.grade))

    def measured(self) -> Measured | None:
        total = self._passed.measured()
        return percentage(total.value, len(self._passed), total.grade) if total else None


class IncidentsInWindow(Measuring):
    """How many cases happened in the 30 days that end with the day; None while no case is known at all."""

    def __init__(self, counted: Loaded, argument: str, area: str) -> None:
        self._area, self.so_far = area, RunningCount()
        self._newest: dict[str, Alleged] = {}

    def take(self, record: Alleged) -> None:
        self._newest[record.case] = record
        self.turn(record, record.date)

    def turn(self, record: Alleged, day: date) -> None:
        case = self._newest[record.case]
        is_asked = self._area in ("", case.area)
        is_within = case.happened_on > day - timedelta(days=INCIDENT_DAYS)
        self.so_far.put(case.case, case.grade if is_asked else None, holds=is_within and case.finding != "unfounded")


def _asked(scope: Scope, counted: Collections) -> frozenset[str]:
    return frozenset({scope.category}) if scope.category else counted.arms


def _phases_of(scope: Scope, counted: Collections) -> list[str]:
    """The one phase, or those up to and with the one named; none where the plan has none of that name."""
    if not scope.is_through:
        return [scope.phase]
    if scope.phase not in counted.phases:
        return []
    return list(counted.phases[: counted.phases.index(scope.phase) + 1])


MEASURES = {
    "accepted": Measure(load_collections, Accepted, unknown_scope),
    "accepted_of_target": Measure(load_collections, AcceptedOfTarget, unknown_scope),
    "areas_certified": Measure(load_inspections, AreasCertified),
    "inspections_passed": Measure(load_inspections, InspectionsPassed),
    "incidents_30_days": Measure(load_incidents, IncidentsInWindow),
}
