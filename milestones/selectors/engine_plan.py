"""A plan's rows as the engine's plan, in a number of queries that does not grow with the plan."""

from milestones.contingency import plan as engine
from milestones.loading.stored import read_rows
from milestones.models import Audience, Plan
from milestones.state.plan_state import ENGINE_LISTS, plan_of_rows


def engine_plan(plan: Plan, *, audience: Audience = Audience.PUBLIC) -> engine.Plan:
    """What counts of the plan for the audience; every `ref` is the key of the row it came from."""
    rows = read_rows(ENGINE_LISTS, plan.pk, seen=audience)
    return plan_of_rows(rows, plan.slug, plan.verification)
