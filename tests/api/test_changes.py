"""Who follows changes meets each once, in order, whatever is edited meanwhile, and is led to what caused it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from milestones.contingency.scales import Level
from milestones.models import Publication, StatusChange
from tests.api.cast import Cast, settle
from tests.factories import make_assessment, make_milestone, make_plan, make_restricted_reader

EVERY, OF_PLAN = "/api/v1/changes/", "/api/v1/plans/accord/changes/"


def walked(client: Client, address: str, between: Any = lambda: None) -> tuple[list[Any], str]:
    """The rows along `next`, and the last `since`; `between` is done between two pages."""
    rows: list[Any] = []
    following: str | None = address
    while following:
        page = client.get(following).json()
        assert len(page["results"]) <= page["count"]
        rows += page["results"]
        following, since = page["next"], page["since"]
        if following:
            between()
    return rows, since


@pytest.mark.parametrize("address", [EVERY, OF_PLAN])
def test_a_walk_tells_each_change_once_in_order(cast: Cast, client: Client, address: str) -> None:
    """Those that come while it walks too, a back-dated one among them, in whichever plan they come."""
    pact = make_plan("pact")
    late = make_milestone(pact, "late")
    settle(pact)
    steps = iter(range(6))

    def edit() -> None:
        step = next(steps, None)
        if step is not None:
            make_assessment(late, Level(1 + step % 3), date=dt.date(2025, 1, 1) + dt.timedelta(step))
            settle(pact)
            make_assessment(make_milestone(cast.plan, f"new-{step}", rank=30 + step), Level.COMPLETE)
            settle(cast.plan)

    rows, since = walked(client, f"{address}?since=0&limit=2", edit)
    keys = [row["id"] for row in rows]
    assert len(keys) == len(set(keys))
    seen = StatusChange.objects.visible_to(None)
    expected = seen if address == EVERY else seen.filter(plan=cast.plan)
    assert set(keys) == set(expected.values_list("pk", flat=True))
    for slug in ("accord", "pact"):
        of_plan = [row["id"] for row in rows if row["plan"] == slug]
        assert of_plan == sorted(of_plan)
    assert client.get(f"{address}?since={since}").json() == {
        "count": 0, "next": None, "previous": None, "since": since, "results": [],
    }  # fmt: skip


def test_a_change_of_one_plan_that_came_to_light_late_is_not_passed_over(cast: Cast, client: Client) -> None:
    """Two plans' recomputes may commit in another order than they took their numbers."""
    pact = make_plan("pact")
    court = make_milestone(pact, "court")
    settle(pact)
    told = StatusChange.objects.get(plan=pact)
    late = StatusChange.objects.filter(milestone=cast.handover).latest("pk")
    newest = told.pk + 1000
    for row, number in ((late, 1), (told, 2)):
        row.pk, row.revision = newest + number, 0
    StatusChange.objects.bulk_create([told])
    _rows, since = walked(client, f"{EVERY}?since=0")
    assert f"pact:{told.pk}" in since
    StatusChange.objects.bulk_create([late])
    make_assessment(court, Level.MINIMUM)  # so that the plans stand otherwise
    rows, _since = walked(client, f"{EVERY}?since={since}")
    assert late.pk < told.pk
    assert late.pk in [row["id"] for row in rows]


def test_the_newest_page_says_where_to_go_on(cast: Cast, client: Client) -> None:
    since = client.get(f"{OF_PLAN}?limit=1").json()["since"]
    assert client.get(f"{OF_PLAN}?since={since}").json()["count"] == 0
    make_assessment(cast.handover, Level.COMPLETE)
    settle(cast.plan)
    after = client.get(f"{OF_PLAN}?since={since}").json()
    assert "handover" in [row["milestone"] for row in after["results"]]
    assert client.get(f"{EVERY}?since={since}&plan=accord").json()["results"] == after["results"]


def test_changes_are_narrowed_by_pillar_kind_and_revision(cast: Cast, client: Client) -> None:
    record = make_assessment(cast.handover, Level.COMPLETE)
    settle(cast.plan)
    rows = client.get(OF_PLAN).json()["results"]
    by = {name: {row[name] for row in rows} for name in ("pillar", "kind", "revision")}
    assert {"loaded", "facts"} <= by["kind"]
    for name, values in by.items():
        for value in values:
            told = client.get(f"{OF_PLAN}?{name}={value}&limit=1000").json()["results"]
            assert told == [row for row in rows if row[name] == value]
    (change,) = client.get(f"{OF_PLAN}?kind=facts&milestone=handover").json()["results"]
    urls = [cause["url"] for cause in change["causes"]]
    assert f"http://testserver/api/v1/assessments/{record.pk}/" in urls
    assert all(client.get(url).status_code == 200 for url in urls)


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("since=yesterday", ("since", "invalid")),
        ("since=accord:", ("since", "invalid")),
        ("since=accord:9999999999999999999", ("since", "invalid")),
        ("since=0&offset=1", ("offset", "not_with_since")),
        ("since=0&ordering=on", ("ordering", "not_with_since")),
        ("kind=weather", ("kind", "invalid")),
        ("pillar=nowhere", ("pillar", "invalid")),
    ],
)
def test_what_cannot_be_followed_is_refused_by_name(
    cast: Cast, client: Client, query: str, fault: tuple[str, str]
) -> None:
    for address in (EVERY, OF_PLAN):
        (error,) = client.get(f"{address}?{query}").json()["errors"]
        assert (error["attr"], error["code"]) == fault


def test_a_cursor_tells_nothing_of_what_is_hidden(cast: Cast, client: Client) -> None:
    """Neither a hidden plan nor a milestone that is hidden by now is in it, and one of a hidden plan says no more."""
    hidden = make_milestone(cast.plan, "hidden-soon", rank=40)
    settle(cast.plan)
    newest = StatusChange.objects.get(milestone=hidden)
    hidden.publication = Publication.RESTRICTED
    hidden.save()
    settle(cast.plan)
    since = client.get(EVERY).json()["since"]
    assert "restricted-plan" not in since
    assert int(since.partition(":")[2]) < newest.pk
    of_hidden = client.get(f"{EVERY}?since=restricted-plan:1,accord:0").json()
    of_none = client.get(f"{EVERY}?since=no-such-plan:1,accord:0").json()
    assert of_hidden["results"] == of_none["results"]
    client.force_login(make_restricted_reader())
    assert newest.pk in [row["id"] for row in client.get(f"{EVERY}?limit=1000").json()["results"]]
