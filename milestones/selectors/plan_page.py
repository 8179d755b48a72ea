"""The names of what the pages of a plan speak of, and what happened last in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation

from milestones.models import Assessment, Indicator, Milestone, Pillar, Reading, Series, StatusChange
from milestones.models.choices import MilestoneKind
from milestones.selectors.causes import Cause, newest_changes
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


def latest_changes(viewpoint: Viewpoint) -> list[tuple[StatusChange, tuple[Cause, ...]]]:
    """The latest changes of milestones that had a status before, with their causes."""
    changes = StatusChange.objects.filter(plan=viewpoint.state.plan_id).exclude(old="")
    return newest_changes(changes, viewpoint, most=LATEST_CHANGES)


def latest_assessments(viewpoint: Viewpoint) -> list[RecordNote]:
    """The newest assessments that count, by the day for which they speak."""
    return [note for note in viewpoint.notes(viewpoint.rows(Assessment)) if note.counts][:LATEST_CHANGES]


def reading_names(state: PlanState) -> dict[str, str]:
    """The plan's readings by slug, the default one first."""
    return _names(state.counting.rows(Reading))


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
