"""With a Redis that is gone, hangs or is full, edits are saved at once, reads go on, and nothing is lost."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from milestones.breaker import redis_breaker
from milestones.models import Plan, RecomputeMark
from tests.factories import make_milestone, make_plan
from tracker.celery import app as celery_app

pytestmark = pytest.mark.django_db(transaction=True)

OUT_OF_MEMORY = b"-OOM command not allowed when used memory > 'maxmemory'.\r\n"


def serve(listening: socket.socket, answer: bytes) -> None:
    """Take whoever connects, and answer every command so; an empty answer is none at all."""
    while True:
        try:
            client, _address = listening.accept()
        except OSError:
            return
        threading.Thread(target=_talk, args=(client, answer), daemon=True).start()


def _talk(client: socket.socket, answer: bytes) -> None:
    with client:
        try:
            while client.recv(65536):
                client.sendall(answer)
        except OSError:
            return


@pytest.fixture(params=["gone", "hung", "full"])
def redis_away(request: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A site whose Redis does not serve, with the settings of one that has a Redis."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
    if request.param == "gone":
        listening.close()
    else:
        answer = OUT_OF_MEMORY if request.param == "full" else b""
        threading.Thread(target=serve, args=(listening, answer), daemon=True).start()
    settings.REDIS_URL = settings.REDIS_CACHE_URL = url
    settings.CACHES = {"default": {**settings.REDIS_CACHE, "LOCATION": url}}
    for name in ("broker_url", "broker_write_url", "broker_read_url"):
        monkeypatch.setitem(celery_app.conf, name, url)
    monkeypatch.setitem(celery_app.conf, "task_always_eager", False)
    forget_connections()
    yield
    listening.close()
    forget_connections()


def forget_connections() -> None:
    redis_breaker.forget()
    celery_app._pool = None
    celery_app.amqp._producer_pool = None


def seconds(act: Any) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def test_an_edit_is_saved_within_a_second_and_its_mark_waits(redis_away: None) -> None:
    assert seconds(lambda: make_plan("accord")) < 1
    plan = Plan.objects.get(slug="accord")
    taken = [seconds(lambda rank=rank: make_milestone(plan, f"m{rank}", rank=rank)) for rank in range(10)]
    assert sum(taken) < 1.5, "what does not answer is not asked again at once"
    assert RecomputeMark.objects.filter(plan=plan).count() >= 11


def test_reads_go_on_without_cache_and_throttle(redis_away: None, client: Client) -> None:
    make_plan("accord")
    redis_breaker.forget()
    answers: list[int] = []
    for path in ("/api/v1/plans/", "/api/v1/plans/accord/", "/api/v1/plans/accord/evaluation/") * 10:
        taken = seconds(lambda path=path: answers.append(client.get(path).status_code))
        assert taken < 2
    assert set(answers) == {200}


def test_readiness_says_that_the_broker_does_not_answer(redis_away: None, client: Client) -> None:
    assert seconds(lambda: client.get("/readyz")) < 6
    assert client.get("/readyz").json()["checks"]["broker"] == "does not answer"
    assert client.get("/healthz").status_code == 200


def test_a_cache_that_is_away_has_nothing_and_takes_nothing(redis_away: None) -> None:
    cache.set("key", "value")
    assert cache.get("key", "otherwise") == "otherwise"
    assert cache.add("key", 1) is False
    assert cache.get_many(["key"]) == {}
    assert cache.has_key("key") is False
    assert cache.get_or_set("key", lambda: 5) == 5
    assert cache.touch("key") is False
    assert cache.delete("key") is False
    with pytest.raises(ValueError, match="key"):
        cache.incr("key")
    assert redis_breaker.failures >= 1
