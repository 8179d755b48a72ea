"""The whole plan as a graph: what waits for what, and whether it is there."""

from typing import Any

from rest_framework.request import Request

from milestones.api.moments import evaluation_at
from milestones.api.parameters import POINT
from milestones.api.serializers.graph import GraphSerializer
from milestones.api.views.base import ReadView
from milestones.contingency import Evaluation
from milestones.contingency.verdicts import GroupVerdict
from milestones.models import Gate, GateReading
from milestones.selectors.graph import Edge, Thing, graph_of
from milestones.state import PlanState


class GraphView(ReadView):
    """Milestones, and what their gates name, as nodes; conditions as edges, from what is awaited to what waits."""

    operation, tag, summary = "graph", "plans", "The plan as a graph"
    parameters = POINT
    serializer_class = GraphSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        (fresh,), (state,) = self.plans, self.states
        evaluation = evaluation_at(fresh, state, self.moment)
        graph = graph_of(evaluation)
        return self.headed(
            "graph",
            nodes=[_node(evaluation, thing, pillar) for thing, pillar in graph.things.items()],
            gates=[_gate(slug, gate, state) for slug, gate in graph.gates],
            edges=[_edge(edge) for edge in graph.edges],
        )


def _node(evaluation: Evaluation, thing: Thing, pillar: str | None) -> dict[str, Any]:
    kind, slug = thing
    verdict = evaluation.milestones[slug] if kind == "milestone" else None
    return {
        "id": f"{kind}:{slug}",
        "kind": kind,
        "slug": slug,
        "pillar": pillar,
        "status": verdict and verdict.status.value,
        "level": verdict and dict(zip(("low", "high"), verdict.level, strict=True)),
    }


def _gate(slug: str, verdict: GroupVerdict, state: PlanState) -> dict[str, Any]:
    row = state.rows(Gate).by_key.get(verdict.group.ref)
    limited = state.rows(GateReading).by("gate_id")[verdict.group.ref]
    told_of = verdict.as_dict()
    del told_of["conditions"]
    return {
        "id": verdict.group.ref,
        "milestone": slug,
        **told_of,
        "readings": [limit.reading.slug for limit in limited if limit.reading is not None],
        "source": None if row is None or row.source is None else row.source.slug,
        "clause": "" if row is None else row.clause,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    condition = edge.judged.condition
    return {
        "id": condition.ref,
        "gate": edge.gate.group.ref,
        "from": ":".join(edge.awaited),
        "to": ":".join(edge.waits),
        "condition": condition.as_dict(),
        **edge.judged.as_dict(),
    }
