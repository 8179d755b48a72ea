"""What the plan page shows: one evaluation, the names of what it speaks of, and the latest status changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import translation

from milestones.contingency import Evaluation
from milestones.models import Assessment, Indicator, Milestone, Pillar, Reading, Series, StatusChange
from milestones.models.choices import MilestoneKind
from milestones.selectors.causes import newest_changes
from milestones.selectors.knots import knot_gates
from milestones.selectors.milestone_records import GateNote
from milestones.selectors.records import RecordNote, Viewpoint
from milestones.state import PlanState

LATEST_CHANGES = 8


@dataclass(frozen=True, slots=True)
class NamedIndicator:
    """What a chart says beside its counts; its series by slug: `series` are names, `rules` what each counts by."""

    name: str
    unit: str
    decimals: int
    target: Decimal | None
    series: Mapping[str, str]
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlanNames:
    """The names, in the reader's language, of what the reader may see; each by slug, in the plan's order.

    `announcements` are the milestones that are one.
    """

    pillars: Mapping[str, str]
    milestones: Mapping[str, str]
    indicators: Mapping[str, NamedIndicator]
    readings: Mapping[str, str]
    announcements: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """All that the plan page rests on; `by_reading` is empty for a plan that declares no readings.

    `changes` are the latest ones of milestones that had a status before, with their causes;
    `chronology`, where there is none, the newest assessments by their day; `knots` the gates of its deadlocks, by key.
    """

    viewpoint: Viewpoint
    evaluation: Evaluation
    by_reading: Mapping[str, Evaluation]
    names: PlanNames
    changes: Sequence[tuple[StatusChange, Sequence[Mapping[str, Any]]]]
    chronology: Sequence[RecordNote]
    knots: Mapping[Any, GateNote]


def plan_facts(viewpoint: Viewpoint) -> PlanFacts:
    """The plan as the reader may see it; raises UnknownReading."""
    changes = StatusChange.objects.filter(plan=viewpoint.state.plan_id).exclude(old="")
    names, evaluation = plan_names(viewpoint.state), viewpoint.evaluation()
    changed = newest_changes(changes, viewpoint, most=LATEST_CHANGES)
    return PlanFacts(
        viewpoint=viewpoint,
        evaluation=evaluation,
        by_reading={slug: replace(viewpoint, reading=slug).evaluation() for slug in names.readings},
        names=names,
        changes=changed,
        chronology=() if changed else _chronology(viewpoint),
        knots=knot_gates(evaluation, viewpoint),
    )


def _chronology(viewpoint: Viewpoint) -> list[RecordNote]:
    """The newest assessments that count, by the day for which they speak."""
    return [note for note in viewpoint.notes(viewpoint.rows(Assessment)) if note.counts][:LATEST_CHANGES]


def reading_names(state: PlanState) -> dict[str, str]:
    """The plan's readings by slug, the default one first."""
    return _names(state.rows(Reading))


def plan_names(state: PlanState) -> PlanNames:
    """The names of the plan's parts that the reader may see, in the language of now."""
    question = ("names", translation.get_language())
    if question not in state.kept:
        state.kept[question] = _all_names(state)
    names: PlanNames = state.kept[question]
    return names


def _all_names(state: PlanState) -> PlanNames:
    milestones = state.rows(Milestone)
    return PlanNames(
        pillars=_names(state.rows(Pillar)),
        milestones=_names(milestones),
        indicators={row.slug: _indicator(row, state) for row in state.rows(Indicator)},
        readings=reading_names(state),
        announcements=frozenset(row.slug for row in milestones.where(kind=MilestoneKind.ANNOUNCEMENT)),
    )


def _indicator(row: Indicator, state: PlanState) -> NamedIndicator:
    series = state.rows(Series).by("indicator_id")[row.pk]
    rules = {one.slug: one.definition for one in series}
    return NamedIndicator(row.name, row.unit, row.decimals, row.target, _names(series), rules)


def _names(rows: Iterable[Any]) -> dict[str, str]:
    return {row.slug: row.name for row in rows}
