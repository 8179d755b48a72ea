"""A document as the engine's plan."""

from dataclasses import replace

from milestones.contingency import plan as engine
from milestones.planfile.document import (
    Document,
    Ending,
    Gate,
    Indicator,
    Milestone,
    Require,
    ScheduleRevision,
    Suspension,
)
from milestones.planfile.faults import Path


def to_plan(document: Document) -> engine.Plan:
    """The engine's plan; each `ref` is a path by slug, such as ("milestones", "handover", "gates", 0)."""
    return engine.Plan(
        slug=document.plan.slug,
        pillars=tuple(pillar.slug for pillar in document.pillars),
        milestones=tuple(map(_milestone, document.milestones)),
        indicators=tuple(map(_indicator, document.indicators)),
        readings=tuple(reading.slug for reading in document.readings),
        verification=document.plan.verification,
    )


def required(require: Require, conditions: int) -> int:
    """How many of so many conditions must hold."""
    return {"all": conditions, "any": 1}[require] if isinstance(require, str) else require


def _indicator(indicator: Indicator) -> engine.Indicator:
    ref = ("indicators", indicator.slug)
    observations = (
        engine.Observation(
            date=observation.date,
            value=observation.value,
            grade=observation.verification,
            recorded=observation.recorded,
            series=observation.series,
            retracted=observation.retracted,
            ref=(*ref, "observations", index),
        )
        for index, observation in enumerate(indicator.observations)
    )
    return engine.Indicator(
        slug=indicator.slug,
        pillar=indicator.pillar,
        baseline=indicator.baseline,
        target=indicator.target,
        target_date=indicator.target_date,
        verification=indicator.verification,
        official=indicator.official,
        stale_after=indicator.stale_after,
        observations=tuple(observations),
        ref=ref,
    )


def _milestone(milestone: Milestone) -> engine.Milestone:
    ref = ("milestones", milestone.slug)
    return engine.Milestone(
        slug=milestone.slug,
        pillar=milestone.pillar,
        planned_start=milestone.planned_start,
        due=milestone.due,
        lapses=milestone.lapses,
        weight=milestone.weight,
        verification=milestone.verification,
        withdrawals=_suspensions(milestone.withdrawn, (*ref, "withdrawn")),
        schedule=_schedule(milestone.schedule, (*ref, "schedule")),
        assessments=_assessments(milestone, ref),
        groups=tuple(_group(gate, (*ref, "gates", index)) for index, gate in enumerate(milestone.gates)),
        ref=ref,
    )


def _assessments(milestone: Milestone, ref: Path) -> tuple[engine.Assessment, ...]:
    return tuple(
        engine.Assessment(
            date=assessment.date,
            level=assessment.level,
            grade=assessment.verification,
            recorded=assessment.recorded,
            retracted=assessment.retracted,
            ref=(*ref, "assessments", index),
        )
        for index, assessment in enumerate(milestone.assessments)
    )


def _schedule(schedule: tuple[ScheduleRevision, ...], ref: Path) -> tuple[engine.Revision, ...]:
    return tuple(
        engine.Revision(
            date=revision.date,
            recorded=revision.recorded,
            planned_start=revision.planned_start,
            due=revision.due,
            ref=(*ref, index),
        )
        for index, revision in enumerate(schedule)
    )


def _suspensions(suspensions: tuple[Suspension, ...], ref: Path) -> tuple[engine.Suspension, ...]:
    return tuple(
        engine.Suspension(
            date=suspension.date,
            recorded=suspension.recorded,
            ended=_ending(suspension.ended),
            ref=(*ref, index),
        )
        for index, suspension in enumerate(suspensions)
    )


def _ending(ending: Ending | None) -> engine.Ending | None:
    return None if ending is None else engine.Ending(date=ending.date, recorded=ending.recorded)


def _group(gate: Gate, ref: Path) -> engine.Group:
    conditions = (
        replace(condition, ref=(*ref, "conditions", index)) for index, condition in enumerate(gate.conditions)
    )
    return engine.Group(
        before=gate.before,
        conditions=tuple(conditions),
        require=required(gate.require, len(gate.conditions)),
        force=gate.force,
        readings=None if gate.readings is None else frozenset(gate.readings),
        waivers=_suspensions(gate.waived, (*ref, "waived")),
        ref=ref,
    )
