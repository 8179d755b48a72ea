"""Writing by the API shows nobody more than he may see, and lets nobody show the public more than he may."""

import json
from typing import Any

import pytest
from django.test import Client

from milestones.models import Membership, Milestone, Plan, Publication, Source
from tests import factories as make
from tests.api.test_writing import ROOT, SEEN, member, patch, plan, post, root, token

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
    assert answer.status_code in (200, 400), (
        answer.content
    )  # something may rest on it, but the right is there
    assert Source.objects.get(pk=source.pk).publication == source.publication


def test_a_request_is_not_answered_again_to_whom_the_right_was_taken(plan: Plan) -> None:
    user: Any = member("contributor", plan=plan)
    contributor = token(user, "write")
    first = post(contributor, "assessments/?plan=accord", SEEN, **{"Idempotency-Key": "k"})
    assert first.status_code == 201, first.content
    Membership.objects.filter(user=user).delete()
    again = post(contributor, "assessments/?plan=accord", SEEN, **{"Idempotency-Key": "k"})
    assert again.status_code == 403
