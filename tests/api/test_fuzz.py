"""Whatever is asked by the contract is answered by the contract: Schemathesis, as the public and as an analyst.

That a value of the right type may yet be refused, as an unknown slug is, no schema can say: that check is left out.
Some 300 cases a role in the suite; `API_FUZZ_CASES=5000` asks for more.
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
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.cast import Cast
from tests.factories import make_analyst
from tracker.wsgi import application

CASES = int(os.environ.get("API_FUZZ_CASES", "300"))


@pytest.fixture(autouse=True)
def _keeps_its_connection() -> Iterator[None]:
    """The application is asked past Django's client, which would keep the test's transaction open as this does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("role", ["public", "analyst"])
def test_what_is_asked_by_the_contract_is_answered_by_it(cast: Cast, client: Client, role: str) -> None:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if role != "public":
        client.force_login(make_analyst())
        headers["Cookie"] = f"{site.SESSION_COOKIE_NAME}={client.cookies[site.SESSION_COOKIE_NAME].value}"
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
            answer = case.call()
            assert answer.status_code < 500
            case.validate_response(answer, excluded_checks=[positive_data_acceptance])

        try:
            ask()
        except FailureGroup as group:
            faults[operation.label] = [str(failure) for failure in group.exceptions]
    assert not faults
