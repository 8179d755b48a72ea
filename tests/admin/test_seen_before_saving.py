"""What saving does to statuses is seen before it is done, and where that matters a reason is given and kept."""

import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from milestones.contingency.scales import Level
from milestones.models import Assessment, Milestone, Plan, Publication, RecomputeMark
from tests import factories as make
from tests.admin.browser_form import served, with_lines
from tests.admin.conftest import logged_in


@pytest.fixture
def client(analyst: Any) -> Any:
    return logged_in(analyst)


@pytest.fixture
def plan(db: None) -> SimpleNamespace:
    """Elections wait for a handover."""
    plan = make.make_plan()
    first, second = (make.make_milestone(plan, slug, name_en=slug.title()) for slug in ("handover", "elections"))
    gate = make.make_gate(second)
    make.make_condition(gate, milestone=first)
    return SimpleNamespace(plan=plan, first=first, second=second, gate=gate, source=make.make_source(plan))


def address_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def record(**typed: str) -> dict[str, str]:
    return {"date": "2026-03-01", "level": "3", "verification": "3", "publication": "published"} | typed


def test_a_preview_says_what_changes_and_saves_nothing(client: Any, plan: SimpleNamespace) -> None:
    address = reverse("admin:milestones_assessment_add")
    typed = served(client.get(address)) | record(milestone=str(plan.first.pk))
    marks = RecomputeMark.objects.count()
    answer = client.post(address, typed | {"_preview": "1"})
    assert answer.status_code == 200
    assert "2 milestones change their status: Milestone Before After" in words(answer)
    assert "Please correct" not in words(answer)
    assert not Assessment.objects.exists()
    assert RecomputeMark.objects.count() == marks
    again = served(answer)
    assert {name: again[name] for name in ("date", "level", "milestone")} == {
        name: typed[name] for name in ("date", "level", "milestone")
    }
    assert client.post(address, again | {"note_en": "Told by both."}).status_code == 302
    assert Assessment.objects.count() == 1


def test_a_draft_changes_nothing_and_the_preview_says_so(client: Any, plan: SimpleNamespace) -> None:
    address = reverse("admin:milestones_assessment_add")
    typed = served(client.get(address)) | record(milestone=str(plan.first.pk), publication="draft")
    assert "No milestone changes its status." in words(client.post(address, typed | {"_preview": "1"}))


def test_what_goes_ahead_of_its_gate_is_shown_unasked_and_wants_a_reason(client: Any, plan: SimpleNamespace) -> None:
    address = address_of(plan.second)
    typed = with_lines(served(client.get(address)), "assessments", record())
    answer = client.post(address, typed)
    assert "Nothing is saved yet. Say why, and save again." in words(answer)
    assert "went ahead early" in words(answer)
    assert not Assessment.objects.exists()
    assert client.post(address, typed | {"_reason": "It did,\r\nby two reports."}).status_code == 302
    assert Assessment.objects.count() == 1
    history = client.get(reverse("admin:milestones_milestone_history", args=[plan.second.pk]))
    assert "Reasons given" in words(history)
    assert "It did, by two reports." in words(history)


def test_a_record_without_a_source_wants_a_word_why(client: Any, plan: SimpleNamespace) -> None:
    address = reverse("admin:milestones_assessment_add")
    typed = served(client.get(address)) | record(milestone=str(plan.first.pk))
    answer = client.post(address, typed | {"source": ""})
    assert "A record names no source. Name one, or say why there is none." in words(answer)
    assert not Assessment.objects.exists()
    for why in ({"note_ar": "قيل في جلسة مغلقة."}, {"_reason": "Said in a closed session."}):
        assert client.post(address, typed | why).status_code == 302
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize("publication", ["published", "draft"])
def test_a_circle_wants_a_reason(client: Any, plan: SimpleNamespace, publication: str) -> None:
    for model in (Plan, Milestone):
        model.objects.update(publication=publication)
    address = reverse("admin:milestones_gate_add")
    typed = served(client.get(f"{address}?milestone={plan.first.pk}")) | {
        "milestone": str(plan.first.pk),
        "before": "completion",
        "require": "all",
        "force": "gates",
        "conditions-0-milestone": str(plan.second.pk),
        "conditions-0-reaches": "3",
    }
    answer = client.post(address, typed)
    assert "waits in a circle" in words(answer)
    assert ("as if all of it were published" in words(answer)) is (publication == "draft")
    assert plan.first.gates.count() == 0
    assert client.post(address, typed | {"_reason": "So the text says."}).status_code == 302
    assert plan.first.gates.count() == 1


@pytest.mark.parametrize(
    ("changed", "is_reasoned"),
    [
        ({"due_on": "2027-01-01"}, True),
        ({"verification": "3"}, True),
        ({"due_days": "30", "due_after": "handover", "due_reaches": "3"}, True),
        ({"name_en": "Other"}, False),
        ({"description_en": "Other"}, False),
    ],
)
def test_a_reason_is_wanted_for_dates_and_grades_and_not_for_words(
    client: Any, plan: SimpleNamespace, changed: dict[str, str], is_reasoned: bool
) -> None:
    address = address_of(plan.second)
    given = {name: str(plan.first.pk) if value == "handover" else value for name, value in changed.items()}
    typed = served(client.get(address)) | given
    answer = client.post(address, typed)
    assert (answer.status_code == 200) is is_reasoned
    if is_reasoned:
        assert "Say why, and save again." in words(answer)
        assert client.post(address, served(answer) | {"_reason": "Agreed."}).status_code == 302


def test_of_a_draft_no_reason_is_wanted(client: Any, plan: SimpleNamespace) -> None:
    draft = make.make_milestone(plan.plan, "vote", publication=Publication.DRAFT)
    address = address_of(draft)
    assert client.post(address, served(client.get(address)) | {"due_on": "2027-01-01"}).status_code == 302
    assert Milestone.objects.get(pk=draft.pk).due_on is not None


def test_a_changed_condition_wants_a_reason(client: Any, plan: SimpleNamespace) -> None:
    address = address_of(plan.gate)
    typed = served(client.get(address)) | {"conditions-0-for_days": "9"}
    assert "Say why, and save again." in words(client.post(address, typed))
    assert client.post(address, typed | {"_reason": "Read again."}).status_code == 302


def test_a_retraction_says_what_it_does_before_it_is_done(client: Any, plan: SimpleNamespace) -> None:
    record = make.make_assessment(plan.first, level=Level.COMPLETE)
    chosen = {"action": "retract_mistakes", "_selected_action": [record.pk]}
    answer = client.post(reverse("admin:milestones_assessment_changelist"), chosen)
    assert "2 milestones change their status:" in words(answer)
    record.refresh_from_db()
    assert record.retracted_at is None


def test_a_gate_says_back_what_it_means_before_it_is_saved(client: Any, plan: SimpleNamespace) -> None:
    draft = make.make_milestone(plan.plan, "vote", name_en="Vote", publication=Publication.DRAFT)
    gate = make.make_gate(draft)
    make.make_condition(gate, milestone=plan.first)
    address = address_of(gate)
    told = "Before it may start, this must be so: “Handover” is complete, for 9 days."
    typed = served(client.get(address)) | {"conditions-0-for_days": "9", "_preview": "1"}
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(address, typed)
    assert len(asked) < 220  # of which 60 are one reading of the plan's rows
    assert told in words(answer)
    assert told not in words(client.get(address))
