"""The two questions a load balancer asks."""

from datetime import timedelta
from functools import partial
from unittest.mock import patch

import pytest
from django.conf import settings as site
from django.db import DatabaseError
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.utils import timezone
from kombu import Connection
from pytest_django.fixtures import Settings

from milestones.models import JobRun, RecomputeMark
from tests.factories import make_plan
from tracker.celery import app as celery_app


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_both_answer_whatever_the_host_and_without_tls(client: Client, settings: Settings, address: str) -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["tracker.example"], True
    assert client.get(address, headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_ready_says_ok_where_every_part_answers(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "broker": "ok" if site.REDIS_URL else "not configured",
        "plans": "ok",
        "marks": "ok",
        "beat": "has not ticked yet" if site.REDIS_URL else "not configured",
    }


@pytest.mark.django_db
def test_ready_tells_operators_what_waits_and_whether_beat_ticks(client: Client, settings: Settings) -> None:
    plan, now = make_plan(), timezone.now()
    RecomputeMark.objects.all().delete()
    RecomputeMark.objects.create(plan=plan, raised_at=now - timedelta(minutes=7, seconds=5), cause={})
    run = JobRun.objects.create(task="start_day", started_at=now - timedelta(minutes=30))
    settings.REDIS_URL = site.REDIS_URL or "redis://127.0.0.1:1/0"
    with patch("tracker.health._broker", return_value="ok"):
        checks = client.get("/readyz").json()["checks"]
        assert (checks["marks"], checks["beat"]) == ("the oldest has waited for 7 min", "ok")
        JobRun.objects.filter(pk=run.pk).update(started_at=now - timedelta(hours=5))
        late = client.get("/readyz")
    assert (late.status_code, late.json()["checks"]["beat"]) == (200, "last ticked 300 min ago")


@pytest.mark.django_db
def test_ready_names_a_database_that_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise DatabaseError("the server at 10.0.0.7 is gone")

    monkeypatch.setattr(CursorWrapper, "execute", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "failing"
    assert answer.json()["checks"]["database"] == "does not answer"
    assert "10.0.0.7" not in answer.content.decode()


@pytest.mark.django_db
def test_ready_names_a_broker_that_does_not_answer(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    # Celery's settings would keep what is set on them; the connection is made anew each time.
    monkeypatch.setattr(celery_app, "connection_for_write", partial(Connection, settings.REDIS_URL))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["broker"] == "does not answer"
