"""A reader who asks for very much waits; the others do not."""

import threading
from collections.abc import Iterator
from time import thread_time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from milestones import shares
from milestones.api.views import tabled
from tests.factories import make_milestone, make_plan, make_restricted_reader
from tests.services.test_worker import wait_until


@pytest.fixture
def address(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page; each that is made is counted, and of few an address may have no more."""
    cache.clear()
    settings.SHARE_SECONDS = 1e-9
    monkeypatch.setattr(shares, "time", lambda: 1_000_020.0)
    plan = make_plan()
    make_milestone(plan, "housing")
    return f"/plans/{plan.slug}/"


def test_beyond_its_share_an_address_is_told_to_wait(address: str, client: Client) -> None:
    assert client.get(address).status_code == 200
    refused = client.get(f"{address}?on=2026-01-01", headers={"Accept-Language": "ar"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert 'dir="rtl"' in refused.content.decode()
    assert "60" in refused.content.decode()
    assert refused.headers["Cache-Control"] == "no-store"
    problem = client.get("/api/v1/plans/?limit=1")
    assert (problem.status_code, problem.json()["status"]) == (429, 429)
    assert 0 < int(problem.headers["Retry-After"]) <= 60


def test_what_is_kept_is_free(address: str, client: Client) -> None:
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 200]


def test_others_are_answered_meanwhile(address: str, client: Client) -> None:
    assert client.get(address).status_code == 200
    assert client.get(f"{address}?on=2026-01-01").status_code == 429
    assert client.get(f"{address}?on=2026-01-01", REMOTE_ADDR="192.0.2.7").status_code == 200
    client.force_login(make_restricted_reader())
    assert client.get(f"{address}?on=2026-01-02").status_code == 200


def test_the_next_minute_begins_anew(address: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get(address).status_code == 200
    monkeypatch.setattr(shares, "time", lambda: 1_000_080.0)
    assert client.get(f"{address}?on=2026-01-01").status_code == 200


def test_a_session_that_is_none_opens_nothing(address: str, client: Client) -> None:
    assert client.get(address).status_code == 200
    client.cookies["sessionid"] = "made-up"
    assert client.get(f"{address}?on=2026-01-01").status_code == 429


@pytest.mark.parametrize(("told", "same"), [("2001:db8::1", "2001:db8::2"), ("192.0.2.7:4711", "192.0.2.7:4712")])
def test_a_reader_has_one_share_whatever_port_or_address_of_his_network_asks(
    address: str, client: Client, settings: Settings, told: str, same: str
) -> None:
    settings.TRUSTED_PROXIES = 1
    assert client.get(address, headers={"X-Forwarded-For": told}).status_code == 200
    assert client.get(f"{address}?on=2026-01-01", headers={"X-Forwarded-For": same}).status_code == 429
    assert client.get("/admin/login/", headers={"X-Forwarded-For": same}).status_code == 200


def test_what_is_made_as_it_is_sent_counts_too(
    address: str, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]

    def lines(_table: object) -> Iterator[bytes]:
        for _number in range(20):
            clock[0] += 1
            yield b"a line"

    settings.SHARE_SECONDS = 19
    monkeypatch.setattr(shares, "thread_time", lambda: clock[0])
    monkeypatch.setattr(tabled, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(tabled, "csv_lines", lines)
    table, other = (f"/api/v1/milestones/?plan=accord&format=csv&limit={rows}" for rows in (1, 2))
    answer = client.get(table)
    assert client.get(other).status_code == 200
    assert sum(1 for _line in answer.streaming_content) == 20
    assert client.get(other).status_code == 429
    assert cache.get("share:127.0.0.1/32:16667") == 20e6 + shares.BEGUN  # the table that nobody read


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_at_one_time_an_address_has_no_more_begun_for_it_than_its_share(
    address: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten questions at once, to be worked at until the last was taken or refused: of three seconds three are taken.

    The others are told to come back when these may have ended, not in the next minute.
    """
    settings.SHARE_SECONDS = 3
    decided, statuses, begun = threading.Event(), list[tuple[int, str | None]](), list[str]()

    def held() -> float:
        begun.append(threading.current_thread().name)
        assert decided.wait(120)
        return thread_time()

    def ask(path: str) -> None:
        try:
            answer = Client().get(path)
            statuses.append((answer.status_code, answer.headers.get("Retry-After")))
        finally:
            connection.close()

    monkeypatch.setattr(shares, "thread_time", held)
    paths = [f"{address}?on=2026-01-{day:02}" for day in range(1, 6)]
    paths += [f"/api/v1/plans/accord/evaluation/?on=2026-02-{day:02}" for day in range(1, 6)]
    asking = [threading.Thread(target=ask, args=(path,)) for path in paths]
    for thread in asking:
        thread.start()
    wait_until(lambda: len(set(begun)) == len(paths))
    decided.set()
    for thread in asking:
        thread.join()
    assert sorted(statuses, key=str) == [(200, None)] * 3 + [(429, "1")] * 7
    settings.SHARE_SECONDS = 9  # of which ten would be over, had they kept what they were lent
    assert Client().get(address).status_code == 200
