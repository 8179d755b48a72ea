"""Writing by the API shows nobody more than he may see, and lets nobody show the public more than he may."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from milestones.models import Invitation, Membership, Milestone, Plan, Publication, Source, TokenGrant, Waiver
from milestones.services.publication import set_publication
from tests import factories as make
from tests.api.cast import settle
from tests.api.test_writing import ROOT, SEEN, faults, member, patch, plan, post, root, token

__all__ = ["plan", "root"]
pytestmark = pytest.mark.django_db

WITHDRAWN = {"milestone": "handover", "date": "2026-03-01", "source": "report"}


def test_a_contributor_ends_nothing_that_is_public(plan: Plan, root: Client) -> None:
    made = post(root, "withdrawals/?plan=accord", WITHDRAWN)
    assert made.status_code == 201, made.content
    ended = {"withdrawal": made.json()["rows"][0]["id"], "date": "2026-04-01", "source": "report"}
    contributor = token(member("contributor", plan=plan), "write")
    assert post(contributor, "withdrawal-endings/?plan=accord", ended).status_code == 403
    assert post(root, "withdrawal-endings/?plan=accord", ended).status_code == 201


@pytest.fixture
def secret(plan: Plan) -> Milestone:
    """A restricted milestone that waits for one that is public, and whose revised dates contradict one another."""
    handover = plan.milestones.get(slug="handover")
    secret = make.make_milestone(plan, "secret-deal", name="Deal with X", publication=Publication.RESTRICTED)
    make.make_condition(make.make_gate(secret), milestone=handover)
    return secret


def test_no_refusal_or_warning_names_what_its_author_does_not_see(plan: Plan, secret: Milestone) -> None:
    author = token(member("editor", "publisher", plan=plan), "write")
    read = author.get(f"{ROOT}/milestones/accord/handover/").json()
    match = {"If-Match": f'"{read["version"]}"'}
    answer = patch(author, "milestones/accord/handover/?dry_run=true", {"publication": "draft"}, **match)
    assert answer.status_code == 400
    told = answer.content.decode()
    assert "secret" not in told
    assert "Deal" not in told
    assert "Something that you do not see" in told
    clear = token(make.make_user("clear", is_superuser=True), "write", "restricted")
    told = patch(clear, "milestones/accord/handover/?dry_run=true", {"publication": "draft"}, **match)
    assert "secret-deal" in told.content.decode()


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_a_publication_that_is_emptied_publishes_nothing(plan: Plan, root: Client, dry_run: str) -> None:
    source = make.make_source(plan, "memo", publication=Publication.RESTRICTED)
    version = root.get(f"{ROOT}/sources/accord/memo/").json()["version"]
    address = f"sources/accord/memo/?dry_run={dry_run}"
    answer = patch(root, address, {"publication": None}, **{"If-Match": f'"{version}"'})
    assert answer.status_code == 400
    assert json.loads(answer.content)["errors"][0]["attr"] == "/publication"
    assert Source.objects.get(pk=source.pk).publication == Publication.RESTRICTED
    told = post(root, f"assessments/?plan=accord&dry_run={dry_run}", SEEN | {"publication": None})
    assert told.status_code == 400


def test_a_publisher_changes_publication_and_nothing_else(plan: Plan) -> None:
    publisher = token(member("publisher", plan=plan), "write")
    version = publisher.get(f"{ROOT}/sources/accord/report/").json()["version"]
    match = {"If-Match": f'"{version}"'}
    for changes, status in (({"title": "New"}, 403), ({"publication": "draft", "title": "New"}, 403)):
        assert patch(publisher, "sources/accord/report/", changes, **match).status_code == status
    source = Source.objects.get(slug="report")
    answer = patch(publisher, "sources/accord/report/?dry_run=true", {"publication": "draft"}, **match)
    assert answer.status_code in (200, 400), answer.content  # something may rest on it, but the right is there
    assert Source.objects.get(pk=source.pk).publication == source.publication


def test_a_version_is_told_to_who_sees_drafts_of_its_plan(plan: Plan) -> None:
    elsewhere = make.make_plan("elsewhere")
    for place, is_told in ((plan, True), (elsewhere, False)):
        read = token(member("editor", plan=place), "write").get(f"{ROOT}/milestones/accord/handover/")
        assert ("version" in read.json(), "." in read["ETag"]) == (is_told, is_told)


def test_a_request_is_not_answered_again_to_whom_the_right_was_taken(plan: Plan) -> None:
    user: Any = member("contributor", plan=plan)
    contributor = token(user, "write")
    first = post(contributor, "assessments/?plan=accord", SEEN, **{"Idempotency-Key": "k"})
    assert first.status_code == 201, first.content
    Membership.objects.filter(user=user).delete()
    again = post(contributor, "assessments/?plan=accord", SEEN, **{"Idempotency-Key": "k"})
    assert again.status_code == 403


def test_when_a_record_was_learned_and_taken_back_is_not_its_authors_to_say(plan: Plan, root: Client) -> None:
    """A contributor's record was learned now; an administrator's when he says, and no record is undone before it."""
    contributor = token(member("contributor", plan=plan), "write")
    earlier, before, future = "2026-03-02T10:00:00Z", "2026-03-01T10:00:00Z", "2099-01-01T00:00:00Z"
    for told, place in (
        ({"recorded": earlier}, "/recorded"),
        ({"recorded": earlier, "retracted": future}, "/retracted"),
        ({"retracted": earlier}, "/retracted"),
        ({"retracted": {"at": future, "reason": "x"}}, "/retracted"),
    ):
        answer = post(contributor, "assessments/?plan=accord", SEEN | told)
        assert answer.status_code == 400, answer.content
        assert place in {attr for attr, _ in faults(answer)}
    for told in ({"recorded": earlier, "retracted": before}, {"recorded": earlier, "retracted": future}):
        assert faults(post(root, "assessments/?plan=accord", SEEN | told)) == {("/retracted", "retracted_out_of_time")}
    administrator = token(member("administrator", plan=plan), "write", "restricted")
    told = {"recorded": earlier, "retracted": {"at": "2026-03-03T10:00:00Z", "reason": "A slip."}}
    assert post(administrator, "assessments/?plan=accord", SEEN | told).status_code == 201


def test_a_token_without_a_grant_may_read_what_is_public_and_no_more(plan: Plan) -> None:
    user = make.make_user("root", is_superuser=True)
    whole = token(user, "write", "restricted")
    make.make_source(plan, "begun", publication="draft")
    settle(plan)
    assert whole.get(f"{ROOT}/sources/accord/begun/").status_code == 200
    TokenGrant.objects.all().delete()
    assert whole.get(f"{ROOT}/sources/accord/begun/").status_code == 404
    assert whole.get(f"{ROOT}/sources/accord/report/").status_code == 200
    assert post(whole, "assessments/?plan=accord", SEEN).status_code == 403


@pytest.mark.parametrize("owner", [["handover"], {"slug": "handover"}, True])
def test_an_owner_that_is_no_name_is_told_in_the_plan_files_words(plan: Plan, root: Client, owner: Any) -> None:
    answer = post(root, "assessments/?plan=accord", SEEN | {"milestone": owner})
    assert faults(answer) == {("/milestone", "wrong_type")}
    assert "['" not in answer.content.decode()
    assert "{'" not in answer.content.decode()


def test_what_there_is_one_of_is_not_ended_twice(plan: Plan, root: Client) -> None:
    made = post(root, "withdrawals/?plan=accord", WITHDRAWN).json()["rows"][0]["id"]
    ended = {"withdrawal": made, "date": "2026-04-01", "source": "report"}
    assert post(root, "withdrawal-endings/?plan=accord", ended).status_code == 201
    again = post(root, "withdrawal-endings/?plan=accord", ended | {"date": "2026-05-01"})
    assert faults(again) == {("/withdrawal", "taken")}


def test_a_plan_takes_no_other_plans_slug(plan: Plan, root: Client) -> None:
    make.make_plan("other")
    version = root.get(f"{ROOT}/plans/accord/").json()["version"]
    answer = patch(root, "plans/accord/", {"slug": "other"}, **{"If-Match": f'"{version}"'})
    assert ("/slug", "taken") in faults(answer)


def test_a_waiver_is_published_by_another_than_who_entered_it(plan: Plan, root: Client) -> None:
    gate = make.make_gate(plan.milestones.get(slug="handover"))
    make.make_condition(gate)
    waived = {"gate": gate.pk, "date": "2026-03-01", "source": "report"}
    answer = post(root, "waivers/?plan=accord", waived)
    assert (answer.status_code, answer.json()["rows"][0]["publication"]) == (201, "draft")
    told = post(root, "waivers/?plan=accord", waived | {"publication": "published"})
    assert told.status_code == 400
    assert ("/publication", "four_eyes") in faults(told)
    waiver = Waiver.objects.get(gate=gate)
    now = timezone.now()
    alone = set_publication([waiver], Publication.PUBLISHED, user=waiver.entered_by, at=now)
    assert [fault.code for fault in alone.faults] == ["four_eyes"]
    waiver.refresh_from_db()
    another, invited = member("publisher", plan=plan), make.make_user("invited", is_superuser=True)
    Invitation.objects.create(account=invited, by=waiver.entered_by)
    alone = set_publication([waiver], Publication.PUBLISHED, user=invited, at=now)
    assert [fault.code for fault in alone.faults] == ["four_eyes"]
    waiver.refresh_from_db()
    assert set_publication([waiver], Publication.PUBLISHED, user=another, at=now).rows == (waiver,)
