"""The public's pages stand under a strong tag: made once for each state of the plans, and not sent again."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.models import JobRun, Plan
from milestones.services.recompute import recompute
from tests import factories as make

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
PAGES = ("/plans/accord/", "/plans/accord/pillars/governance/", "/plans/accord/milestones/handover/", "/plans/")

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    with time_machine.travel(NOW, tick=False):
        plan = make.make_plan("accord")
        make.make_milestone(plan, "handover", name="Handover of arms")
        recompute(plan.pk, now=NOW)
        yield plan


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_kept_costs_one_query_and_one_that_holds_no_body(
    plan: Plan, page: str, django_assert_num_queries: Any
) -> None:
    client = Client(headers={"accept-language": "en"})
    first = client.get(page)
    with django_assert_num_queries(1):
        second = client.get(page)
    assert second.content == first.content
    with django_assert_num_queries(1):
        held = client.get(page, headers={"If-None-Match": f"W/{first.headers['ETag']}"})
    assert (held.status_code, held.content) == (304, b"")


@pytest.mark.parametrize("page", PAGES[:3])
def test_a_page_that_is_not_kept_asks_how_the_plans_stand_once_and_for_their_changes(
    plan: Plan, page: str, django_assert_max_num_queries: Any
) -> None:
    client = Client(headers={"accept-language": "en"})
    client.get(page)
    with django_assert_max_num_queries(2):
        assert client.get(page, {"on": "2026-03-02"}).status_code == 200


def test_an_edit_a_day_a_language_and_an_address_have_tags_of_their_own(plan: Plan) -> None:
    client = Client(headers={"accept-language": "en"})
    page = "/plans/accord/milestones/handover/"
    before = client.get(page)
    tags = {before.headers["ETag"], client.get(page, {"lang": "ar"}).headers["ETag"]}
    tags.add(client.get(page, {"on": "2026-03-09"}).headers["ETag"])
    milestone = plan.milestones.get()
    milestone.name = "Handover"
    milestone.save()
    recompute(plan.pk, now=NOW)
    after = client.get(page, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Handover of arms" not in after.content.decode()
    tags.add(after.headers["ETag"])
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        tags.add(client.get(page).headers["ETag"])
    assert len(tags) == 5


def test_what_a_signed_in_reader_sees_is_kept_for_nobody(plan: Plan) -> None:
    analyst = Client()
    analyst.force_login(make.make_analyst())
    make.make_milestone(plan, "secret", name="Kept back", publication="draft")
    own = analyst.get("/plans/accord/milestones/secret/")
    assert "Kept back" in own.content.decode()
    assert "ETag" not in own.headers
    assert "private" in own.headers["Cache-Control"]
    assert Client().get("/plans/accord/milestones/secret/").status_code == 404
    public = Client().get("/plans/accord/")
    assert "Cookie" in public.headers["Vary"]


def test_a_wrong_address_is_not_kept(plan: Plan) -> None:
    for address in ("/plans/accord/?on=never", "/plans/nowhere/"):
        answers = [Client().get(address) for _ in range(2)]
        assert {answer.status_code for answer in answers} <= {400, 404}
        assert not any("ETag" in answer.headers for answer in answers)


def test_a_plan_whose_recompute_failed_says_so_until_it_is_worked_in(plan: Plan) -> None:
    client = Client(headers={"accept-language": "en"})
    make.make_assessment(plan.milestones.get())
    waiting = client.get("/plans/accord/").content.decode()
    JobRun.objects.create(task="recompute_plan", plan=plan, started_at=NOW, outcome=JobRun.Outcome.FAILED)
    failed = client.get("/plans/accord/").content.decode()
    recompute(plan.pk, now=NOW)
    JobRun.objects.create(task="recompute_plan", plan=plan, started_at=NOW, outcome=JobRun.Outcome.DONE)
    after = client.get("/plans/accord/").content.decode()
    assert ["could not be worked in" in page for page in (waiting, failed, after)] == [False, True, False]
