"""A plan's rows as the engine's plan, in a number of queries that does not grow with the plan."""

from collections import defaultdict
from typing import Any

from milestones.contingency import plan as engine
from milestones.contingency.scales import Grade
from milestones.kinds.core import KIND_OF
from milestones.kinds.entries import entry_of
from milestones.kinds.format import ROOT
from milestones.loading.stored import read_rows
from milestones.models import Audience, Condition, Plan
from milestones.planfile import Entry, to_plan
from milestones.planfile.to_plan import READ_BY_ENGINE, condition_of, read_by_engine

TABLES = tuple(read_by_engine(table) for table in ROOT.nested if table.kind in READ_BY_ENGINE)
PLAN, *LISTS = TABLES


def engine_plan(plan: Plan, *, audience: Audience = Audience.PUBLIC) -> engine.Plan:
    """What counts of the plan for the audience; every `ref` is the key of the row it came from."""
    rows = read_rows(LISTS, plan.pk, seen=audience)
    header = PLAN.entry(slug=plan.slug, verification=Grade(plan.verification))
    lists = {table.key: rows.entries(table) for table in LISTS}
    return to_plan(Entry(ROOT, {PLAN.key: header, **lists}))


def conditions_by_gate(**where: Any) -> dict[int, list[engine.Condition]]:
    """The conditions of some gates by the gates' keys; a gate with one that is hidden is not counted at all."""
    conditions: dict[int, list[engine.Condition]] = defaultdict(list)
    rows = Condition.objects.filter(**where).select_related("milestone", "indicator", "pillar")
    for row in rows.order_by("rank", "pk"):
        conditions[row.gate_id].append(condition_of(entry_of(KIND_OF[Condition], row), row.pk))
    return conditions
