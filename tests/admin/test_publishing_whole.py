"""A plan, a pillar or a selection is published in one step, with all that hangs on it."""

import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from milestones.contingency.scales import Level
from milestones.models import Publication
from milestones.services.publication import drafts_of
from milestones.services.recompute import recompute
from tests import factories as make
from tests.admin.browser_form import _FormReader
from tests.admin.conftest import in_role, logged_in

DRAFT = Publication.DRAFT


@pytest.fixture
def client(analyst: Any) -> Any:
    return logged_in(analyst)


@pytest.fixture
def plan(db: None) -> SimpleNamespace:
    """A draft plan with two milestones in two pillars, a draft record on each."""
    plan = make.make_plan(publication=DRAFT)
    first = make.make_milestone(plan, "handover", pillar="demilitarisation", publication=DRAFT)
    second = make.make_milestone(plan, "elections", publication=DRAFT)
    make.make_condition(make.make_gate(second), milestone=first)
    records = [make.make_assessment(row, level=Level.MINIMUM, publication=DRAFT) for row in (first, second)]
    return SimpleNamespace(plan=plan, first=first, second=second, records=records)


def words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def asked(client: Any, *rows: Any) -> Any:
    address = reverse(f"admin:milestones_{rows[0]._meta.model_name}_changelist")
    return client.post(address, {"action": "publish_whole", "_selected_action": [row.pk for row in rows]})


def confirmed(client: Any, question: Any, **typed: str) -> Any:
    reader = _FormReader("publishing")
    reader.feed(question.content.decode())
    address = reverse(f"admin:milestones_{question.context['opts'].model_name}_changelist")
    return client.post(address, reader.values | {"confirmed": "Publish"} | typed)


def drafts(plan: SimpleNamespace) -> list[str]:
    rows = [plan.plan, plan.first, plan.second, *plan.records]
    for row in rows:
        row.refresh_from_db()
    return [str(row) for row in rows if row.publication == DRAFT]


def test_a_plan_is_listed_whole_and_then_published(client: Any, plan: SimpleNamespace) -> None:
    """Without what was taken back before it was ever public."""
    make.make_assessment(plan.first, publication=DRAFT, retracted_at=make.INSTANT)
    question = asked(client, plan.plan)
    assert "Plans (1)" in words(question)
    assert "Milestones (2)" in words(question)
    assert "Assessments (2)" in words(question)
    assert len(drafts(plan)) == 5
    answer = confirmed(client, question, _reason="As agreed.")
    assert answer.status_code == 302
    assert drafts(plan) == []


def test_what_counted_once_and_was_retracted_since_stays_and_is_told(client: Any, plan: SimpleNamespace) -> None:
    """Withheld after it was public: it is a draft, which nothing else would speak of."""
    for row in (plan.plan, plan.first):
        row.publication = Publication.PUBLISHED
        row.save()
    was = make.make_assessment(plan.first, level=Level.MINIMUM)
    recompute(plan.plan.pk, now=make.INSTANT)
    was.publication, was.retracted_at = DRAFT, make.INSTANT
    was.save()
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            becomes, _sep, stays = words(asked(client, plan.plan)).partition("This stays a draft")
        costs.append(len(queries))
        assert "Assessments (2)" in becomes
        assert f"Assessments (1) {was}" in stays
        for _more in range(10):  # which nobody need be told of, nor ask for one by one
            make.make_assessment(plan.first, publication=DRAFT, retracted_at=make.INSTANT)
    assert costs[1] <= costs[0]


def test_a_selection_asks_no_more_than_one_milestone_does(plan: SimpleNamespace, analyst: Any) -> None:
    others = [make.make_milestone(plan.plan, f"step-{number}", publication=DRAFT) for number in range(8)]
    for other in others:
        make.make_condition(make.make_gate(other), milestone=plan.first)
    analyst.get_all_permissions()
    costs = []
    for rows in (others[:1], others):
        with CaptureQueriesContext(connection) as queries:
            assert [row.slug for row in drafts_of(plan.plan, rows, analyst).named] == ["handover"]
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_pillar_leaves_the_others_and_says_so(client: Any, plan: SimpleNamespace) -> None:
    question = asked(client, plan.plan.pillars.get(slug="demilitarisation"))
    assert "The plan itself stays a draft" in words(question)
    becomes, _sep, stays = words(question).partition("This stays a draft")
    assert "Milestones (1) handover" in becomes
    assert "Milestones (1) elections" in stays
    assert confirmed(client, question).status_code == 302
    assert plan.first.slug not in " ".join(drafts(plan))
    assert len(drafts(plan)) == 3


def test_what_a_milestone_waits_for_is_offered_with_it(client: Any, plan: SimpleNamespace) -> None:
    """All that its conditions name, and theirs in turn: shown alone it would wait for what nobody sees."""
    third = make.make_milestone(plan.plan, "housing", publication=DRAFT)
    make.make_condition(make.make_gate(third), milestone=plan.second)
    homes = make.make_indicator(plan.plan, "homes", publication=DRAFT)
    make.make_condition(make.make_gate(third), indicator=homes, at_least=1)
    other = make.make_milestone(plan.plan, "other", publication=DRAFT)
    question = asked(client, third)
    assert question.context["errors"] == []
    assert [row.slug for row in question.context["named"]] == ["homes", "elections", "handover"]
    becomes, _sep, stays = words(question).partition("This stays a draft")
    assert "since what must come first for the others names them" in becomes
    assert "Assessments (2)" in becomes
    assert other.slug in stays
    assert confirmed(client, question, _reason="So agreed.").status_code == 302
    assert drafts(plan) == [str(plan.plan)]


def test_what_makes_trouble_is_published_with_a_reason_alone(client: Any, plan: SimpleNamespace) -> None:
    question = asked(client, plan.plan)
    assert "went ahead early" in words(question)
    answer = confirmed(client, question)
    assert "Nothing is saved yet. Say why, and save again." in words(answer)
    assert len(drafts(plan)) == 5
    assert confirmed(client, answer, _reason="So it was.").status_code == 302
    history = client.get(reverse("admin:milestones_milestone_history", args=[plan.second.pk]))
    assert "So it was." in words(history)


def test_what_was_not_listed_is_not_published(client: Any, plan: SimpleNamespace) -> None:
    question = asked(client, plan.first)
    late = make.make_assessment(plan.first, level=Level.COMPLETE, publication=DRAFT)
    answer = confirmed(client, question)
    assert "Assessments (2)" in words(answer)
    late.refresh_from_db()
    assert late.publication == DRAFT


def test_nobody_publishes_who_may_not(plan: SimpleNamespace) -> None:
    reader = logged_in(in_role("reader"))
    asked(reader, plan.plan)
    assert len(drafts(plan)) == 5


def test_the_pages_of_plan_pillar_and_milestone_offer_it(client: Any, plan: SimpleNamespace) -> None:
    for row in (plan.plan, plan.plan.pillars.first(), plan.first):
        page = client.get(reverse(f"admin:milestones_{row._meta.model_name}_change", args=[row.pk]))
        assert 'value="publish_whole"' in page.content.decode()


def test_a_plan_published_alone_is_warned_of_what_stays_behind(client: Any, plan: SimpleNamespace) -> None:
    address = reverse("admin:milestones_plan_changelist")
    chosen = {"action": "publish", "_selected_action": [plan.plan.pk]}
    answer = client.post(address, chosen, follow=True)
    assert "4 things of it stay drafts." in words(answer)


def test_an_action_that_makes_trouble_is_shown_first_and_wants_a_reason(client: Any, plan: SimpleNamespace) -> None:
    for row in (plan.plan, plan.first, plan.second):
        row.publication = Publication.PUBLISHED
        row.save()
    address = reverse("admin:milestones_assessment_changelist")
    chosen = {"action": "publish", "_selected_action": [plan.records[1].pk]}
    answer = client.post(address, chosen)
    assert "went ahead early" in words(answer)
    assert str(plan.records[1]) in drafts(plan)
    assert client.post(address, chosen | {"_reason": "By two reports."}).status_code == 302
    assert str(plan.records[1]) not in drafts(plan)
    assert client.post(address, chosen | {"_selected_action": [plan.records[0].pk]}).status_code == 302
