"""The proof of one milestone's status as plain data: gates, conditions, records, hold-up path, what would clear it.

`ref`s are those of the plan that was evaluated (a row's key, a path in a file), so that a page can show the record
with its source. Days are ISO dates, null for never.
"""

from collections.abc import Hashable, Iterable
from typing import Any

from milestones.contingency.days import EVER, iso
from milestones.contingency.evaluation import Evaluation, MilestoneVerdict, rounded
from milestones.contingency.evidence import Evidence, level_evidence, value_evidence
from milestones.contingency.facts import Facts
from milestones.contingency.holdup import Binding, Binds, HoldUpStep, hold_up_path
from milestones.contingency.plan import (
    Assessment,
    Condition,
    DateCondition,
    IndicatorCondition,
    MilestoneCondition,
    Observation,
    PillarCondition,
    PlannedDate,
    RelativeDate,
)
from milestones.contingency.scales import Truth
from milestones.contingency.schedule import Planned
from milestones.contingency.truths import condition_holding_since, holding_since_when
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict


def explain(evaluation: Evaluation, slug: str) -> dict[str, Any]:
    """The milestone's published entry with, beside it, what each verdict in it rests on."""
    verdict = evaluation.milestones[slug]
    explained = verdict.as_dict()
    for entry, group in zip(explained["gates"], verdict.groups, strict=True):
        entry["ref"] = group.group.ref
        for stated, each in zip(entry["conditions"], group.conditions, strict=True):
            stated |= _condition(evaluation, each)
    explained["evidence"] = _records(level_evidence(evaluation.facts, slug))
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


def describe(condition: Condition) -> dict[str, Any]:
    """A condition in the words of the plan file."""
    match condition:
        case MilestoneCondition():
            said: dict[str, Any] = {"milestone": condition.milestone, "reaches": condition.reaches.slug}
        case IndicatorCondition():
            bound = "at_most" if condition.at_least is None else "at_least"
            said = {"indicator": condition.indicator, bound: str(getattr(condition, bound))}
        case PillarCondition():
            return {"pillar": condition.pillar, "progress": str(condition.progress)}
        case DateCondition():
            return {"date": condition.date.isoformat()}
    return said | ({"for_days": condition.for_days} if condition.for_days else {})


def _condition(evaluation: Evaluation, verdict: ConditionVerdict) -> dict[str, Any]:
    """What the condition says, what stands against it today, since when, and the records behind it."""
    facts, condition = evaluation.facts, verdict.condition
    since = holding_since_when(facts, condition, verdict.truth)
    said = describe(condition) | {
        "ref": condition.ref,
        "since": None if since in (None, EVER) else iso(since),
    }
    match condition:
        case MilestoneCondition():
            awaited = facts.by_slug[condition.milestone]
            records = _records(level_evidence(facts, condition.milestone))
            said |= {"level": {"low": awaited.low, "high": awaited.high}, "evidence": records}
            said["why"] = _why(verdict.truth, has_reading=True, rests_on=bool(records["base"]))
        case IndicatorCondition():
            said |= _reading(facts, condition.indicator, verdict.truth)
        case PillarCondition():
            standing = facts.standing(condition.pillar)
            low_, high_ = standing.percent(standing.low), standing.percent(standing.high)
            said["percent"] = None if low_ is None else {"low": rounded(low_), "high": rounded(high_)}
            said["why"] = _why(verdict.truth, has_reading=low_ is not None, rests_on=True)
        case DateCondition():
            said["why"] = verdict.truth.value
    if verdict.truth is Truth.UNKNOWN and _is_met_today(facts, condition):
        said["why"] = "gap"
    return said


def _is_met_today(facts: Facts, condition: Condition) -> bool:
    """Whether a condition with `for_days` is met today: what cannot be told is then some of the days before."""
    return condition_holding_since(facts, condition, unknown_holds=False) is not None


def _reading(facts: Facts, indicator: str, truth: Truth) -> dict[str, Any]:
    """What an indicator reads, each series with its records, and why a condition on it stands as it does."""
    low, high = facts.values(indicator).at(facts.on)
    series = value_evidence(facts, indicator)
    return {
        "value": None if low is None else {"low": str(low), "high": str(high)},
        "series": [
            {
                "series": each.series,
                "is_read": each.is_read,
                "is_stale": each.is_stale,
                "is_claim": each.is_claim,
                "evidence": _records(each.records),
            }
            for each in series
        ],
        "why": _why(
            truth,
            has_reading=low is not None,
            rests_on=not any(each.is_claim and each.is_read for each in series),
            is_stale=any(each.is_stale for each in series),
        ),
    }


def _why(truth: Truth, *, has_reading: bool, rests_on: bool, is_stale: bool = False) -> str:
    """Why a condition cannot be told: no data, stale, only claimed, or contested (records disagree)."""
    if truth is not Truth.UNKNOWN:
        return truth.value
    if not has_reading:
        return "stale" if is_stale else "no-data"
    return "contested" if rests_on else "claimed"


def _records(evidence: Evidence[Assessment] | Evidence[Observation]) -> dict[str, list[Hashable]]:
    return {name: _refs(getattr(evidence, name)) for name in ("base", "later", "superseded", "disputed")}


def _refs(records: Iterable[Assessment | Observation]) -> list[Hashable]:
    return [record.ref for record in records]


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
        waits_for = describe(group.conditions[step.condition].condition)
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
        "waits_for": describe(group.conditions[binding.condition].condition),
    }


def _would_clear(number: int, group: GroupVerdict) -> dict[str, Any]:
    """How many more of which conditions would have to be met for the gate to be."""
    open_conditions = [
        position for position, each in enumerate(group.conditions) if each.truth is not Truth.MET
    ]
    met = len(group.conditions) - len(open_conditions)
    return {"gate": number, "more": group.group.require - met, "of": open_conditions}
