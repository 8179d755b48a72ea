"""One save makes one recompute, however many rows it writes; a refused save makes none."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from milestones.models import JobRun, MilestoneStatus, RecomputeMark, StatusChange
from milestones.services.marks import plan_marked
from tests import factories as make
from tests.admin.browser_form import served, with_lines
from tests.admin.conftest import logged_in
from tracker.celery import app as celery_app

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _in_process() -> Iterator[None]:
    """Tasks run here and at once, whichever broker the run has."""
    before = celery_app.conf.task_always_eager
    celery_app.conf.task_always_eager = True
    yield
    celery_app.conf.task_always_eager = before


@pytest.fixture
def announced() -> Iterator[list[int]]:
    """The plans for which a recompute was asked, once each time."""
    plans: list[int] = []

    def hear(plan_id: int, **_: Any) -> None:
        plans.append(plan_id)

    plan_marked.connect(hear)
    yield plans
    plan_marked.disconnect(hear)


def ten_assessments(cast: SimpleNamespace, client: Any) -> tuple[str, dict[str, Any]]:
    page = reverse("admin:milestones_milestone_change", args=[cast.second.pk])
    lines = [
        {"date": f"2026-03-{day:02}", "level": "1", "verification": "3", "publication": "published"}
        for day in range(1, 11)
    ]
    form = served(client.get(page)) | {"clause": "17"}
    return page, with_lines(form, "assessments", *lines)


def test_a_save_with_ten_records_is_one_recompute(cast: SimpleNamespace, analyst: Any, announced: list[int]) -> None:
    client = logged_in(analyst)
    page, form = ten_assessments(cast, client)
    JobRun.objects.all().delete()
    announced.clear()
    assert client.post(page, form | {"_reason": "It went ahead, by ten reports."}).status_code == 302
    assert announced == [cast.plan.pk]
    assert not RecomputeMark.objects.exists()
    assert [run.outcome for run in JobRun.objects.filter(task="recompute_plan")] == [JobRun.Outcome.DONE]
    assert MilestoneStatus.objects.get(milestone=cast.second).level_low == 1
    changes = StatusChange.objects.filter(milestone=cast.second).exclude(old="")
    assert [(change.old, change.new) for change in changes] == [("waiting", "premature")]


def test_a_refused_save_is_no_recompute(cast: SimpleNamespace, analyst: Any, announced: list[int]) -> None:
    client = logged_in(analyst)
    hidden = make.make_milestone(cast.plan, publication="draft")
    form = served(client.get(reverse("admin:milestones_gate_change", args=[cast.gate.pk])))
    form = with_lines(form, "conditions", {"milestone": hidden.pk, "reaches": "3", "for_days": "0", "rank": "1"})
    announced.clear()
    answer = client.post(reverse("admin:milestones_gate_change", args=[cast.gate.pk]), form)
    assert answer.status_code == 200
    assert announced == []
    assert not RecomputeMark.objects.exists()
