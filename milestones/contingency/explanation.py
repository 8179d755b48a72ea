"""The proof of one milestone's status as plain data: gates, conditions, records, hold-up path, what would clear it.

`ref`s are those of the plan that was evaluated (a row's key, a path in a file), so that a page can show the record
with its source. Days are ISO dates, null for never.
"""

from typing import Any

from milestones.contingency.days import EVER, iso
from milestones.contingency.evaluation import Evaluation, MilestoneVerdict
from milestones.contingency.holdup import Binding, Binds, HoldUpStep, hold_up_path
from milestones.contingency.plan import PlannedDate, RelativeDate
from milestones.contingency.scales import Truth
from milestones.contingency.schedule import Planned
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict


def explain(evaluation: Evaluation, slug: str) -> dict[str, Any]:
    """The milestone's published entry with, beside it, what each verdict in it rests on."""
    verdict = evaluation.milestones[slug]
    explained = verdict.as_dict()
    for entry, group in zip(explained["gates"], verdict.groups, strict=True):
        entry["ref"] = group.group.ref
        for stated, each in zip(entry["conditions"], group.conditions, strict=True):
            stated |= _condition(evaluation, each)
    explained["evidence"] = evaluation.facts.level_evidence(slug).as_dict()
    explained["level_since"] = {
        str(level): {"day": iso(since), "claimed": verdict.facts.low < level}
        for level, since in enumerate(verdict.facts.since)
        if since is not None
    }
    explained["schedule"] = _schedule(verdict)
    explained["hold_up"] = [_step(evaluation, step) for step in hold_up_path(evaluation, slug)]
    explained["would_clear"] = [
        _would_clear(number, group)
        for number, group in enumerate(verdict.groups)
        if group.is_gate and group.truth is not Truth.MET
    ]
    return explained


def _condition(evaluation: Evaluation, verdict: ConditionVerdict) -> dict[str, Any]:
    """What the condition says, what stands against it today, since when, and the records behind it."""
    facts, condition = evaluation.facts, verdict.condition
    since = condition.since(facts, verdict.truth)
    proof = condition.proof(facts, verdict.truth)
    has_gap = (
        verdict.truth is Truth.UNKNOWN
        and condition.for_days
        and condition.since(facts, Truth.MET) is not None
    )
    return {
        **condition.as_dict(),
        "ref": condition.ref,
        "since": None if since in (None, EVER) else iso(since),
        **proof.as_dict(),
        "why": "gap" if has_gap else proof.why,
    }


def _schedule(verdict: MilestoneVerdict) -> dict[str, Any]:
    milestone, schedule = verdict.facts.milestone, verdict.facts.schedule
    return {
        "planned_start": _planned(milestone.planned_start, schedule.start),
        "due": _planned(milestone.due, schedule.due),
        "duration": schedule.duration,
        "lapses": milestone.lapses.isoformat() if milestone.lapses else None,
    }


def _planned(original: PlannedDate | None, in_force: Planned) -> dict[str, Any]:
    """The original date or rule, and the day in force (null where it is missing, lifted or still open)."""
    return {
        "original": _original(original),
        "day": None if in_force.day is None else iso(in_force.day),
        "follows": None if in_force.follows is None else _original(in_force.follows),
        "lifted": in_force.is_lifted,
    }


def _original(planned: PlannedDate | None) -> str | dict[str, Any] | None:
    if isinstance(planned, RelativeDate):
        return {"days": planned.days, "after": planned.after, "reaches": planned.reaches.slug}
    return None if planned is None else planned.isoformat()


def _step(evaluation: Evaluation, step: HoldUpStep) -> dict[str, Any]:
    """One step; `ref` is its gate's, `waits_for` the condition or the planned start that binds, where one does."""
    verdict = evaluation.milestones[step.milestone]
    group = None if step.gate is None else verdict.groups[step.gate]
    waits_for = None
    if group is not None and step.condition is not None:
        waits_for = group.conditions[step.condition].condition.as_dict()
    elif step.binds is Binds.PLANNED_START:
        waits_for = _planned(verdict.facts.milestone.planned_start, verdict.facts.schedule.start)
    return {
        "milestone": step.milestone,
        "level": step.level,
        "day": iso(step.day),
        "binds": step.binds.value,
        "gate": step.gate,
        "condition": step.condition,
        "lapses_too_soon": step.lapses_too_soon,
        "ref": None if group is None else group.group.ref,
        "waits_for": waits_for,
        "beside": [_beside(verdict.groups[each.gate], each) for each in step.beside],
    }


def _beside(group: GroupVerdict, binding: Binding) -> dict[str, Any]:
    """A condition that binds a step as much as the one that the path follows; `ref` is its gate's."""
    return {
        "gate": binding.gate,
        "condition": binding.condition,
        "ref": group.group.ref,
        "waits_for": group.conditions[binding.condition].condition.as_dict(),
    }


def _would_clear(number: int, group: GroupVerdict) -> dict[str, Any]:
    """How many more of which conditions would have to be met for the gate to be."""
    open_conditions = [
        position for position, each in enumerate(group.conditions) if each.truth is not Truth.MET
    ]
    met = len(group.conditions) - len(open_conditions)
    return {"gate": number, "more": group.group.require - met, "of": open_conditions}
