"""What is hidden is in no answer: no list, no nested data, no count, no filter and no order tells of it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from milestones.contingency.scales import Level
from milestones.models import Publication
from tests.api.cast import AT_A_MOMENT, LISTS, SECRETS, Cast, every_path, settle
from tests.factories import make_analyst, make_assessment, make_restricted_reader, make_user

POINTS = ("", "?on=2026-03-10", "?on=2026-03-10&reading=text", "?on=2026-03-10&known_at=2026-03-05T00:00:00Z")

HIDDEN_VALUES = [
    ("milestones", "plan", "restricted-plan"),
    ("gates", "milestone", "restricted-milestone"),
    ("assessments", "milestone", "draft-milestone"),
    ("assessments", "source", "restricted-source"),
    ("observations", "indicator", "restricted-indicator"),
    ("conditions", "milestone", "restricted-milestone"),
    ("conditions", "waiting", "draft-milestone"),
    ("positions", "milestone", "restricted-milestone"),
    ("plans/accord/changes", "milestone", "restricted-milestone"),
]
HIDDEN_PATHS = [
    "plans/restricted-plan/",
    "plans/draft-plan/evaluation/",
    "plans/restricted-plan/changes/",
    "milestones/accord/restricted-milestone/",
    "milestones/accord/draft-milestone/explanation/",
    "milestones/restricted-plan/restricted-elsewhere/",
    "indicators/accord/restricted-indicator/",
    "sources/accord/draft-source/",
]


def everything_read(client: Client, cast: Cast) -> str:
    """Every answer that the reader gets, as one text."""
    texts = []
    for path in every_path(cast):
        answer = client.get(path)
        assert answer.status_code == 200, path
        texts.append(answer.content.decode())
    for name in AT_A_MOMENT:
        texts += [client.get(f"/api/v1/{name}/{point}").content.decode() for point in POINTS]
    texts += [client.get(f"/api/v1/milestones/{point}&plan=accord").content.decode() for point in POINTS[1:]]
    return "\n".join(texts)


@pytest.mark.parametrize("stale", [False, True])
def test_the_public_reads_nothing_of_what_is_hidden(cast: Cast, client: Client, stale: bool) -> None:
    """No slug, name, note or source of a restricted or draft row is in any answer, nor while an edit waits."""
    if stale:
        cast.plan.recompute_marks.create(raised_at=cast.assessment.recorded_at)
    text = everything_read(client, cast)
    assert "handover" in text, "nothing was read"
    for secret in SECRETS:
        assert secret not in text, text[max(0, text.find(secret) - 300) : text.find(secret) + 60]


def test_a_cleared_reader_sees_the_restricted_and_no_draft(cast: Cast, client: Client) -> None:
    client.force_login(make_restricted_reader())
    text = everything_read(client, cast)
    assert "restricted-milestone" in text
    assert "restricted-source" in text
    assert "draft" not in text


def test_a_user_without_permissions_reads_what_the_public_does(cast: Cast, client: Client) -> None:
    anonymous = everything_read(client, cast)
    client.force_login(make_user("omar"))
    assert everything_read(client, cast) == anonymous


def test_counts_are_of_what_is_seen(cast: Cast, client: Client) -> None:
    """Each role's count is the number of results it is given, and the public's the smallest."""
    counts = []
    for user in (None, make_restricted_reader(), make_analyst()):
        if user is not None:
            client.force_login(user)
        found = {}
        for name in LISTS:
            answer = client.get(f"/api/v1/{name}/").json()
            assert answer["count"] == len(answer["results"])
            found[name] = answer["count"]
        counts.append(found)
    public, cleared, analyst = counts
    for name in ("plans", "milestones", "indicators", "sources", "gates", "conditions", "observations",
                 "assessments", "positions"):  # fmt: skip
        assert public[name] < cleared[name] < analyst[name], name


def test_a_filter_knows_the_hidden_as_little_as_the_missing(cast: Cast, client: Client) -> None:
    """The refusal of a hidden slug is, but for the slug, that of one which is not there."""

    def refusal(name: str, attr: str, slug: str) -> Any:
        answer = client.get(f"/api/v1/{name}/?{attr}={slug}")
        assert answer.status_code == 400, (name, attr, slug)
        return answer.content.decode().replace(slug, "SLUG")

    for name, attr, hidden in HIDDEN_VALUES:
        assert refusal(name, attr, hidden) == refusal(name, attr, "missing-altogether")


def test_a_hidden_thing_is_answered_as_a_missing_one(cast: Cast, client: Client) -> None:
    missing = client.get("/api/v1/plans/missing/")
    for path in HIDDEN_PATHS:
        hidden = client.get(f"/api/v1/{path}")
        assert hidden.status_code == missing.status_code == 404, path
        assert hidden.json() | {"instance": ""} == missing.json() | {"instance": ""}
        assert "ETag" not in hidden.headers


def test_a_search_finds_only_what_is_seen(cast: Cast, client: Client) -> None:
    for name in ("plans", "milestones", "indicators", "sources", "assessments", "positions", "gates"):
        for secret in SECRETS:
            assert client.get(f"/api/v1/{name}/?search={secret}").json()["count"] == 0, name


def test_restricted_facts_count_only_for_those_who_may_see_them(cast: Cast, client: Client) -> None:
    """The restricted assessment raises the level that a cleared reader is told, in list, detail and evaluation."""

    def levels() -> list[dict[str, int]]:
        listed = client.get("/api/v1/milestones/?plan=accord").json()["results"]
        document = client.get("/api/v1/plans/accord/evaluation/").json()
        return [
            next(each for each in listed if each["slug"] == "pullback")["level"],
            client.get("/api/v1/milestones/accord/pullback/").json()["level"],
            client.get("/api/v1/milestones/accord/pullback/explanation/").json()["level"],
            document["milestones"]["pullback"]["level"],
        ]

    assert levels() == [{"low": 1, "high": 1}] * 4
    client.force_login(make_restricted_reader())
    assert levels() == [{"low": 2, "high": 2}] * 4


def test_what_was_hidden_since_a_change_is_not_told_with_it(cast: Cast, client: Client) -> None:
    """A cause that named a published record is left out once the record is restricted."""
    record = make_assessment(cast.handover, note="Done.")
    settle(cast.plan)
    address = "/api/v1/plans/accord/changes/?milestone=handover&limit=1"
    change = client.get(address).json()["results"][0]
    told = {"kind": "added", "model": "assessment", "milestone": "handover"}
    told["url"] = f"http://testserver/api/v1/assessments/{record.pk}/"
    assert told in change["causes"]
    record.publication = Publication.RESTRICTED
    record.save()
    after = client.get(address).json()["results"][0]
    assert told not in after["causes"]
    assert after["cause_count"] == change["cause_count"] - 1


def test_a_reason_from_a_record_hidden_since_is_not_told(cast: Cast, client: Client) -> None:
    """The change stays, as it was told in public; the day that the record said goes with the record."""
    record = make_assessment(cast.handover, Level.COMPLETE, date=dt.date(2026, 2, 27))
    settle(cast.plan)
    address = "/api/v1/plans/accord/changes/?milestone=handover&limit=1"
    before = client.get(address).json()["results"][0]
    assert {each["day"] for each in before["reasons"]} == {"2026-02-27"}
    page = "/plans/accord/milestones/handover/"
    assert "27 February 2026" in client.get(page).content.decode()
    record.publication = Publication.RESTRICTED
    record.save()
    settle(cast.plan)
    changes = client.get("/api/v1/plans/accord/changes/?milestone=handover").json()["results"]
    after = next(each for each in changes if each["id"] == before["id"])
    assert after == before | {"reasons": [], "causes": after["causes"], "cause_count": after["cause_count"]}
    assert "27 February 2026" not in client.get(page).content.decode()
    client.force_login(make_restricted_reader())
    assert client.get(before["url"]).json()["reasons"] == before["reasons"]


def test_what_is_removed_is_named_only_if_it_was_seen(cast: Cast, client: Client) -> None:
    """That a draft or restricted row is gone is nobody's to know."""
    gates = cast.plan.milestones.get(slug="restricted-milestone").gates
    gates.get().delete()
    hidden = {"kind": "removed", "seen_by": "restricted"}
    assert list(cast.plan.recompute_marks.values_list("cause", flat=True)) == [hidden, hidden]
    cast.condition.delete()
    assert {"kind": "removed", "model": "milestones.condition"} in cast.plan.recompute_marks.values_list(
        "cause", flat=True
    )
