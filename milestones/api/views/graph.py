"""The whole plan as a graph: what waits for what, and whether it is there."""

from collections.abc import Iterator
from typing import Any

from rest_framework.request import Request

from milestones.api.moments import evaluation_at
from milestones.api.parameters import POINT
from milestones.api.serializers.graph import GraphSerializer
from milestones.api.views.base import ReadView
from milestones.contingency import Evaluation
from milestones.contingency.conditions import Condition
from milestones.contingency.verdicts import GroupVerdict
from milestones.models import Gate, GateReading
from milestones.state import PlanState


class GraphView(ReadView):
    """Milestones, and what their gates name, as nodes; conditions as edges, from what is awaited to what waits."""

    operation, tag, summary = "graph", "plans", "The plan as a graph"
    parameters = POINT
    serializer_class = GraphSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        (fresh,), (state,) = self.plans, self.states
        evaluation = evaluation_at(fresh, state, self.moment)
        groups = [
            (slug, group) for slug, verdict in evaluation.milestones.items() for group in verdict.groups
        ]
        return self.headed(
            "graph",
            nodes=[*_nodes(evaluation, groups)],
            gates=[_gate(slug, group, state) for slug, group in groups],
            edges=[edge for slug, group in groups for edge in _edges(slug, group)],
        )


def _nodes(evaluation: Evaluation, groups: list[tuple[str, GroupVerdict]]) -> Iterator[dict[str, Any]]:
    for slug, verdict in evaluation.milestones.items():
        low, high = verdict.level
        milestone = verdict.facts.milestone
        yield {
            **_node("milestone", slug, milestone.pillar),
            "status": verdict.status.value,
            "level": {"low": low, "high": high},
        }
    pillars = {indicator.slug: indicator.pillar for indicator in evaluation.facts.plan.indicators}
    conditions = (judged.condition for _, group in groups for judged in group.conditions)
    named = dict.fromkeys((condition.kind, condition.named) for condition in conditions)
    for kind, slug in named:
        if kind != "milestone":
            yield _node(kind, slug, pillars.get(slug) if kind == "indicator" else None)


def _node(kind: str, slug: str, pillar: str | None) -> dict[str, Any]:
    return {
        "id": f"{kind}:{slug}",
        "kind": kind,
        "slug": slug,
        "pillar": pillar,
        "status": None,
        "level": None,
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


def _edges(slug: str, verdict: GroupVerdict) -> Iterator[dict[str, Any]]:
    for judged in verdict.conditions:
        condition: Condition = judged.condition
        yield {
            "id": condition.ref,
            "gate": verdict.group.ref,
            "from": f"{condition.kind}:{condition.named}",
            "to": f"milestone:{slug}",
            "condition": condition.as_dict(),
            **judged.as_dict(),
        }
