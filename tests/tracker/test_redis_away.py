"""With a Redis that is gone, hangs or is full, edits are saved at once, reads go on, and nothing is lost."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.test import Client
from prometheus_client import REGISTRY

from milestones.breaker import redis_breaker
from milestones.models import Plan, RecomputeMark
from tests.factories import make_milestone, make_plan
from tools import servers
from tools.throwaway import free_port
from tracker.celery import app as celery_app

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def own_redis() -> Iterator[Any]:
    """A Redis that no other test uses."""
    with servers.redis() as server, redis.Redis.from_url(f"{server.address}/0") as client:
        yield client


@contextmanager
def hung(server: Any) -> Iterator[None]:
    """It takes connections, as its machine does, and answers nothing."""
    process = server.info("server").get("process_id")
    if process is None:
        pytest.skip("this Redis is no program of its own")
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@contextmanager
def full(server: Any) -> Iterator[None]:
    """It answers what is asked, and takes nothing more."""
    server.config_set("maxmemory-policy", "noeviction")
    server.config_set("maxmemory", 1)
    try:
        yield
    finally:
        server.config_set("maxmemory", 0)


FAILURES = {"hung": hung, "full": full}


@pytest.fixture(params=["gone", *FAILURES])
def redis_away(request: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site whose Redis does not serve, with the settings of one that has a Redis; in which way."""
    if request.param == "gone":
        failing, port = nullcontext(), free_port()
    else:
        server = request.getfixturevalue("own_redis")
        failing, port = FAILURES[request.param](server), server.get_connection_kwargs()["port"]
    url = f"redis://127.0.0.1:{port}/0"
    settings.REDIS_URL = settings.REDIS_CACHE_URL = url
    settings.CACHES = {"default": {**settings.REDIS_CACHE, "LOCATION": url}}
    for name in ("broker_url", "broker_write_url", "broker_read_url"):
        monkeypatch.setitem(celery_app.conf, name, url)
    monkeypatch.setitem(celery_app.conf, "task_always_eager", False)
    forget_connections()
    with failing:
        yield request.param
    forget_connections()


def forget_connections() -> None:
    redis_breaker.forget()
    celery_app._pool = None
    celery_app.amqp._producer_pool = None


def asked_in_vain() -> float:
    return REGISTRY.get_sample_value("tracker_server_away_total", {"server": "redis"}) or 0.0


def seconds(act: Any) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def test_an_edit_is_saved_within_a_second_and_its_mark_waits(redis_away: str) -> None:
    assert seconds(lambda: make_plan("accord")) < 1
    plan = Plan.objects.get(slug="accord")
    taken = [seconds(lambda rank=rank: make_milestone(plan, f"m{rank}", rank=rank)) for rank in range(10)]
    assert sum(taken) < 3, "what does not answer is not asked again at once"
    assert RecomputeMark.objects.filter(plan=plan).count() >= 11


def test_reads_go_on_without_cache_throttle_and_share(redis_away: str, client: Client, settings: Any) -> None:
    settings.SHARE_SECONDS = 1e-9
    make_plan("accord")
    client.get("/plans/accord/?lang=ar")  # the first page reads the templates, which takes what a machine takes
    redis_breaker.forget()
    answers: list[int] = []
    for path in ("/plans/accord/", "/api/v1/plans/accord/", "/api/v1/plans/accord/evaluation/") * 10:
        taken = seconds(lambda path=path: answers.append(client.get(path).status_code))
        assert taken < 2
    assert set(answers) == {200}


def test_readiness_says_whether_the_broker_answers(redis_away: str, client: Client) -> None:
    assert seconds(lambda: client.get("/readyz")) < 6
    answers = {"full": "ok"}.get(redis_away, "does not answer")
    assert client.get("/readyz").json()["checks"]["broker"] == answers
    assert client.get("/healthz").status_code == 200


def test_a_cache_that_is_away_has_nothing_and_takes_nothing(redis_away: str) -> None:
    before = asked_in_vain()
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
    assert asked_in_vain() == before + 1, "the others were not even asked"
