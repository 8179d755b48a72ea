"""An evaluation that is kept is of the rows as they are, in whatever order edits commit."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from milestones.contingency.scales import Level
from milestones.models import Plan, RecomputeMark
from milestones.services.marks import plan_marked
from milestones.services.recompute import recompute
from milestones.state import evaluation_of, history, state_for
from tests.factories import make_assessment, make_milestone, make_plan

ON = dt.date(2026, 3, 10)


def lows(plan: Plan) -> dict[str, int]:
    found = evaluation_of(state_for(plan), ON).milestones
    return {slug: verdict.facts.low for slug, verdict in found.items()}


@pytest.fixture
def unclaimed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker claims a mark."""
    monkeypatch.setattr(plan_marked, "receivers", [])
    monkeypatch.setattr(plan_marked, "sender_receivers_cache", {}, raising=False)


@pytest.fixture
def beside() -> Any:
    """A second connection to the test's database, as another process has."""
    other = connection.copy()
    yield other
    other.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_an_edit_that_commits_after_a_later_one_is_seen(unclaimed: None, beside: Any, client: Client) -> None:
    """Marked first and committed last: the newest mark is then another's, and stays so."""
    plan = make_plan("accord")
    slow, quick = make_milestone(plan, "slow"), make_milestone(plan, "quick", rank=1)
    own = connections["default"]
    with transaction.atomic():
        make_assessment(slow, Level.COMPLETE)
        try:
            connections["default"] = beside
            make_assessment(quick, Level.COMPLETE)
            assert lows(plan) == {"slow": 0, "quick": 3}
            early = client.get("/api/v1/plans/accord/evaluation/?on=2026-03-10").headers["ETag"]
        finally:
            connections["default"] = own
    assert lows(plan) == {"slow": 3, "quick": 3}
    late = client.get("/api/v1/plans/accord/evaluation/?on=2026-03-10", headers={"If-None-Match": early})
    assert late.status_code == 200


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_an_edit_does_not_wait_for_a_recompute(unclaimed: None, beside: Any) -> None:
    """The recompute changes no key of the plan, so a row that points to the plan can be saved beside it."""
    plan = make_plan("accord")
    make_milestone(plan, "step")
    own = connections["default"]
    with transaction.atomic():
        recompute(plan.pk, now=timezone.now())
        try:
            connections["default"] = beside
            with beside.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            make_milestone(plan, "beside", rank=1)
        finally:
            connections["default"] = own
    assert RecomputeMark.objects.filter(plan=plan).exists(), "the edit waits for the next recompute"


@pytest.mark.django_db
def test_each_mark_and_each_revision_is_a_version_of_its_own() -> None:
    plan = make_plan("accord")
    seen = {state_for(plan).version}
    for _ in range(2):
        RecomputeMark.objects.create(plan=plan, raised_at=timezone.now())
        seen.add(state_for(plan).version)
    Plan.objects.update(revision=plan.revision + 1)
    RecomputeMark.objects.all().delete()
    seen.add(state_for(plan).version)
    assert len(seen) == 4


@pytest.mark.django_db
def test_a_plan_that_is_edited_while_it_is_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else one answer would mix the rows of before and after."""
    plan = make_plan("accord")
    step = make_milestone(plan, "step")
    load, loads = history.read_columns, []

    def read_beside_an_edit(*args: Any, **kwargs: Any) -> Any:
        loaded = load(*args, **kwargs)
        if not loads:
            make_assessment(step, Level.COMPLETE)
        loads.append(loaded)
        return loaded

    monkeypatch.setattr(history, "read_columns", read_beside_an_edit)
    assert lows(plan) == {"step": 3}
    assert len(loads) == 2
