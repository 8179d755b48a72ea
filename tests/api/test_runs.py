"""Statuses over time are those that each day's own answer gives."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from milestones.api.views import runs
from tests.api.cast import Cast

ADDRESS = "/api/v1/plans/accord/series/"
DAY = dt.timedelta(days=1)


def asked(client: Client, query: str = "") -> Any:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def refused(client: Client, query: str) -> tuple[str, str]:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    return error["attr"], error["code"]


def on_day(runs: list[Any], day: dt.date) -> dict[tuple[str, str], tuple[str, Any]]:
    return {
        (run["reading"], run["milestone"]): (run["status"], run["level"])
        for run in runs
        if run["from"] <= day.isoformat() <= run["to"]
    }


@pytest.mark.parametrize("known_at", ["", "&known_at=2026-04-01T00:00:00Z"])
def test_each_day_of_a_run_is_what_that_day_answers(cast: Cast, client: Client, known_at: str) -> None:
    first, last = dt.date(2026, 2, 20), dt.date(2026, 6, 10)
    answer = asked(client, f"?from={first}&to={last}&reading=*{known_at}")
    assert answer["readings"] == ["text", "board"]
    for number in range(0, (last - first).days + 1, 11):
        day = first + number * DAY
        expected = {
            (reading, slug): (verdict["status"], verdict["level"])
            for reading in answer["readings"]
            for slug, verdict in client.get(f"/api/v1/plans/accord/evaluation/?on={day}&reading={reading}{known_at}")
            .json()["milestones"]
            .items()
        }
        assert on_day(answer["runs"], day) == expected


def test_it_tells_of_the_year_up_to_the_plans_today_under_its_first_reading(cast: Cast, client: Client) -> None:
    answer = asked(client)
    today = dt.date.fromisoformat(client.get("/api/v1/plans/accord/").json()["today"])
    assert (answer["from"], answer["to"]) == ((today - 365 * DAY).isoformat(), today.isoformat())
    assert answer["readings"] == ["text"]


def test_by_the_month_it_tells_of_the_first_day_and_of_the_first_of_each_month(cast: Cast, client: Client) -> None:
    span = "?from=2026-02-20&to=2026-05-01"
    answer = asked(client, f"{span}&every=month")
    told = asked(client, span)["runs"]
    days = ["2026-02-20", "2026-03-01", "2026-04-01", "2026-05-01"]
    assert sorted({row["from"] for row in answer["runs"]}) == days
    assert all(row["from"] == row["to"] for row in answer["runs"])
    for day in map(dt.date.fromisoformat, days):
        assert on_day(answer["runs"], day) == on_day(told, day)


def test_what_cannot_be_told_is_refused_by_name(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(client, "?from=2026-05-02&to=2026-05-01") == ("to", "before_from")
    assert refused(client, "?reading=nobody") == ("reading", "invalid")
    assert refused(client, "?reading=Nobody!") == ("reading", "invalid")
    assert refused(client, "?every=week") == ("every", "invalid")
    assert refused(client, "?on=2026-05-01") == ("on", "unknown_parameter")
    monkeypatch.setattr(runs, "MOST_STANDINGS", 3)
    assert refused(client, "?from=2026-01-01&to=2026-12-31") == ("from", "too_much")


def test_the_whole_calendar_can_be_asked_about(cast: Cast, client: Client) -> None:
    answer = asked(client, "?from=0001-01-01&to=9999-12-31")
    assert {run["to"] for run in answer["runs"]} >= {"9999-12-31"}
    assert asked(client, "?to=0001-01-01")["from"] == "0001-01-01"
