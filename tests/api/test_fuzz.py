"""Whatever is asked by the contract is answered by the contract: Schemathesis, as the public, an analyst, a
contributor and an administrator; the last two by a token that may write, in a transaction that is rolled back.

That a value of the right type may yet be refused, as an unknown slug is, no schema can say: that check is left out,
as is the one that makes credentials up, for the token is sent in place of them.
Most writes are aimed (`aiming.py`), so that many are taken: what is refused at once tries little.
Some 300 cases a role in the suite; `API_FUZZ_CASES=5000` asks for more, as the analyst too, whose answers are
otherwise the public's with more rows.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings as site
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from milestones.models import Membership, Plan
from milestones.services.tokens import issue_token, read_scope
from tests.api.aiming import Aim
from tests.api.cast import Cast
from tests.api.peopled import load_plan, people
from tests.api.test_writing import member, post, token
from tests.factories import make_analyst, make_user
from tracker.wsgi import application

LEAST = {"administrator": 0.3}
"""The share of the writes that must be taken; a contributor may add records alone."""
CASES = int(os.environ.get("API_FUZZ_CASES", "300"))
CONTRIBUTOR = pytest.param("contributor", marks=pytest.mark.one_database)
"""Rights alone part him from the administrator, who asks both databases for the same rows."""
ROLES = ("public", CONTRIBUTOR, "administrator", "analyst")[: 3 if CASES <= 300 else 4]


def keep_connection() -> None:
    """Let the end of a request close no connection; Django's client undoes it each time that it asks."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


@pytest.fixture(autouse=True)
def _keeps_its_connection() -> Iterator[None]:
    """The application is asked past Django's client, which would keep the test's transaction open as this does."""
    keep_connection()
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _headers(role: str, plan: Plan, client: Client) -> dict[str, str]:
    if role == "analyst":
        client.force_login(make_analyst())
        return {"Cookie": f"{site.SESSION_COOKIE_NAME}={client.cookies[site.SESSION_COOKIE_NAME].value}"}
    if role == "public":
        return {}
    user = make_user()
    Membership.objects.create(user=user, role=role, plan=plan if role == "contributor" else None)
    scope = read_scope(["write", "restricted"])
    return {"Authorization": f"Token {issue_token(user, name='fuzz', scope=scope, days=1)[1]}"}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_asked_by_the_contract_is_answered_by_it(cast: Cast, client: Client, role: str) -> None:
    plan = load_plan("pact")
    author = token(member("administrator", plan=plan), "write")
    made = people(plan, lambda listed, entry: post(author, f"{listed}/?plan=pact", entry).json()["rows"][0])
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    headers |= _headers(role, plan, client)
    aim = Aim("pact", made, headers)
    keep_connection()
    contract = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    operations = [found.ok() for found in contract.get_all_operations()]
    faults = {}
    for operation in operations:

        @settings(
            max_examples=-(-CASES // len(operations)),
            deadline=None,
            database=None,
            derandomize=CASES <= 300,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), data=st.data())
        def ask(case: Any, data: Any) -> None:
            case.headers = {**(case.headers or {}), **headers}
            aim.take(case, data)
            keep_connection()
            answer = case.call()
            aim.hear(case, answer.status_code)
            assert answer.status_code < 500
            case.validate_response(answer, excluded_checks=[positive_data_acceptance, ignored_auth])

        try:
            ask()
        except FailureGroup as group:
            faults[operation.label] = [str(failure) for failure in group.exceptions]
    print(role, f"{aim.share:.0%} of the writes were taken:", dict(sorted(aim.answered.items())))
    assert not faults
    assert aim.share >= LEAST.get(role, 0)
