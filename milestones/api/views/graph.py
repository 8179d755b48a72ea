"""The whole plan as a graph: what waits for what, and whether it is there."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from milestones.api.core import GateLines
from milestones.api.parameters import POINT
from milestones.api.serializers.base import as_it_is
from milestones.api.serializers.evaluation import (
    AWAITED,
    STATUSES,
    ConditionVerdictSerializer,
    GateVerdictSerializer,
    PlanMomentSerializer,
    RangeSerializer,
)
from milestones.api.views.base import ReadView
from milestones.contingency import Evaluation
from milestones.contingency.verdicts import GroupVerdict
from milestones.models import Gate
from milestones.selectors.graph import Edge, Thing, graph_of
from milestones.state import PlanState


class NodeSerializer(serializers.Serializer):
    """A milestone, or what a condition names."""

    id = serializers.CharField(help_text="Its kind and slug, such as milestone:handover.")
    kind = serializers.ChoiceField(choices=AWAITED)
    slug = serializers.CharField(help_text="Its slug; the day of a date.")
    pillar = serializers.CharField(allow_null=True, help_text="The pillar of a milestone or an indicator.")
    status = serializers.ChoiceField(choices=STATUSES, allow_null=True, help_text="Of a milestone.")
    level = RangeSerializer(allow_null=True, help_text="Of a milestone.")


class GraphGateSerializer(GateVerdictSerializer):
    """One group of conditions: its rule, where it stands written, and its truth."""

    conditions = None  # type: ignore[assignment] # they are the edges
    id = serializers.IntegerField(help_text="The gate's number.")
    milestone = serializers.CharField(help_text="The milestone that it stands before, by slug.")
    readings = serializers.ListField(
        child=serializers.CharField(), help_text="The readings that it is limited to; none: it stands in all."
    )
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment] # a key of its own
    clause = serializers.CharField()


class EdgeSerializer(ConditionVerdictSerializer):
    """One condition, from what is awaited to the milestone that waits."""

    id = serializers.IntegerField(help_text="The condition's number.")
    gate = serializers.IntegerField(help_text="The gate that it belongs to, by number.")
    to = serializers.CharField(help_text="The node of the milestone that waits.")
    condition = as_it_is({"type": "object"}, help_text="What must hold, in the words of the plan file.")

    def get_fields(self) -> dict[str, serializers.Field]:
        awaited = serializers.CharField(help_text="The node that is awaited.")
        return super().get_fields() | {"from": awaited}


class GraphSerializer(PlanMomentSerializer):
    """A plan as a graph on one day, as known at one instant, under one reading."""

    nodes = NodeSerializer(many=True)
    gates = GraphGateSerializer(many=True)
    edges = EdgeSerializer(many=True)


class GraphView(ReadView):
    """Milestones, and what their gates name, as nodes; conditions as edges, from what is awaited to what waits."""

    operation, tag, summary = "graph", "plans", "The plan as a graph"
    parameters = POINT
    serializer_class = GraphSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        graph = graph_of(self.evaluation)
        return self.headed(
            nodes=[_node(self.evaluation, thing, pillar) for thing, pillar in graph.things.items()],
            gates=[_gate(slug, gate, self.states[0]) for slug, gate in graph.gates],
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
    told_of = verdict.as_dict()
    del told_of["conditions"]
    return {
        "id": verdict.group.ref,
        "milestone": slug,
        **told_of,
        "readings": GateLines.lines["readings"](verdict.group.ref, state),
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
