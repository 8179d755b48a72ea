"""What is kept is what would be made: the same bytes and headers, for all who ask alike and for nobody else."""

import datetime as dt
import gzip
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from rest_framework.throttling import SimpleRateThrottle

from milestones import kept
from milestones.models import Plan
from milestones.services.recompute import recompute
from milestones.state import standing
from milestones.state.keeping import bodies
from tests import factories as make

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
PAGE, LIST = "/plans/accord/", "/api/v1/milestones/?plan=accord"
ADDRESSES = (
    PAGE,
    "/plans/accord/milestones/handover/?lang=he",
    LIST,
    "/api/v1/milestones/accord/handover/explanation/",
)
BY_A_SESSION = {"Cookie": "sessionid=of-nobody"}
"""Sends a reader the long way, though nobody is signed in."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        plan = make.make_plan("accord")
        make.make_milestone(plan, "handover", name="Handover of arms")
        recompute(plan.pk, now=NOW)
        yield plan


def headers_of(response: HttpResponse) -> dict[str, Any]:
    """The headers, those that list names without their order; of a packed body its length is its own.

    How much is left of the reader's limit is told where it was counted.
    """
    told: dict[str, Any] = dict(response.headers)
    told.pop("RateLimit", None)
    told["Vary"] = set(told["Vary"].split(", "))
    if "Content-Encoding" in told or response.status_code == 304:
        told.pop("Content-Length", None)
    return told


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_is_kept_is_what_is_made(plan: Plan, address: str, encoding: str, method: str) -> None:
    client = Client(headers={"Accept-Encoding": encoding, "Accept-Language": "ar"})
    made = getattr(client, method)(address, headers=BY_A_SESSION)
    Client(headers={"Accept-Language": "ar"}).get(address)
    found = getattr(client, method)(address)
    assert headers_of(found) == headers_of(made)
    unpack = gzip.decompress if encoding and method == "get" else bytes
    assert unpack(found.content) == unpack(made.content)
    tag = {"If-None-Match": found.headers["ETag"]}
    held, told = (getattr(client, method)(address, headers=tag | more) for more in ({}, BY_A_SESSION))
    assert (held.status_code, told.status_code) == (304, 304)
    assert headers_of(held) == headers_of(told)


def test_a_body_is_packed_once(plan: Plan) -> None:
    client = Client(headers={"Accept-Encoding": "gzip"})
    assert client.get(PAGE).content == client.get(PAGE).content


def test_the_language_of_the_address_the_cookie_and_the_browser_each_have_their_own(plan: Plan) -> None:
    asked = [({}, ""), ({}, "?lang=he"), ({"Cookie": "django_language=ar"}, ""), ({"Accept-Language": "he"}, "")]
    for headers, query in asked * 2:
        answer = Client().get(PAGE + query, headers=headers)
        language = "he" if "he" in (query[-2:], headers.get("Accept-Language")) else "ar" if headers else "en"
        assert answer.headers["Content-Language"] == language
        assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Accept": "application/json; indent=2"}, 200), ({"Accept": "application/pdf"}, 406), ({"Host": "evil"}, 400)],
)
def test_who_asks_otherwise_is_answered_otherwise(plan: Plan, headers: dict[str, str], status: int) -> None:
    plain = Client().get(LIST).content
    answer = Client().get(LIST, headers=headers)
    assert answer.status_code == status
    assert answer.content != plain
    assert Client().get(LIST).content == plain


def test_a_reader_with_a_session_or_a_token_is_not_answered_with_what_is_kept(plan: Plan) -> None:
    make.make_milestone(plan, "secret", publication="restricted")
    recompute(plan.pk, now=NOW)
    cleared = Client()
    cleared.force_login(make.make_restricted_reader())
    for _ in range(2):
        assert Client().get(LIST).json()["count"] == 1
        assert cleared.get(LIST).json()["count"] == 2
        assert Client().get(LIST, headers={"Authorization": "Token none"}).status_code == 401


def test_what_is_hidden_is_not_answered_from_what_was_kept(plan: Plan) -> None:
    address = "/plans/accord/milestones/handover/"
    assert [Client().get(address).status_code for _ in range(2)] == [200, 200]
    plan.milestones.update(publication="restricted")
    milestone = plan.milestones.get()
    milestone.save()  # marks it, and no recompute has run yet
    assert Client().get(address).status_code == 404


def test_a_page_rests_on_its_own_plan_and_the_names_of_the_others(plan: Plan) -> None:
    other = make.make_plan("pact")
    tag = Client().get(PAGE).headers["ETag"]
    make.make_milestone(other, "court")
    assert Client().get(PAGE, headers={"If-None-Match": tag}).status_code == 304
    assert Client().get("/plans/", headers={"If-None-Match": tag}).status_code == 200
    other.name = "The pact"
    other.save()
    renamed = Client().get(PAGE, headers={"If-None-Match": tag})
    assert "The pact" in renamed.content.decode()


def test_other_processes_find_in_redis_what_took_long(
    plan: Plan, settings: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(kept, "LEAST_SHARED_SECONDS", 0)
    settings.REDIS_CACHE_URL = settings.REDIS_CACHE_URL or "stands for the cache of this process"
    first = {address: Client().get(address) for address in ADDRESSES}
    bodies.clear()
    for address, answer in first.items():
        with django_assert_num_queries(1):
            again = Client().get(address)
        assert (again.content, headers_of(again)) == (answer.content, headers_of(answer))
    bodies.clear()
    make.make_assessment(plan.milestones.get())
    assert Client().get(LIST).json()["results"][0]["stale"]


def test_what_is_kept_is_given_to_who_asked_too_often(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is on what must be made."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "1/min", "user": "1/min"})
    assert [Client().get(LIST).status_code for _ in range(3)] == [200, 200, 200]
    assert Client().get(f"{LIST}&limit=1").status_code == 429


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_is_made_anew(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    first, ask, broken = Client().get(LIST), standing._rows, []

    def breaks_once(*asked: Any, **more: Any) -> Any:
        if not broken:
            broken.append(True)
            raise OperationalError
        return ask(*asked, **more)

    monkeypatch.setattr(standing, "_rows", breaks_once)
    assert Client().get(LIST).content == first.content
    assert broken
