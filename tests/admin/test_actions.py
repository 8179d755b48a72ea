"""Publishing, restricting and retracting what is chosen in a list."""

import json
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from milestones.models import Assessment, Milestone, PlanEntry, RecomputeMark, Revision
from tests import factories as make
from tests.admin.conftest import logged_in, take_up

ASSESSMENTS = reverse("admin:milestones_assessment_changelist")
MILESTONES = reverse("admin:milestones_milestone_changelist")


@pytest.fixture
def client(analyst: Any) -> Any:
    return logged_in(analyst)


def chosen(action: str, *rows: Any, **more: str) -> dict[str, Any]:
    return {"action": action, "_selected_action": [row.pk for row in rows]} | more


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_retraction_is_asked_about_and_then_made_once(client: Any, cast: SimpleNamespace) -> None:
    question = client.post(ASSESSMENTS, chosen("retract_mistakes", cast.assessment))
    assert question.status_code == 200
    assert str(cast.assessment) in question.content.decode()
    cast.assessment.refresh_from_db()
    assert cast.assessment.retracted_at is None

    confirmed = chosen("retract_mistakes", cast.assessment, confirmed="yes")
    question = client.post(ASSESSMENTS, confirmed | {"reason": " "})
    assert "Say why: what was mistaken, and how it is known." in question.content.decode()
    cast.assessment.refresh_from_db()
    assert cast.assessment.retracted_at is None

    answer = client.post(ASSESSMENTS, confirmed | {"reason": "It was another step.\r\nOr two."}, follow=True)
    assert "1 record was retracted." in said(answer)
    cast.assessment.refresh_from_db()
    first = cast.assessment.retracted_at
    assert first is not None
    assert cast.assessment.retraction_reason == "It was another step.\nOr two."

    again = client.post(ASSESSMENTS, confirmed | {"reason": "Again."}, follow=True)
    assert "All of these are retracted already." in said(again)
    cast.assessment.refresh_from_db()
    assert cast.assessment.retracted_at == first


def test_a_records_own_page_offers_the_actions_that_would_change_it(client: Any, cast: SimpleNamespace) -> None:
    def actions(record: Any) -> set[str]:
        page = client.get(reverse("admin:milestones_assessment_change", args=[record.pk]))
        return {name for name, _words in page.context["row_actions"]}

    assert actions(cast.assessment) == {"restrict", "withhold", "retract_mistakes"}
    taken_back = make.make_assessment(cast.first, publication="draft", retracted_at=make.INSTANT)
    assert actions(taken_back) == set()
    other = make.make_assessment(cast.first, publication="draft")
    answer = client.post(ASSESSMENTS, chosen("publish", taken_back, other), follow=True)
    assert f"“{taken_back}” is retracted already, and stays a draft." in unescape(answer.content.decode())
    assert Assessment.objects.filter(publication="draft").count() == 2
    was_public = make.make_assessment(cast.first, retracted_at=make.INSTANT)
    take_up(was_public)
    client.post(ASSESSMENTS, chosen("withhold", was_public))
    assert actions(was_public) == {"publish", "restrict"}
    client.post(ASSESSMENTS, chosen("publish", was_public))
    assert actions(was_public) == {"restrict", "withhold"}


def test_publication_is_set_and_marks_the_plan(client: Any, cast: SimpleNamespace) -> None:
    draft = make.make_assessment(cast.first, publication="draft")
    RecomputeMark.objects.all().delete()
    answer = client.post(ASSESSMENTS, chosen("publish", draft, cast.assessment), follow=True)
    assert "1 is now published." in said(answer)
    assert Assessment.objects.get(pk=draft.pk).publication == "published"
    assert [mark.plan for mark in RecomputeMark.objects.all()] == [cast.plan]
    again = client.post(ASSESSMENTS, chosen("publish", draft), follow=True)
    assert said(again) == "Nothing was changed: it was so already."


def test_publishing_a_draft_warns_of_what_was_not_asked_of_it(client: Any, cast: SimpleNamespace) -> None:
    odd = make.make_schedule_revision(
        cast.second, planned_start_on="2026-08-01", due_on="2026-07-01", publication="draft"
    )
    revisions = reverse("admin:milestones_schedulerevision_changelist")
    answer = client.post(revisions, chosen("publish", odd), follow=True)
    assert "puts due (2026-07-01) before planned_start (2026-08-01)" in said(answer)
    assert "1 is now published." in said(answer)


def test_an_edit_of_publication_is_in_the_history(client: Any, cast: SimpleNamespace, analyst: Any) -> None:
    client.post(MILESTONES, chosen("restrict", cast.second), headers={"accept-language": "ar"})
    take_up(cast.second)
    newest = PlanEntry.objects.get(kind="milestones.milestone", key=cast.second.pk, last=None)
    told = json.loads(newest.body)
    who = Revision.objects.get(number=newest.first, plan=cast.plan).who_changed(newest.kind, newest.key)
    assert (told["publication"], who, told["name"]) == ("restricted", [analyst.pk], "Elections")
    page = client.get(reverse("admin:milestones_milestone_history", args=[cast.second.pk])).content.decode()
    assert str(analyst) in page


def test_what_a_published_gate_names_is_not_hidden(client: Any, cast: SimpleNamespace) -> None:
    answer = client.post(MILESTONES, chosen("withhold", cast.first), follow=True)
    assert (
        "What must come before the start of “Elections” (published) names the milestone “Handover”, which is draft."
        in said(answer)
    )
    assert Milestone.objects.get(pk=cast.first.pk).publication == "published"


def test_readers_are_offered_no_action(cast: SimpleNamespace, reader: Any) -> None:
    client = logged_in(reader)
    assert "retract_mistakes" not in client.get(ASSESSMENTS).content.decode()
    client.post(ASSESSMENTS, chosen("retract_mistakes", cast.assessment, confirmed="yes"))
    cast.assessment.refresh_from_db()
    assert cast.assessment.retracted_at is None


def test_a_records_own_page_is_come_back_to(client: Any, cast: SimpleNamespace) -> None:
    page = reverse("admin:milestones_assessment_change", args=[cast.assessment.pk])
    sent = {"_from_row": str(cast.assessment.pk)}
    assert 'name="_from_row"' in client.get(page).content.decode()
    assert client.post(ASSESSMENTS, chosen("restrict", cast.assessment, **sent))["Location"] == page
    question = client.post(ASSESSMENTS, chosen("retract_mistakes", cast.assessment, **sent))
    assert f'name="_from_row" value="{cast.assessment.pk}"' in question.content.decode()
    assert client.post(ASSESSMENTS, chosen("restrict", cast.first, _from_row="/x"))["Location"] == ASSESSMENTS
