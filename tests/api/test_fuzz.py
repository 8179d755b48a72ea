"""Whatever is asked by the contract is answered by the contract: Schemathesis, as the public, an analyst, a
contributor and an administrator; the last two by a token that may write, in a transaction that is rolled back.

That a value of the right type may yet be refused, as an unknown slug is, no schema can say: that check is left out,
as is the one that makes credentials up, for the token is sent in place of them.
Some 300 cases a role in the suite; `API_FUZZ_CASES=5000` asks for more.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings as site
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from milestones.models import Membership
from milestones.services.tokens import issue_token, read_scope
from tests.api.cast import Cast
from tests.factories import make_analyst, make_user
from tracker.wsgi import application

CASES = int(os.environ.get("API_FUZZ_CASES", "300"))


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


def _headers(role: str, cast: Cast, client: Client) -> dict[str, str]:
    if role == "analyst":
        client.force_login(make_analyst())
        return {"Cookie": f"{site.SESSION_COOKIE_NAME}={client.cookies[site.SESSION_COOKIE_NAME].value}"}
    if role == "public":
        return {}
    user = make_user()
    Membership.objects.create(user=user, role=role, plan=cast.plan if role == "contributor" else None)
    scope = read_scope(["write", "restricted"])
    return {"Authorization": f"Token {issue_token(user, name='fuzz', scope=scope, days=1)[1]}"}


def aim(case: Any, cast: Cast, headers: dict[str, str]) -> None:
    """Let a write with a token meet a plan and a row that are there, as they now are; any others are a 404."""
    if "Authorization" not in headers or case.method not in ("POST", "PATCH"):
        return
    if "plan" in (case.query or {}):
        case.query["plan"] = cast.plan.slug
    address, pattern = (
        case.operation.path.partition("{")[0],
        re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", case.operation.path),
    )
    reader = Client(headers=headers)
    rows = (
        reader.get(address, {"plan": cast.plan.slug}).json().get("results", [])
        if address != case.operation.path
        else []
    )
    mine = [row["url"].partition("testserver")[2] for row in rows]
    step = "" if case.method == "PATCH" else case.operation.path.rstrip("/").rpartition("/")[2] + "/"
    for url in mine[:1]:
        found = re.search(pattern, url + step)
        case.path_parameters = found.groupdict() if found else case.path_parameters
        case.headers["If-Match"] = f'"{reader.get(url).json().get("version")}"'


@pytest.mark.parametrize("role", ["public", "analyst", "contributor", "administrator"])
def test_what_is_asked_by_the_contract_is_answered_by_it(cast: Cast, client: Client, role: str) -> None:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    headers |= _headers(role, cast, client)
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
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            case.headers = {**(case.headers or {}), **headers}
            aim(case, cast, headers)
            keep_connection()
            answer = case.call()
            assert answer.status_code < 500
            case.validate_response(answer, excluded_checks=[positive_data_acceptance, ignored_auth])

        try:
            ask()
        except FailureGroup as group:
            faults[operation.label] = [str(failure) for failure in group.exceptions]
    assert not faults
