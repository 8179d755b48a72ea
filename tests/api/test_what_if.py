"""Assumptions are read as strictly as a plan file, say what they would change, and change nothing."""

import json
from typing import Any

import pytest
from django.test import Client

from milestones.models import Plan
from milestones.planfile.requests import MOST_ASSUMPTIONS
from tests.api.cast import Cast, settle
from tests.factories import make_analyst, make_condition, make_gate, make_milestone

pytestmark = pytest.mark.one_database

ADDRESS = "/api/v1/plans/accord/what-if/?on=2026-03-10"


def ask(client: Client, *assumed: Any, **options: Any) -> Any:
    body = {"assume": list(assumed)}
    return client.post(ADDRESS, json.dumps(body), content_type="application/json", **options)


def moved(client: Client, *assumed: Any) -> dict[str, tuple[str, str]]:
    answer = ask(client, *assumed)
    assert answer.status_code == 200, answer.content
    return {
        each["milestone"]: (each["before"]["status"], each["after"]["status"]) for each in answer.json()["milestones"]
    }


def refused(client: Client, *assumed: Any) -> set[tuple[str, str]]:
    answer = ask(client, *assumed)
    assert answer.status_code == 400, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    return {(each["attr"], each["code"]) for each in answer.json()["errors"]}


@pytest.fixture
def waiting(cast: Cast) -> Any:
    """A milestone that waits for a second, for a value and for a day."""
    waits = make_milestone(cast.plan, "waits", rank=5)
    awaited = make_milestone(cast.plan, "awaited", rank=6)
    gates = [make_gate(waits, rank=number) for number in range(3)]
    make_condition(gates[0], milestone=awaited)
    make_condition(gates[1], indicator=cast.observation.indicator, at_least=600)
    make_condition(gates[2], date="2026-09-01")
    settle(cast.plan)
    return gates


def test_all_that_is_assumed_at_once_clears_what_waits_for_it(waiting: Any, client: Client) -> None:
    level = {"milestone": "awaited", "level": "complete"}
    value = {"indicator": "trucks", "value": "600"}
    waiver = {"gate": waiting[2].pk, "waived": True}
    assert "waits" not in moved(client, level) or moved(client, level)["waits"][1] == "waiting"
    both = moved(client, level, value, waiver)
    assert both["waits"] == ("waiting", "cleared")
    assert both["awaited"] == ("unconditional", "fulfilled")


def test_a_withdrawal_and_a_date_can_be_assumed(waiting: Any, client: Client) -> None:
    assert moved(client, {"milestone": "awaited", "withdrawn": True})["waits"] == ("waiting", "blocked")
    start = {"milestone": "waits", "planned_start": "2026-08-01"}
    assert moved(client, start)["waits"] == ("waiting", "delayed")


def test_it_says_what_the_plan_would_say_and_writes_nothing(waiting: Any, client: Client) -> None:
    evaluation = f"/api/v1/plans/accord/evaluation/{ADDRESS[ADDRESS.index('?') :]}"
    before = client.get(evaluation).json()
    answer = ask(client, {"milestone": "awaited", "level": "complete"}).json()
    assert client.get(evaluation).json() == before
    for each in answer["milestones"]:
        verdict = before["milestones"][each["milestone"]]
        assert each["before"] == {key: verdict[key] for key in each["before"]}
    assert {each["pillar"] for each in answer["pillars"]} == {"governance"}
    assert Plan.objects.get(slug="accord").revision == before["revision"]


def test_what_is_so_already_changes_nothing(waiting: Any, client: Client) -> None:
    assert moved(client, {"milestone": "awaited", "level": "not_initiated"}) == {}


@pytest.mark.parametrize(
    ("assumed", "expected"),
    [
        ({"milestone": "nobody", "level": "complete"}, {("assume[0].milestone", "unknown_milestone")}),
        ({"indicator": "truck", "value": 1}, {("assume[0].indicator", "unknown_indicator")}),
        ({"gate": 0, "waived": True}, {("assume[0].gate", "unknown_gate")}),
        ({"milestone": "handover"}, {("assume[0]", "missing")}),
        ({"milestone": "handover", "value": 1}, {("assume[0].value", "misplaced")}),
        ({"milestone": "handover", "indicator": "trucks", "value": 1}, {("assume[0]", "assumption_kind")}),
        ({"level": "complete"}, {("assume[0]", "assumption_kind")}),
        ({"milestone": "handover", "level": "done"}, {("assume[0].level", "unknown_level")}),
        ({"milestone": "handover", "withdrawn": False}, {("assume[0].withdrawn", "not_assumed")}),
        ({"milestone": "handover", "due": "tomorrow"}, {("assume[0].due", "bad_date")}),
        (
            {"milestone": "handover", "due": {"days": -1, "after": "pullback", "reaches": "minimum"}},
            {("assume[0].due", "negative_days")},
        ),
        (
            {"milestone": "handover", "due": {"days": 1, "after": "nobody", "reaches": "minimum"}},
            {("assume[0].due.after", "unknown_milestone")},
        ),
        ({"milestone": "handover", "levels": 3, "level": 3}, None),
        ("handover", {("assume[0]", "wrong_type")}),
    ],
)
def test_what_cannot_be_assumed_is_refused_where_it_stands(
    cast: Cast, client: Client, assumed: Any, expected: set[tuple[str, str]] | None
) -> None:
    found = refused(client, assumed)
    if expected is None:
        assert {place for place, _code in found} == {"assume[0].levels", "assume[0].level"}
    else:
        assert found == expected


@pytest.mark.parametrize(
    "body", ["[]", "null", "{", "{}", '{"assume": null}', '{"assume": []}', '{"assume": {}}', '{"a": 1}', "\xff"]
)
def test_a_body_that_is_no_question_is_refused(cast: Cast, client: Client, body: str) -> None:
    answer = client.post(ADDRESS, body.encode("latin-1"), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_too_many_and_too_long_are_refused(cast: Cast, client: Client, settings: Any) -> None:
    one = {"milestone": "handover", "level": "complete"}
    assert refused(client, *[one] * (MOST_ASSUMPTIONS + 1)) == {("assume", "too_many")}
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert refused(client, *[one] * 3) == {("assume", "too_long")}
    assert "settings" not in ask(client, *[one] * 3).json()["detail"]  # nor any other name of ours


def test_other_forms_and_methods_are_refused_as_problems(cast: Cast, client: Client) -> None:
    assert client.post(ADDRESS, {"assume": 1}).status_code == 415
    assert client.get(ADDRESS).status_code == 405
    assert ask(client, {"milestone": "handover", "level": "complete"}).headers["Cache-Control"] == "no-store"
    unknown = client.post("/api/v1/plans/nowhere/what-if/", "{}", content_type="application/json")
    assert unknown.status_code == 404


def test_what_the_public_does_not_see_cannot_be_assumed_of(cast: Cast, client: Client) -> None:
    hidden = make_milestone(cast.plan, "hidden", rank=9, publication="draft")
    settle(cast.plan)
    assumed = {"milestone": hidden.slug, "level": "complete"}
    assert refused(client, assumed) == {("assume[0].milestone", "unknown_milestone")}
    client.force_login(make_analyst())
    assert refused(client, assumed) == {("assume[0].milestone", "unknown_milestone")}, "a draft counts for nobody"
