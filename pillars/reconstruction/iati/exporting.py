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
from django.utils.translation import gettext as _
from lxml import etree

from milestones.contingency.plan import Group
from milestones.contingency.scales import Force
from milestones.models import Plan
from milestones.planfile.text import LANGUAGES
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.state import PlanState, state_for
from milestones.wording.conditions import requirement
from milestones.wording.gates import before_step, how_many
from milestones.wording.names import listed, quoted
from pillars.reconstruction.counting import Records, load_records
from pillars.reconstruction.iati import codes
from pillars.reconstruction.iati.xml import add, named, organisation, plain, texts_of
from pillars.reconstruction.models import Appeal, Channel, Donor, Estimate, FindingEntry, Project
from pillars.reconstruction.models.choices import Stage, StepKind
from pillars.reconstruction.progress import Course, Step, Tally, course_of, tallies_of
from pillars.reconstruction.trail import Line, Told


@dataclass(frozen=True, slots=True)
class Holding:
    """A text by language for each gate that holds the money; `informing` counts those that hold nothing."""

    texts: tuple[dict[str, str], ...] = ()
    informing: int = 0


def holding_gates(state: PlanState, milestone_id: int | None) -> Holding:
    """The gates before a milestone, as those who see the state may read them; none of one that they do not see."""
    groups_of = (milestone.groups for milestone in state.engine_plan.milestones if milestone.ref == milestone_id)
    groups = next(groups_of, ())
    holding = [group for group in groups if group.force is Force.GATES]
    texts: list[dict[str, str]] = [{} for _group in holding]
    for language in LANGUAGES:
        with translation.override(language):
            names = plan_names(state)
            for text, group in zip(texts, holding, strict=True):
                text[language] = _in_words(group, names)
    return Holding(tuple(texts), len(groups) - len(holding))


def _in_words(group: Group, names: PlanNames) -> str:
    before = before_step(group)
    if len(group.conditions) > 1:
        before = f"{before}{_(', ')}{how_many(group)}"
    sentence = f"{before}: {listed(requirement(condition, names) for condition in group.conditions)}"
    if group.readings is None:
        return sentence
    readings = [str(name) for slug, name in names.readings.items() if slug in group.readings]
    return _("%(conditions)s (in the reading %(readings)s)") % {
        "conditions": sentence,
        "readings": listed(quoted(reading) for reading in readings),
    }


@dataclass(slots=True)
class ExportReport:
    """What was written, and what could not be, by what it is and how often."""

    activities: int = 0
    transactions: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    def sentences(self) -> Iterable[str]:
        """The report, a line each."""
        yield f"{self.activities} activities with {self.transactions} transactions written."
        for what, times in sorted((+self.lost).items()):
            yield f"not carried ({times}): {what}"


def export_activities(
    plan: Plan, *, on: dt.date, generated: dt.datetime, reference: str = ""
) -> tuple[etree._ElementTree, ExportReport]:
    """The document, as the public may see the plan on a day; raises ValueError where there is nothing to write."""
    state = state_for(plan)
    export = _Export(
        on=on,
        state=state,
        records=load_records(state),
        reference=reference or codes.default_reference(plan.slug),
        donors={row.slug: row for row in state.rows(Donor)},
        channels={row.slug: row for row in state.rows(Channel)},
        root=etree.Element("iati-activities", {"version": codes.VERSION}),
    )
    export.root.set("generated-datetime", generated.isoformat(timespec="seconds"))
    with translation.override("en"):
        for appeal in state.rows(Appeal):
            export.appeal(appeal)
        for project in state.rows(Project):
            export.project(project)
    if not export.report.activities:
        raise ValueError(f'The plan "{plan.slug}" has no published appeal or project with a date to export.')
    export.count_lost()
    return export.root.getroottree(), export.report


def identifier_of(row: Appeal | Project, reference: str) -> str:
    """The identifier of its activity: its own, or one made of the reference and the slug."""
    kind = "appeal" if isinstance(row, Appeal) else "project"
    return row.iati_identifier or f"{reference}-{kind}-{row.slug}"


@dataclass(frozen=True, slots=True)
class _Export:
    """A document that is being written, below its root."""

    on: dt.date
    state: PlanState
    records: Records
    reference: str
    donors: dict[str, Donor]
    channels: dict[str, Channel]
    root: etree._Element
    report: ExportReport = field(default_factory=ExportReport)

    def lose(self, what: str, times: int = 1) -> None:
        """Report what is not carried."""
        self.report.lost[what] += times

    def count_lost(self) -> None:
        """Report what of the whole plan is not carried."""
        told = self.records.money.told
        self.lose(
            "verification, who tells it, when it was learned, its note and source: IATI has no place for them",
            len(told),
        )
        self.lose(
            "sums that were due: IATI has no such transaction", sum(sum_told.stage is Stage.DUE for sum_told in told)
        )
        self.lose("figures of needs assessments: they are no activity", len(self.state.rows(Estimate)))
        self.lose("entries of findings: IATI has no place for them", len(self.state.rows(FindingEntry)))
        self.lose("exchange rates: each sum is written in its own currency", len(self.records.money.rates))

    def appeal(self, appeal: Appeal) -> None:
        """Write an appeal with what is for no single project."""
        lines = self._lines(appeal=appeal.slug, project=None)
        if not lines:
            self.lose(f'appeal "{appeal.slug}": IATI wants a date, and nothing of it is dated')
            return
        activity = self._head(appeal, text="summary", hierarchy="1")
        self._participants(activity, lines, None)
        add(activity, "activity-status", code=codes.CLOSED if appeal.is_base_rate else codes.IMPLEMENTATION)
        first = min(part.date for line in lines for part in line.parts)
        add(activity, "activity-date", iso_date=first, type=codes.ACTUAL_START)
        self.lose(f'appeal "{appeal.slug}": the day of its first sum stands in for its start')
        self._transactions(activity, lines, None)
        self._conditions(activity, appeal)

    def project(self, project: Project) -> None:
        """Write a project with all that is for it."""
        steps = self.records.steps_of(project.slug)
        course = course_of(steps, self.on, None)
        lines = self._lines(appeal=None, project=project.slug)
        if course is None:
            self.lose(f'project "{project.slug}": IATI wants a date, and none is stated')
            return
        activity = self._head(project, text="description", hierarchy="2")
        self._participants(activity, lines, project.implementer)
        status = codes.STATUS_OF[course.last] if course.last else codes.PIPELINE
        add(activity, "activity-status", code=status)
        for kind, day in self._dates_of(steps, course):
            add(activity, "activity-date", iso_date=day, type=kind)
        if project.area is not None:
            named(add(activity, "location", ref=project.area.slug), "name", texts_of(project.area, "name"))
        if project.sector is not None:
            code, vocabulary = project.sector.iati_code, codes.DAC_SECTORS
            if not code:
                code, vocabulary = project.sector.slug, codes.OWN_SECTORS
            texts = texts_of(project.sector, "name")
            named(activity, "sector", texts, vocabulary=vocabulary, code=code)
        self._transactions(activity, lines, project)
        appeals = dict.fromkeys(line.place.appeal for line in lines if line.place.appeal)
        for slug in appeals:
            reference = identifier_of(self.state.rows(Appeal).get(slug=slug), self.reference)
            add(activity, "related-activity", ref=reference, type=codes.PARENT)
        self.lose(f'project "{project.slug}": which of its appeals each sum is of', int(len(appeals) > 1))
        self._conditions(activity, project)
        for tally in tallies_of(self.records.counts_of(project.slug), self.on, None).values():
            _result(activity, tally, course)

    def _lines(self, *, appeal: str | None, project: str | None) -> list[Line]:
        """The lines that may be added: of a project all of it, of an appeal what is for no single project."""
        money = self.records.money
        mine = [
            line
            for line in money.lines(self.on, None)
            if line.place.project == project and (project is not None or line.place.appeal == appeal)
        ]
        addable: list[Line] = []
        for stage in codes.TYPE_OF:
            told = [line for line in mine if line.stage is stage]
            added = money.addable(told)
            lost = sum(len(line.parts) for line in told) - sum(len(line.parts) for line in added)
            self.lose("sums within another sum, told by a less trusted side, or announced before", lost)
            addable += added
        return addable

    def _head(self, row: Any, *, text: str, hierarchy: str) -> etree._Element:
        self.report.activities += 1
        activity = add(self.root, "iati-activity", hierarchy=hierarchy)
        activity.set(codes.LANG, "en")
        add(activity, "iati-identifier").text = identifier_of(row, self.reference)
        publisher = {"en": "Peace plan tracker"}
        by = {"ref": self.reference, "type": codes.OTHER_ORGANISATION, "secondary_reporter": "1"}
        named(activity, "reporting-org", publisher, **by)
        name, described = texts_of(row, "name"), texts_of(row, text)
        named(activity, "title", name)
        named(activity, "description", described if any(described.values()) else name, type="1")
        return activity

    def _participants(self, activity: etree._Element, lines: Sequence[Line], implementer: Any) -> None:
        places = [line.place for line in lines]
        donors = dict.fromkeys(place.donor for place in places if place.donor)
        channels = dict.fromkeys(place.channel for place in places if place.channel)
        rows: list[tuple[Any, str]] = [
            *((self.donors[slug], codes.FUNDING) for slug in donors),
            *((self.channels[slug], codes.ACCOUNTABLE) for slug in channels),
            *([(implementer, codes.IMPLEMENTING)] if implementer is not None else []),
        ]
        for row, role in rows:
            organisation(activity, "participating-org", row, role=role)
        if not rows:
            # The standard wants one organisation at least.
            by = {"ref": self.reference, "role": codes.ACCOUNTABLE}
            named(activity, "participating-org", {"en": "Not stated"}, **by)

    def _dates_of(self, steps: Sequence[Step], course: Course) -> list[tuple[str, dt.date]]:
        known = [step for step in steps if step.counts(self.on, None)]
        started = min((step.date for step in known if step.kind is StepKind.STARTED), default=None)
        ended = max((step.date for step in known if step.kind is StepKind.COMPLETED), default=None)
        dates = (
            (codes.PLANNED_START, course.start),
            (codes.ACTUAL_START, started),
            (codes.PLANNED_END, course.end),
            (codes.ACTUAL_END, ended),
        )
        # The standard wants one date at least: that of the first step.
        least = (codes.ACTUAL_START, min(step.date for step in known))
        return [(kind, day) for kind, day in dates if day is not None] or [least]

    def _transactions(self, activity: etree._Element, lines: Sequence[Line], project: Project | None) -> None:
        for line in lines:
            for told in line.parts:
                self._transaction(activity, told, project)

    def _transaction(self, activity: etree._Element, told: Told, project: Project | None) -> None:
        self.report.transactions += 1
        transaction = add(activity, "transaction", ref=told.reference)
        add(transaction, "transaction-type", code=codes.TYPE_OF[told.stage])
        add(transaction, "transaction-date", iso_date=told.date)
        value = add(transaction, "value", currency=told.currency, value_date=told.date)
        value.text = plain(told.amount)
        if told.is_total:
            named(transaction, "description", {"en": "The sum of all up to this date."})
        donor = self.donors.get(told.place.donor or "")
        channel = self.channels.get(told.place.channel or "")
        parties: tuple[Any, Any] = (donor, channel)
        if told.stage not in codes.FROM_DONORS:
            parties = (channel, project.implementer if project else None)
            self.lose("the donor of a sum that was disbursed or spent", int(donor is not None))
        for name, row in zip(("provider-org", "receiver-org"), parties, strict=True):
            if row is not None:
                organisation(transaction, name, row)

    def _conditions(self, activity: etree._Element, row: Appeal | Project) -> None:
        """The gates before the milestone that the money belongs to; nothing is said where it belongs to none."""
        holding = holding_gates(self.state, row.milestone_id)
        self.lose("gates that only inform: they hold no money", holding.informing)
        if row.milestone_id is not None:
            conditions = add(activity, "conditions", attached="1" if holding.texts else "0")
            for texts in holding.texts:
                named(conditions, "condition", texts, type=codes.PERFORMANCE)


def _result(activity: etree._Element, tally: Tally, course: Course) -> None:
    """An output of units, planned as its target and delivered as its actual value."""
    unit = {"en": str(tally.unit.label)}
    result = add(activity, "result", type="1", aggregation_status="0")
    named(result, "title", unit)
    indicator = add(result, "indicator", measure="1", ascending="1", aggregation_status="0")
    named(indicator, "title", unit)
    period = add(indicator, "period")
    end = max(course.end or tally.newest, tally.newest)
    add(period, "period-start", iso_date=min(course.start or tally.newest, end))
    add(period, "period-end", iso_date=end)
    for name, quantity in (("target", tally.planned), ("actual", tally.delivered)):
        if quantity is not None:
            add(period, name, value=plain(quantity))
