"""A plan's appeals and projects as IATI activities, with transactions, results and conditions.

Only what is published and counts is written, and only lines that may be added, so that the activities' sums are the
measures' sums. What the standard has no place for is named in the report.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from lxml import etree

from milestones.models import Audience, Plan
from pillars.reconstruction.counting import Records, load_records
from pillars.reconstruction.iati import codes
from pillars.reconstruction.iati.building import add, dates, narratives, organisation, plain, texts_of
from pillars.reconstruction.iati.conditions import holding_gates
from pillars.reconstruction.models import Appeal, Channel, Donor, Estimate, FindingEntry, Project
from pillars.reconstruction.models.choices import Stage, StepKind
from pillars.reconstruction.progress import Course, Step, Tally, course_of, tallies_of
from pillars.reconstruction.trail import Line, Told

GRADES_LOST = (
    "verification, who tells it, when it was learned, its note and source: IATI has no place for them"
)


@dataclass(slots=True)
class ExportReport:
    """What was written, and what could not be, by what it is and how often."""

    activities: int = 0
    transactions: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    def sentences(self) -> Iterable[str]:
        """The report, a line each."""
        yield f"{self.activities} activities with {self.transactions} transactions written."
        for what, times in sorted(self.lost.items()):
            yield f"not carried ({times}): {what}"


@dataclass(frozen=True, slots=True)
class _Export:
    plan: Plan
    on: dt.date
    records: Records
    reference: str
    donors: dict[str, Donor]
    channels: dict[str, Channel]
    report: ExportReport


def export_activities(
    plan: Plan, *, on: dt.date, generated: dt.datetime, reference: str = ""
) -> tuple[etree._ElementTree, ExportReport]:
    """The document, as the public may see the plan on a day; raises ValueError where there is nothing to write."""
    report = ExportReport()
    export = _Export(
        plan=plan,
        on=on,
        records=load_records(plan.pk),
        reference=reference or codes.default_reference(plan.slug),
        donors={row.slug: row for row in Donor.objects.filter(plan=plan)},
        channels={row.slug: row for row in Channel.objects.filter(plan=plan)},
        report=report,
    )
    root = etree.Element("iati-activities", {"version": codes.VERSION})
    root.set("generated-datetime", generated.isoformat(timespec="seconds"))
    with translation.override("en"):
        for appeal in Appeal.objects.filter(plan=plan).counting_for(Audience.PUBLIC).order_by("rank", "pk"):
            _appeal(export, root, appeal)
        projects = Project.objects.filter(plan=plan).counting_for(Audience.PUBLIC)
        for project in projects.select_related("sector", "area", "implementer").order_by("rank", "pk"):
            _project(export, root, project)
    if not report.activities:
        raise ValueError(f'The plan "{plan.slug}" has no published appeal or project with a date to export.')
    _count_lost(export)
    return root.getroottree(), report


def identifier_of(row: Appeal | Project, reference: str) -> str:
    """The identifier of its activity: its own, or one made of the reference and the slug."""
    kind = "appeal" if isinstance(row, Appeal) else "project"
    return row.iati_identifier or f"{reference}-{kind}-{row.slug}"


def _count_lost(export: _Export) -> None:
    lost = export.report.lost
    lost[GRADES_LOST] = len(export.records.money.told)
    due = [told for told in export.records.money.told if told.stage is Stage.DUE]
    lost["sums that were due: IATI has no such transaction"] = len(due)
    lost["figures of needs assessments: they are no activity"] = _public(export, Estimate)
    lost["entries of findings: IATI has no place for them"] = _public(export, FindingEntry)
    lost["exchange rates: each sum is written in its own currency"] = len(export.records.money.rates)
    for what in [what for what, times in lost.items() if not times]:
        del lost[what]


def _public(export: _Export, model: Any) -> int:
    found: int = model.objects.filter(plan=export.plan).counting_for(Audience.PUBLIC).count()
    return found


def _lines(export: _Export, *, appeal: str | None, project: str | None) -> list[Line]:
    """The lines that may be added: of a project all of it, of an appeal what is for no single project."""
    money = export.records.money
    every = money.lines(export.on, None)
    found: list[Line] = []
    for stage in codes.TYPE_OF:
        mine = [
            line
            for line in every
            if line.stage is stage
            and line.place.project == project
            and (project is not None or line.place.appeal == appeal)
        ]
        added = money.addable(mine)
        export.report.lost["sums within another sum, told by a less trusted side, or announced before"] += (
            sum(len(line.parts) for line in mine) - sum(len(line.parts) for line in added)
        )
        found += added
    return found


def _head(export: _Export, root: etree._Element, row: Any, *, text: str, hierarchy: str) -> etree._Element:
    activity = add(root, "iati-activity", hierarchy=hierarchy)
    activity.set(codes.LANG, "en")
    add(activity, "iati-identifier").text = identifier_of(row, export.reference)
    publisher = {"en": "Peace plan tracker"}
    organisation(
        activity,
        "reporting-org",
        export.reference,
        publisher,
        type=codes.OTHER_ORGANISATION,
        secondary_reporter="1",
    )
    narratives(add(activity, "title"), texts_of(row, "name"))
    described = texts_of(row, text)
    narratives(
        add(activity, "description", type="1"),
        described if any(described.values()) else texts_of(row, "name"),
    )
    return activity


def _organisations(
    export: _Export, activity: etree._Element, lines: Sequence[Line], implementer: Any
) -> None:
    donors = dict.fromkeys(line.place.donor for line in lines if line.place.donor)
    channels = dict.fromkeys(line.place.channel for line in lines if line.place.channel)
    for slug in donors:
        donor = export.donors[slug]
        organisation(
            activity, "participating-org", donor.iati_ref, texts_of(donor, "name"), role=codes.FUNDING
        )
    for slug in channels:
        channel = export.channels[slug]
        organisation(
            activity, "participating-org", channel.iati_ref, texts_of(channel, "name"), role=codes.ACCOUNTABLE
        )
    if implementer is not None:
        organisation(
            activity, "participating-org", "", texts_of(implementer, "name"), role=codes.IMPLEMENTING
        )
    if not (donors or channels or implementer):
        # The standard wants one organisation at least.
        organisation(
            activity, "participating-org", export.reference, {"en": "Not stated"}, role=codes.ACCOUNTABLE
        )


def _appeal(export: _Export, root: etree._Element, appeal: Appeal) -> None:
    lines = _lines(export, appeal=appeal.slug, project=None)
    if not lines:
        export.report.lost[f'appeal "{appeal.slug}": IATI wants a date, and nothing of it is dated'] += 1
        return
    activity = _head(export, root, appeal, text="summary", hierarchy="1")
    _organisations(export, activity, lines, None)
    add(activity, "activity-status", code=codes.CLOSED if appeal.is_base_rate else codes.IMPLEMENTATION)
    first = min(part.date for line in lines for part in line.parts)
    dates(activity, [(codes.ACTUAL_START, first)])
    export.report.lost[f'appeal "{appeal.slug}": the day of its first sum stands in for its start'] += 1
    _transactions(export, activity, lines, None)
    _conditions(export, activity, appeal)
    export.report.activities += 1


def _project(export: _Export, root: etree._Element, project: Project) -> None:
    steps = export.records.steps_of(project.slug)
    course = course_of(steps, export.on, None)
    lines = _lines(export, appeal=None, project=project.slug)
    if course is None:
        export.report.lost[f'project "{project.slug}": IATI wants a date, and none is stated'] += 1
        return
    activity = _head(export, root, project, text="description", hierarchy="2")
    _organisations(export, activity, lines, project.implementer)
    status = codes.STATUS_OF[course.last] if course.last else codes.PIPELINE
    add(activity, "activity-status", code=status)
    dates(activity, _dates_of(export, steps, course))
    if project.area is not None:
        narratives(
            add(add(activity, "location", ref=project.area.slug), "name"), texts_of(project.area, "name")
        )
    if project.sector is not None:
        code, vocabulary = project.sector.iati_code, codes.DAC_SECTORS
        if not code:
            code, vocabulary = project.sector.slug, codes.OWN_SECTORS
        narratives(
            add(activity, "sector", vocabulary=vocabulary, code=code), texts_of(project.sector, "name")
        )
    _transactions(export, activity, lines, project)
    appeals = dict.fromkeys(line.place.appeal for line in lines if line.place.appeal)
    for slug in appeals:
        appeal = Appeal.objects.get(plan=export.plan, slug=slug)
        add(activity, "related-activity", ref=identifier_of(appeal, export.reference), type=codes.PARENT)
    if len(appeals) > 1:
        export.report.lost[f'project "{project.slug}": which of its appeals each sum is of'] += 1
    _conditions(export, activity, project)
    _results(export, activity, project, course)
    export.report.activities += 1


def _dates_of(export: _Export, steps: Sequence[Step], course: Course) -> list[tuple[str, dt.date | None]]:
    known = [step for step in steps if step.counts(export.on, None)]
    started = min((step.date for step in known if step.kind is StepKind.STARTED), default=None)
    ended = max((step.date for step in known if step.kind is StepKind.COMPLETED), default=None)
    found = [
        (codes.PLANNED_START, course.start),
        (codes.ACTUAL_START, started),
        (codes.PLANNED_END, course.end),
        (codes.ACTUAL_END, ended),
    ]
    if not any(day for _kind, day in found):
        # The standard wants one date at least: that of the first step.
        return [(codes.ACTUAL_START, min(step.date for step in known))]
    return found


def _transactions(
    export: _Export, activity: etree._Element, lines: Sequence[Line], project: Project | None
) -> None:
    for line in lines:
        for part in line.parts:
            _transaction(export, activity, part, project)
            export.report.transactions += 1


def _transaction(export: _Export, activity: etree._Element, told: Told, project: Project | None) -> None:
    transaction = add(activity, "transaction", **({"ref": told.reference} if told.reference else {}))
    add(transaction, "transaction-type", code=codes.TYPE_OF[told.stage])
    etree.SubElement(transaction, "transaction-date", {"iso-date": told.date.isoformat()})
    value = etree.SubElement(
        transaction, "value", {"currency": told.currency, "value-date": told.date.isoformat()}
    )
    value.text = plain(told.amount)
    if told.is_total:
        narratives(add(transaction, "description"), {"en": "The sum of all up to this date."})
    donor = export.donors.get(told.place.donor or "")
    channel = export.channels.get(told.place.channel or "")
    provider: Any
    receiver: Any
    if told.stage in (Stage.PLEDGE, Stage.COMMITMENT, Stage.RECEIVED):
        provider, receiver = donor, channel
    else:
        provider, receiver = channel, project.implementer if project else None
        if donor is not None:
            export.report.lost["the donor of a sum that was disbursed or spent"] += 1
    for name, row in (("provider-org", provider), ("receiver-org", receiver)):
        if row is not None:
            organisation(transaction, name, getattr(row, "iati_ref", ""), texts_of(row, "name"))


def _conditions(export: _Export, activity: etree._Element, row: Appeal | Project) -> None:
    """The gates before the milestone that the money belongs to; nothing is said where it belongs to none."""
    holding = holding_gates(export.plan, row.milestone_id)
    export.report.lost["gates that only inform: they hold no money"] += holding.informing
    if row.milestone_id is None:
        return
    conditions = add(activity, "conditions", attached="1" if holding.texts else "0")
    for texts in holding.texts:
        narratives(add(conditions, "condition", type=codes.PERFORMANCE), texts)


def _results(export: _Export, activity: etree._Element, project: Project, course: Course) -> None:
    """An output for each unit, planned as its target and delivered as its actual value."""
    for tally in tallies_of(export.records.counts_of(project.slug), export.on, None).values():
        result = add(activity, "result", type="1", aggregation_status="0")
        narratives(add(result, "title"), {"en": str(tally.unit.label)})
        indicator = add(result, "indicator", measure="1", ascending="1", aggregation_status="0")
        narratives(add(indicator, "title"), {"en": str(tally.unit.label)})
        _period(
            indicator,
            tally,
            start=course.start or tally.newest,
            end=max(course.end or tally.newest, tally.newest),
        )


def _period(indicator: etree._Element, tally: Tally, *, start: dt.date, end: dt.date) -> None:
    period = add(indicator, "period")
    etree.SubElement(period, "period-start", {"iso-date": min(start, end).isoformat()})
    etree.SubElement(period, "period-end", {"iso-date": end.isoformat()})
    if tally.planned is not None:
        add(period, "target", value=plain(tally.planned))
    if tally.delivered is not None:
        add(period, "actual", value=plain(tally.delivered))
