"""A draft is submitted by who may enter it, and published or sent back by a publisher; it stays as hidden as it was."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from milestones.kinds.core import KIND_OF
from milestones.models import Assessment, Membership, Plan, Publication, Role, Submission
from milestones.services import retraction
from milestones.services.publication import set_publication
from milestones.services.retraction import retract
from milestones.services.review import send_back, submit
from tests import factories as make
from tests.admin.conftest import logged_in
from tests.admin.test_desk import piles
from tests.api.cast import settle
from tests.api.test_writing import ROOT, SEEN, member, plan, post, token

__all__ = ["plan"]
pytestmark = pytest.mark.django_db
WHY = "The report says July."


@pytest.fixture
def draft(plan: Plan) -> Assessment:
    return make.make_assessment(plan.milestones.get(slug="handover"), publication=Publication.DRAFT)


def may(step: Any, draft: Assessment, user: Any, **more: str) -> bool:
    try:
        return not step([draft], user=user, at=timezone.now(), **more).faults
    except PermissionDenied:
        return False


@pytest.mark.parametrize("role", list(Role))
def test_who_may_what(draft: Assessment, plan: Plan, role: Role) -> None:
    user, other = member(role, plan=plan), make.make_user("root", is_superuser=True)
    enters, publishes = {"contributor", "verifier", "administrator"}, {"publisher", "administrator"}
    assert may(submit, draft, user) is (role.value in enters)
    submit([draft], user=other, at=timezone.now())
    assert may(send_back, draft, user, remarks=WHY) is (role.value in publishes)
    assert not may(send_back, draft, make.make_user("stranger"), remarks=WHY)


def test_who_works_in_another_pillar_submits_nothing_here(draft: Assessment, plan: Plan) -> None:
    other = make.make_pillar(plan, "elsewhere")
    user = make.make_user("neighbour")
    Membership.objects.create(user=user, role="contributor", plan=plan, pillar=other)
    assert not may(submit, draft, user)


def test_remarks_are_wanted_and_stay(draft: Assessment, plan: Plan) -> None:
    author, publisher = member("contributor", plan=plan), make.make_user("publisher", is_superuser=True)
    assert not may(send_back, draft, publisher, remarks=WHY)  # nobody submitted it
    assert may(submit, draft, author)
    assert may(submit, draft, author)  # once
    [fault] = send_back([draft], remarks=" ", user=publisher, at=timezone.now()).faults
    assert fault.message == "Say what is to be mended."
    assert may(send_back, draft, publisher, remarks=WHY)
    assert not may(send_back, draft, publisher, remarks="Again.")
    assert may(submit, draft, author)
    told = [(known.who, known.sent_back_by, known.remarks) for known in Submission.objects.all()]
    assert told == [(author, publisher, WHY), (author, None, "")]


@pytest.mark.parametrize("few", [retraction.FEW, 0])
def test_what_is_taken_back_waits_for_no_review(
    draft: Assessment, plan: Plan, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken back alone or among many."""
    monkeypatch.setattr(retraction, "FEW", few)
    author = make.make_user("author", is_superuser=True)
    other = make.make_assessment(draft.milestone, publication=Publication.DRAFT, note="Another.")
    assert may(submit, draft, author)
    assert may(submit, other, author)
    retract(KIND_OF[Assessment], [draft], reason=WHY, user=author, at=timezone.now())
    assert [known.key for known in Submission.objects.filter(closed_at=None)] == [other.pk]
    settle(plan)
    listed = token(author, "write").get(f"{ROOT}/plans/accord/drafts/").json()["results"]
    assert [told["url"].endswith(f"/assessments/{other.pk}/") for told in listed] == [True]
    [fault] = submit([Assessment.objects.get(pk=draft.pk)], user=author, at=timezone.now()).faults
    assert fault.code == "retracted_already"


def test_what_is_public_is_not_reviewed(plan: Plan) -> None:
    public = make.make_assessment(plan.milestones.get(slug="handover"))
    user = make.make_user("root", is_superuser=True)
    [fault] = submit([public], user=user, at=timezone.now()).faults
    assert fault.code == "no_draft"


def test_a_contributors_record_about_what_is_published_is_submitted_and_hidden(plan: Plan, client: Client) -> None:
    author = token(member("contributor", plan=plan), "write")
    before = client.get(f"{ROOT}/plans/accord/evaluation/").json()["milestones"]
    post(author, "assessments/?plan=accord&dry_run=true", SEEN)
    assert not Submission.objects.exists()
    [row] = post(author, "assessments/?plan=accord", SEEN).json()["rows"]
    post(author, "assessments/?plan=accord", SEEN | {"publication": "draft"})  # it says so, and stays its author's
    [known] = Submission.objects.all()
    assert (row["publication"], known.key) == ("draft", row["id"])
    settle(plan)
    assert client.get(f"{ROOT}/assessments/{row['id']}/").status_code == 404
    assert client.get(f"{ROOT}/plans/accord/evaluation/").json()["milestones"] == before


def test_the_desk_tells_both_sides(draft: Assessment, plan: Plan) -> None:
    author, publisher = make.make_analyst("author"), make.make_analyst("publisher")
    for user, role in ((author, "contributor"), (publisher, "publisher")):
        Membership.objects.create(user=user, role=role, plan=plan)
    settle(plan)
    for client, action, more in (
        (logged_in(author), "submit_for_review", {}),
        (logged_in(publisher), "send_back_drafts", {"confirmed": "1", "_reason": WHY}),
    ):
        told = {"action": action, "_selected_action": [draft.pk], **more}
        assert client.post("/admin/milestones/assessment/", told).status_code == 302
    [known] = Submission.objects.all()
    assert (known.who, known.sent_back_by, known.remarks) == (author, publisher, WHY)
    assert piles(logged_in(author), plan)["Sent back"] == {str(draft)}
    assert piles(logged_in(publisher), plan)["Sent back"] == set()
    assert str(draft) in piles(logged_in(publisher), plan)["To review"]
    page = logged_in(author).get(f"/admin/milestones/assessment/{draft.pk}/history/").content.decode()
    assert WHY in page


def test_what_is_published_waits_no_more(draft: Assessment, plan: Plan) -> None:
    author, publisher = member("contributor", plan=plan), make.make_user("publisher", is_superuser=True)
    submit([draft], user=author, at=timezone.now())
    set_publication([draft], Publication.PUBLISHED, user=publisher, at=timezone.now())
    assert not may(send_back, draft, publisher, remarks=WHY)
    set_publication([draft], Publication.DRAFT, user=publisher, at=timezone.now())
    assert not may(send_back, draft, publisher, remarks=WHY)  # withheld again, it is a draft that nobody submitted
    assert may(submit, draft, author)
    assert may(send_back, draft, publisher, remarks=WHY)
