"""The gates by which milestones of a deadlock wait for one another, with where each stands written."""

from collections.abc import Iterator, Mapping
from typing import Any

from milestones.contingency import Evaluation
from milestones.contingency.conditions import MilestoneCondition
from milestones.contingency.scales import Truth
from milestones.contingency.verdicts import GroupVerdict
from milestones.selectors.milestone_records import GateNote, gates
from milestones.selectors.records import Viewpoint


def knot_gates(evaluation: Evaluation, viewpoint: Viewpoint) -> Mapping[Any, GateNote]:
    """The gates of every deadlock, by key; nothing is looked up where there is none."""
    refs = {
        gate.group.ref
        for deadlock in evaluation.deadlocks
        for slug in deadlock.milestones
        for gate in evaluation.milestones[slug].groups
        if any(waits_by(gate, awaited) for awaited in deadlock.milestones)
    }
    return gates(refs, viewpoint) if refs else {}


def waits_by(gate: GroupVerdict, awaited: str) -> bool:
    """Whether a milestone waits, by this gate of its own, for the milestone `awaited`."""
    return gate.is_gate and not gate.is_waived and gate.truth is not Truth.MET and awaited in _open(gate)


def _open(gate: GroupVerdict) -> Iterator[str]:
    for proof in gate.conditions:
        if isinstance(proof.condition, MilestoneCondition) and proof.truth is not Truth.MET:
            yield proof.condition.milestone
