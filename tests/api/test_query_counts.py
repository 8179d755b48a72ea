"""A page costs the same queries whatever it holds, and for each role no more than is known."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.contingency.scales import Level
from milestones.models import Responsibility
from tests.api.cast import AT_A_MOMENT, DRAFTS, PARTS, Cast, every_path, settle
from tests.api.peopled import ENTRIES, load_plan, people
from tests.api.test_writing import member, post, token
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


BESIDE = ("django_session", "auth_", "knox_", "milestones_membership", "milestones_tokengrant")
"""The tables of the sessions, permissions, roles and tokens, which every answer of the site reads."""


def asked(client: Client, path: str) -> int:
    """How many queries an answer takes beside those."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return sum(not any(table in each["sql"] for table in BESIDE) for each in queries)


def counts(client: Client, cast: Cast) -> dict[str, int]:
    found = {}
    paths = [
        *every_path(cast),
        DRAFTS,
        "/api/v1/milestones/?plan=accord&on=2026-03-10",
        "/api/v1/milestones/?plan=accord&pillar=demilitarisation&area=north&source=memorandum",
    ]
    for path in paths:
        asked(client, path)  # the states are at hand from here on
        found[path.removeprefix("/api/v1/")] = asked(client, f"{path}{'&' if '?' in path else '?'}lang=ar")
    return found


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["public", "reader", "analyst", "contributor", "administrator"])
def test_an_answer_costs_few_queries_whatever_the_plan_holds(cast: Cast, client: Client, role: str) -> None:
    """Beside session and permissions: the plans, of changes their number and the page, and of revisions, where some
    are told of, the page, what it took up that a cause names, and of one its digests.

    Who may write is told the version of a row of the structure, which takes one more, and which drafts of it are his,
    which takes two; who may publish, of which waivers that takes another, which takes two.
    """
    if role in ("contributor", "administrator"):
        client.force_login(member(role, plan=cast.plan))
    elif role != "public":
        client.force_login(make_analyst() if role == "analyst" else make_restricted_reader())
    for first, count in ((0, 2), (2, 20)):
        grow(cast, first=first, count=count)
        found = counts(client, cast)
        change = next(path for path in found if path.startswith("plans/accord/changes/") and path[-2].isdigit())
        more = {"changes/": 3, "plans/accord/changes/": 3, change: 2}
        more |= {"plans/accord/revisions/": 3, "plans/accord/revisions/1/": 4}
        if role not in ("public", "reader"):
            more |= {"plans/accord/drafts/": 7 if role == "administrator" else 5}
            more |= {f"{path}/": 2 for path in ("plans/accord", *AT_A_MOMENT[::2], *PARTS)}
            more |= {f"gates/{cast.gate.pk}/": 2, f"conditions/{cast.condition.pk}/": 2}
        assert found == dict.fromkeys(found, 1) | more


def alike(entry: dict[str, Any], made: dict[str, Any], number: int) -> dict[str, Any]:
    """An entry as another row's of its kind: by its name where it has one, else by its day."""
    named = {name: made[f"{name}s"]["id"] for name, value in entry.items() if value is None}
    named |= {name: f"{entry[name]}-{number}" for name in ("slug", "number", "case") if name in entry}
    dated = {"date": f"2026-06-{11 + number}"} if "date" in entry else {}
    return entry | named | dated | ({"decides": False} if "decides" in entry else {})


ONE_OF_EACH = (
    *("waivers", "waiver-endings", "withdrawals", "withdrawal-endings"),
    *("governance/seats", "governance/served-areas", "reconstruction/findings"),
)
"""Of which another beside the first would be refused."""


@pytest.mark.one_database
@pytest.mark.django_db
def test_a_list_of_every_kind_costs_as_many_queries_with_ten_times_its_rows(client: Client) -> None:
    plan = load_plan("pact")
    author = token(member("administrator", plan=plan), "write")
    made = people(plan, lambda listed, entry: post(author, f"{listed}/?plan=pact", entry).json()["rows"][0])
    readers = {"public": client}
    for role in ("contributor", "administrator"):
        readers[role] = Client()
        readers[role].force_login(member(role, plan=plan))

    def measured() -> dict[tuple[str, str], int]:
        found = {}
        for listed in made:
            for role, reader in readers.items():
                asked(reader, f"/api/v1/{listed}/?plan=pact")
                found[role, listed] = asked(reader, f"/api/v1/{listed}/?plan=pact&lang=ar")
        return found

    few = measured()
    for listed in (listed for listed in made if listed not in ONE_OF_EACH):
        entries = [alike(ENTRIES[listed], made, number) for number in range(9)]
        assert post(author, f"{listed}/?plan=pact", entries).status_code == 201, listed
    settle(plan)
    assert measured() == few
    assert max(few.values()) <= 3


def test_a_body_that_is_kept_costs_one_query(cast: Cast, client: Client) -> None:
    for path in every_path(cast):
        asked(client, path)
        assert asked(client, path) == 1, path


def test_an_answer_that_holds_costs_one_query(cast: Cast, client: Client) -> None:
    for path in every_path(cast):
        answer = client.get(path)
        if "ETag" in answer.headers:
            with CaptureQueriesContext(connection) as queries:
                again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
            assert (again.status_code, len(queries)) == (304, 1), path
