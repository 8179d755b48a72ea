"""An answer that has not changed is told in a 304, and one that has, or might have, never is."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from milestones.contingency.scales import Level
from tests.api.cast import Cast, every_path
from tests.factories import make_assessment, make_milestone, make_plan, make_restricted_reader, make_user


def tags(client: Client, cast: Cast, query: str = "") -> dict[str, str]:
    return {path: client.get(path + query).headers["ETag"] for path in every_path(cast) if "status" not in path}


def test_what_has_not_changed_is_not_sent_again(cast: Cast, client: Client) -> None:
    for path, tag in tags(client, cast).items():
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["ETag"] == tag
        assert client.get(path, headers={"If-None-Match": f'"other", W/{tag}'}).status_code == 304
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
        assert client.head(path).headers["ETag"] == tag


def test_a_read_on_a_condition_that_fails_is_refused_as_a_problem(cast: Cast, client: Client) -> None:
    for path in ("/api/v1/plans/", "/api/v1/plans/accord/", "/api/v1/schema/"):
        answer = client.get(path, headers={"If-Match": '"other"'})
        assert (answer.status_code, answer.headers["Content-Type"]) == (412, "application/problem+json"), path
        assert answer.json()["errors"][0]["code"] == "stale"
        assert client.get(path, headers={"If-Match": "*"}).status_code == 200
        assert client.get(path, headers={"If-Match": client.get(path).headers["ETag"]}).status_code == 200


@pytest.mark.one_database
def test_what_came_packed_is_not_sent_again(cast: Cast, client: Client) -> None:
    for path in tags(client, cast):
        packed = client.get(path, headers={"Accept-Encoding": "gzip"}).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": packed}).status_code == 304, path


def test_an_edit_changes_every_tag_of_its_plan(cast: Cast, client: Client) -> None:
    """Both while the edit waits and once it is recomputed."""
    before = tags(client, cast)
    make_assessment(cast.handover, Level.MINIMUM)
    waiting = tags(client, cast)
    assert all(before[path] != waiting[path] for path in before)


def test_a_list_rests_on_the_plans_that_it_names(cast: Cast, client: Client) -> None:
    """An edit of another plan leaves its tag; one of no named plan may change any."""
    court = make_milestone(make_plan("pact"), "court")
    paths = ["/api/v1/milestones/?plan=accord", "/api/v1/gates/?plan=accord", "/api/v1/milestones/"]
    before = {path: client.get(path).headers["ETag"] for path in paths}
    make_assessment(court, Level.MINIMUM)
    again = [client.get(path, headers={"If-None-Match": tag}).status_code for path, tag in before.items()]
    assert again == [304, 304, 200]


def test_a_new_day_changes_every_tag(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day where the plan is: what was said of its today may be otherwise, though nobody edited it."""
    before = tags(client, cast)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    after = tags(client, cast)
    assert all(before[path] != after[path] for path in before)
    assert client.get("/api/v1/plans/accord/").json()["stale"]


@pytest.mark.one_database
@pytest.mark.parametrize("query", ["?lang=ar", "?fields=url"])
def test_the_tag_is_of_the_query(cast: Cast, client: Client, query: str) -> None:
    before, after = tags(client, cast), tags(client, cast, query)
    assert all(before[path] != after[path] for path in before)


def test_the_tag_is_of_the_language_that_is_spoken(cast: Cast, client: Client) -> None:
    english = client.get("/api/v1/plans/", headers={"Accept-Language": "en"})
    hebrew = client.get("/api/v1/plans/", headers={"Accept-Language": "he"})
    assert english.headers["ETag"] != hebrew.headers["ETag"]
    assert "Accept-Language" in english.headers["Vary"]


def test_the_tag_is_of_the_role(cast: Cast, client: Client) -> None:
    """A reader who is cleared, or no longer, is never told that a reader of another role's answer still holds."""
    public = tags(client, cast)
    noa = make_restricted_reader()
    client.force_login(noa)
    cleared = tags(client, cast)
    assert all(public[path] != cleared[path] for path in public)
    noa.user_permissions.remove(Permission.objects.get(codename="view_restricted"))
    for path, tag in cleared.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200, path
    client.force_login(make_user("omar"))
    assert tags(client, cast) == public


@pytest.mark.one_database
def test_a_wrong_question_is_refused_whatever_the_tag(cast: Cast, client: Client) -> None:
    for star in ("*", tags(client, cast)["/api/v1/plans/"]):
        assert client.get("/api/v1/plans/?nonsense=1", headers={"If-None-Match": star}).status_code == 400
        missing = client.get("/api/v1/plans/missing/", headers={"If-None-Match": star})
        assert missing.status_code == 404


def test_answers_are_kept_only_to_be_asked_about(cast: Cast, client: Client) -> None:
    """A shared cache may keep the public's answers and must ask each time; others' it may not keep."""
    assert client.get("/api/v1/plans/").headers["Cache-Control"] == "no-cache"
    client.force_login(make_restricted_reader())
    assert client.get("/api/v1/plans/").headers["Cache-Control"] == "private, no-cache"
    assert client.get("/api/v1/status/").headers["Cache-Control"] == "no-store"
