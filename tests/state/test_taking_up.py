"""What is taken up of a plan is whole, of the instant at which it was read, and hides at once what was hidden."""

import datetime as dt
import json
from copy import deepcopy
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.kinds.format import parse
from milestones.loading.stored import _query
from milestones.models import Milestone, Plan, PlanEntry, Publication, RecomputeMark, Revision, StatusChange
from milestones.services import differences
from milestones.services.loading import load_document
from milestones.services.marks import raise_mark
from milestones.services.recompute import mark_new_days, recompute
from milestones.state.keeping import bodies
from tests import factories as make
from tests.pillars.demilitarisation import cast as demilitarisation
from tests.services.small_files import ACCORD, document

BEGIN = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
EVALUATION = "/api/v1/plans/accord/evaluation/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    with time_machine.travel(BEGIN, tick=False):
        plan = make.make_plan("accord")
        make.make_assessment(make.make_milestone(plan, "handover"), note="Seen.")
        recompute(plan.pk)
        plan.refresh_from_db()
    return plan


def public_number(plan: Plan) -> int:
    return Revision.objects.filter(plan=plan).latest("number").public_number


def test_a_revision_is_not_before_what_it_takes_up(plan: Plan) -> None:
    """An edit of a host whose clock is ahead, or that came while the plan's lock was waited for."""
    with time_machine.travel(BEGIN + MINUTE, tick=False) as clock:
        make.make_assessment(plan.milestones.get(), 0, date=BEGIN.date(), recorded_at=BEGIN + MINUTE)
        clock.move_to(BEGIN + MINUTE / 2)
        recompute(plan.pk)
        now = Client().get(EVALUATION).json()
        pinned = Client().get(EVALUATION, {"on": now["on"], "known_at": now["computed_at"]}).json()
    assert now["milestones"]["handover"]["level"] == {"low": 0, "high": 0}
    assert pinned["milestones"] == now["milestones"]


def test_an_edit_between_two_reads_is_taken_up_whole(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = iter([True])

    def read(tables: Any, plan_id: int, **_: Any) -> Any:
        columns = {}
        for table in differences.with_inner(tables):
            columns[table] = _query(table, plan_id)
            if table.kind == "milestones.milestone" and next(edits, False):
                milestone = plan.milestones.get()
                milestone.name_en = "Both or none"
                milestone.save()
                make.make_condition(make.make_gate(milestone), date=dt.date(2027, 1, 1))
        return columns

    monkeypatch.setattr(differences, "read_columns", read)
    with time_machine.travel(BEGIN + MINUTE, tick=False):
        raise_mark(plan, cause={"kind": "manual"})
        recompute(plan.pk)
        told = Client().get("/api/v1/milestones/accord/handover/", {"known_at": "2026-03-10T12:01:00Z"}).json()
    assert (told["name"], len(told["gates"])) == ("Both or none", 1)
    assert not RecomputeMark.objects.exists()


def test_what_a_load_hides_is_hidden_before_its_recompute() -> None:
    with time_machine.travel(BEGIN, tick=False):
        load_document(document())
        recompute(Plan.objects.get(slug="accord").pk)
        assert Client().get("/api/v1/milestones/accord/handover/").status_code == 200
        hiding = deepcopy(ACCORD)
        hiding["milestones"][1]["publication"] = "restricted"
        load_document(parse(json.dumps(hiding)).document)
        assert Milestone.objects.get(slug="handover").publication == Publication.RESTRICTED
        assert Client().get("/api/v1/milestones/accord/handover/").status_code == 404


def test_the_end_of_an_embargo_is_taken_up_of_a_plan_that_has_ended_too() -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        plan = make.make_plan("accord", ended=dt.date(2026, 3, 1))
        demilitarisation.make_tally(plan, 70, date=dt.date(2026, 2, 1), embargoed_until=dt.date(2026, 3, 12))
        recompute(plan.pk)
        clock.shift(dt.timedelta(days=1))
        assert mark_new_days(now=dt.datetime.now(dt.UTC)) == []
        clock.shift(dt.timedelta(days=1))
        assert mark_new_days(now=dt.datetime.now(dt.UTC)) == [plan.pk]
        recompute(plan.pk)
        assert mark_new_days(now=dt.datetime.now(dt.UTC)) == []
    tallies = PlanEntry.objects.filter(kind__endswith="tally", last=None)
    assert [*tallies.values_list("publication", flat=True)] == ["published"]


def test_what_the_past_may_tell_no_more_is_withheld_before_the_recompute(plan: Plan) -> None:
    query = {"on": "2026-03-10", "known_at": "2026-03-10T12:00:00Z"}
    with time_machine.travel(BEGIN, tick=False) as clock:
        assessment = plan.milestones.get().assessments.get()
        assessment.publication = Publication.DRAFT
        assessment.save()
        clock.shift(MINUTE)
        recompute(plan.pk)
        told = Client().get(EVALUATION, query).json()
        assert told["milestones"]["handover"]["level"]["high"] == 3
        assessment.publication = Publication.RESTRICTED
        assessment.save()
        told = Client().get(EVALUATION, query).json()
    assert told["milestones"]["handover"]["level"] == {"low": 0, "high": 0}


def test_a_place_that_is_another_among_hidden_rows_alone_is_no_change(plan: Plan) -> None:
    with time_machine.travel(BEGIN, tick=False):
        make.make_milestone(plan, "hidden", publication=Publication.DRAFT, rank=1)
        recompute(plan.pk)
        before = public_number(plan)
        milestone = plan.milestones.get(slug="handover")
        milestone.rank = 2
        milestone.save()
        recompute(plan.pk)
        assert public_number(plan) == before


def test_the_list_of_plans_tells_of_the_instant_that_is_asked_about(plan: Plan) -> None:
    query = {"known_at": "2026-03-10T12:00:00Z", "lang": "en"}
    with time_machine.travel(BEGIN + 5 * MINUTE, tick=False):
        recompute(make.make_plan("second").pk)
        plan.name_en = "Renamed"
        plan.save()
        recompute(plan.pk)
        # The frame speaks of now.
        now, then = (Client().get("/plans/", each).content.partition(b"<main")[2] for each in ({}, query))
        assert b"Renamed" in now
        assert then
        assert b"Renamed" not in then


def test_an_answer_that_rests_on_another_plan_is_kept_for_nobody(plan: Plan) -> None:
    with time_machine.travel(BEGIN + MINUTE, tick=False):
        other = make.make_plan("second", pillars=("elsewhere",))
        recompute(other.pk)
        address = "/api/v1/milestones/?plan=accord&pillar=elsewhere"
        answer = Client().get(address)
        assert (answer.status_code, answer.get("ETag"), answer["Cache-Control"]) == (200, None, "no-store")
        other.publication = Publication.RESTRICTED
        other.save()
        assert Client().get(address).status_code == 400


def test_a_change_of_a_revision_after_that_of_the_state_is_not_told_with_it(plan: Plan) -> None:
    """Another process may have recomputed between two queries: one tag would stand for two answers."""
    changes, page = "/api/v1/plans/accord/changes/", "/plans/accord/?lang=en"
    with time_machine.travel(BEGIN, tick=False):
        told = [Client().get(address).content for address in (changes, page)]
        StatusChange.objects.create(
            plan=plan,
            milestone=plan.milestones.get(),
            old="fulfilled",
            new="waiting",
            on=BEGIN.date(),
            computed_at=BEGIN + MINUTE,
            revision=plan.revision + 1,
        )
        bodies.clear()
        assert [Client().get(address).content for address in (changes, page)] == told
