"""The timeline with a row a milestone: which dates each has in words and drawn, on the plans that are shipped."""

import datetime as dt
import html
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.contingency.scales import Grade, Level
from milestones.kinds.format import parse
from milestones.models import Milestone, Plan
from milestones.services.loading import load_document
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NOW = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)
ACEH, GAZA = "/plans/aceh-2005/timeline/", "/plans/gaza-phase-two/timeline/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def client() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield Client(headers={"accept-language": "en"})


@pytest.fixture
def shipped(client: Client) -> None:
    for name in ("aceh-2005", "gaza-phase-two"):
        load_document(parse((Path(settings.BASE_DIR) / "plans" / f"{name}.yaml").read_bytes()).document)
        recompute(Plan.objects.get(slug=name).pk, now=NOW)


def rows_of(client: Client, address: str, **query: str) -> dict[str, tuple[str, str]]:
    """Of each milestone, by the slug that its name leads to: its drawing and its words."""
    response = client.get(address, query)
    assert response.status_code == 200
    rows = re.findall(r"<tr>(.*?)</tr>", html.unescape(response.content.decode()), flags=re.S)
    linked = {found[1]: row for row in rows if (found := re.search(r'/milestones/([\w-]+)/[^"]*">', row))}
    told = {slug: row.rpartition("<td>") for slug, row in linked.items()}
    return {slug: (drawn, re.sub(r"<[^>]+>", " ", words)) for slug, (drawn, _cell, words) in told.items()}


def test_each_milestone_that_has_a_date_has_its_row(client: Client, shipped: None) -> None:
    rows = rows_of(client, ACEH, on="2005-12-20")
    verdicts = client.get("/api/v1/plans/aceh-2005/evaluation/", {"on": "2005-12-20"}).json()["milestones"]
    dated = Milestone.objects.filter(plan__slug="aceh-2005", due_on__isnull=False, schedule_revisions=None)
    planned = dict(dated.values_list("slug", "due_on"))
    assert planned
    for slug, day in planned.items():
        drawn, words = rows[slug]
        assert day.strftime("%-d %b %Y") in words
        assert re.search(r"#sign-(due|overdue|passed)", drawn)
    body = client.get(ACEH, {"on": "2005-12-20"}).content.decode()
    assert f"Milestones with a date: {len(rows)} of {len(verdicts)}." in body


def test_a_forecast_reaches_from_the_earliest_day_to_that_on_what_is_confirmed(client: Client, shipped: None) -> None:
    rows = rows_of(client, ACEH, on="2005-10-01")
    verdicts = client.get("/api/v1/plans/aceh-2005/evaluation/", {"on": "2005-10-01"}).json()["milestones"]
    forecasts = {slug: verdicts[slug]["forecast"]["complete"] for slug in rows}
    pending = {slug: told for slug, told in forecasts.items() if verdicts[slug]["level"]["low"] not in (3, "complete")}
    assert any(told["established"] for told in pending.values())
    for slug, told in pending.items():
        drawn, words = rows[slug]
        if told["earliest"] is None:
            assert "timeline-whisker" not in drawn
        elif told["established"]:
            day = dt.date.fromisoformat(told["established"]).strftime("%-d %B %Y")
            assert f"On what is confirmed alone: {day}." in words
            assert "is-open" not in drawn
        else:
            assert "On what is confirmed alone, no date can be given." in words


def test_revised_lifted_claimed_and_lapsing_dates_are_told(client: Client) -> None:
    plan = make.make_plan(name="Accord", as_of=dt.date(2026, 11, 26))
    vote = make.make_milestone(plan, "vote", name="Vote", due_on=dt.date(2026, 11, 1), lapses=dt.date(2026, 12, 31))
    make.make_schedule_revision(vote, due_on=dt.date(2026, 12, 8))
    census = make.make_milestone(plan, "census", name="Census", due_on=dt.date(2026, 11, 2))
    make.make_schedule_revision(census, due_lifted=True)
    talks = make.make_milestone(plan, "talks", name="Talks")
    make.make_assessment(talks, Level.COMPLETE, verification=Grade.REPORTED)
    make.make_milestone(plan, "undated", name="Undated")
    after = {"due_days": 30, "due_after": talks, "due_reaches": Level.COMPLETE}
    make.make_milestone(plan, "audit", name="Audit", planned_start_on=dt.date(2026, 11, 3), **after)
    make.make_schedule_revision(Milestone.objects.get(slug="audit"), planned_start_lifted=True)
    make.make_milestone(plan, "report", name="Report", **after)
    rows = rows_of(client, "/plans/accord/timeline/")
    words = {slug: " ".join(told.split()) for slug, (_drawn, told) in rows.items()}
    assert "1 Nov 2026: planned first, revised since 8 Dec 2026: due 31 Dec 2026: mandate ends" in words["vote"]
    assert "2 Nov 2026: planned first, lifted since due: no date any more" in words["census"]
    assert "#sign-lifted" in rows["census"][0]
    told = "planned start: no date any more due: 30 days after “Talks” is complete"
    assert f"3 Nov 2026: planned first, lifted since {told}" in words["audit"]
    assert words["report"].startswith("due: 30 days after “Talks” is complete")
    body = client.get("/plans/accord/timeline/").content.decode()
    assert "Milestones with a date: 4 of 6." in body
    assert "said to be complete" in words["talks"]
    assert "undated" not in rows
    assert sorted(re.findall(r"#sign-(\w+)", rows["vote"][0])) == ["due", "lapses", "original"]


def test_many_rows_are_shown_a_page_at_a_time(client: Client) -> None:
    plan = make.make_plan(name="Accord")
    for number in range(301):
        make.make_milestone(plan, f"step-{number}", name=f"Step {number}", due_on=dt.date(2026, 12, 1))
    first, last = (rows_of(client, "/plans/accord/timeline/", page=page) for page in ("1", "4"))
    assert len(first) == 100
    assert list(last) == ["step-300"]
    assert len(client.get("/plans/accord/timeline/").content) < 300_000


def test_of_many_milestones_by_area_none_is_lost_between_pages(client: Client) -> None:
    plan = make.make_plan(name="Accord")
    area = make.make_area(plan)
    for number in range(301):
        make.make_milestone(plan, f"step-{number}", name=f"Step {number}", area=area)
    shown = [slug for page in "1234" for slug in rows_of(client, "/plans/accord/areas/", page=page)]
    assert shown == [f"step-{number}" for number in range(301)]


def test_a_plan_without_dates_says_so(client: Client) -> None:
    make.make_milestone(make.make_plan(name="Accord"), "vote", name="Vote")
    assert "Milestones with a date: 0 of 1." in client.get("/plans/accord/timeline/").content.decode()


def test_the_plan_page_and_the_sitemap_lead_to_it(client: Client, shipped: None) -> None:
    assert f'href="{GAZA}"' in client.get("/plans/gaza-phase-two/").content.decode()
    assert f"{GAZA}?lang=ar" in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_each_language_mirrors_and_asks_few_queries(client: Client, shipped: None, language: str) -> None:
    client.get(GAZA, {"on": "2026-11-27", "lang": language})
    with CaptureQueriesContext(connection) as asked:
        response = client.get(GAZA, {"on": "2026-11-27", "lang": language})
    assert len(asked) <= 4
    body = response.content.decode()
    assert len(response.content) < 300_000
    places = [float(place) for place in re.findall(r'<use href="#sign-\w+"[^>]* x="([\d.]+)%"', body)]
    other = client.get(GAZA, {"on": "2026-11-27", "lang": "en"}).content.decode()
    english = [float(place) for place in re.findall(r'<use href="#sign-\w+"[^>]* x="([\d.]+)%"', other)]
    mirrored = [100 - place for place in places] if language in ("ar", "he") else places
    assert mirrored == pytest.approx(english, abs=0.11)
    assert ("On what is confirmed alone" in body) == (language == "en")
