"""A plan as a graph: its gates, what their conditions name, an edge for each condition; and its deadlocks' gates."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from milestones.contingency import Evaluation
from milestones.contingency.conditions import MilestoneCondition
from milestones.contingency.scales import Truth
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict
from milestones.selectors.milestone_records import GateNote, gates
from milestones.selectors.records import Viewpoint

Thing = tuple[str, str]
"""What can be waited for: the kind of the condition that names it, and its slug, or its day."""


class Edge(NamedTuple):
    """One condition of a gate, from what is awaited to the milestone that waits."""

    awaited: Thing
    waits: Thing
    gate: GroupVerdict
    judged: ConditionVerdict


class Graph(NamedTuple):
    """All milestones, in the plan's order, then what conditions name beside them, each with the slug of the pillar of a
    milestone or an indicator; gates with the slugs of their milestones; and edges in their order."""

    things: Mapping[Thing, str | None]
    gates: list[tuple[str, GroupVerdict]]
    edges: list[Edge]


def graph_of(evaluation: Evaluation) -> Graph:
    """The graph under the evaluation's reading."""
    verdicts = evaluation.milestones.items()
    pillars = {indicator.slug: indicator.pillar for indicator in evaluation.facts.plan.indicators}
    gates = [(slug, gate) for slug, verdict in verdicts for gate in verdict.groups]
    edges = [
        Edge((judged.condition.kind, judged.condition.named), ("milestone", slug), gate, judged)
        for slug, gate in gates
        for judged in gate.conditions
    ]
    things: dict[Thing, str | None] = {("milestone", slug): told.facts.milestone.pillar for slug, told in verdicts}
    for kind, slug in (edge.awaited for edge in edges):
        things.setdefault((kind, slug), pillars.get(slug) if kind == "indicator" else None)
    return Graph(things, gates, edges)


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
