"""What a process keeps stays within its bytes, and edits alone make it keep no more than before."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.services.recompute import recompute
from milestones.state import PlanState, evaluation_of, state_for
from milestones.state.evaluating import runs_of
from milestones.state.finding import preview_of
from milestones.state.keeping import Keeper, bodies, keeper
from tests import factories as make

BEGIN, MINUTE = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC), dt.timedelta(minutes=1)
DAY = BEGIN.date()
ADDRESSES = (
    "/plans/accord/",
    "/plans/accord/milestones/handover/?on=2026-02-01",
    "/api/v1/milestones/?plan=accord",
    "/api/v1/milestones/accord/handover/explanation/",
    "/api/v1/plans/accord/evaluation/?on=2026-01-01",
    "/api/v1/assessments/?plan=accord&limit=1",
)


def test_what_is_kept_stays_within_its_bytes() -> None:
    within = Keeper("tests", 100)
    for number in range(1000):
        within.put(number, str(number), 30)
        within.put("the newest", "of it", number % 40)
        assert within.held <= 100
    assert [within.at_hand(number) for number in (0, 999)] == [None, "999"]
    within.put("larger than all", "kept", 300)
    assert (within.at_hand("larger than all"), within.held) == ("kept", 300)


def test_an_answer_holds_for_what_it_is_of_and_gives_way_to_another() -> None:
    within = Keeper("tests", 100)
    for version in (1, 1, 2, 1):
        assert within.kept("question", lambda version=version: [version], len, of=version) == [version]  # type: ignore[misc]
    assert (within.at_hand("question", of=2), within.held) == (None, 1)


@pytest.mark.django_db
def test_edits_alone_make_a_process_keep_no_more() -> None:
    """Of each question one answer: those of the revisions before are let go of, not kept until there is no room."""
    client, seen = Client(), []
    with time_machine.travel(BEGIN, tick=False) as clock:
        plan = make.make_plan("accord")
        milestone = make.make_milestone(plan, "handover")
        make.make_assessment(milestone)
        for number in range(8):
            clock.shift(MINUTE)
            make.make_assessment(milestone, number % 4, date=BEGIN.date())
            for taken_up in (False, True):  # pages are asked for while the edit waits too
                if taken_up:
                    recompute(plan.pk)
                for address in ADDRESSES:
                    assert client.get(address).status_code == 200
            seen.append((len(keeper._answers), len(bodies._answers)))
    assert len(set(seen[1:])) == 1, seen


@pytest.mark.parametrize(
    "asked",
    [lambda state: evaluation_of(state, DAY), lambda state: runs_of(state, (DAY, DAY), None, None, 100)],
    ids=["evaluation", "runs"],
)
@pytest.mark.django_db
def test_while_an_edit_waits_what_is_worked_out_for_one_pushes_out_no_other(asked: Callable[[PlanState], Any]) -> None:
    plan = make.make_plan("accord")
    make.make_milestone(plan, "handover")
    recompute(plan.pk)
    make.make_milestone(plan, "waiting")
    public, analyst = state_for(plan), state_for(plan, make.make_user(permissions=("view_draft",)))
    first = [asked(state) for state in (public, analyst)]
    assert first[0] is not first[1]
    assert all(asked(state) is answer for state, answer in zip((public, analyst), first, strict=True))
    recompute(plan.pk)
    assert asked(state_for(plan)) is not first[0], "of another revision nothing is kept"


@pytest.mark.django_db
def test_edits_alone_keep_no_more_previews_nor_states_of_instants() -> None:
    plan, analyst, seen = make.make_plan("accord"), make.make_user(permissions=("view_draft",)), []
    make.make_indicator(plan, "weapons", measure="demilitarisation.accepted")
    for number in range(4):
        make.make_milestone(plan, f"step-{number}")
        for taken_up in (False, True):
            if taken_up:
                recompute(plan.pk)
            preview_of(state_for(plan, analyst))
            state_for(plan, None, make.INSTANT - dt.timedelta(days=9))
        seen.append(sorted(map(str, keeper._answers)))
    assert len(set(map(len, seen[1:]))) == 1, seen[-1]
