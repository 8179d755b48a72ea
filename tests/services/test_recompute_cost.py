"""What a recompute costs grows with the plan, not with its square: counted in steps, not in seconds."""

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.models import Milestone, MilestoneStatus, Plan
from milestones.services.loading import load_document
from milestones.services.recompute import recompute
from tests.factories import make_indicator, make_plan, make_schedule_revision
from tests.pillars.demilitarisation.cast import make_incident
from tests.planfile.plans import small_plan

ROOT = Path(__file__).resolve().parents[2]
CODE = (f"{ROOT}/milestones/", f"{ROOT}/pillars/")
FEW, MANY = 60, 240
PROPORTIONATE = 1.1
"""How much more than in proportion to the plan the steps may grow; with the square they would grow by MANY / FEW."""
NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def steps(work: Callable[[], Any]) -> int:
    """How many calls the work makes of the project's own functions."""
    count = 0

    def counted(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code.co_filename.startswith(CODE)

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def chain(length: int) -> Plan:
    """Milestones of which each waits for the one before it."""
    slugs = [f"m{number:04}" for number in range(length)]
    listed: list[dict[str, Any]] = [{"slug": slug, "name": slug, "pillar": "governance"} for slug in slugs]
    for entry, before in zip(listed, ["", *slugs], strict=False):
        waits = {"before": "start", "conditions": [{"milestone": before, "reaches": "complete"}]}
        entry |= {"gates": [waits]} if before else {"planned_start": "2026-05-01"}
    document = parse(small_plan(milestones=listed)).document
    load_document(document.replace(plan=document.plan.replace(slug=f"of-{length}")))
    return Plan.objects.get(slug=f"of-{length}")


def test_a_chain_costs_as_much_as_its_links() -> None:
    first, moved, longest = {}, {}, {}
    for length in (FEW, MANY):
        plan = chain(length)
        first[length] = steps(lambda: recompute(plan.pk, now=NOW))  # noqa: B023 - it is called at once
        make_schedule_revision(Milestone.objects.get(plan=plan, slug="m0000"), planned_start_on=dt.date(2026, 6, 1))
        moved[length] = steps(lambda: recompute(plan.pk, now=NOW))  # noqa: B023 - it is called at once
        stored = MilestoneStatus.objects.filter(milestone__plan=plan)
        assert set(stored.values_list("earliest_start", flat=True)) >= {dt.date(2026, 6, 1)}
        longest[length] = max(len(repr(row.verdict)) for row in stored)
    for cost in (first, moved):
        assert cost[MANY] < PROPORTIONATE * cost[FEW] * MANY / FEW
    assert longest[MANY] < longest[FEW] + 100, "no verdict tells the whole chain"


def test_incidents_cost_as_much_as_there_are() -> None:
    cost = {}
    for number in (FEW, MANY):
        plan = make_plan(f"of-{number}")
        make_indicator(plan, "incidents", measure="demilitarisation.incidents_30_days")
        for day in range(number):
            recorded = NOW - dt.timedelta(days=number - day)
            make_incident(plan, case=f"case-{day}", date=recorded.date(), recorded_at=recorded)
        cost[number] = steps(lambda: recompute(plan.pk, now=NOW))  # noqa: B023 - it is called at once
    assert cost[MANY] < PROPORTIONATE * cost[FEW] * MANY / FEW
