"""What is stored is compared with a full evaluation: a difference is told and repaired, and nothing else is."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.utils import timezone
from structlog.testing import capture_logs

from milestones import tasks
from milestones.management.commands.serve_metrics import Stored
from milestones.models import (
    JobRun,
    Milestone,
    MilestoneStatus,
    Plan,
    PlanEntry,
    PlanStatus,
    RecomputeMark,
    Revision,
    StatusChange,
)
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute
from milestones.services.self_check import check_plan
from tests.factories import make_assessment, make_milestone, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    """A plan with a milestone that is complete and one that is not, recomputed."""
    plan = make_plan()
    make_assessment(make_milestone(plan, "handover"))
    make_milestone(plan, "housing")
    raise_mark(plan, cause={"kind": "manual"})
    recompute(plan.pk)
    return plan


def stored(plan: Plan) -> tuple[Any, ...]:
    """All that a recompute writes, but for when."""
    return (
        list(
            MilestoneStatus.objects.filter(milestone__plan=plan).order_by("milestone__slug").values("status", "verdict")
        ),
        PlanStatus.objects.values_list("evaluation", flat=True).get(plan=plan),
        PlanEntry.objects.filter(plan=plan, last=None).count(),
    )


def spoil_status(plan: Plan) -> None:
    MilestoneStatus.objects.filter(milestone__slug="handover").update(status="blocked", verdict={})


def spoil_its_word_alone(plan: Plan) -> None:
    MilestoneStatus.objects.filter(milestone__slug="handover").update(status="blocked")


def lose_status(plan: Plan) -> None:
    MilestoneStatus.objects.filter(milestone__slug="housing").delete()


def spoil_summary(plan: Plan) -> None:
    PlanStatus.objects.filter(plan=plan).update(evaluation={})


def edit_behind_the_marks(plan: Plan) -> None:
    QuerySet(Milestone).filter(plan=plan, slug="housing").update(name_en="Homes")
    RecomputeMark.objects.filter(plan=plan).delete()


SPOILED: list[tuple[Callable[[Plan], None], dict[str, Any]]] = [
    (spoil_status, {"entries": 0, "statuses": 1, "is_summary": False}),
    (spoil_its_word_alone, {"entries": 0, "statuses": 1, "is_summary": False}),
    (lose_status, {"entries": 0, "statuses": 1, "is_summary": False}),
    (spoil_summary, {"entries": 0, "statuses": 0, "is_summary": True}),
    (edit_behind_the_marks, {"entries": 1, "statuses": 0, "is_summary": False}),
]


def test_what_is_as_evaluated_is_left_alone(plan: Plan) -> None:
    before, revisions = stored(plan), Revision.objects.count()
    assert not check_plan(plan.pk, now=timezone.now())
    assert (stored(plan), Revision.objects.count()) == (before, revisions)
    assert not RecomputeMark.objects.exists()


@pytest.mark.parametrize(("spoil", "expected"), SPOILED)
def test_a_difference_is_told_and_repaired(plan: Plan, spoil: Callable[[Plan], None], expected: dict[str, Any]) -> None:
    statuses = stored(plan)[0]
    spoil(plan)
    with capture_logs() as logs:
        differs = check_plan(plan.pk, now=timezone.now())
    assert differs
    assert {name: getattr(differs, name) for name in expected} == expected
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["stored_state_differs"]
    assert stored(plan)[0] == statuses
    assert not check_plan(plan.pk, now=timezone.now())


def test_the_command_writes_nothing_and_fails(plan: Plan) -> None:
    printed = io.StringIO()
    call_command("recompute", "--check", stdout=printed)
    assert printed.getvalue() == f"{plan.slug}: as stored.\n"
    spoil_status(plan)
    spoiled, revisions = stored(plan), Revision.objects.count()
    with pytest.raises(CommandError, match=plan.slug):
        call_command("recompute", "--check", stdout=io.StringIO())
    assert (stored(plan), Revision.objects.count()) == (spoiled, revisions)


def test_what_waits_is_no_difference(plan: Plan) -> None:
    assert check_plan(plan.pk, now=timezone.now() + dt.timedelta(days=1)) is None
    raise_mark(plan, cause={"kind": "manual"})
    spoil_status(plan)
    assert check_plan(plan.pk, now=timezone.now()) is None
    printed = io.StringIO()
    call_command("recompute", "--check", plan.slug, stdout=printed)
    assert "waits for its recompute" in printed.getvalue()


def test_the_job_says_what_it_repaired(plan: Plan) -> None:
    spoil_status(plan)
    tasks.check_itself()
    run = JobRun.objects.get(task="check_plan")
    assert run.outcome == JobRun.Outcome.DONE
    assert run.counts == {"entries": 0, "statuses": 1}
    tasks.check_itself()
    assert JobRun.objects.filter(task="check_plan").first().outcome == JobRun.Outcome.NOTHING_TO_DO  # type: ignore[union-attr]
    assert Stored()._figures()["tracker_differences_found"][1] == 1


def test_a_repair_is_no_change_of_status_that_nobody_made(plan: Plan) -> None:
    QuerySet(MilestoneStatus).filter(milestone__slug="handover").update(verdict={})
    changes = StatusChange.objects.count()
    assert check_plan(plan.pk, now=timezone.now())
    assert StatusChange.objects.count() == changes
