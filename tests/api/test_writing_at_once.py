"""Two connections that send the same request at once under one `Idempotency-Key`: written once, answered alike."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from milestones.models import Assessment, Plan, RepeatableAnswer
from tests.api.test_writing import SEEN, plan, post, root, token
from tests.factories import make_user

__all__ = ["plan", "root"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
AT_ONCE = 4


def test_a_request_that_is_sent_at_once_is_written_once(plan: Plan) -> None:
    client = token(make_user("root", is_superuser=True), "write", "restricted")
    before, gate = Assessment.objects.count(), Barrier(AT_ONCE)

    def send(key: str) -> Any:
        try:
            gate.wait(timeout=30)
            return post(client, "assessments/?plan=accord", SEEN, **{"Idempotency-Key": key})
        finally:
            connections.close_all()

    for key in ("one", "two", "three"):
        with ThreadPoolExecutor(AT_ONCE) as threads:
            answers = list(threads.map(send, [key] * AT_ONCE))
        assert {answer.status_code for answer in answers} == {201}, [answer.content for answer in answers]
        assert len({answer.content for answer in answers}) == 1
    assert Assessment.objects.count() == before + 3
    assert RepeatableAnswer.objects.count() == 3
