"""A plan's appeals and projects as IATI activities, with transactions, results and conditions.

Only what is published and counts is written, and only lines that may be added, so that the activities' sums are the
measures' sums. What the standard has no place for is named in the report. The document is laid out by a template.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
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
from pillars.reconstruction.models import Appeal, Channel, Donor, Estimate, FindingEntry, Project
from pillars.reconstruction.models.choices import Stage, StepKind
from pillars.reconstruction.progress import Course, Step, Tally, course_of, tallies_of
from pillars.reconstruction.trail import Line, Told

Texts = dict[str, str]
"""A text by language, without those in which there is none."""
Shape = dict[str, Any]
"""What the template is told of one thing, by its own words."""


def holding_gates(state: PlanState, milestone_id: int | None) -> tuple[Sequence[Texts], int]:
    """A text for each gate before a milestone that holds its money, and how many hold nothing.

    They are told as those who see the state may read them; there is none of a milestone that they do not see.
    """
    groups_of = (milestone.groups for milestone in state.engine_plan.milestones if milestone.ref == milestone_id)
    groups = next(groups_of, ())
    holding = [group for group in groups if group.force is Force.GATES]
    texts: list[Texts] = [{} for _group in holding]
    for language in LANGUAGES:
        with translation.override(language):
            names = plan_names(state)
            for text, group in zip(texts, holding, strict=True):
                text[language] = _in_words(group, names)
    return texts, len(groups) - len(holding)


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


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written, and what could not be, by what it is and how often."""

    activities: int
    transactions: int
    lost: Mapping[str, int]

    def sentences(self) -> Iterable[str]:
        """The report, a line each."""
        yield f"{self.activities} activities with {self.transactions} transactions written."
        for what, times in sorted(self.lost.items()):
            if times:
                yield f"not carried ({times}): {what}"


def export_activities(
    plan: Plan, *, on: dt.date, generated: dt.datetime, reference: str = ""
) -> tuple[etree._ElementTree, ExportReport]:
    """The document, as the public may see the plan on a day; raises ValueError where there is nothing to write."""
    state = state_for(plan)
    export = _Export(on, state, load_records(state), reference or codes.default_reference(plan.slug))
    with translation.override("en"):
        shapes = (*map(export.appeal, state.rows(Appeal)), *map(export.project, state.rows(Project)))
        activities = [shape for shape in shapes if shape is not None]
        if not activities:
            raise ValueError(f'The plan "{plan.slug}" has no published appeal or project with a date to export.')
        made = {"generated": generated.isoformat(timespec="seconds"), "reference": export.reference}
        told = {**made, "codes": vars(codes), "activities": activities}
        written = render_to_string("reconstruction/iati.xml", told)
    export.count_lost()
    transactions = sum(len(activity["transactions"]) for activity in activities)
    return etree.fromstring(written).getroottree(), ExportReport(len(activities), transactions, export.lost)


def identifier_of(row: Appeal | Project, reference: str) -> str:
    """The identifier of its activity: its own, or one made of the reference and the slug."""
    kind = "appeal" if isinstance(row, Appeal) else "project"
    return row.iati_identifier or f"{reference}-{kind}-{row.slug}"


@dataclass(frozen=True, slots=True)
class _Export:
    """What is told of each activity; `lost` counts what is not carried."""

    on: dt.date
    state: PlanState
    records: Records
    reference: str
    lost: Counter[str] = field(default_factory=Counter)

    def count_lost(self) -> None:
        """Count what of the whole plan is not carried."""
        told, lost = self.records.money.told, self.lost
        lost["verification, who tells it, when it was learned, its note and source: IATI has no place for them"] = len(
            told
        )
        lost["sums that were due: IATI has no such transaction"] = sum(line.stage is Stage.DUE for line in told)
        lost["figures of needs assessments: they are no activity"] = len(self.state.rows(Estimate))
        lost["entries of findings: IATI has no place for them"] = len(self.state.rows(FindingEntry))
        lost["exchange rates: each sum is written in its own currency"] = len(self.records.money.rates)

    def appeal(self, appeal: Appeal) -> Shape | None:
        """An appeal with what is for no single project; None where nothing of it is dated."""
        lines = self._lines(appeal=appeal.slug, project=None)
        if not lines:
            self.lost[f'appeal "{appeal.slug}": IATI wants a date, and nothing of it is dated'] += 1
            return None
        self.lost[f'appeal "{appeal.slug}": the day of its first sum stands in for its start'] += 1
        return self._activity(appeal, "summary", lines) | {
            "hierarchy": "1",
            "status": codes.CLOSED if appeal.is_base_rate else codes.IMPLEMENTATION,
            "dates": [(codes.ACTUAL_START, min(part.date for line in lines for part in line.parts))],
        }

    def project(self, project: Project) -> Shape | None:
        """A project with all that is for it; None where no date of it is stated."""
        steps = self.records.steps_of(project.slug)
        course = course_of(steps, self.on, None)
        lines = self._lines(appeal=None, project=project.slug)
        if course is None:
            self.lost[f'project "{project.slug}": IATI wants a date, and none is stated'] += 1
            return None
        appeals = dict.fromkeys(line.place.appeal for line in lines if line.place.appeal)
        self.lost[f'project "{project.slug}": which of its appeals each sum is of'] += len(appeals) > 1
        parents = (self.state.rows(Appeal).get(slug=slug) for slug in appeals)
        tallies = tallies_of(self.records.counts_of(project.slug), self.on, None)
        return self._activity(project, "description", lines, project.implementer) | {
            "hierarchy": "2",
            "status": codes.STATUS_OF[course.last] if course.last else codes.PIPELINE,
            "dates": self._dates_of(steps, course),
            "area": _named(project.area),
            "sector": _named(project.sector),
            "parents": [identifier_of(parent, self.reference) for parent in parents],
            "results": [_result(tally, course) for tally in tallies.values()],
        }

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
            self.lost["sums within another sum, told by a less trusted side, or announced before"] += lost
            addable += added
        return addable

    def _activity(self, row: Any, text: str, lines: Sequence[Line], implementer: Any = None) -> Shape:
        """What appeals and projects have alike; `text` is the column that describes them.

        Its conditions are the gates before the milestone that the money belongs to: none is told where it is of none.
        """
        conditions, informing = holding_gates(self.state, row.milestone_id)
        self.lost["gates that only inform: they hold no money"] += informing
        donors = dict.fromkeys(line.place.donor for line in lines if line.place.donor)
        channels = dict.fromkeys(line.place.channel for line in lines if line.place.channel)
        return {
            "identifier": identifier_of(row, self.reference),
            "name": texts_of(row, "name"),
            "described": texts_of(row, text) or texts_of(row, "name"),
            "participants": [
                *((codes.FUNDING, self._party(Donor, slug)) for slug in donors),
                *((codes.ACCOUNTABLE, self._party(Channel, slug)) for slug in channels),
                *([(codes.IMPLEMENTING, _named(implementer))] if implementer else []),
            ],
            "transactions": [self._transaction(told, implementer) for line in lines for told in line.parts],
            "has_milestone": row.milestone_id is not None,
            "conditions": conditions,
        }

    def _party(self, model: type[Donor] | type[Channel], slug: str | None) -> Shape | None:
        return _named(next(iter(self.state.rows(model).where(slug=slug)), None))

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

    def _transaction(self, told: Told, implementer: Any) -> Shape:
        donor, channel = self._party(Donor, told.place.donor), self._party(Channel, told.place.channel)
        provider, receiver = donor, channel
        if told.stage not in codes.FROM_DONORS:
            provider, receiver = channel, _named(implementer)
            self.lost["the donor of a sum that was disbursed or spent"] += donor is not None
        words = {"type": codes.TYPE_OF[told.stage], "value": plain(told.amount)}
        return {"told": told, **words, "provider": provider, "receiver": receiver}


def texts_of(row: object, column: str) -> Texts:
    """A translated text of a row."""
    return {language: text for language in LANGUAGES if (text := getattr(row, f"{column}_{language}"))}


def _named(row: Any) -> Shape | None:
    """A row with its names; None for none."""
    return None if row is None else {"row": row, "name": texts_of(row, "name")}


def _result(tally: Tally, course: Course) -> Shape:
    """An output of units, planned as its target and delivered as its actual value."""
    end = max(course.end or tally.newest, tally.newest)
    quantities = {"target": plain(tally.planned), "actual": plain(tally.delivered)}
    return {"unit": tally.unit.label, "start": min(course.start or tally.newest, end), "end": end, **quantities}


def plain(amount: Decimal | None) -> str:
    """A number as XML writes it; empty for none."""
    return "" if amount is None else format(amount, "f")
