"""Assumptions laid over a plan, and what they would change. Nothing is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from milestones.contingency.engine import evaluate
from milestones.contingency.evaluation import Evaluation
from milestones.contingency.plan import (
    Assessment,
    Indicator,
    Milestone,
    Observation,
    Plan,
    RevisedDate,
    Revision,
    Suspension,
)
from milestones.contingency.scales import Grade, Level, Status

ALWAYS = datetime.min.replace(tzinfo=UTC)
"""When an assumption was recorded: it is known at every instant."""


@dataclass(frozen=True, slots=True)
class AssumedLevel:
    """The milestone stands at `level`, verified, on the day; its other records of that day make way."""

    milestone: str
    level: Level = Level.COMPLETE


@dataclass(frozen=True, slots=True)
class AssumedValue:
    """The indicator reads `value`, verified, on the day, in every series that is read."""

    indicator: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class AssumedSchedule:
    """The milestone is planned anew; None leaves a date as it is, LIFTED takes it away."""

    milestone: str
    planned_start: RevisedDate | None = None
    due: RevisedDate | None = None


@dataclass(frozen=True, slots=True)
class AssumedWaiver:
    """The group, counted from 0 among all groups of the milestone, is waived."""

    milestone: str
    group: int


@dataclass(frozen=True, slots=True)
class AssumedWithdrawal:
    """The milestone is withdrawn."""

    milestone: str


Assumption = AssumedLevel | AssumedValue | AssumedSchedule | AssumedWaiver | AssumedWithdrawal


@dataclass(frozen=True, slots=True)
class Flip:
    """A milestone whose status differs; None where it counts on one side alone."""

    milestone: str
    before: Status | None
    after: Status | None


def assume(plan: Plan, assumptions: Iterable[Assumption], *, on: date) -> Plan:
    """The plan with the assumptions laid over it. Raises KeyError or IndexError for what the plan has not."""
    milestones = {milestone.slug: milestone for milestone in plan.milestones}
    indicators = {indicator.slug: indicator for indicator in plan.indicators}
    for assumption in assumptions:
        match assumption:
            case AssumedValue(slug, value):
                indicators[slug] = _with_value(indicators[slug], value, on)
            case AssumedLevel(slug, level):
                milestones[slug] = _with_level(milestones[slug], level, on)
            case AssumedSchedule(slug, planned_start, due):
                schedule = (*milestones[slug].schedule, Revision(on, ALWAYS, planned_start, due))
                milestones[slug] = replace(milestones[slug], schedule=schedule)
            case AssumedWaiver(slug, group):
                milestones[slug] = _with_waiver(milestones[slug], group, on)
            case AssumedWithdrawal(slug):
                withdrawals = (*milestones[slug].withdrawals, Suspension(on, ALWAYS))
                milestones[slug] = replace(milestones[slug], withdrawals=withdrawals)
    return replace(plan, milestones=tuple(milestones.values()), indicators=tuple(indicators.values()))


def evaluation_under(before: Evaluation, assumptions: Iterable[Assumption]) -> Evaluation:
    """The same day, instant and reading under the assumptions. Raises KeyError or IndexError for what is not there."""
    plan = assume(before.facts.plan, assumptions, on=before.on)
    return evaluate(plan, on=before.on, known_at=before.known_at, reading=before.reading)


def flips(before: Evaluation, after: Evaluation) -> tuple[Flip, ...]:
    """The milestones whose status differs, in the plan's order."""
    slugs = dict.fromkeys((*after.milestones, *before.milestones))
    told = (Flip(slug, before.status_of(slug), after.status_of(slug)) for slug in slugs)
    return tuple(flip for flip in told if flip.before is not flip.after)


def _with_level(milestone: Milestone, level: Level, on: date) -> Milestone:
    others = tuple(assessment for assessment in milestone.assessments if assessment.date != on)
    return replace(milestone, assessments=(*others, Assessment(on, level, Grade.VERIFIED, ALWAYS)))


def _with_value(indicator: Indicator, value: Decimal, on: date) -> Indicator:
    others = tuple(observation for observation in indicator.observations if observation.date != on)
    series = (
        {observation.series for observation in indicator.observations}
        if indicator.official is None
        else {indicator.official}
    )
    assumed = tuple(Observation(on, value, Grade.VERIFIED, ALWAYS, series=slug) for slug in sorted(series or {""}))
    return replace(indicator, observations=others + assumed)


def _with_waiver(milestone: Milestone, number: int, on: date) -> Milestone:
    group = milestone.groups[number]
    waived = replace(group, waivers=(*group.waivers, Suspension(on, ALWAYS)))
    return replace(milestone, groups=(*milestone.groups[:number], waived, *milestone.groups[number + 1 :]))
