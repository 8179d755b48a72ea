"""Every error is a problem of RFC 9457 with a stable type."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from milestones.api.problems import KINDS, TYPE_PREFIX
from tests.api.cast import Cast, every_path

KEYS = {"type", "title", "status", "detail", "instance", "errors"}
NOWHERE = [
    "nowhere/",
    "a/b/c/d/",
    "plans/missing/",
    "plans/UPPER_case/",
    "milestones/accord/",
    "observations/99999999999999999999999/",
    "plans/a%0Ab/",
    "a%0Ab/",
]


def is_problem(answer: Response, status: int) -> None:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json() if hasattr(answer, "json") else answer.data
    assert body.keys() == KEYS
    assert body["status"] == status
    assert body["type"] == TYPE_PREFIX + KINDS.get(status, ("server-error",))[0]
    assert body["title"]
    assert body["detail"]
    assert body["errors"]
    assert all(each.keys() == {"attr", "code", "detail"} for each in body["errors"])


def test_what_is_not_there_is_a_404(cast: Cast, client: Client) -> None:
    for path in NOWHERE:
        is_problem(client.get(f"/api/v1/{path}"), 404)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/plans/", "/api/v1", "/api/v1/nowhere", "/api/a%0Ab"])
def test_every_address_below_the_api_that_is_none_is_a_problem(db: None, client: Client, path: str) -> None:
    answers = [client.post(path, "{}", content_type="application/json")]
    answers += [client.get(path)] if path != "/api/v1" else []
    for answer in answers:
        is_problem(answer, 404)


def test_who_leaves_out_the_slash_is_led_there_and_nothing_that_was_sent_is_lost(cast: Cast, client: Client) -> None:
    led = client.get("/api/v1/plans?slug=accord")
    assert (led.status_code, led.headers["Location"]) == (301, "/api/v1/plans/?slug=accord")
    for debug in (True, False):
        with override_settings(DEBUG=debug):
            sent = client.post("/api/v1/plans/accord/what-if", "{}", content_type="application/json")
            is_problem(sent, 404)
            assert "“plans/accord/what-if/”" in sent.json()["detail"]


def test_the_public_writes_nothing(cast: Cast, client: Client) -> None:
    """What can be written asks for a token; nothing is replaced or deleted, and what is worked out is only read."""
    for path in every_path(cast):
        for method in (client.put, client.delete):
            is_problem(method(path, data="{}", content_type="application/json"), 405)
        allowed = client.options(path).headers["Allow"]
        for method, name in ((client.post, "POST"), (client.patch, "PATCH")):
            answer = method(path, data="{}", content_type="application/json")
            is_problem(answer, 401 if name in allowed else 405)
    worked_out = [path for path in every_path(cast) if "/plans/accord/" in path or "explanation" in path]
    for path in (*worked_out, "/api/v1/plans/", "/api/v1/status/"):
        if path != "/api/v1/plans/accord/":
            assert client.options(path).headers["Allow"] == "GET, HEAD, OPTIONS", path


def test_an_unknown_form_is_a_406(cast: Cast, client: Client) -> None:
    for path, forms in (("plans", ("application/json", "text/csv")), ("schema", ("application/yaml",))):
        refused = client.get(f"/api/v1/{path}/", headers={"Accept": "application/pdf"})
        is_problem(refused, 406)
        assert all(form in refused.json()["detail"] for form in forms)


def test_a_bad_token_is_a_401(cast: Cast, client: Client) -> None:
    answer = client.get("/api/v1/plans/", headers={"Authorization": "Token abcdefgh12345678"})
    is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Token")


def test_too_many_requests_are_a_429_that_says_when(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "2/min", "user": "2/min"})
    assert [client.get("/api/v1/status/").status_code for _ in range(2)] == [200, 200]
    answer = client.get("/api/v1/status/")
    is_problem(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (exceptions.UnsupportedMediaType("text/csv"), 415),
        (exceptions.ParseError(), 400),
        (PermissionDenied(), 403),
        (ValueError("a secret of the machine"), 500),
    ],
)
@override_settings(DEBUG=False)
def test_every_other_error_is_one_too(error: Exception, status: int) -> None:
    class Failing(APIView):
        authentication_classes = ()

        def get(self, request: Request) -> Response:
            raise error

    request = APIRequestFactory().get("/api/v1/plans/")
    request.user = AnonymousUser()
    answer = Failing.as_view()(request).render()
    is_problem(answer, status)
    assert b"secret" not in answer.content


def test_a_problem_is_told_in_the_readers_language(cast: Cast, client: Client) -> None:
    english = client.get("/api/v1/plans/?limit=-1").json()
    for language in ("ar", "he"):
        told = client.get(f"/api/v1/plans/?limit=-1&lang={language}").json()
        assert told["type"] == english["type"]
        assert told["title"] != english["title"]
        assert told["errors"][0]["detail"] != english["errors"][0]["detail"]
        missing = client.get(f"/api/v1/plans/missing/?lang={language}").json()
        assert missing["title"] != "There is nothing at this address."
