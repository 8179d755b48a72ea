"""A plan's rows as the engine's plan, in a number of queries that does not grow with the plan."""

from collections import defaultdict
from typing import Any

from milestones.contingency import plan as engine
from milestones.kinds.core import KIND_OF
from milestones.kinds.entries import entry_of
from milestones.loading.stored import read_rows
from milestones.models import Audience, Condition, Plan
from milestones.planfile.to_plan import condition_of
from milestones.state.plan_state import ENGINE_LISTS, plan_of_rows


def engine_plan(plan: Plan, *, audience: Audience = Audience.PUBLIC) -> engine.Plan:
    """What counts of the plan for the audience; every `ref` is the key of the row it came from."""
    rows = read_rows(ENGINE_LISTS, plan.pk, seen=audience)
    return plan_of_rows(rows, plan.slug, plan.verification)


def conditions_by_gate(**where: Any) -> dict[int, list[engine.Condition]]:
    """The conditions of some gates by the gates' keys; a gate with one that is hidden is not counted at all."""
    conditions: dict[int, list[engine.Condition]] = defaultdict(list)
    rows = Condition.objects.filter(**where).select_related("milestone", "indicator", "pillar")
    for row in rows.order_by("rank", "pk"):
        conditions[row.gate_id].append(condition_of(entry_of(KIND_OF[Condition], row), row.pk))
    return conditions
