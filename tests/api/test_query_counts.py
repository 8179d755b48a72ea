"""A page costs the same queries whatever it holds, and for each role no more than is known."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.contingency.scales import Level
from milestones.models import Responsibility
from tests.api.cast import Cast, every_path, settle
from tests.factories import (
    make_analyst,
    make_assessment,
    make_condition,
    make_gate,
    make_milestone,
    make_restricted_reader,
)


def grow(cast: Cast, *, first: int, count: int) -> None:
    """So many milestones more, each with a gate, a condition, an assessment and somebody who owes it."""
    for number in range(first, first + count):
        added = make_milestone(cast.plan, f"more-{number}", rank=20 + number)
        make_condition(make_gate(added), milestone=cast.handover)
        make_condition(make_gate(cast.handover, rank=20 + number), milestone=added)
        make_assessment(added, Level.MINIMUM, source=cast.handover.source)
        Responsibility.objects.create(milestone=added, actor=cast.handover.certifier)
    settle(cast.plan)


def counts(client: Client, cast: Cast) -> dict[str, int]:
    found = {}
    paths = [
        *every_path(cast),
        "/api/v1/milestones/?plan=accord&on=2026-03-10",
        "/api/v1/milestones/?plan=accord",
    ]
    for path in paths:
        client.get(path)  # the plan's state is at hand from here on
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        found[path.removeprefix("/api/v1/")] = len(queries)
    return found


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["public", "reader", "analyst"])
def test_queries_do_not_grow_with_the_plan(cast: Cast, client: Client, role: str) -> None:
    if role != "public":
        client.force_login(make_analyst() if role == "analyst" else make_restricted_reader())
    grow(cast, first=0, count=2)
    small = counts(client, cast)
    grow(cast, first=2, count=20)
    assert counts(client, cast) == small


def test_the_publics_pages_cost_what_is_known(cast: Cast, client: Client) -> None:
    """A stored list computes nothing; each figure here is raised only with a reason."""
    found = counts(client, cast)
    pinned = {
        "plans/": 8,
        "milestones/": 6,
        "milestones/?plan=accord": 7,
        "milestones/accord/handover/": 6,
        "observations/": 3,
        "gates/": 5,
        "status/": 1,
        "plans/accord/evaluation/": 1,
        "milestones/accord/handover/explanation/": 7,
    }
    assert {path: found[path] for path in pinned} == pinned


def test_an_answer_that_holds_costs_one_query(cast: Cast, client: Client) -> None:
    for path in every_path(cast):
        answer = client.get(path)
        if "ETag" in answer.headers:
            with CaptureQueriesContext(connection) as queries:
                again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
            assert (again.status_code, len(queries)) == (304, 1), path
