"""An embargo that ends is a change of publication, made by the new day's recompute and not by the clock."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.models import Observation, Plan
from milestones.services.recompute import mark_new_days, recompute
from milestones.state import state_for
from tests import factories as make
from tests.pillars.demilitarisation import cast as demilitarisation

DAY = dt.date(2026, 6, 10)
BEFORE = dt.datetime(2026, 6, 9, 20, 30, tzinfo=dt.UTC)
"""Half an hour before midnight in Gaza, which is at 21:00 UTC in June."""
AFTER = dt.datetime(2026, 6, 9, 21, 30, tzinfo=dt.UTC)
ENDS = [None, dt.date(2026, 6, 1)]
TALLIES = "/api/v1/demilitarisation/tallies/?plan=accord"

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


def embargoed(ended: dt.date | None) -> Plan:
    plan = make.make_plan("accord", ended=ended, timezone="Asia/Gaza")
    make.make_indicator(plan, "weapons", measure="demilitarisation.accepted")
    demilitarisation.make_tally(plan, 70, date=dt.date(2026, 5, 1), embargoed_until=DAY)
    recompute(plan.pk)
    return plan


def told(known_at: str = "") -> tuple[int, int]:
    """How many tallies the public is told of, and how many observations of what these come to."""
    query = {"known_at": known_at} if known_at else {}
    page = Client().get("/plans/accord/demilitarisation/tallies/?on=2026-06-10", query).content.decode()
    known = dt.datetime.fromisoformat(known_at) if known_at else None
    observations = state_for(Plan.objects.get(), None, known).rows(Observation)
    return len(set(re.findall(r"/tallies/\d+/", page))), len(observations)


@pytest.mark.parametrize("ended", ENDS)
def test_the_public_is_told_with_the_recompute_of_the_new_day(ended: dt.date | None, clock: Any) -> None:
    plan = embargoed(ended)
    assert told() == (0, 0)
    clock.move_to(AFTER)
    assert told() == (0, 0)
    assert told(known_at="2026-06-09T21:30:00Z") == (0, 0)
    assert mark_new_days(now=AFTER) == [plan.pk]
    clock.shift(60)
    recompute(plan.pk)
    assert told() == (1, 1)
    assert told(known_at="2026-06-09T21:31:00Z") == (1, 1)
    assert told(known_at="2026-06-09T21:30:00Z") == (0, 0)


@pytest.mark.parametrize("ended", ENDS)
def test_an_answer_has_another_tag_once_it_tells_what_was_embargoed(ended: dt.date | None, clock: Any) -> None:
    plan = embargoed(ended)
    clock.move_to(AFTER)
    before = Client().get(TALLIES)
    mark_new_days(now=AFTER)
    recompute(plan.pk)
    after = Client().get(TALLIES)
    assert before.content != after.content
    assert before["ETag"] != after["ETag"]


def test_what_a_recompute_read_before_midnight_stays_embargoed_when_its_clock_goes_on(clock: Any) -> None:
    """An edit is taken up at an instant of the old day while the database asks by a clock of the new one."""
    plan = embargoed(None)
    held = demilitarisation.make_tally(plan, 80, date=dt.date(2026, 5, 2), embargoed_until=DAY)
    clock.move_to(AFTER)
    recompute(plan.pk, now=BEFORE + dt.timedelta(minutes=1))
    assert told() == (0, 0)
    mark_new_days(now=AFTER)
    recompute(plan.pk)
    assert told() == (2, 2)
    assert Client().get(f"/plans/accord/demilitarisation/tallies/{held.pk}/").status_code == 200


def test_who_was_never_told_of_a_record_is_told_of_none_withheld(clock: Any) -> None:
    plan = embargoed(None)
    tally = plan.demilitarisation_tallys.get()
    clock.move_to(AFTER)
    mark_new_days(now=AFTER)
    recompute(plan.pk)
    tally.publication = "restricted"
    tally.save()
    clock.shift(60)
    recompute(plan.pk)
    page = "/plans/accord/demilitarisation/tallies/?lang=en&on=2026-06-09&known_at="
    assert "withheld" not in Client().get(f"{page}2026-06-09T20:45:00Z").content.decode()
    assert "1 entry withheld" in Client().get(f"{page}2026-06-09T21:30:00Z").content.decode()
