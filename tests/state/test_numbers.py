"""Each audience counts its own: what is edited out of its sight moves none of its numbers, tags and notices."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from milestones.models import Plan, Publication
from milestones.services.recompute import recompute
from milestones.state import evaluation_of, state_for
from tests import factories as make

BEGIN = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
ADDRESS = "/api/v1/plans/accord/"
PAGE = "/plans/accord/?lang=en"
WAITS = "are being worked in"

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    with time_machine.travel(BEGIN, tick=False):
        plan = make.make_plan("accord")
        milestone = make.make_milestone(plan, "handover")
        make.make_assessment(milestone, note="Seen.")
        make.make_milestone(plan, "hidden", publication=Publication.RESTRICTED)
        recompute(plan.pk, now=BEGIN)
        plan.refresh_from_db()
    return plan


def later(plan: Plan, minutes: int) -> None:
    recompute(plan.pk, now=BEGIN + dt.timedelta(minutes=minutes))


def test_a_hidden_edit_moves_the_numbers_of_those_alone_who_see_it(plan: Plan) -> None:
    public, cleared = Client(), Client()
    cleared.force_login(make.make_restricted_reader())
    with time_machine.travel(BEGIN, tick=False):
        before, cleared_before = public.get(ADDRESS), cleared.get(ADDRESS)
        make.make_assessment(plan.milestones.get(slug="hidden"), source=None)
        waiting = public.get(ADDRESS)
        assert (waiting.content, waiting.headers["ETag"]) == (before.content, before.headers["ETag"])
        assert WAITS not in public.get(PAGE).content.decode()
        assert cleared.get(ADDRESS).json()["stale"]
        assert WAITS in cleared.get(PAGE).content.decode()
        later(plan, 5)
        after, cleared_after = public.get(ADDRESS), cleared.get(ADDRESS)
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
    assert cleared_after.json()["revision"] == cleared_before.json()["revision"] + 1
    assert cleared_after.headers["ETag"] != cleared_before.headers["ETag"]


def test_an_edit_that_hides_what_was_seen_waits_in_sight(plan: Plan) -> None:
    """It is hidden at once, so that its readers are told that something waits."""
    with time_machine.travel(BEGIN, tick=False):
        before = Client().get(ADDRESS).json()
        assessment = plan.milestones.get(slug="handover").assessments.get()
        assessment.publication = Publication.RESTRICTED
        assessment.save()
        assert not state_for(plan).rows(type(assessment))
        waiting = Client().get(ADDRESS).json()
        later(plan, 5)
        after = Client().get(ADDRESS).json()
    assert (before["stale"], waiting["stale"], after["stale"]) == (False, True, False)
    assert after["revision"] == before["revision"] + 1


def test_restricting_what_was_seen_once_moves_the_number_of_those_who_are_told_of_the_past(plan: Plan) -> None:
    """It was moved back to draft, which left the past as it was; now the past is told without it."""
    page = f"{ADDRESS}evaluation/?on=2026-03-10&known_at=2026-03-10T12:00:00Z"
    with time_machine.travel(BEGIN, tick=False):
        assessment = plan.milestones.get(slug="handover").assessments.get()
        for minutes, publication in enumerate((Publication.DRAFT, Publication.RESTRICTED), start=1):
            drafted = Client().get(page)
            assessment.publication = publication
            assessment.save()
            later(plan, minutes)
        restricted = Client().get(page)
    assert drafted.json()["milestones"]["handover"]["level"] == {"low": 3, "high": 3}
    assert restricted.json()["milestones"]["handover"]["level"] == {"low": 0, "high": 0}
    assert drafted.headers["ETag"] != restricted.headers["ETag"]


def test_a_waiting_edit_is_evaluated_for_analysts_alone(plan: Plan) -> None:
    """Nobody is given what was evaluated for another audience."""
    analyst = make.make_user(permissions=("view_draft",))
    make.make_assessment(plan.milestones.get(slug="handover"), 0, date=dt.date(2026, 3, 5))
    make.make_milestone(plan, "waiting")
    for _ in range(2):
        told = [evaluation_of(state_for(plan, reader), BEGIN.date()).milestones.keys() for reader in (None, analyst)]
        assert told == [{"handover"}, {"handover", "waiting"}]


def test_a_change_of_status_is_told_by_the_readers_own_number(plan: Plan) -> None:
    with time_machine.travel(BEGIN, tick=False):
        for minutes in (1, 2):
            make.make_assessment(plan.milestones.get(slug="hidden"), source=None)
            later(plan, minutes)
        make.make_assessment(plan.milestones.get(slug="handover"), 1, date=dt.date(2026, 3, 9))
        later(plan, 3)
        newest = Client().get(f"{ADDRESS}changes/").json()["results"][0]
        assert newest["revision"] == Client().get(ADDRESS).json()["revision"] == 2


def test_changes_of_what_was_published_and_not_yet_taken_up_wait_with_it(plan: Plan) -> None:
    milestone = plan.milestones.get(slug="handover")
    with time_machine.travel(BEGIN, tick=False):
        addresses = (f"{ADDRESS}changes/", f"{ADDRESS}changes/{milestone.status_changes.get().pk}/")
        counts = []
        for publication in (Publication.DRAFT, Publication.PUBLISHED):
            milestone.publication = publication
            milestone.save()
            counts.append([Client().get(address).status_code for address in addresses])
            assert Client().get(addresses[0]).json()["count"] == 0
            if publication == Publication.DRAFT:
                later(plan, 1)
        later(plan, 2)
        assert Client().get(addresses[0]).json()["count"] > 0
    assert counts == [[200, 404], [200, 404]]
