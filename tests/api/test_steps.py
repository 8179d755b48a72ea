"""Review of records by the API: a draft is submitted, and published or sent back with remarks, by who may."""

from typing import Any

import pytest
from django.test import Client

from milestones.models import Assessment, Membership, Plan, Publication, Submission, Waiver
from tests import factories as make
from tests.api.test_writing import ROOT, SEEN, faults, member, plan, post, root, token

__all__ = ["plan", "root"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def contributor(plan: Plan) -> Client:
    return token(member("contributor", plan=plan), "write")


@pytest.fixture
def publisher(plan: Plan) -> Client:
    return token(member("publisher", plan=plan), "write")


@pytest.fixture
def draft(plan: Plan, contributor: Client) -> str:
    """The address, below the root, of a draft that its author has not submitted."""
    entry = SEEN | {"publication": "draft"}
    answer = post(contributor, "assessments/?plan=accord", entry)
    assert answer.status_code == 201, answer.content
    assert not Submission.objects.exists()
    return f"assessments/{answer.json()['rows'][0]['id']}"


def conflict(answer: Any) -> str:
    assert answer.status_code == 409, answer.content
    ((_attr, code),) = faults(answer)
    return str(code)


def test_a_draft_is_submitted_sent_back_and_published(contributor: Client, publisher: Client, draft: str) -> None:
    submitted = post(contributor, f"{draft}/submit/", {})
    assert submitted.status_code == 200, submitted.content
    assert [row["publication"] for row in submitted.json()["rows"]] == ["draft"]
    assert Submission.objects.get().is_open
    remarks = {"remarks": "Which page of the report?"}
    assert post(publisher, f"{draft}/send-back/", remarks).status_code == 200
    known = Submission.objects.get()
    assert (known.is_open, known.remarks) == (False, remarks["remarks"])
    assert conflict(post(publisher, f"{draft}/send-back/", remarks)) == "not_submitted"
    assert post(contributor, f"{draft}/submit/", {}).status_code == 200
    published = post(publisher, f"{draft}/publish/", {})
    assert [row["publication"] for row in published.json()["rows"]] == ["published"]
    assert Assessment.objects.latest("pk").publication == Publication.PUBLISHED
    for step in ("submit", "publish"):
        assert conflict(post(publisher if step == "publish" else contributor, f"{draft}/{step}/", {})) == "no_draft"


def test_steps_are_for_those_who_have_the_right(contributor: Client, publisher: Client, draft: str, plan: Plan) -> None:
    elsewhere = token(member("publisher", plan=make.make_plan("elsewhere")), "write")
    narrow = token(Membership.objects.get(role="publisher", plan=plan).user, "write:elsewhere")
    viewer = token(member("viewer", plan=plan), "write", "restricted")
    post(contributor, f"{draft}/submit/", {})
    for step, body in (("publish", {}), ("send-back", {"remarks": "Mend it."})):
        assert post(Client(), f"{draft}/{step}/", body).status_code == 401
        assert post(viewer, f"{draft}/{step}/", body).status_code in (403, 404)
        for client in (contributor, narrow):
            answer = post(client, f"{draft}/{step}/", body)
            assert (answer.status_code, faults(answer)) == (403, {(None, "permission_denied")}), step
        assert post(elsewhere, f"{draft}/{step}/", body).status_code in (403, 404)
    assert post(publisher, f"{draft}/submit/", {}).status_code == 403
    assert Assessment.objects.latest("pk").publication == Publication.DRAFT


def test_a_step_takes_its_keys_alone(contributor: Client, publisher: Client, draft: str) -> None:
    assert faults(post(contributor, f"{draft}/submit/", {"note": "x"})) == {("/note", "unknown_key")}
    assert faults(post(contributor, f"{draft}/submit/", [])) == {("", "wrong_type")}
    assert faults(post(publisher, f"{draft}/send-back/", {})) == {("/remarks", "missing")}
    post(contributor, f"{draft}/submit/", {})
    assert faults(post(publisher, f"{draft}/send-back/", {"remarks": " "})) == {("/remarks", "missing")}
    assert Submission.objects.get().is_open


def test_a_step_can_be_tried_and_repeated(contributor: Client, publisher: Client, draft: str) -> None:
    tried = post(publisher, f"{draft}/publish/?dry_run=true", {}).json()
    assert (tried["dry_run"], [row["publication"] for row in tried["rows"]]) == (True, ["published"])
    assert "handover" in [row["milestone"] for row in tried["milestones"]]
    assert Assessment.objects.latest("pk").publication == Publication.DRAFT
    first, second = (post(publisher, f"{draft}/publish/", {}, **{"Idempotency-Key": "once"}) for _ in range(2))
    assert first.json() == second.json()
    assert (first.status_code, second.status_code) == (200, 200)


def test_a_waiver_is_published_by_another(plan: Plan, contributor: Client) -> None:
    gate = make.make_gate(plan.milestones.get(slug="handover"))
    make.make_condition(gate)
    both = token(member("contributor", "publisher", plan=plan), "write")
    entry = {"gate": gate.pk, "date": "2026-03-01", "source": "report"}
    made = post(both, "waivers/?plan=accord", entry).json()["rows"][0]["id"]
    assert conflict(post(both, f"waivers/{made}/publish/", {})) == "four_eyes"
    another = token(member("publisher", plan=plan), "write")
    assert post(another, f"waivers/{made}/publish/", {}).status_code == 200
    assert Waiver.objects.get(pk=made).publication == Publication.PUBLISHED


def test_a_retracted_draft_is_not_reviewed(contributor: Client, publisher: Client, draft: str) -> None:
    assert post(contributor, f"{draft}/retract/", {"reason": "A slip."}).status_code == 200
    for client, step in ((contributor, "submit"), (publisher, "publish")):
        assert conflict(post(client, f"{draft}/{step}/", {})) == "retracted_already"


def test_the_contract_has_the_steps_of_every_record_with_a_publication(client: Client) -> None:
    paths = client.get(f"{ROOT}/schema/", headers={"Accept": "application/json"}).json()["paths"]
    records = {f"/api/v1/{listed}/{{id}}/" for listed in ("waivers", "withdrawals", "schedule-revisions")}
    records |= {path.removesuffix("retract/") for path in paths if path.endswith("/retract/")}
    for step in ("submit", "publish", "send-back"):
        assert {path.removesuffix(f"{step}/") for path in paths if path.endswith(f"/{step}/")} == records
