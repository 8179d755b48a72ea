"""What differs between two points is what their own answers differ in, and nothing of it is hidden."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.contingency.scales import Level
from milestones.models import Publication
from milestones.services.recompute import recompute
from tests.api.cast import Cast, settle
from tests.factories import make_analyst, make_assessment, make_milestone, make_phase, make_plan

pytestmark = pytest.mark.one_database

ADDRESS = "/api/v1/plans/accord/compare/"
HOUR = dt.timedelta(hours=1)


def asked(client: Client, query: str = "", address: str = ADDRESS) -> Any:
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize(
    "query",
    [
        "from_on=2026-02-01",
        "from_on=2026-02-01&to_on=2026-04-02",
        "from_reading=text&to_reading=board",
        "from_known_at=2026-02-01T00:00:00Z",
        "from_revision=1&on=2026-03-02&to_reading=board",
    ],
)
def test_what_stands_otherwise_is_what_both_evaluations_tell(cast: Cast, client: Client, query: str) -> None:
    """Each side's address gives the evaluation from which its statuses and levels come."""
    make_assessment(cast.handover, Level.COMPLETE)
    settle(cast.plan)
    answer = asked(client, query)
    before, after = (client.get(answer[side]["url"]).json() for side in ("from", "to"))
    flipped = {
        slug
        for slug in {*before["milestones"], *after["milestones"]}
        if any(before["milestones"][slug][key] != after["milestones"][slug][key] for key in ("status", "level"))
    }
    assert {row["milestone"] for row in answer["milestones"]} == flipped
    for row in answer["milestones"]:
        for side, told in (("before", before), ("after", after)):
            assert row[side]["status"] == told["milestones"][row["milestone"]]["status"]
            assert row[side]["reasons"] == told["milestones"][row["milestone"]]["reasons"]
    assert answer["from"]["on"] == before["on"]
    assert answer["to"]["reading"] == after["reading"]


def test_alike_sides_differ_in_nothing(cast: Cast, client: Client) -> None:
    answer = asked(client)
    assert (answer["fact_count"], answer["facts"], answer["milestones"], answer["pillars"]) == (0, [], [], [])


def test_facts_are_told_in_the_plan_files_words(client: Client, db: None) -> None:
    begin = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
    with time_machine.travel(begin, tick=False) as clock:
        plan = make_plan("accord")
        handover = make_milestone(plan, "handover", name="Handover of arms", due_on=dt.date(2026, 5, 1))
        gone = make_phase(plan, "gone")
        recompute(plan.pk, now=begin)
        handover.due_on = dt.date(2026, 6, 1)
        handover.save()
        gone.delete()
        record = make_assessment(handover, Level.COMPLETE, note="Done now.", source=None)
        clock.shift(HOUR)
        recompute(plan.pk, now=begin + HOUR)
        answer = asked(client, "from_revision=1&to_revision=2")
    told = {(fact["what"], fact["kind"]): fact for fact in answer["facts"]}
    assert set(told) == {
        ("changed", "milestones.milestone"),
        ("removed", "milestones.phase"),
        ("added", "milestones.assessment"),
    }
    changed = told["changed", "milestones.milestone"]
    assert (changed["before"], changed["after"]) == ({"due": "2026-05-01"}, {"due": "2026-06-01"})
    assert changed["url"] == "http://testserver/api/v1/milestones/accord/handover/"
    removed = told["removed", "milestones.phase"]
    assert (removed["before"]["slug"], removed["after"], removed["url"]) == ("gone", None, None)
    added = told["added", "milestones.assessment"]
    assert (added["key"], added["date"], added["milestone"]) == (record.pk, "2026-03-01", "handover")
    assert added["after"]["note"] == "Done now."
    stood = {row["milestone"]: row for row in answer["milestones"]}
    assert stood["handover"]["after"]["level"] == {"low": 3, "high": 3}


def test_a_record_between_the_two_days_or_instants_differs(cast: Cast, client: Client) -> None:
    """Though the plan's rows are alike on both sides: it counts on one of them only."""
    on = asked(client, "from_on=2026-02-28&to_on=2026-03-01")["facts"]
    assert cast.observation.pk in [fact["key"] for fact in on if fact["kind"] == "milestones.observation"]
    assert {fact["what"] for fact in on} == {"added"}
    back = asked(client, "from_on=2026-03-01&to_on=2026-02-28")["facts"]
    assert [fact["key"] for fact in back] == [fact["key"] for fact in on]
    assert {fact["what"] for fact in back} == {"removed"}
    known = asked(client, "from_known_at=2026-02-28T00:00:00Z&to_known_at=2026-03-02T00:00:00Z&limit=1000")
    assert cast.assessment.pk in [fact["key"] for fact in known["facts"] if fact["kind"] == "milestones.assessment"]


def test_facts_come_a_page_at_a_time(cast: Cast, client: Client) -> None:
    query = "from_on=2026-02-01"
    whole = asked(client, f"{query}&limit=1000")
    assert whole["fact_count"] == len(whole["facts"]) > 3
    pages = [
        fact
        for offset in range(0, whole["fact_count"], 2)
        for fact in asked(client, f"{query}&limit=2&offset={offset}")["facts"]
    ]
    assert pages == whole["facts"]
    assert set(asked(client, f"{query}&fields=milestones,from")) == {"milestones", "from"}


def test_what_is_hidden_or_was_restricted_since_is_not_compared(cast: Cast, client: Client) -> None:
    cast.position.refresh_from_db()
    hidden = make_assessment(cast.handover, Level.COMPLETE, note="To be hidden.")
    settle(cast.plan)
    hidden.publication = Publication.RESTRICTED
    hidden.save()
    settle(cast.plan)
    for query in ("from_revision=1", "from_revision=2", "from_on=2026-01-01", "from_known_at=2026-01-01T00:00:00Z"):
        text = client.get(f"{ADDRESS}?{query}&limit=1000").content.decode()
        for word in ("To be hidden.", "restricted-", "draft", "A restricted thing"):
            assert word not in text, (query, word)
    assert asked(client, "from_revision=2")["withheld"] == 1
    client.force_login(make_analyst())
    assert "To be hidden." in client.get(f"{ADDRESS}?from_on=2026-01-01&limit=1000").content.decode()


def test_revisions_are_counted_as_the_reader_counts_them(cast: Cast, client: Client) -> None:
    """An edit of what is hidden makes no revision that the public could ask for."""
    newest = asked(client)["to"]["revision"]
    make_assessment(cast.handover, note="Kept back.", source=None, publication=Publication.DRAFT)
    settle(cast.plan)
    assert asked(client)["to"]["revision"] == newest
    refused = client.get(f"{ADDRESS}?from_revision={newest + 1}")
    missing = client.get(f"{ADDRESS}?from_revision={newest + 1000}")
    assert refused.status_code == missing.status_code == 400
    assert refused.content.decode().replace(str(newest + 1), "N") == missing.content.decode().replace(
        str(newest + 1000), "N"
    )


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("from_revision=1&from_known_at=2026-03-01T00:00:00Z", ("from_revision", "two_instants")),
        ("to_revision=77", ("to_revision", "unknown_revision")),
        ("to_reading=nobody", ("to_reading", "invalid")),
        ("reading=nobody", ("reading", "invalid")),
        ("from_on=yesterday", ("from_on", "invalid")),
        ("revision=1", ("revision", "unknown_parameter")),
        ("limit=1001", ("limit", "invalid")),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(
    cast: Cast, client: Client, query: str, fault: tuple[str, str]
) -> None:
    (error,) = client.get(f"{ADDRESS}?{query}").json()["errors"]
    assert (error["attr"], error["code"]) == fault
