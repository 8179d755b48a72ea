"""What differs of a plan between two instants, in its readers' words, and nothing of what they do not see."""

import datetime as dt
import html
import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.test import Client

from milestones.contingency.scales import Level
from milestones.loading.stored import ALL
from milestones.models import Plan, Publication
from milestones.services.checking import kind_of
from milestones.services.recompute import recompute
from milestones.services.retraction import retract
from milestones.state.keeping import keeper
from tests import factories as make

BEGIN = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
SINCE = "2026-03-10T12:00:00Z"
PAGE = "/plans/accord/changes/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    with time_machine.travel(BEGIN, tick=False) as clock:
        plan = make.make_plan("accord")
        source = make.make_source(plan, "memorandum", title="Memorandum")
        handover = make.make_milestone(plan, "handover", name="Handover of arms", due_on=dt.date(2026, 5, 1))
        make.make_milestone(plan, "secret", name="Secret step", publication=Publication.RESTRICTED)
        make.make_assessment(handover, Level.MINIMUM, note="To be hidden.", source=source)
        gone = make.make_assessment(handover, Level.MINIMUM, note="To be drafted.", source=source)
        phase = make.make_phase(plan, "one", name="First phase")
        recompute(plan.pk, now=BEGIN)
        handover.name, handover.due_on = "Handover", dt.date(2026, 6, 1)
        handover.save()
        phase.delete()
        gone.publication = Publication.DRAFT
        gone.save()
        hidden = handover.assessments.get(note="To be hidden.")
        hidden.publication = Publication.RESTRICTED
        hidden.save()
        make.make_assessment(handover, Level.COMPLETE, note="Done now.", source=source)
        make.make_assessment(handover, Level.COMPLETE, note="Kept back.", source=None, publication="draft")
        make.make_assessment(plan.milestones.get(slug="secret"), note="Of the secret.", source=source)
        clock.shift(dt.timedelta(hours=1))
        recompute(plan.pk, now=BEGIN + dt.timedelta(hours=1))
        yield plan


def told(**query: str) -> str:
    body = Client().get(PAGE, {"lang": "en", **query}).content.decode()
    main = re.sub(r"<[^>]*>", "", body[body.index("</h1>") : body.index("</main>")])
    return re.sub(r"\s+", " ", main)


def test_the_page_tells_what_came_changed_and_went(plan: Plan) -> None:
    page = told(**{"from": SINCE})
    assert "Added: 1, changed: 1, no longer there: 2, milestones that stand otherwise: 1." in page
    assert "Name: Handover of arms became Handover" in page
    assert "Due: 1 May 2026 became 1 June 2026" in page
    assert "Done now." in page
    assert "Memorandum" in page
    assert "First phase" in page
    assert "To be drafted." in page


def test_it_names_nothing_that_is_hidden_or_was_restricted_since(plan: Plan) -> None:
    page = told(**{"from": SINCE})
    assert "1 entry withheld" in page
    for hidden in ("To be hidden.", "Kept back.", "Of the secret.", "Secret step"):
        assert hidden not in page


def test_without_an_instant_it_tells_what_the_last_revision_changed(plan: Plan) -> None:
    assert told() == told(**{"from": SINCE})
    recompute(plan.pk, now=BEGIN + dt.timedelta(hours=2))
    assert "Nothing differs." in told(**{"from": "2026-03-10T13:00:00Z"})


def test_where_nothing_differs_the_page_says_so_and_leads_to_what_happened(plan: Plan) -> None:
    recompute(plan.pk, now=BEGIN + dt.timedelta(hours=2))
    body = Client().get(PAGE, {"lang": "en", "from": "2026-03-10T13:00:00Z"}).content.decode()
    assert "Nothing differs." in body
    assert 'href="/plans/accord/?lang=en#changes"' in body
    assert "Nothing differs." not in told(**{"from": SINCE})


def test_a_page_that_has_been_superseded_leads_to_now_and_to_what_differs(plan: Plan) -> None:
    query = f"known_at={SINCE.replace(':', '%3A')}&lang=en"
    body = Client().get(f"/plans/accord/milestones/handover/?{query}").content.decode()
    assert 'href="/plans/accord/milestones/handover/?lang=en"' in body
    (since,) = re.findall(r'href="(/plans/accord/changes/\?from=[^"]*)"', body)
    assert "Name: Handover of arms" in re.sub(
        r"<[^>]*>", "", Client().get(since.replace("&amp;", "&")).content.decode()
    )


def test_the_address_to_cite_goes_on_telling_the_same(plan: Plan) -> None:
    body = Client().get(PAGE, {"lang": "en", "from": SINCE}).content.decode()
    (cited,) = re.findall(r'class="cited-address" href="([^"]*)"', body)
    assert "from=2026-03-10T12%3A00%3A00Z" in cited
    assert "known_at=2026-03-10T13%3A00%3A00Z" in cited


def test_the_address_to_cite_of_a_first_revision_can_be_read() -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        plan = make.make_plan("accord")
        recompute(plan.pk, now=BEGIN)
        clock.shift(dt.timedelta(hours=1))
        for query in ({"lang": "en"}, {"lang": "en", "from": "2026-03-10T12:30:00Z"}):
            body = Client().get(PAGE, query).content.decode()
            (cited,) = re.findall(r'<link rel="canonical" href="http://testserver([^"]+)"', body)
            assert Client().get(html.unescape(cited)).status_code == 200, cited


def test_it_names_the_records_that_count_since_by_their_own_clocks(plan: Plan) -> None:
    """Before the first revision records count from when they were learned: what they moved is told with them."""
    page = told(**{"from": "2020-01-01T00:00:00Z", "known_at": SINCE})
    assert "Level: started Note: To be drafted." in page.replace("Note", " Note").replace("  ", " ")


def test_it_leads_to_what_differs_since_a_week_before_where_a_retraction_is_told_as_one() -> None:
    """A plan that was loaded with its past: what was retracted in it stays to be seen, and is not gone."""
    with time_machine.travel(BEGIN, tick=False):
        plan = make.make_plan("accord", timezone="Asia/Gaza")
        clocks = {"recorded_at": BEGIN - dt.timedelta(days=9), "retracted_at": BEGIN - dt.timedelta(days=1)}
        make.make_assessment(make.make_milestone(plan, "handover"), **clocks)
        recompute(plan.pk, now=BEGIN)
        body = Client().get(PAGE, {"lang": "en"}).content.decode()
        about = body[body.index('class="about"') : body.index('class="panels')]
        days = ["2026-03-08T22:00:00Z", "2026-03-02T22:00:00Z", "2026-02-07T22:00:00Z"]
        leading = [dict(parse_qsl(html.unescape(query))) for query in re.findall(r'href="\?([^"]*)"', about)]
        assert leading == [{"lang": "en", "from": day} for day in days]
        assert "3 March 2026" in about
        page = told(**{"from": days[1]})
        assert "Retracted: 1" in page
        assert "no longer there" not in page


def test_an_instant_after_the_end_is_refused(plan: Plan) -> None:
    refused = Client().get(PAGE, {"lang": "en", "from": "2026-03-10T12:00:01Z", "known_at": SINCE})
    assert refused.status_code == 400
    assert Client().get(PAGE, {"from": "yesterday"}).status_code == 400


def test_it_asks_as_often_whatever_differs(plan: Plan, django_assert_max_num_queries: Any) -> None:
    """How fresh, which revisions, the rows then, and, since some are gone, which of these are restricted."""
    Client().get("/plans/accord/corrections/")  # the plan as it is now is at hand
    with django_assert_max_num_queries(4):
        Client().get(PAGE, {"from": SINCE})
    with django_assert_max_num_queries(1):
        Client().get(PAGE, {"from": SINCE, "lang": "he"})


@pytest.mark.parametrize("language", ["ar", "he"])
def test_it_speaks_every_language(plan: Plan, language: str) -> None:
    body = Client().get(PAGE, {"lang": language, "from": SINCE}).content.decode()
    assert "Since another day" not in body
    assert "no longer there" not in body


def test_a_plan_without_a_revision_gives_one_answer_under_one_tag() -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        make.make_plan("fresh")
        before = Client().get("/plans/fresh/changes/")
        keeper.clear()
        clock.shift(dt.timedelta(minutes=5))
        after = Client().get("/plans/fresh/changes/")
    assert before["ETag"] == after["ETag"]
    assert before.content == after.content


def revisions(**query: str) -> list[str]:
    """The rows of the page of revisions, each as its text and its addresses."""
    body = Client().get("/plans/accord/revisions/", {"lang": "en", **query}).content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", body[body.index("<tbody") :], re.DOTALL)
    return [html.unescape(re.sub(r"\s+", " ", re.sub(r"<(?!a )[^>]*>", " ", row))) for row in rows]


def test_each_revision_leads_to_what_it_changed_and_to_the_plan_as_it_was(plan: Plan) -> None:
    make.make_milestone(plan, "unseen", publication=Publication.DRAFT)
    recompute(plan.pk, now=BEGIN + dt.timedelta(hours=2))  # of which the public counts no revision
    newest, first = revisions()
    assert "10 March 2026, 13:00 UTC" in newest
    assert "/plans/accord/changes/?lang=en&known_at=2026-03-10T13%3A00%3A00Z&from=2026-03-10T12%3A00%3A00Z" in newest
    assert "/plans/accord/?lang=en&known_at=2026-03-10T13%3A00%3A00Z" in newest
    assert "the first" in first
    assert "/changes/" not in first
    (only,) = revisions(known_at=SINCE)
    assert only.startswith(" 1")
    body = Client().get("/plans/accord/revisions/", {"known_at": SINCE}).content.decode()
    (data,) = re.findall(r'href="(/api/[^"]*/revisions/[^"&]*)"', body)  # tells what the page tells
    assert [row["number"] for row in Client().get(data).json()["results"]] == [1]


def test_what_was_retracted_is_said_to_be_retracted(plan: Plan) -> None:
    record = plan.milestones.get(slug="handover").assessments.get(note="Done now.")
    later = BEGIN + dt.timedelta(hours=2)
    with time_machine.travel(later, tick=False):
        retract(kind_of(type(record)), [record], reason="A slip.", user=ALL, at=later)
        recompute(plan.pk, now=later)
        assert "Retracted: 1" in told()


def test_of_the_first_year_no_earlier_day_is_offered(plan: Plan) -> None:
    assert Client().get(PAGE, {"known_at": "0001-01-15T00:00Z"}).status_code == 200


def test_a_plan_that_began_hidden_has_no_revision_of_then() -> None:
    hidden = make.make_plan("accord", publication=Publication.DRAFT)
    recompute(hidden.pk, now=BEGIN)
    hidden.publication = Publication.PUBLISHED
    hidden.save()
    recompute(hidden.pk, now=BEGIN + dt.timedelta(hours=1))
    (only,) = revisions()
    assert only.startswith(" 1")
    assert "the first" in only
