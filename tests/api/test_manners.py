"""What every answer says beside its body: the limit, and which sites may read it."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.http import http_date
from drf_spectacular.generators import SchemaGenerator
from rest_framework.throttling import SimpleRateThrottle

from milestones.api.manners import Deprecation
from milestones.api.views.plans import PlanListView
from tests.api.cast import Cast, every_path, settle
from tests.factories import make_restricted_reader

LIST, OTHER = "/api/v1/milestones/?plan=accord", "/api/v1/status/"


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "3/min", "user": "9/min"})


def left(answer: object) -> tuple[int, int]:
    """What `RateLimit` says: how many are left, and in how many seconds there is one more."""
    told = re.fullmatch(r'"(anon|user)";r=(\d+);t=(\d+)', answer.headers["RateLimit"])
    assert told is not None
    return int(told[2]), int(told[3])


def test_an_answer_says_how_many_are_left(cast: Cast, client: Client, limited: None) -> None:
    answers = [client.get(OTHER) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [left(answer)[0] for answer in answers] == [2, 1, 0, 0]
    assert all(0 < left(answer)[1] <= 60 for answer in answers)
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"anon";q=3;w=60'}
    assert abs(int(answers[3].headers["Retry-After"]) - left(answers[3])[1]) <= 1
    client.force_login(make_restricted_reader())
    assert client.get(OTHER).headers["RateLimit-Policy"] == '"user";q=9;w=60'


def test_what_is_refused_says_the_limit_too(cast: Cast, client: Client, limited: None) -> None:
    for path in ("/api/v1/plans/?x=1", "/api/v1/nowhere/", "/api/v3/"):
        answer = client.get(path)
        assert answer.status_code in (400, 404)
        assert "RateLimit" in answer.headers, path


def test_what_the_reader_has_and_what_is_kept_does_not_count(cast: Cast, client: Client, limited: None) -> None:
    tag = client.get(LIST).headers["ETag"]
    for _ in range(5):
        kept, held = client.get(LIST), client.get(LIST, headers={"If-None-Match": tag})
        assert (kept.status_code, held.status_code) == (200, 304)
        assert "RateLimit" not in {*kept.headers, *held.headers}
        assert kept.headers["RateLimit-Policy"] == '"anon";q=3;w=60'
    assert left(client.get(OTHER))[0] == 1


def test_a_304_to_somebody_signed_in_does_not_count(cast: Cast, client: Client, limited: None) -> None:
    """He is answered by the view, as what is kept is for the public alone; the tag decides before the limit."""
    client.force_login(make_restricted_reader())
    tag = client.get(LIST).headers["ETag"]
    held = [client.get(LIST, headers={"If-None-Match": tag}) for _ in range(12)]
    assert {(answer.status_code, answer.headers["RateLimit-Policy"]) for answer in held} == {(304, '"user";q=9;w=60')}
    assert left(client.get(LIST))[0] == 7
    other = [client.get(LIST, headers={"If-None-Match": '"other"'}).status_code for _ in range(8)]
    assert other == [200] * 7 + [429]


def test_the_contract_is_no_way_to_burn_the_limit_or_the_machine(db: None, client: Client, limited: None) -> None:
    assert {client.get("/api/v1/schema/").status_code for _ in range(6)} == {200}


def test_any_site_may_read_and_none_may_write(cast: Cast, client: Client) -> None:
    for path in every_path(cast):
        for method in ("get", "head", "options"):
            answer = getattr(client, method)(path, headers={"Origin": "https://example.org"})
            assert answer.headers["Access-Control-Allow-Origin"] == "*", path
            assert "Access-Control-Allow-Credentials" not in answer.headers
            exposed = set(answer.headers["Access-Control-Expose-Headers"].split(", "))
            assert {"ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After"} <= exposed
    what_if = client.post("/api/v1/plans/accord/what-if/", {}, headers={"Origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in what_if.headers
    page = client.get("/plans/accord/", headers={"Origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in page.headers


@pytest.mark.parametrize(
    ("method", "may"), [("GET", True), ("HEAD", True), ("POST", False), ("PATCH", False), ("DELETE", False)]
)
def test_a_browser_that_asks_first_is_told_so(client: Client, limited: None, method: str, may: bool) -> None:
    """Without a look at the database, and whatever the limit."""
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": method}
    answer = client.options("/api/v1/plans/", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["RateLimit-Policy"] == '"anon";q=3;w=60'
    assert ("Access-Control-Allow-Origin" in answer.headers) == may
    if may:
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
        assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def links_of(answer: object) -> dict[str, str]:
    """The addresses that `Link` names, by their relations."""
    return {relation: address for address, relation in re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["Link"])}


def test_an_answer_says_where_it_leads_and_when_it_last_changed(cast: Cast, client: Client) -> None:
    cast.plan.licence = "CC-BY-4.0"
    cast.plan.save()
    settle(cast.plan)
    here = "http://testserver/api/v1/"
    answer = client.get("/api/v1/assessments/?limit=1&offset=1&plan=accord")
    assert links_of(answer) == {
        "self": f"{here}assessments/?limit=1&offset=1&plan=accord",
        "describedby": f"{here}schema/",
        "license": "https://spdx.org/licenses/CC-BY-4.0.html",
        "prev": answer.json()["previous"],
    } | ({"next": answer.json()["next"]} if answer.json()["next"] else {})
    first = client.get("/api/v1/milestones/?limit=1")
    assert links_of(first)["next"] == first.json()["next"]
    revised = cast.plan.revisions.order_by("-number").first().at
    assert answer.headers["Last-Modified"] == http_date(revised.timestamp())
    assert "Link" in client.get("/api/v1/status/").headers


def test_what_will_go_says_since_when_and_until_when(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No operation is deprecated today; one that was would say so on every answer, errors too, and in the schema."""
    going = Deprecation(dt.date(2026, 1, 1), dt.date(2027, 1, 1), "https://tracker.example/docs")
    monkeypatch.setattr(PlanListView, "deprecated", going)
    cache.clear()
    for answer in (Client().get("/api/v1/plans/"), Client().get("/api/v1/plans/?x=1")):
        assert answer.headers["Deprecation"] == "@1767225600"
        assert answer.headers["Sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
        assert links_of(answer)["deprecation"] == "https://tracker.example/docs"
    operations = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    assert operations["/api/v1/plans/"]["get"]["deprecated"] is True
    assert "deprecated" not in operations["/api/v1/plans/{plan}/"]["get"]


def test_every_url_leads_to_what_it_is_told_of(cast: Cast, client: Client) -> None:
    """`url` means one thing: where the object itself stands."""
    for path in every_path(cast):
        answer = client.get(path).json()
        rows = answer.get("results", [])
        if "results" not in answer:
            assert answer["url"] == f"http://testserver{path}"
        for row in rows:
            assert client.get(row["url"]).json()["url"] == row["url"], path
