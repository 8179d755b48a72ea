"""The measures of reconstruction: pure over loaded records."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from functools import partial
from typing import Any

from milestones.contingency.scales import Grade
from milestones.measures import Measure, Measuring
from milestones.sweeps import Measured, PlainRecord, RunningSum, percentage, run
from pillars.reconstruction.adding import Added, Receipts
from pillars.reconstruction.counting import (
    Records,
    load_records,
    unknown_appeal,
    unknown_appeal_or_none,
    unknown_sector,
    unknown_units,
)
from pillars.reconstruction.models.choices import About, Stage, Unit
from pillars.reconstruction.progress import Count, Course, Step, Tally
from pillars.reconstruction.reconciliation import Finding, Findings
from pillars.reconstruction.trail import Rate, Rates, Sum, Told

CENT = Decimal("0.01")


class AppealMoney(Measuring):
    """An appeal's money at some stages, in its currency; where the measure names none, of the plan's only appeal."""

    takes = (Rate, Told)

    def __init__(self, stages: tuple[Stage, ...], records: Records, argument: str, area: str) -> None:
        money = records.money
        only = next(iter(money.currencies)) if len(money.currencies) == 1 else ""
        self._appeal = argument or only
        self._currency = money.currencies.get(self._appeal)
        self._rates = Rates()
        self._added = {stage: Added(money.wider, self._rates) for stage in stages}

    def concerns(self, record: Any) -> bool:
        if not isinstance(record, Told):
            return isinstance(record, Rate)
        return record.stage in self._added and record.place.appeal == self._appeal

    def take(self, record: Rate | Told) -> None:
        if isinstance(record, Rate):
            self._rates.take(record)
        else:
            self._added[record.stage].take(record)

    def sums(self) -> list[Sum | None]:
        """What each stage comes to."""
        return [added.sum(self._currency) if self._currency else None for added in self._added.values()]


class Amount(AppealMoney):
    """What was told of one stage: for what was received, by the word of whoever holds the money first."""

    def measured(self) -> Measured | None:
        (total,) = self.sums()
        return Measured(total.amount.quantize(CENT), total.grade) if total else None


class Share(AppealMoney):
    """What was received in percent of what was pledged, or of what was due by the day.

    None also where what somebody paid who promised is not told: the share would be a lower bound.
    """

    def __init__(self, stages: tuple[Stage, ...], records: Records, argument: str, area: str) -> None:
        super().__init__(stages, records, argument, area)
        whole, part = self._added.values()
        self._receipts = Receipts(part, whole, records.money.wider)

    def measured(self) -> Measured | None:
        whole, part = self.sums()
        if whole is None or part is None or not whole.amount or not self._receipts.is_told_for_all():
            return None
        return percentage(part.amount, whole.amount, min(whole.grade, part.grade))


class UnitsRebuilt(Measuring):
    """Units delivered in a sector, all of one kind; 0 where units are planned and none is reported delivered.

    The argument is a sector's slug, a unit's word after it where the sector has several: `housing.homes`.
    """

    takes = (Count,)

    def __init__(self, records: Records, argument: str, area: str) -> None:
        sector, _dot, self._unit = argument.partition(".")
        self._projects = records.projects_of(sector, area)
        self._tallies: dict[tuple[str, Unit], Tally] = {}
        self._units: set[Unit] = set()
        self._built = RunningSum()

    def concerns(self, record: Count) -> bool:
        is_asked = super().concerns(record) and record.project in self._projects
        return is_asked and self._unit in ("", record.unit)

    def take(self, record: Count) -> None:
        key = record.project, record.unit
        tally = self._tallies.setdefault(key, Tally(record.unit))
        tally.take(record)
        self._units.add(record.unit)
        self._built.put(key, Measured(tally.delivered or Decimal(0), tally.grade))

    def measured(self) -> Measured | None:
        return self._built.measured() if len(self._units) == 1 else None


class ProjectsLate(Measuring):
    """How many projects of a sector are late by their dates in force; None where none has dates."""

    takes = (Step,)

    def __init__(self, records: Records, argument: str, area: str) -> None:
        self._projects = records.projects_of(argument, area)
        self._courses: dict[str, Course] = defaultdict(Course)
        self.so_far = RunningSum()

    def concerns(self, record: Step) -> bool:
        return super().concerns(record) and record.project in self._projects

    def take(self, record: Step) -> None:
        self._courses[record.project].take(record)
        self.turn(record, record.date)

    def turn(self, record: Step, day: dt.date) -> None:
        course = self._courses[record.project]
        is_late = Measured(Decimal(course.is_late(day)), course.grade)
        self.so_far.put(record.project, is_late if course.start or course.end else None)


def _findings(records: Records) -> Findings:
    return Findings(records.money, records.sites, records.findings)


def standing_findings(
    records: Records, on: dt.date, known_at: dt.datetime | None
) -> tuple[tuple[Finding, ...], Grade | None]:
    """Every finding that stands, and the weakest grade of what was compared; None where nothing was."""
    findings = run(_findings(records), records.records(), on, known_at)
    return findings.standing(), findings.compared.grade


class FindingsOpen(Measuring):
    """How many findings nobody has accounted for; None where nothing could be compared and none was opened."""

    def __init__(self, records: Records, argument: str, area: str) -> None:
        self._appeal, self._area, self._sites = argument, area, records.sites
        self._findings = _findings(records)
        self._open = RunningSum()

    def take(self, record: PlainRecord) -> None:
        self._findings.take(record)

    def measured(self) -> Measured | None:
        for name, finding in self._findings.changed():
            asked = finding if finding and self._is_asked(finding) else None
            self._open.put(name, Measured(Decimal(asked.is_open), asked.grade) if asked else None)
        grades = [grade for grade in (self._open.grade, self._findings.compared.grade) if grade is not None]
        return Measured(self._open.value, min(grades)) if grades else None

    def _is_asked(self, finding: Finding) -> bool:
        if self._appeal not in ("", finding.place.appeal):
            return False
        site = self._sites.get(finding.place.project or "")
        is_there = finding.about is About.DELIVERED and site is not None and site.area == self._area
        return is_there or not self._area


MEASURES = {
    "pledged": Measure(load_records, partial(Amount, (Stage.PLEDGE,)), unknown_appeal),
    "received": Measure(load_records, partial(Amount, (Stage.RECEIVED,)), unknown_appeal),
    "disbursed": Measure(load_records, partial(Amount, (Stage.DISBURSED,)), unknown_appeal),
    "share_received_of_pledged": Measure(load_records, partial(Share, (Stage.PLEDGE, Stage.RECEIVED)), unknown_appeal),
    "share_received_of_due": Measure(load_records, partial(Share, (Stage.DUE, Stage.RECEIVED)), unknown_appeal),
    "units_rebuilt": Measure(load_records, UnitsRebuilt, unknown_units),
    "projects_late": Measure(load_records, ProjectsLate, unknown_sector),
    "findings_open": Measure(load_records, FindingsOpen, unknown_appeal_or_none),
}
