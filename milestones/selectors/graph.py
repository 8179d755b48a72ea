"""A plan as a graph: its gates, what their conditions name, and an edge for each condition."""

from collections.abc import Mapping
from typing import NamedTuple

from milestones.contingency import Evaluation
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict

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
