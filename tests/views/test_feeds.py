"""Changes of status as Atom and dates as iCalendar: sound by their standards, in each language, and for the public."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from lxml import etree

from milestones.contingency.scales import Level
from milestones.models import StatusChange
from tests.api.cast import SECRETS, Cast, make_cast, settle
from tests.factories import make_assessment, make_milestone, make_schedule_revision, make_withdrawal

pytestmark = pytest.mark.one_database

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEEDS = ("changes.atom", "pillars/demilitarisation/changes.atom", "milestones/handover/changes.atom")
LANGUAGES = ("en", "ar", "he")


@pytest.fixture
def cast(db: None) -> Cast:
    cast = make_cast()
    make_assessment(cast.handover, Level.COMPLETE)
    settle(cast.plan)
    return cast


def feed_at(client: Client, path: str, language: str = "en") -> Any:
    answer = client.get(f"/plans/accord/{path}?lang={language}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def told(node: Any, path: str) -> list[str]:
    return [str(found) for found in node.xpath(path, namespaces=ATOM)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_what_the_standard_asks_for(cast: Cast, client: Client, path: str, language: str) -> None:
    """RFC 4287, 4.1: id, title and updated of the feed and of each entry, an author, links to itself and the page."""
    feed = feed_at(client, path, language)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for node in (feed, *feed.iterfind("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            (text,) = told(node, f"a:{name}/text()")
            assert text
        (tag,) = told(node, "a:id/text()")
        assert re.fullmatch(r"tag:testserver,\d{4}-\d\d-\d\d:\S+", tag)
        assert dt.datetime.fromisoformat(told(node, "a:updated/text()")[0]).tzinfo is not None
    assert told(feed, "a:author/a:name/text()")
    (own,) = told(feed, "a:link[@rel='self']/@href")
    assert own == f"http://testserver/plans/accord/{path}?lang={language}"
    for address in told(feed, "//a:link[not(@rel) or @rel='alternate']/@href"):
        page = client.get(address)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()
    ids = told(feed, "a:entry/a:id/text()")
    assert ids
    assert len(ids) == len(set(ids))


def test_the_entries_are_the_changes_that_the_api_tells(cast: Cast, client: Client) -> None:
    rows = client.get("/api/v1/plans/accord/changes/?limit=1000").json()["results"]
    for path, own in zip(FEEDS, ({}, {"pillar": "demilitarisation"}, {"milestone": "handover"}), strict=True):
        ids = told(feed_at(client, path), "a:entry/a:id/text()")
        expected = [row["id"] for row in rows if all(row[name] == value for name, value in own.items())]
        assert [int(tag.split("/")[-2]) for tag in ids] == expected
        assert expected


def test_an_entry_keeps_its_id_and_its_words(cast: Cast, client: Client) -> None:
    before = dict.fromkeys(told(feed_at(client, FEEDS[0]), "a:entry/a:id/text()"))
    make_assessment(make_milestone(cast.plan, "another", rank=30), Level.COMPLETE)
    settle(cast.plan)
    after = told(feed_at(client, FEEDS[0]), "a:entry/a:id/text()")
    assert after[1:] == list(before)
    newest = StatusChange.objects.order_by("-pk")[0]
    assert after[0].startswith(f"tag:testserver,{newest.computed_at.date()}:changes/{newest.pk}/")


def calendar_at(client: Client, query: str = "") -> Any:
    answer = client.get(f"/plans/accord/dates.ics?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return Calendar.from_ical(answer.content)


def events_of(calendar: Any) -> dict[str, Any]:
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_all_day_events_that_stay_the_same(cast: Cast, client: Client, language: str) -> None:
    calendar = calendar_at(client, f"lang={language}")
    assert str(calendar["x-wr-calname"]) == str(calendar["name"])
    events = events_of(calendar)
    assert len(events) == len(calendar.walk("VEVENT"))
    revision = client.get("/api/v1/plans/accord/").json()["revision"]
    for event in events.values():
        assert type(event.decoded("dtstart")) is dt.date
        assert {"dtstamp", "last-modified", "summary", "url"} <= {key.lower() for key in event}
        assert event["sequence"] == revision
        assert event["summary"].params["LANGUAGE"] == language
        assert client.get(str(event["url"])).status_code == 200
    due = events["accord.handover.due@testserver"]
    assert "accord.pullback.due@testserver" in events  # due after the records end, and no other event for that
    schedule = client.get("/api/v1/milestones/accord/handover/").json()["schedule"]
    assert due.decoded("dtstart").isoformat() == schedule["due"]["day"] != schedule["due"]["original"]
    make_schedule_revision(cast.handover, due_on=dt.date(2026, 7, 1), date=dt.date(2026, 3, 5))
    make_withdrawal(cast.plan.milestones.get(slug="pullback"))
    settle(cast.plan)
    later = events_of(calendar_at(client, f"lang={language}"))
    moved = later["accord.handover.due@testserver"]
    assert moved.decoded("dtstart") == dt.date(2026, 7, 1)
    assert moved["sequence"] > due["sequence"]
    assert str(later["accord.pullback.due@testserver"]["status"]) == "CANCELLED"
    assert str(moved["status"]) == "CONFIRMED"
    make_schedule_revision(cast.handover, due_lifted=True, date=dt.date(2026, 3, 6))
    settle(cast.plan)
    assert "accord.handover.due@testserver" not in events_of(calendar_at(client, f"lang={language}"))


def test_neither_tells_of_what_is_hidden(cast: Cast, client: Client) -> None:
    texts = [client.get(f"/plans/accord/{path}").content.decode() for path in (*FEEDS, "dates.ics")]
    assert all("handover" in text for text in texts)
    for text in texts:
        for secret in SECRETS:
            assert secret not in text
    for path in (
        "restricted-plan/changes.atom",
        "accord/milestones/draft-milestone/changes.atom",
        "draft-plan/dates.ics",
    ):
        assert client.get(f"/plans/{path}").status_code == 404
    assert client.get("/plans/accord/dates.ics?reading=nobody").status_code == 400
    assert client.get("/plans/accord/changes.atom?lang=xx").status_code == 400


def test_what_has_not_changed_is_not_sent_again(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    for path in (*FEEDS, "dates.ics"):
        answer = client.get(f"/plans/accord/{path}")
        with django_assert_num_queries(1):
            held = client.get(f"/plans/accord/{path}", headers={"If-None-Match": answer.headers["ETag"]})
        assert held.status_code == 304
        with django_assert_num_queries(1):
            assert client.get(f"/plans/accord/{path}").content == answer.content


def test_the_pages_lead_to_both(cast: Cast, client: Client) -> None:
    for page, feed in (("", FEEDS[0]), ("pillars/demilitarisation/", FEEDS[1]), ("milestones/handover/", FEEDS[2])):
        body = client.get(f"/plans/accord/{page}?lang=he").content.decode()
        head = body[: body.index("</head>")]
        assert 'type="application/atom+xml"' in head
        assert f'href="/plans/accord/{feed}?lang=he"' in head
        assert 'href="/plans/accord/dates.ics?lang=he"' in head
        assert 'href="/plans/accord/dates.ics?lang=he"' in body[body.index("<footer") :]
