"""The measures of reconstruction: pure over loaded records."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.measures import Measure, Measuring
from milestones.sweeps import Measured, PlainRecord, RunningSum, percentage, run
from pillars.reconstruction import arguments
from pillars.reconstruction.adding import Added, Receipts
from pillars.reconstruction.counting import Records, load_records
from pillars.reconstruction.models.choices import About, Stage, Unit
from pillars.reconstruction.progress import Count, Course, Step, Tally
from pillars.reconstruction.reconciliation import Finding, Findings
from pillars.reconstruction.trail import Rate, Rates, Sum, Told

CENT = Decimal("0.01")


class _AppealMoney(Measuring):
    """The appeal's money at some stages, in its currency; where the measure names none, of the plan's only appeal."""

    stages: tuple[Stage, ...]

    def __init__(self, records: Records, argument: str, area: str) -> None:
        money = records.money
        only = next(iter(money.currencies)) if len(money.currencies) == 1 else ""
        self._appeal = argument or only
        self._currency = money.currencies.get(self._appeal)
        self._rates = Rates()
        self._added = {stage: Added(money.wider, self._rates) for stage in self.stages}

    def take(self, record: PlainRecord) -> None:
        if isinstance(record, Rate):
            self._rates.take(record)
        elif isinstance(record, Told) and record.stage in self._added and record.place.appeal == self._appeal:
            self._added[record.stage].take(record)

    def sums(self) -> list[Sum | None]:
        """What each stage comes to."""
        return [added.sum(self._currency) if self._currency else None for added in self._added.values()]


class _Amount(_AppealMoney):
    def measured(self) -> Measured | None:
        (found,) = self.sums()
        return Measured(found.amount.quantize(CENT), found.grade) if found else None


class _Share(_AppealMoney):
    """None also where what somebody paid who promised is not told: the share would be a lower bound."""

    def __init__(self, records: Records, argument: str, area: str) -> None:
        super().__init__(records, argument, area)
        whole, part = self._added.values()
        self._receipts = Receipts(part, whole, records.money.wider)

    def measured(self) -> Measured | None:
        whole, part = self.sums()
        if whole is None or part is None or not whole.amount or not self._receipts.is_told_for_all():
            return None
        return percentage(part.amount, whole.amount, min(whole.grade, part.grade))


class Pledged(_Amount):
    """What was pledged, in the appeal's currency."""

    stages = (Stage.PLEDGE,)


class Received(_Amount):
    """What was received, in the appeal's currency."""

    stages = (Stage.RECEIVED,)


class Disbursed(_Amount):
    """What was disbursed, in the appeal's currency."""

    stages = (Stage.DISBURSED,)


class ShareReceivedOfPledged(_Share):
    """What was received in percent of what was pledged."""

    stages = (Stage.PLEDGE, Stage.RECEIVED)


class ShareReceivedOfDue(_Share):
    """What was received in percent of what was due by the day."""

    stages = (Stage.DUE, Stage.RECEIVED)


class UnitsRebuilt(Measuring):
    """Units delivered in a sector, all of one kind; 0 where units are planned and none is reported delivered.

    The argument is a sector's slug, a unit's word after it where the sector has several: `housing.homes`.
    """

    def __init__(self, records: Records, argument: str, area: str) -> None:
        sector, _dot, self._unit = argument.partition(".")
        self._projects = records.projects_of(sector, area)
        self._tallies: dict[tuple[str, Unit], Tally] = {}
        self._units: set[Unit] = set()
        self._built = RunningSum()

    def take(self, record: PlainRecord) -> None:
        if (
            not isinstance(record, Count)
            or record.project not in self._projects
            or self._unit not in ("", record.unit)
        ):
            return
        key = record.project, record.unit
        tally = self._tallies.setdefault(key, Tally(record.unit))
        tally.take(record)
        self._units.add(record.unit)
        self._built.put(key, Measured(tally.delivered or Decimal(0), tally.grade))

    def measured(self) -> Measured | None:
        return self._built.measured() if len(self._units) == 1 else None


class ProjectsLate(Measuring):
    """How many projects of a sector are late by their dates in force; None where none has dates."""

    def __init__(self, records: Records, argument: str, area: str) -> None:
        self._projects = records.projects_of(argument, area)
        self._courses: dict[str, Course] = defaultdict(Course)
        self._late = RunningSum()

    def take(self, record: PlainRecord) -> None:
        if isinstance(record, Step) and record.project in self._projects:
            self._courses[record.project].take(record)
            self.turn(record, record.date)

    def turn(self, record: PlainRecord, day: dt.date) -> None:
        if isinstance(record, Step) and record.project in self._projects:
            course = self._courses[record.project]
            is_late = Measured(Decimal(course.is_late(day)), course.grade)
            self._late.put(record.project, is_late if course.start or course.end else None)

    def measured(self) -> Measured | None:
        return self._late.measured()


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


APPEAL = "an appeal's slug"
SECTOR = "a sector's slug"
UNITS = "a sector's slug, and a unit after it where the sector has several, such as housing.homes"
IN_CURRENCY = "currency units"

MEASURES = {
    str(measure.name): measure
    for measure in (
        Measure(
            "pledged",
            IN_CURRENCY,
            _(
                "What was pledged to the appeal, in its currency; of a plan's only appeal where none is named."
            ),
            load_records,
            Pledged,
            APPEAL,
            unknown=arguments.unknown_appeal,
        ),
        Measure(
            "received",
            IN_CURRENCY,
            _(
                "What was received for the appeal, in its currency, by the word of whoever holds the money first."
            ),
            load_records,
            Received,
            APPEAL,
            unknown=arguments.unknown_appeal,
        ),
        Measure(
            "disbursed",
            IN_CURRENCY,
            _("What the appeal's channels paid out, in its currency."),
            load_records,
            Disbursed,
            APPEAL,
            unknown=arguments.unknown_appeal,
        ),
        Measure(
            "share_received_of_pledged",
            "%",
            _("What was received of what was pledged to the appeal."),
            load_records,
            ShareReceivedOfPledged,
            APPEAL,
            unknown=arguments.unknown_appeal,
        ),
        Measure(
            "share_received_of_due",
            "%",
            _("What was received of what was due by the day; a pledge may be due over years."),
            load_records,
            ShareReceivedOfDue,
            APPEAL,
            unknown=arguments.unknown_appeal,
        ),
        Measure(
            "units_rebuilt",
            "units",
            _("Units that the sector's projects delivered, where all are of one kind."),
            load_records,
            UnitsRebuilt,
            UNITS,
            unknown=arguments.unknown_units,
        ),
        Measure(
            "projects_late",
            "projects",
            _(
                "Projects past their planned start or end, by the dates in force, that neither began nor ended."
            ),
            load_records,
            ProjectsLate,
            SECTOR,
            unknown=arguments.unknown_sector,
        ),
        Measure(
            "findings_open",
            "findings",
            _("Differences and contested claims that are neither explained nor settled."),
            load_records,
            FindingsOpen,
            APPEAL,
            unknown=arguments.unknown_appeal_or_none,
        ),
    )
}
