"""The measures of reconstruction: pure functions over loaded records, for any day and instant."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.measures import Measure, Measured
from pillars.reconstruction import arguments
from pillars.reconstruction.counting import Records, Site, load_records
from pillars.reconstruction.models.choices import About, Stage
from pillars.reconstruction.progress import course_of, tallies_of
from pillars.reconstruction.reconciliation import (
    Finding,
    findings_of,
    reconcile_delivered,
    reconcile_received,
)
from pillars.reconstruction.trail import Sum

CENT = Decimal("0.01")
SHARE = Decimal("0.0001")

Instant = dt.datetime | None


def _appeal(records: Records, argument: str) -> str:
    """The appeal that the measure names; where it names none, the plan's only one, else none."""
    currencies = records.money.currencies
    return argument or (next(iter(currencies)) if len(currencies) == 1 else "")


def _money(records: Records, stage: Stage, on: dt.date, known_at: Instant, argument: str) -> Sum | None:
    return records.money.total(stage, _appeal(records, argument), on, known_at)


def pledged(records: Records, on: dt.date, known_at: Instant, argument: str, area: str) -> Measured | None:
    """What was pledged, in the appeal's currency."""
    return _in_cents(_money(records, Stage.PLEDGE, on, known_at, argument))


def received(records: Records, on: dt.date, known_at: Instant, argument: str, area: str) -> Measured | None:
    """What was received, in the appeal's currency."""
    return _in_cents(_money(records, Stage.RECEIVED, on, known_at, argument))


def disbursed(records: Records, on: dt.date, known_at: Instant, argument: str, area: str) -> Measured | None:
    """What was disbursed, in the appeal's currency."""
    return _in_cents(_money(records, Stage.DISBURSED, on, known_at, argument))


def share_received_of_pledged(
    records: Records, on: dt.date, known_at: Instant, argument: str, area: str
) -> Measured | None:
    """What was received in percent of what was pledged."""
    return _share(records, Stage.PLEDGE, on, known_at, argument)


def share_received_of_due(
    records: Records, on: dt.date, known_at: Instant, argument: str, area: str
) -> Measured | None:
    """What was received in percent of what was due by the day."""
    return _share(records, Stage.DUE, on, known_at, argument)


def _in_cents(found: Sum | None) -> Measured | None:
    return None if found is None else Measured(found.amount.quantize(CENT), found.grade)


def _share(records: Records, of: Stage, on: dt.date, known_at: Instant, argument: str) -> Measured | None:
    """None also where what somebody paid who promised is not told: the share would be a lower bound."""
    money, appeal = records.money, _appeal(records, argument)
    whole = money.total(of, appeal, on, known_at)
    part = money.total(Stage.RECEIVED, appeal, on, known_at)
    if whole is None or part is None or not whole.amount:
        return None
    if not money.is_told_for_all(Stage.RECEIVED, of, appeal, on, known_at):
        return None
    share = (100 * part.amount / whole.amount).quantize(SHARE)
    return Measured(share, min(whole.grade, part.grade))


def _sites(records: Records, sector: str, area: str) -> Iterable[str]:
    def fits(site: Site) -> bool:
        return sector in ("", site.sector) and area in ("", site.area)

    return (project for project, site in records.sites.items() if fits(site))


def units_rebuilt(
    records: Records, on: dt.date, known_at: Instant, argument: str, area: str
) -> Measured | None:
    """Units delivered in a sector, all of one kind; 0 where units are planned and none is reported delivered.

    The argument is a sector's slug, a unit's word after it where the sector has several: `housing.homes`.
    """
    sector, _dot, unit = argument.partition(".")
    found = [
        tally
        for project in _sites(records, sector, area)
        for tally in tallies_of(records.counts_of(project), on, known_at).values()
        if unit in ("", tally.unit)
    ]
    if len({tally.unit for tally in found}) != 1:
        return None
    built = sum((tally.delivered or Decimal(0) for tally in found), Decimal(0))
    return Measured(built, min(tally.grade for tally in found))


def projects_late(
    records: Records, on: dt.date, known_at: Instant, argument: str, area: str
) -> Measured | None:
    """How many projects of a sector are late by their dates in force; None where none has dates."""
    courses = [
        course
        for project in _sites(records, argument, area)
        if (course := course_of(records.steps_of(project), on, known_at)) and (course.start or course.end)
    ]
    if not courses:
        return None
    late = sum(course.is_late(on) for course in courses)
    return Measured(Decimal(late), min(course.grade for course in courses))


def standing_findings(
    records: Records, on: dt.date, known_at: Instant
) -> tuple[tuple[Finding, ...], Grade | None]:
    """Every finding that stands, and the weakest grade of what was compared; None where nothing was."""
    tallies = {project: tallies_of(records.counts_of(project), on, known_at) for project in records.sites}
    courses = {
        project: course
        for project in records.sites
        if (course := course_of(records.steps_of(project), on, known_at))
    }
    received_ = reconcile_received(records.money, on, known_at)
    delivered = reconcile_delivered(records.money, tallies, courses, on, known_at)
    found = findings_of((*received_.differences, *delivered.differences), records.findings, on, known_at)
    grade = min(received_.grade, delivered.grade) if received_.compared + delivered.compared else None
    return found, grade


def findings_open(
    records: Records, on: dt.date, known_at: Instant, argument: str, area: str
) -> Measured | None:
    """How many findings nobody has accounted for; None where nothing could be compared and none was opened."""
    found, compared = standing_findings(records, on, known_at)
    chosen = [
        finding
        for finding in found
        if argument in ("", finding.place.appeal) and _is_in(records, finding, area)
    ]
    grades = [finding.grade for finding in chosen] + ([compared] if compared is not None else [])
    if not grades:
        return None
    return Measured(Decimal(sum(finding.is_open for finding in chosen)), min(grades))


def _is_in(records: Records, finding: Finding, area: str) -> bool:
    if not area:
        return True
    site = records.sites.get(finding.place.project or "")
    return finding.about is About.DELIVERED and site is not None and site.area == area


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
            pledged,
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
            received,
            APPEAL,
            unknown=arguments.unknown_appeal,
        ),
        Measure(
            "disbursed",
            IN_CURRENCY,
            _("What the appeal's channels paid out, in its currency."),
            load_records,
            disbursed,
            APPEAL,
            unknown=arguments.unknown_appeal,
        ),
        Measure(
            "share_received_of_pledged",
            "%",
            _("What was received of what was pledged to the appeal."),
            load_records,
            share_received_of_pledged,
            APPEAL,
            unknown=arguments.unknown_appeal,
        ),
        Measure(
            "share_received_of_due",
            "%",
            _("What was received of what was due by the day; a pledge may be due over years."),
            load_records,
            share_received_of_due,
            APPEAL,
            unknown=arguments.unknown_appeal,
        ),
        Measure(
            "units_rebuilt",
            "units",
            _("Units that the sector's projects delivered, where all are of one kind."),
            load_records,
            units_rebuilt,
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
            projects_late,
            SECTOR,
            unknown=arguments.unknown_sector,
        ),
        Measure(
            "findings_open",
            "findings",
            _("Differences and contested claims that are neither explained nor settled."),
            load_records,
            findings_open,
            APPEAL,
            unknown=arguments.unknown_appeal_or_none,
        ),
    )
}
