"""Until its day a held-back record is seen by the cleared alone, and counts for nobody else."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from milestones.models import Indicator, Observation, Plan
from milestones.services.marks import raise_mark
from milestones.services.recompute import mark_new_days, recompute
from milestones.state import state_for
from milestones.state.exporting import export_document
from pillars.demilitarisation.models import Tally
from tests import factories as make
from tests.pillars.demilitarisation import cast as demil

DAY = dt.date(2026, 6, 10)
BEFORE = dt.datetime(2026, 6, 9, 20, 30, tzinfo=dt.UTC)
"""Half an hour before midnight in Gaza, which is at 21:00 UTC in June."""
AFTER = dt.datetime(2026, 6, 9, 21, 30, tzinfo=dt.UTC)
"""Half an hour after it: there it is the 10th, in UTC still the 9th."""


@pytest.fixture
def embargoed(plan: Plan) -> Tally:
    return demil.make_tally(plan, 70, embargoed_until=DAY)


@pytest.fixture
def frozen() -> Iterator[Any]:
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


def seen_by(user: Any) -> int:
    return Tally.objects.visible_to(user).count()


def test_the_cleared_alone_see_it_until_midnight_where_the_plan_is(embargoed: Tally, frozen: Any) -> None:
    drafts_only = make.make_user("drafts", permissions=("view_draft",))
    cleared = make.make_restricted_reader()
    assert [seen_by(None), seen_by(drafts_only), seen_by(cleared)] == [0, 0, 1]
    frozen.move_to(AFTER)
    assert [seen_by(None), seen_by(drafts_only), seen_by(cleared)] == [1, 1, 1]


def test_midnight_is_that_of_each_plan(embargoed: Tally, frozen: Any) -> None:
    elsewhere = make.make_plan("elsewhere", timezone="America/New_York")
    demil.make_tally(elsewhere, 5, embargoed_until=DAY)
    frozen.move_to(AFTER)
    assert list(Tally.objects.visible_to(None)) == [embargoed]


def test_pages_and_the_api_keep_it_back(embargoed: Tally, frozen: Any) -> None:
    addresses = (
        f"/plans/accord/demilitarisation/tallies/{embargoed.pk}/",
        f"/api/v1/demilitarisation/tallies/{embargoed.pk}/",
    )
    cleared = Client()
    cleared.force_login(make.make_restricted_reader())
    for address in addresses:
        assert Client().get(address).status_code == 404
        assert cleared.get(address).status_code == 200
    assert Client().get("/api/v1/demilitarisation/tallies/").json()["count"] == 0
    assert cleared.get("/api/v1/demilitarisation/tallies/").json()["count"] == 1
    assert "embargoed until 10" in cleared.get("/plans/accord/demilitarisation/tallies/").content.decode()
    frozen.move_to(AFTER)
    for address in addresses:
        assert Client().get(address).status_code == 200


def test_an_export_for_the_public_leaves_it_out(embargoed: Tally, frozen: Any) -> None:
    def tallies(user: Any) -> int:
        section = export_document(embargoed.plan, user=user).sections.get("demilitarisation")
        return len(section["tallies"]) if section else 0

    assert tallies(None) == 0
    assert tallies(make.make_restricted_reader()) == 1


@pytest.fixture
def fed(plan: Plan, embargoed: Tally) -> Indicator:
    demil.make_tally(plan, 40)
    return make.make_indicator(plan, "weapons", measure="demilitarisation.accepted")


def derived(indicator: Indicator) -> list[tuple[int, dt.datetime]]:
    rows = state_for(indicator.plan).rows(Observation).where(indicator_id=indicator.pk, series="derived")
    return [(int(row.value), row.recorded_at) for row in rows]


def test_the_days_recompute_takes_it_up_as_learned_that_day(fed: Indicator, frozen: Any) -> None:
    raise_mark(fed.plan, cause={"kind": "manual"})
    recompute(fed.plan_id, now=BEFORE)
    assert derived(fed) == [(40, make.INSTANT)]
    frozen.move_to(AFTER)
    assert mark_new_days(now=AFTER) == [fed.plan_id]
    recompute(fed.plan_id, now=AFTER)
    assert derived(fed) == [(70, dt.datetime(2026, 6, 9, 21, tzinfo=dt.UTC))]
    # What the public could know before does not change.
    then = state_for(fed.plan, None, BEFORE).rows(Observation)
    assert [(int(row.value), row.recorded_at) for row in then] == [(40, make.INSTANT)]


def test_a_page_of_an_earlier_instant_does_not_tell_it_later_either(embargoed: Tally, frozen: Any) -> None:
    frozen.move_to(AFTER)
    address = "/plans/accord/demilitarisation/tallies/?on=2026-06-01&known_at="
    link = f"/tallies/{embargoed.pk}/"
    assert link not in Client().get(address + "2026-06-09T20:00Z").content.decode()
    assert link in Client().get(address + "2026-06-09T22:00Z").content.decode()


def test_an_embargo_is_not_moved(embargoed: Tally) -> None:
    embargoed.embargoed_until = None
    with pytest.raises(IntegrityError):
        embargoed.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.all().update(embargoed_until=None)
