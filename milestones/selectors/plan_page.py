"""What the plan page shows: one evaluation, the names of what it speaks of, and the latest status changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from milestones.contingency import Evaluation
from milestones.models import Indicator, Milestone, Pillar, Plan, Reading, Series, StatusChange
from milestones.models.choices import MilestoneKind
from milestones.selectors.causes import newest_changes
from milestones.selectors.evaluations import evaluation_at
from milestones.selectors.knots import knot_gates
from milestones.selectors.milestone_records import GateNote
from milestones.selectors.plans import Reader
from milestones.selectors.records import Viewpoint

LATEST_CHANGES = 8


@dataclass(frozen=True, slots=True)
class NamedIndicator:
    """What a chart says beside its counts; `series` are the names of its series by slug."""

    name: str
    unit: str
    decimals: int
    target: Decimal | None
    series: Mapping[str, str]


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
    `knots` the gates of its deadlocks, by key.
    """

    viewpoint: Viewpoint
    evaluation: Evaluation
    by_reading: Mapping[str, Evaluation]
    names: PlanNames
    changes: Sequence[tuple[StatusChange, Sequence[Mapping[str, Any]]]]
    knots: Mapping[Any, GateNote]


def plan_facts(viewpoint: Viewpoint) -> PlanFacts:
    """The plan as the reader may see it; raises UnknownReading."""
    changes = StatusChange.objects.filter(plan=viewpoint.plan).exclude(old="")
    names = plan_names(viewpoint.plan, user=viewpoint.user)
    evaluation = evaluation_at(viewpoint)
    return PlanFacts(
        viewpoint=viewpoint,
        evaluation=evaluation,
        by_reading={slug: evaluation_at(replace(viewpoint, reading=slug)) for slug in names.readings},
        names=names,
        changes=newest_changes(changes, viewpoint, most=LATEST_CHANGES),
        knots=knot_gates(evaluation, viewpoint),
    )


def reading_names(plan: Plan) -> dict[str, str]:
    """The plan's readings by slug, the default one first."""
    rows = Reading.objects.filter(plan=plan).order_by("rank", "id")
    return dict(rows.values_list("slug", "name"))


def plan_names(plan: Plan, *, user: Reader = None) -> PlanNames:
    """The names of the plan's parts that the reader may see."""
    pillars = Pillar.objects.filter(plan=plan).order_by("rank", "id")
    rows = Milestone.objects.filter(plan=plan).visible_to(user).order_by("rank", "id")
    milestones = list(rows.values_list("slug", "name", "kind"))
    return PlanNames(
        pillars=dict(pillars.values_list("slug", "name")),
        milestones={slug: name for slug, name, _kind in milestones},
        indicators=_indicators(plan, user),
        readings=reading_names(plan),
        announcements=frozenset(
            slug for slug, _name, kind in milestones if kind == MilestoneKind.ANNOUNCEMENT
        ),
    )


def _indicators(plan: Plan, user: Reader) -> dict[str, NamedIndicator]:
    series: dict[str, dict[str, str]] = {}
    rows = Series.objects.filter(indicator__plan=plan).visible_to(user).order_by("rank", "id")
    for indicator, slug, name in rows.values_list("indicator__slug", "slug", "name"):
        series.setdefault(indicator, {})[slug] = name
    found = Indicator.objects.filter(plan=plan).visible_to(user).order_by("rank", "id")
    return {
        slug: NamedIndicator(name, unit, decimals, target, series.get(slug, {}))
        for slug, name, unit, decimals, target in found.values_list(
            "slug", "name", "unit", "decimals", "target"
        )
    }
