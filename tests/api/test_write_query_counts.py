"""A write costs the same queries whatever the plan holds; a list one share a row, and nothing beside."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.contingency.scales import Grade, Level
from milestones.models import Assessment, Milestone, Plan
from tests.api.cast import settle
from tests.api.test_query_counts import BESIDE
from tests.api.test_writing import ROOT, member, patch, plan, post, token
from tests.factories import make_assessment, make_condition, make_gate, make_milestone

__all__ = ["plan"]

ENTRY = {"milestone": "handover", "date": "2026-03-02", "level": "minimum", "publication": "draft"}


def grow(handover: Milestone, *, first: int, count: int) -> None:
    """So many milestones more, each with a gate, a condition and an assessment, and one that waits for it."""
    for number in range(first, first + count):
        added = make_milestone(handover.plan, f"more-{number}", rank=20 + number)
        make_condition(make_gate(added), milestone=handover)
        make_condition(make_gate(make_milestone(handover.plan, f"after-{number}")), milestone=added)
        make_assessment(added, Level.MINIMUM)
    settle(handover.plan)


def cost(write: Callable[[], Any]) -> int:
    """How many queries a write takes beside those of sessions, permissions and tokens."""
    with CaptureQueriesContext(connection) as queries:
        answer = write()
    assert answer.status_code in (200, 201), answer.content
    return sum(not any(table in query["sql"] for table in BESIDE) for query in queries)


def costs(handover: Milestone, client: Client, role: str) -> dict[str, int]:
    """What each way of writing costs now, in queries."""
    added = "assessments/?plan=accord"
    told = {
        "one": cost(lambda: post(client, added, ENTRY)),
        "two": cost(lambda: post(client, added, [ENTRY] * 2)),
        "ten": cost(lambda: post(client, added, [ENTRY] * 10)),
        "tried": cost(lambda: post(client, f"{added}&dry_run=true", ENTRY)),
        "under a key": cost(lambda: post(client, added, ENTRY, **{"Idempotency-Key": str(Assessment.objects.count())})),
    }
    if role == "administrator":
        record = make_assessment(handover, Level.MINIMUM, date=date(2026, 3, 2), verification=Grade.REPORTED)
        settle(handover.plan)
        path = "milestones/accord/handover/"
        version = {"If-Match": f'"{client.get(f"{ROOT}/{path}").json()["version"]}"'}
        reason = {"reason": "Mistaken."}
        told |= {
            "change tried": cost(lambda: patch(client, f"{path}?dry_run=true", {"weight": 3}, **version)),
            "change": cost(lambda: patch(client, path, {"weight": 2 + handover.plan.milestones.count()}, **version)),
            "retract tried": cost(lambda: post(client, f"assessments/{record.pk}/retract/?dry_run=true", reason)),
            "retract": cost(lambda: post(client, f"assessments/{record.pk}/retract/", reason)),
        }
    settle(handover.plan)
    return told


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("role", ["administrator", "contributor"])
def test_a_write_costs_the_same_whatever_the_plan_holds(plan: Plan, role: str) -> None:
    client, handover = token(member(role, plan=plan), "write", "restricted"), plan.milestones.get(slug="handover")
    costs(handover, client, role)
    told = []
    for first, count in ((0, 2), (2, 20)):
        grow(handover, first=first, count=count)
        told.append(costs(handover, client, role))
    few, many = told
    assert many == few
    a_row = few["two"] - few["one"]
    assert few["ten"] == few["one"] + 9 * a_row
    assert a_row <= 8
    assert few["one"] <= 50
    assert max(few.values()) <= 210
