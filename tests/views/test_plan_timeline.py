"""The plan page's timeline: which dates it shows, of which kind, beside its picture as a table."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.contingency.scales import Grade, Level
from milestones.models import Milestone, Plan
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def plan() -> Plan:
    """Elections have a revised due date and an end; a handover is done, a census is said to be done."""
    plan = make.make_plan(name="Accord", as_of=dt.date(2026, 3, 9))
    elections = make.make_milestone(
        plan, "elections", name="Elections", due_on=dt.date(2026, 3, 1), lapses=dt.date(2026, 12, 31)
    )
    make.make_schedule_revision(elections, due_on=dt.date(2026, 3, 8))
    make.make_assessment(make.make_milestone(plan, "handover", name="Handover"), Level.COMPLETE)
    census = make.make_milestone(plan, "census", name="Census")
    make.make_assessment(census, Level.COMPLETE, verification=Grade.REPORTED)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def section(response: Any) -> str:
    found = re.findall(r'<section id="timeline".*?</section>', response.content.decode(), flags=re.S)
    return found[0] if found else ""


def rows(response: Any) -> list[str]:
    body = section(response).partition("<tbody>")[2]
    found = re.findall(r"<tr>.*?</tr>", body, flags=re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]


def test_every_kind_of_date_is_told_in_the_order_of_the_days(client: Client, plan: Plan) -> None:
    told = rows(client.get("/plans/accord/"))
    day = make.DAY.strftime("%-d %b %Y")
    assert [row for row in told if "Elections" in row] == [
        "1 Mar 2026 planned first, revised since Elections governance",
        "8 Mar 2026 late Elections governance",
        "31 Dec 2026 mandate ends Elections governance",
    ]
    assert f"{day} completed Handover governance" in told
    assert f"{day} said to be complete Census governance" in told
    assert len(told) == 5


def test_what_fell_due_after_the_records_end_is_not_called_late(client: Client, plan: Plan) -> None:
    Plan.objects.update(as_of=dt.date(2026, 3, 7))
    response = client.get("/plans/accord/")
    assert "8 Mar 2026 due after the records end Elections governance" in rows(response)
    first = response.content.decode().split('<nav class="contents"')[0]
    assert "<dt>After the records end</dt>" in first
    assert "<dt>Late</dt>" not in first
    make.make_assessment(Milestone.objects.get(slug="elections"), Level.MINIMUM, date=dt.date(2026, 3, 9))
    assert "8 Mar 2026 late Elections governance" in rows(client.get("/plans/accord/"))
    told = client.get("/api/v1/plans/accord/evaluation/").json()["milestones"]["elections"]
    assert told["overdue"] is True


def test_the_picture_has_a_title_a_description_and_a_sign_for_each_row(client: Client, plan: Plan) -> None:
    body = section(client.get("/plans/accord/"))
    assert '<title id="timeline-title">The dates of the plan, by pillar</title>' in body
    assert "4 dates up to 10 March 2026, 1 after it." in body
    drawn = body.partition('class="timeline picture"')[2].partition("</svg>")[0]
    assert sorted(re.findall(r'href="#sign-(\w+)"', drawn)) == ["claimed", "lapses", "original", "overdue", "reached"]
    assert "lies far from these dates" not in body


def test_a_day_far_from_the_dates_is_told_and_not_drawn(client: Client, plan: Plan) -> None:
    body = section(client.get("/plans/accord/", {"on": "2046-03-10"}))
    assert "The day of this page, 10 March 2046, lies far from these dates and is not drawn." in body
    assert "history-today" not in body


def test_a_plan_without_dates_has_no_timeline(client: Client) -> None:
    make.make_milestone(make.make_plan(), "vote")
    response = client.get("/plans/accord/")
    assert section(response) == ""
    assert "#timeline" not in response.content.decode()
