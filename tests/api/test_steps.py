"""Review by the API: a draft is submitted, listed among what waits, and published or sent back, by who may."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from milestones.api.addresses import shapes
from milestones.api.views import drafts
from milestones.kinds import Kind
from milestones.kinds.format import every_kind
from milestones.models import Assessment, Invitation, Membership, Plan, Publication, Source, Submission, Waiver
from milestones.services.repeating import version_of
from tests import factories as make
from tests.api.cast import settle
from tests.api.test_writing import ROOT, SEEN, faults, member, patch, plan, post, root, token

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


STRUCTURE = {
    "milestones": {"slug": "count", "name": "Arms counted", "pillar": "demilitarisation"},
    "indicators": {"slug": "arms", "name": "Arms", "unit": "arms", "pillar": "demilitarisation"},
    "sources": {"slug": "second", "title": "A second report", "tier": "B"},
    "governance/bodies": {"slug": "council", "name": "Council", "kind": "board"},
}


@pytest.mark.parametrize("listed", STRUCTURE)
def test_a_draft_of_the_structure_is_reviewed_like_a_record(plan: Plan, publisher: Client, listed: str) -> None:
    editor = token(member("editor", plan=plan), "write")
    entry = STRUCTURE[listed] | {"publication": "draft"}
    made = post(editor, f"{listed}/?plan=accord", entry)
    assert made.status_code == 201, made.content
    address = f"{listed}/accord/{entry['slug']}"
    assert post(editor, f"{address}/publish/", {}).status_code == 403
    assert post(editor, f"{address}/submit/", {}).status_code == 200
    assert post(publisher, f"{address}/send-back/", {"remarks": "Name it."}).status_code == 200
    assert post(editor, f"{address}/submit/", {}).status_code == 200
    assert Client().get(f"{ROOT}/{address}/").status_code == 404
    tried = post(publisher, f"{address}/publish/?dry_run=true", {}).json()
    published = post(publisher, f"{address}/publish/", {})
    for answer in (tried, published.json()):
        assert [(row["slug"], row["publication"]) for row in answer["rows"]] == [(entry["slug"], "published")]
    assert conflict(post(publisher, f"{address}/publish/", {})) == "no_draft"
    settle(plan)
    assert Client().get(f"{ROOT}/{address}/").json()["slug"] == entry["slug"]


def test_what_was_changed_since_it_was_read_is_not_published(plan: Plan, publisher: Client, draft: str) -> None:
    """Where the reviewer says which version she read; a record does not change, and has none."""
    editor = token(member("administrator", plan=plan), "write")
    post(editor, "sources/?plan=accord", STRUCTURE["sources"] | {"publication": "draft"})
    address = "sources/accord/second"
    settle(plan)
    version = publisher.get(f"{ROOT}/{address}/").json()["version"]
    assert patch(editor, f"{address}/", {"title": "Another"}, **{"If-Match": f'"{version}"'}).status_code == 200
    refused = post(publisher, f"{address}/publish/", {}, **{"If-Match": f'"{version}"'})
    assert (refused.status_code, faults(refused)) == (412, {(None, "stale")})
    assert Source.objects.get(slug="second").publication == Publication.DRAFT
    for malformed in (version, f'W/"{version}"'):
        refused = post(publisher, f"{address}/publish/", {}, **{"If-Match": malformed})
        assert (refused.status_code, faults(refused)) == (412, {(None, "weak_tag")}), malformed
    newer = version_of(Source, slug="second")
    for given in ("*", f'"{newer}"'):
        tried = post(publisher, f"{address}/publish/?dry_run=true", {}, **{"If-Match": given})
        assert tried.status_code == 200, given
    refused = post(publisher, f"{draft}/publish/", {}, **{"If-Match": f'"{newer}"'})
    assert (refused.status_code, faults(refused)) == (412, {(None, "no_version")})


def test_a_plan_is_published(plan: Plan, publisher: Client) -> None:
    Plan.objects.update(publication=Publication.DRAFT)
    settle(plan)
    editor = token(member("editor", plan=plan), "write")
    assert post(editor, "plans/accord/submit/", {}).status_code == 200
    assert [row["kind"] for row in waiting(publisher)] == ["milestones.plan"]
    assert post(publisher, "plans/accord/publish/", {}).json()["rows"][0]["publication"] == "published"
    assert Plan.objects.get().publication == Publication.PUBLISHED


def waiting(client: Client, **asked: str) -> Any:
    answer = client.get(f"{ROOT}/plans/accord/drafts/", asked or {"review": "waiting"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["count"] == len(answer.json()["results"])
    return answer.json()["results"]


def test_what_waits_is_listed_to_those_who_see_drafts(
    plan: Plan, contributor: Client, publisher: Client, draft: str
) -> None:
    """First what waits for a review; of what was sent back the remarks, without which its author cannot mend it."""
    (row,) = waiting(contributor, own="true", lang="ar")
    assert not re.search("[\u2066-\u2069]", row["name"])  # which are for sentences
    assert (row["url"], row["kind"]) == (f"http://testserver{ROOT}/{draft}/", "milestones.assessment")
    assert (row["milestone"], row["pillar"], row["date"]) == ("handover", "demilitarisation", "2026-03-01")
    assert (row["review"], row["since"], row["may_publish"]) == ("not_submitted", None, False)
    assert waiting(publisher) == []
    for milestone in ("second", "third"):
        make.make_milestone(plan, milestone, publication="draft")
    post(contributor, f"{draft}/submit/", {})
    (row,) = waiting(publisher)
    assert (row["own"], row["may_publish"], row["review"]) == (False, True, "waiting")
    assert row["since"] is not None
    assert not row["remarks"]
    assert [told["review"] for told in waiting(publisher, limit="9")] == ["waiting", "not_submitted", "not_submitted"]
    assert len(waiting(publisher, kind="milestones.milestone", ordering="-since")) == 2
    post(publisher, f"{draft}/send-back/", {"remarks": "Which page?"})
    assert [(told["review"], told["remarks"]) for told in waiting(contributor, own="true")] == [
        ("sent_back", "Which page?")
    ]
    table = publisher.get(f"{ROOT}/plans/accord/drafts/?format=csv").content.decode()
    assert len(table.strip().split("\r\n")) == 4
    viewer = token(member("viewer", plan=plan), "restricted")
    elsewhere = token(member("publisher", plan=make.make_plan("elsewhere")), "write")
    reads = token(Membership.objects.get(role="publisher", plan=plan).user, "read")
    for client in (Client(), viewer, elsewhere, reads):
        assert waiting(client, limit="9") == []


def test_of_drafts_beyond_the_page_no_right_is_asked(
    plan: Plan, publisher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        make.make_milestone(plan, f"draft-{number}", publication="draft")
    asked: list[Any] = []
    monkeypatch.setattr(drafts, "is_allowed", lambda user, action, row: asked.append(row) or True)
    assert publisher.get(f"{ROOT}/plans/accord/drafts/", {"limit": 2}).json()["count"] == 9
    assert len(asked) == 2


def test_a_waiver_waits_for_another(plan: Plan) -> None:
    """Than who entered it, invited that account or was invited by it."""
    make.make_condition(gate := make.make_gate(plan.milestones.get(slug="handover")))
    both = token(member("contributor", "publisher", plan=plan), "write")
    post(both, "waivers/?plan=accord", {"gate": gate.pk, "date": "2026-03-01", "source": "report"})
    another, inviter, invited = (member("publisher", plan=plan) for _ in range(3))
    author = Waiver.objects.get(publication="draft").entered_by
    Invitation.objects.create(account=author, by=inviter)
    Invitation.objects.create(account=invited, by=author)
    clients = (both, *(token(user, "write") for user in (another, inviter, invited)))
    told = [[row["may_publish"] for row in waiting(client)] for client in clients]
    assert told == [[False], [True], [False], [False]]


def test_whatever_is_entered_about_what_is_published_waits_for_a_review(plan: Plan, contributor: Client) -> None:
    """Also where what it is about has no publication of its own, as an actor or a seat has none."""
    make.make_actor(plan, "monitors")
    seat = {"slug": "chair", "body": "council", "name": "Chair"}
    administrator = token(member("administrator", plan=plan), "write")
    for listed, entry in (("governance/bodies", STRUCTURE["governance/bodies"]), ("governance/seats", seat)):
        assert post(administrator, f"{listed}/?plan=accord", entry).status_code == 201
    record = {"date": "2026-03-01", "source": "report"}
    post(contributor, "positions/?plan=accord", record | {"actor": "monitors", "stance": "supports"})
    post(contributor, "governance/appointments/?plan=accord", record | {"seat": "chair", "holder": "A judge"})
    assert [row["kind"] for row in waiting(contributor)] == ["milestones.position", "governance.appointment"]


def in_contract(kind: Kind) -> str:
    """The address of a row of the kind, as the contract writes it."""
    url: Any = shapes()[kind.model]._declared_fields["url"]
    address = reverse(url.route, kwargs={name: 0 if name == "pk" else f"{name}-" for name in url.arguments})
    return address.replace("/plan-/", "/{plan}/").replace("/slug-/", "/{slug}/").replace("/0/", "/{id}/")


def test_the_contract_has_the_steps_of_whatever_has_a_publication(client: Client) -> None:
    paths = client.get(f"{ROOT}/schema/", headers={"Accept": "application/json"}).json()["paths"]
    reviewed = {in_contract(kind) for kind in every_kind() if kind.is_published}
    retracted = {in_contract(kind) for kind in every_kind() if kind.is_retractable}
    assert len(reviewed) > len(retracted) > 0
    for step, rows in (("submit", reviewed), ("publish", reviewed), ("send-back", reviewed), ("retract", retracted)):
        assert {path.removesuffix(f"{step}/") for path in paths if path.endswith(f"/{step}/")} == rows
