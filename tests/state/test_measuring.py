"""What measures give is part of the state that is read, for each audience and instant, and of no table."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from milestones.models import Indicator, Observation, Plan
from milestones.services.checking import breaches_of
from milestones.services.recompute import mark_new_days, recompute
from milestones.state import state_for
from tests import factories as make
from tests.pillars.demilitarisation import cast as demil

pytestmark = pytest.mark.django_db

LATER = make.INSTANT + dt.timedelta(days=3)


@pytest.fixture
def fed() -> Indicator:
    plan = make.make_plan("accord")
    demil.make_tally(plan, 40)
    return make.make_indicator(plan, "weapons", measure="demilitarisation.accepted")


def given(plan: Plan, user: Any = None, known_at: dt.datetime | None = None) -> list[int]:
    return [int(row.value) for row in state_for(plan, user, known_at).rows(Observation)]


def test_a_value_is_there_before_any_recompute_and_stored_by_none(fed: Indicator) -> None:
    assert given(fed.plan) == [40]
    mark_new_days(now=LATER)
    recompute(fed.plan_id, now=LATER)
    assert given(fed.plan) == [40]
    assert not Observation.objects.exists()


def test_each_audience_is_given_what_its_own_records_come_to(fed: Indicator) -> None:
    demil.make_tally(fed.plan, 70, date=make.DAY + dt.timedelta(days=1), publication="restricted")
    demil.make_tally(fed.plan, 90, date=make.DAY + dt.timedelta(days=2), publication="draft")
    assert given(fed.plan) == [40]
    assert given(fed.plan, make.make_restricted_reader()) == [40, 70]


def test_an_instant_before_the_first_revision_is_given_what_was_known_then(fed: Indicator) -> None:
    demil.make_tally(fed.plan, 70, recorded_at=LATER)
    mark_new_days(now=LATER)
    recompute(fed.plan_id, now=LATER + dt.timedelta(days=1))
    assert given(fed.plan, known_at=make.INSTANT) == [40]
    assert given(fed.plan, known_at=LATER) == [70]
    assert given(fed.plan) == [70]


def test_the_api_lists_and_shows_it_as_any_observation(fed: Indicator) -> None:
    make.make_observation(fed, 35, series="mission", source=None)
    listed = Client().get("/api/v1/observations/?plan=accord").json()["results"]
    computed, entered = sorted(listed, key=lambda row: row["series"])
    assert (computed["series"], float(computed["value"])) == ("derived", 40)
    assert computed.keys() == entered.keys()
    assert Client().get(f"/api/v1/observations/{computed['id']}/").json() == computed


def test_none_is_entered_by_hand(fed: Indicator) -> None:
    row = Observation(indicator=fed, value=41, date=make.DAY, series="derived", recorded_at=make.INSTANT)
    assert [(each.pointer, each.code) for each in breaches_of(row, at=LATER)] == [(("series",), "derived_by_hand")]
