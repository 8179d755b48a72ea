"""A walk by cursor gives every row once, whatever comes in meanwhile."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from milestones.contingency.scales import Level
from tests.api.cast import LISTS, Cast, settle
from tests.factories import make_analyst, make_assessment, make_milestone, make_plan

WALKED = [name for name in LISTS if "/" not in name and name != "changes"]


def walk(client: Client, address: str, between: Callable[[int], Any] = lambda page: None) -> list[Any]:
    """The rows of all pages; `between` is called with the number of each page that was given."""
    rows, pages = [], 0
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        assert page["previous"] is None
        rows += page["results"]
        pages += 1
        between(pages)
        address = page["next"]
    return rows


def urls(rows: list[Any]) -> list[str]:
    return [row["url"] for row in rows]


@pytest.mark.parametrize("role", ["public", "analyst"])
def test_a_walk_is_the_list(cast: Cast, client: Client, role: str) -> None:
    if role == "analyst":
        client.force_login(make_analyst())
    for name in WALKED:
        whole = client.get(f"/api/v1/{name}/").json()
        for limit in (1, 2, whole["count"]):
            walked = walk(client, f"/api/v1/{name}/?cursor=*&limit={limit}")
            assert urls(walked) == urls(whole["results"]), (name, limit)


@pytest.mark.parametrize("ordering", ["", "rank", "-due", "due,-slug", "-delay_days", "earliest_complete"])
def test_a_walk_keeps_the_order(cast: Cast, client: Client, ordering: str) -> None:
    query = f"plan=accord&{f'ordering={ordering}&' if ordering else ''}"
    whole = client.get(f"/api/v1/milestones/?{query}").json()["results"]
    assert urls(walk(client, f"/api/v1/milestones/?{query}cursor=*&limit=1")) == urls(whole)


@pytest.mark.parametrize("ordering", ["", "&ordering=-date", "&ordering=recorded_at"])
def test_what_comes_in_during_a_walk_neither_repeats_nor_hides_a_row(cast: Cast, client: Client, ordering: str) -> None:
    """A back-dated record, a new milestone and a plan that is new: an offset would give a row twice."""
    for day in range(1, 6):
        make_assessment(cast.handover, Level.MINIMUM, date=dt.date(2026, 3, day), source=cast.handover.source)
    settle(cast.plan)
    address = f"/api/v1/assessments/?limit=2{ordering}"
    before = urls(client.get(f"{address}&limit=1000".replace("limit=2&", "").replace("limit=2", "")).json()["results"])

    def meanwhile(page: int) -> None:
        make_assessment(cast.handover, Level.MINIMUM, date=dt.date(2026, 2, page), source=cast.handover.source)
        make_milestone(make_plan(f"pact-{page}"), "court")
        settle(cast.plan)

    assert urls(walk(client, f"{address}&cursor=*", meanwhile)) == before
    assert len(client.get("/api/v1/assessments/?limit=1000").json()["results"]) > len(before)


def test_a_row_that_is_hidden_during_a_walk_is_left_out_and_no_other(cast: Cast, client: Client) -> None:
    """Also where the walk stood upon it."""
    before = urls(client.get("/api/v1/milestones/?plan=accord").json()["results"])
    address, (first, *_rest) = "/api/v1/milestones/?plan=accord&cursor=*&limit=1", before

    def meanwhile(page: int) -> None:
        if page == 1:
            hidden = cast.plan.milestones.get(slug=first.rstrip("/").rpartition("/")[2])
            hidden.publication = "restricted"
            hidden.save()
            settle(cast.plan)

    assert urls(walk(client, address, meanwhile)) == before


def test_a_verdict_stays_as_it_was_when_the_walk_began(cast: Cast, client: Client) -> None:
    address = "/api/v1/milestones/?plan=accord&cursor=*&limit=1&fields=slug,level,revision"

    def meanwhile(page: int) -> None:
        make_assessment(cast.handover, Level.COMPLETE, source=cast.handover.source)
        settle(cast.plan)

    before = walk(client, address)
    assert walk(client, address, meanwhile) == before
    assert walk(client, address) != before


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("cursor=nonsense", "no cursor that was given here"),
        ("cursor=%00", "NUL"),
        ("cursor=*&offset=5", "offset"),
        ("cursor=" + "x" * 5000, "no cursor"),
    ],
)
def test_a_bad_cursor_is_refused_and_says_so(cast: Cast, client: Client, query: str, said: str) -> None:
    answer = client.get(f"/api/v1/milestones/?{query}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["attr"] == "cursor"
    assert said in error["detail"]


def test_a_cursor_is_of_its_list_and_order(cast: Cast, client: Client) -> None:
    following = client.get("/api/v1/milestones/?cursor=*&limit=1").json()["next"]
    cursor = parse_qs(urlsplit(following).query)["cursor"][0]
    for path, query in (("pillars", {}), ("milestones", {"ordering": "-due"})):
        answer = client.get(f"/api/v1/{path}/", {"cursor": cursor, **query})
        assert answer.status_code == 400
        assert "another list or order" in answer.json()["errors"][0]["detail"]
    spoilt = client.get("/api/v1/milestones/", {"cursor": cursor[:-2] + "xx"})
    assert spoilt.status_code == 400


@pytest.mark.parametrize("search", ["a", "هـ", "a&b=c", "50% é"])
@pytest.mark.parametrize("start", ["offset=1", "cursor=*"])
def test_what_is_searched_for_survives_into_the_next_page(cast: Cast, client: Client, search: str, start: str) -> None:
    """Raw UTF-8 too, which some programs send unencoded."""
    for rank in range(3):
        make_milestone(cast.plan, f"more-{rank}", rank=30 + rank, name=f"{search} {rank}")
    settle(cast.plan)
    environ = {"QUERY_STRING": f"search={search}&limit=1&{start}".replace("a&b", "a%26b").encode().decode("latin-1")}
    if "%" in search:
        environ["QUERY_STRING"] = environ["QUERY_STRING"].replace("50%", "50%25")
    page = client.get("/api/v1/milestones/", **environ).json()
    assert parse_qs(urlsplit(page["next"]).query)["search"] == [search]
    assert page["next"].isascii()
    assert client.get(page["next"]).json()["count"] == page["count"] > 1
