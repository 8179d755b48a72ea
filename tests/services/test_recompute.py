"""Marks are raised with the edit, claimed once, and nothing is lost on the way to the stored evaluation."""

import datetime as dt
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from structlog.testing import capture_logs

from milestones import tasks
from milestones.contingency.scales import Grade, Level
from milestones.models import (
    JobRun,
    Milestone,
    MilestoneStatus,
    Plan,
    PlanStatus,
    Publication,
    RecomputeMark,
    StatusChange,
)
from milestones.services import recompute as service
from milestones.services.marks import plan_marked, raise_mark
from milestones.services.recompute import mark_new_days, recompute
from tests.factories import make_assessment, make_condition, make_gate, make_milestone, make_plan, make_source

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> Plan:
    """`housing` waits, before it may start, for `handover` to be complete; no mark waits."""
    plan = make_plan(timezone="Asia/Gaza")
    handover = make_milestone(plan, "handover", pillar="demilitarisation")
    housing = make_milestone(plan, "housing", pillar="reconstruction")
    make_condition(make_gate(housing), milestone=handover, reaches=Level.COMPLETE)
    RecomputeMark.objects.all().delete()
    # The test's own transaction never commits: what making the rows announced would hide later announcements.
    transaction.get_connection().run_on_commit.clear()
    return plan


def marked(plan: Plan) -> None:
    raise_mark(plan, cause={"kind": "manual"})


def statuses(plan: Plan) -> dict[str, str]:
    return dict(MilestoneStatus.objects.filter(milestone__plan=plan).values_list("milestone__slug", "status"))


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The plans announced after each commit, in place of the task."""
    calls: list[int] = []

    def listen(plan_id: int, **_: Any) -> None:
        calls.append(plan_id)

    monkeypatch.setattr(plan_marked, "receivers", [])
    monkeypatch.setattr(plan_marked, "sender_receivers_cache", {}, raising=False)
    plan_marked.connect(listen, weak=False)
    yield calls
    plan_marked.disconnect(listen)


def test_a_recompute_stores_every_verdict_and_the_roll_ups(waiting: Plan) -> None:
    marked(waiting)
    done = recompute(waiting.pk, now=NOW)
    assert done is not None
    assert (done.on, done.revision, done.marks, done.changes) == (dt.date(2026, 3, 10), 1, 1, 2)
    assert statuses(waiting) == {"handover": "unconditional", "housing": "waiting"}
    stored = PlanStatus.objects.get(plan=waiting)
    assert stored.evaluation["pillars"]["reconstruction"]["status"] == "waiting"
    assert stored.computed_at == NOW


def test_an_edit_changes_the_status_with_its_reasons_and_its_cause(waiting: Plan) -> None:
    marked(waiting)
    recompute(waiting.pk, now=NOW)
    record = make_assessment(Milestone.objects.get(slug="handover"), Level.COMPLETE)
    recompute(waiting.pk, now=NOW)
    change = StatusChange.objects.get(milestone__slug="housing", revision=2)
    assert (change.old, change.new) == ("waiting", "cleared")
    assert change.reasons == [{"why": "all-gates-met"}]
    causes = change.cause["causes"]
    assert {"kind": "added", "model": "milestones.assessment", "pk": record.pk, "milestone": "handover"} in causes


def test_nothing_is_written_where_nothing_differs(waiting: Plan) -> None:
    marked(waiting)
    recompute(waiting.pk, now=NOW)
    marked(waiting)
    done = recompute(waiting.pk, now=NOW)
    assert done is not None
    assert (done.written, done.changes) == (0, 0)


def test_without_a_mark_someone_else_did_it(waiting: Plan) -> None:
    assert recompute(waiting.pk, now=NOW) is None
    assert not PlanStatus.objects.exists()


def test_ten_deliveries_of_one_task_make_one_result(waiting: Plan) -> None:
    marked(waiting)
    for _ in range(10):
        tasks.recompute_plan(waiting.pk)
    outcomes = list(JobRun.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["done"] + ["nothing-to-do"] * 9
    assert StatusChange.objects.count() == 2
    assert Plan.objects.get(pk=waiting.pk).revision == 1


def test_a_plan_that_is_gone_is_nothing_to_do() -> None:
    tasks.recompute_plan(987_654)
    assert JobRun.objects.get().outcome == "nothing-to-do"


def test_a_crash_leaves_the_mark_and_writes_nothing(waiting: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    marked(waiting)

    def crash(*_: Any, **__: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(service, "_write_plan", crash)
    with pytest.raises(MemoryError), transaction.atomic():
        recompute(waiting.pk, now=NOW)
    assert RecomputeMark.objects.count() == 1
    assert not MilestoneStatus.objects.exists()
    assert not StatusChange.objects.exists()


def test_a_failed_run_says_why(waiting: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any, **__: Any) -> None:
        raise ValueError("no such day")

    monkeypatch.setattr(tasks, "recompute", crash)
    with pytest.raises(ValueError, match="no such day"):
        tasks.recompute_plan(waiting.pk)
    run = JobRun.objects.get()
    assert (run.outcome, run.detail) == ("failed", "ValueError: no such day")
    assert run.finished_at is not None


def test_a_run_says_in_the_readers_language_what_it_did(waiting: Plan) -> None:
    raise_mark(waiting, cause={"kind": "manual"})
    tasks.recompute_plan(waiting.pk)
    run = JobRun.objects.get()
    assert run.counts == {"revision": 1, "marks": 1, "changes": 2}
    shown: Any = site._registry[JobRun]
    with override("ar"):
        assert not re.search("[A-Za-z]", shown.did(run))
        assert sorted(re.findall(r"\d+", shown.did(run))) == ["1", "1", "2"]
        assert shown.did(JobRun(detail="ValueError: no such day")) == "ValueError: no such day"


def test_what_earlier_runs_say_in_words_is_kept_as_data(waiting: Plan) -> None:
    details = {
        "revision: 7 · recompute marks: 1 · status changes: 2": {"revision": 7, "marks": 1, "changes": 2},
        "entries: 0 · milestones' statuses: 1": {"entries": 0, "statuses": 1},
        "plans: 3": {"plans": 3},
        "": None,
    }
    runs = [JobRun.objects.create(task="x", started_at=NOW, outcome="done", detail=detail) for detail in details]
    failed = JobRun.objects.create(task="x", started_at=NOW, outcome="failed", detail="plans: 3")
    import_module("milestones.migrations.0012_job_run_counts").count_anew(apps, None)
    assert [JobRun.objects.get(pk=run.pk).counts for run in runs] == list(details.values())
    failed.refresh_from_db()
    assert (failed.counts, failed.get_detail_display()) == (None, "plans: 3")


def test_the_sweep_claims_marks_whose_task_was_lost(waiting: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process killed between its commit and its task leaves a mark and no task."""
    RecomputeMark.objects.create(plan=waiting, raised_at=NOW, cause={"kind": "manual"})
    monkeypatch.setattr(tasks.recompute_plan, "delay", tasks.recompute_plan)
    tasks.sweep_marks()
    assert not RecomputeMark.objects.exists()
    assert statuses(waiting)["housing"] == "waiting"


def test_many_saves_in_one_transaction_ask_for_one_recompute(
    waiting: Plan, announced: list[int], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        milestone = Milestone.objects.get(slug="handover")
        source = make_source(waiting)
        for _ in range(10):
            make_assessment(milestone, Level.MINIMUM, source=source)
    assert announced == [waiting.pk]


def test_an_edit_that_is_rolled_back_leaves_no_mark_and_no_task(
    waiting: Plan, announced: list[int], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        try:
            with transaction.atomic():
                marked(waiting)
                raise KeyError
        except KeyError:
            pass
        assert not RecomputeMark.objects.exists()
        marked(waiting)
    assert announced == [waiting.pk]
    assert RecomputeMark.objects.count() == 1


def test_without_a_broker_the_mark_waits_for_the_sweep(
    waiting: Plan, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(plan_id: int) -> None:
        raise tasks.BrokerError("no broker")

    monkeypatch.setattr(tasks.recompute_plan, "delay", away)
    with capture_logs() as logs, django_capture_on_commit_callbacks(execute=True):
        marked(waiting)
    assert [line["event"] for line in logs] == ["task_not_enqueued"]
    assert RecomputeMark.objects.filter(plan=waiting).exists()
    assert statuses(waiting) == {}

    monkeypatch.setattr(tasks.recompute_plan, "delay", tasks.recompute_plan.run)  # the broker is back
    tasks.sweep_marks()
    assert not RecomputeMark.objects.exists()
    assert statuses(waiting) == {"handover": "unconditional", "housing": "waiting"}


def test_a_new_day_marks_the_plans_whose_own_day_began(waiting: Plan) -> None:
    """At 22:30 UTC on 10 March it is the 11th in Gaza and still the 10th in UTC."""
    far = make_plan("far", timezone="UTC")
    for plan in (waiting, far):
        marked(plan)
        recompute(plan.pk, now=NOW)
    assert mark_new_days(now=NOW) == []
    assert mark_new_days(now=dt.datetime(2026, 3, 10, 22, 30, tzinfo=dt.UTC)) == [waiting.pk]


def test_the_public_status_counts_published_facts_alone(waiting: Plan) -> None:
    handover = Milestone.objects.get(slug="handover")
    make_assessment(handover, Level.COMPLETE, publication=Publication.RESTRICTED)
    recompute(waiting.pk, now=NOW)
    assert statuses(waiting) == {"handover": "unconditional", "housing": "waiting"}


def test_the_cause_of_a_change_names_no_hidden_row(waiting: Plan) -> None:
    marked(waiting)
    recompute(waiting.pk, now=NOW)
    handover = Milestone.objects.get(slug="handover")
    make_assessment(handover, Level.MINIMUM, publication=Publication.RESTRICTED, verification=Grade.REPORTED)
    shown = make_assessment(handover, Level.COMPLETE)
    recompute(waiting.pk, now=NOW)
    causes = StatusChange.objects.get(milestone=handover, revision=2).cause["causes"]
    named = [cause["pk"] for cause in causes if cause.get("model") == "milestones.assessment"]
    assert named == [shown.pk]


def test_causes_are_judged_together(waiting: Plan) -> None:
    handover, counts = Milestone.objects.get(slug="handover"), []
    for number in (2, 30):
        for _ in range(number):
            make_assessment(handover, Level.COMPLETE)
        with CaptureQueriesContext(connection) as queries:
            recompute(waiting.pk, now=NOW)
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_a_milestone_that_is_hidden_again_has_no_stored_status(waiting: Plan) -> None:
    marked(waiting)
    recompute(waiting.pk, now=NOW)
    housing = Milestone.objects.get(slug="housing")
    housing.publication = Publication.DRAFT
    housing.save()
    recompute(waiting.pk, now=NOW)
    assert statuses(waiting) == {"handover": "unconditional"}


def test_removing_structure_marks_the_plan(waiting: Plan) -> None:
    Milestone.objects.get(slug="housing").gates.get().delete()
    kinds = {mark.cause["kind"] for mark in RecomputeMark.objects.filter(plan=waiting)}
    assert kinds == {"removed"}
