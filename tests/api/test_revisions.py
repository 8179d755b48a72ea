"""A plan's revisions are told as each reader counts them, with what each took up, and nothing of what is hidden."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.contingency.scales import Level
from milestones.models import Plan, PlanEntry, Publication, Revision
from milestones.planfile.canonical import digest
from milestones.services.recompute import recompute
from tests import factories as make

BEGIN = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ADDRESS = "/api/v1/plans/accord/revisions/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    """Four revisions: the first; one of a hidden edit; one of a public and a hidden one; one that hides a record."""
    with time_machine.travel(BEGIN, tick=False) as clock:
        plan = make.make_plan("accord")
        handover = make.make_milestone(plan, "handover", rank=0)
        secret = make.make_milestone(plan, "secret", rank=1, publication=Publication.RESTRICTED)
        edits = (
            lambda: None,
            lambda: make.make_assessment(secret, Level.MINIMUM, note="Of the secret.", source=None),
            lambda: (
                make.make_assessment(handover, Level.COMPLETE, note="Done.", source=None),
                make.make_assessment(handover, Level.COMPLETE, note="Later hidden.", source=None),
                make.make_assessment(secret, Level.COMPLETE, note="Of the secret too.", source=None),
            ),
            lambda: _restrict(handover.assessments.get(note="Later hidden.")),
        )
        for edit in edits:
            edit()
            recompute(plan.pk, now=dt.datetime.now(dt.UTC))
            clock.shift(HOUR)
        yield plan


def _restrict(record: Any) -> None:
    record.publication = Publication.RESTRICTED
    record.save()


def asked(client: Client, path: str = "") -> Any:
    answer = client.get(ADDRESS + path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_each_reader_counts_the_revisions_that_changed_what_he_sees(plan: Plan, client: Client) -> None:
    assert Revision.objects.filter(plan=plan).count() == 4
    public = asked(client)
    assert [row["number"] for row in public["results"]] == [3, 2, 1]
    assert [row["at"] for row in public["results"]] == [
        (BEGIN + hours * HOUR).isoformat().replace("+00:00", "Z") for hours in (3, 2, 0)
    ]
    assert asked(client, "?ordering=number")["results"] == public["results"][::-1]
    assert asked(client, "?at__gte=2026-03-10T14:00:00Z")["count"] == 2
    client.force_login(make.make_analyst())
    assert [row["number"] for row in asked(client)["results"]] == [4, 3, 2, 1]


def test_a_revision_tells_what_it_took_up_with_the_digests_of_its_entries(plan: Plan, client: Client) -> None:
    told = asked(client, "2/")
    (fact,) = told["facts"]
    assert (fact["what"], fact["after"]["note"], fact["digest_before"]) == ("added", "Done.", None)
    entry = PlanEntry.objects.get(kind=fact["kind"], key=fact["key"])
    assert fact["digest"] == bytes(entry.digest).hex()
    proof = {name: getattr(entry, name) for name in ("kind", "key", "owner", "rank", "body")}
    assert digest(bytes(entry.salt), **proof).hex() == fact["digest"]
    assert client.get(fact["url"]).status_code == 200
    changes = client.get(told["changes"]).json()["results"]
    assert [(row["milestone"], row["revision"]) for row in changes] == [("handover", 2)]
    first = asked(client, "1/?limit=1000")
    assert first["fact_count"] == len(first["facts"])
    assert {fact["kind"] for fact in first["facts"]} >= {"milestones.plan", "milestones.milestone"}
    assert {fact["what"] for fact in first["facts"]} == {"added"}
    assert all(fact["digest"] for fact in first["facts"])


def test_facts_of_a_revision_come_a_page_at_a_time(plan: Plan, client: Client) -> None:
    whole = asked(client, "1/?limit=1000")["facts"]
    assert [
        fact for at in range(0, len(whole), 2) for fact in asked(client, f"1/?limit=2&offset={at}")["facts"]
    ] == whole


def test_no_answer_tells_of_what_is_hidden(plan: Plan, client: Client) -> None:
    """Neither what the public never saw, nor what was restricted since, nor any salt."""
    texts = [client.get(ADDRESS + path).content.decode() for path in ("", "1/", "2/", "3/")]
    hidden = PlanEntry.objects.exclude(publication="published")
    secrets = [bytes(entry.digest).hex() for entry in hidden]
    secrets += [bytes(entry.salt).hex() for entry in PlanEntry.objects.all()]
    for text in texts:
        for word in ("secret", "Later hidden.", *secrets):
            assert word not in text
    causes = [cause for number in (1, 2, 3) for cause in asked(client, f"{number}/")["causes"]]
    assert sum(cause["kind"] == "added" and cause.get("model") == "assessment" for cause in causes) == 1
    assert asked(client, "3/")["facts"] == []


def test_a_revision_that_the_reader_does_not_count_is_as_one_that_is_not(plan: Plan, client: Client) -> None:
    hidden, missing = client.get(f"{ADDRESS}4/"), client.get(f"{ADDRESS}400/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json() | {"instance": ""} == missing.json() | {"instance": ""}


def test_who_made_an_edit_is_told_to_those_who_see_drafts(plan: Plan, client: Client) -> None:
    analyst = make.make_analyst()
    with time_machine.travel(BEGIN + 5 * HOUR, tick=False):
        make.make_assessment(plan.milestones.get(slug="handover"), note="By hand.", source=None)
        plan.recompute_marks.update(who=analyst)
        recompute(plan.pk, now=BEGIN + 5 * HOUR)
    assert [row["who"] for row in asked(client)["results"]] == [[]] * 4
    client.force_login(analyst)
    newest, *earlier = asked(client)["results"]
    assert newest["who"] == [analyst.get_username()]
    assert [row["who"] for row in earlier] == [[]] * 4
