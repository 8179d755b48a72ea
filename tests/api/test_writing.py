"""Writing by the API: what it takes, refuses and answers, and that it writes whole or not at all."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from milestones.kinds.format import parse
from milestones.models import Assessment, Membership, Milestone, Observation, Plan, RepeatableAnswer, Source
from milestones.services.loading import load_document
from milestones.services.repeating import forget_answers
from milestones.services.tokens import issue_token, read_scope
from tests import factories as make
from tests.api.cast import settle
from tests.api.test_shapes import closed
from tests.services.small_files import accord
from tests.services.test_three_doors import BY_HAND, CASES, Case, base, by_name, given, kind_of
from tests.services.undone import row_counts

pytestmark = pytest.mark.django_db

ROOT = "/api/v1"
SEEN = {"milestone": "handover", "date": "2026-03-01", "level": "complete", "source": "report"}


@pytest.fixture
def plan() -> Plan:
    load_document(parse(accord()).document)
    plan = Plan.objects.get()
    settle(plan)
    plan.refresh_from_db()
    return plan


def token(user: Any, *scope: str) -> Client:
    """A client that sends a token of the user with the scope."""
    _grant, text = issue_token(user, name="test", scope=read_scope(scope), days=1)
    return Client(headers={"Authorization": f"Token {text}"})


def member(*roles: str, plan: Plan | None = None, pillar: str | None = None) -> Any:
    """A user with roles in a plan, or in a pillar of it."""
    user = make.make_user()
    for role in roles:
        held = plan.pillars.get(slug=pillar) if plan and pillar else None
        Membership.objects.create(user=user, role=role, plan=plan, pillar=held)
    return user


@pytest.fixture
def root() -> Client:
    """A superuser's, by a token that may everything."""
    return token(make.make_user("root", is_superuser=True), "write", "restricted")


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(f"{ROOT}/{path}", body, content_type="application/json", headers=headers)


def patch(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.patch(f"{ROOT}/{path}", body, content_type="application/json", headers=headers)


def faults(answer: Any) -> set[tuple[str, str]]:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return {(fault["attr"], fault["code"]) for fault in answer.json()["errors"]}


def path_of(kind: Any) -> str:
    """Where rows of the kind are added."""
    label = kind.model._meta.app_label
    special = {
        ("milestone", "schedule"): "schedule-revisions", ("milestone", "withdrawn"): "withdrawals",
        ("withdrawal", "ended"): "withdrawal-endings", ("gate", "waived"): "waivers",
        ("waiver", "ended"): "waiver-endings",
    }.get((kind.owner, kind.key), kind.path)  # fmt: skip
    return f"{special}/" if label == "milestones" else f"{label}/{special}/"


# --- The fourth door ---


@by_name(CASES + BY_HAND)
def test_what_file_and_form_refuse_is_refused_by_the_same_code(case: Case, root: Client) -> None:
    load_document(parse(base()).document)
    [plan] = Plan.objects.all()
    before = row_counts()
    told = json.loads(json.dumps(given(case)))
    answer = post(root, f"{path_of(kind_of(case.place))}?plan={plan.slug}", told)
    assert answer.status_code == 400, answer.content
    assert {code for _, code in faults(answer)} == {case.code}
    assert row_counts() == before


def test_a_record_is_added_and_told(plan: Plan, root: Client) -> None:
    answer = post(root, "assessments/?plan=accord", SEEN | {"verification": "verified", "note": {"ar": "تم"}})
    assert answer.status_code == 201, answer.content
    [row] = answer.json()["rows"]
    assert answer["Location"] == row["url"]
    assert (row["milestone"], row["level"], row["publication"]) == ("handover", "complete", "published")
    assert answer.json()["revision"] == plan.revision + 1
    stored = Assessment.objects.get(pk=row["id"])
    assert (stored.note_ar, stored.entered_by and stored.entered_by.username) == ("تم", "root")
    settle(plan)
    assert root.get(row["url"]).json() == row


def test_a_list_is_all_or_nothing_and_tells_every_fault_at_its_place(plan: Plan, root: Client) -> None:
    before = row_counts()
    body = [SEEN, SEEN | {"level": "halfway", "source": "repport"}, SEEN | {"milestone": "nowhere"}, 7]
    answer = post(root, "assessments/?plan=accord", body)
    assert answer.status_code == 400
    assert {("/1/level", "unknown_level"), ("/1/source", "unknown_source"), ("/2/milestone", "unknown_milestone"),
            ("/3", "wrong_type")} <= faults(answer)  # fmt: skip
    assert row_counts() == before
    good = post(root, "assessments/?plan=accord", [SEEN, SEEN | {"date": "2026-03-02"}])
    assert (good.status_code, len(good.json()["rows"]), "Location" in good) == (201, 2, False)


def test_a_fault_of_the_plan_as_a_whole_says_so(plan: Plan, root: Client) -> None:
    gate = {"milestone": "handover", "before": "completion",
            "conditions": [{"milestone": "handover", "reaches": "complete"}]}  # fmt: skip
    [(place, code)] = faults(post(root, "gates/?plan=accord", gate))
    assert (place.startswith("plan:/milestones/handover/gates/"), code) == (True, "self_wait")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b" ", "bad_json"), (b"{", "bad_json"), (b'"a"', "wrong_type"), (b"7", "wrong_type"), (b"null", "wrong_type"),
        (b'{"date": "2026-03-01", "date": "2026-03-02"}', "duplicate_key"), (b"[" * 100_000, "too_deep"),
        (b"[]", "too_many"), (b"[" + b"{}," * 1000 + b"{}]", "too_many"), (b"\xff", "not_utf8"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused(plan: Plan, root: Client, body: bytes, code: str) -> None:
    answer = post(root, "assessments/?plan=accord", body)
    assert answer.status_code == 400
    assert code in {told for _, told in faults(answer)}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999999999", "1" * 5000])
def test_a_number_that_is_none_is_refused(plan: Plan, root: Client, value: str) -> None:
    body = '{"indicator": "weapons", "date": "2026-03-01", "value": ?}'.replace("?", value)
    answer = post(root, "observations/?plan=accord", body.encode())
    assert answer.status_code == 400
    assert "/value" in {attr for attr, _ in faults(answer)}


def test_a_body_of_another_form_and_a_long_one_are_refused(plan: Plan, root: Client, settings: Any) -> None:
    form = root.post(f"{ROOT}/assessments/?plan=accord", {"date": "2026-03-01"})
    assert (form.status_code, form["Content-Type"]) == (415, "application/problem+json")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert post(root, "assessments/?plan=accord", SEEN).status_code == 413


def test_which_plan_is_asked(plan: Plan, root: Client) -> None:
    assert faults(post(root, "assessments/", SEEN)) == {("plan", "missing")}
    assert post(root, "assessments/?plan=nowhere", SEEN).status_code == 404
    assert faults(post(root, "assessments/?plan=accord&limit=3", SEEN)) == {("limit", "unknown_parameter")}


# --- Who ---


def test_the_public_is_asked_to_sign_in(plan: Plan, client: Client) -> None:
    for answer in (
        post(client, "assessments/?plan=accord", SEEN),
        patch(client, "milestones/accord/handover/", {"weight": 2}, **{"If-Match": '"x"'}),
        post(client, f"assessments/{Assessment.objects.first().pk}/retract/", {"reason": "A slip."}),
    ):
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")


def test_a_session_needs_its_csrf_token(plan: Plan) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.make_user("root", is_superuser=True))
    assert post(client, "assessments/?plan=accord", SEEN).status_code == 403
    client.get("/admin/")
    sent = {"X-CSRFToken": client.cookies["csrftoken"].value} if "csrftoken" in client.cookies else {}
    if sent:
        assert post(client, "assessments/?plan=accord", SEEN, **sent).status_code == 201


def test_a_contributor_adds_drafts_in_the_pillar_of_a_membership(plan: Plan) -> None:
    user = member("contributor", plan=plan, pillar="demilitarisation")
    client = token(user, "write")
    own, other = (Milestone.objects.get(slug="handover"), Milestone.objects.exclude(pillar__slug="demilitarisation"))
    assert own.pillar.slug == "demilitarisation"
    answer = post(client, "assessments/?plan=accord", SEEN)
    assert (answer.status_code, answer.json()["rows"][0]["publication"]) == (201, "draft")
    elsewhere = SEEN | {"milestone": other[0].slug}
    assert post(client, "assessments/?plan=accord", [SEEN, elsewhere]).status_code == 403
    assert post(client, "assessments/?plan=accord", SEEN | {"publication": "published"}).status_code == 403
    assert post(client, "assessments/?plan=accord", SEEN | {"verification": "verified"}).status_code == 403
    assert Assessment.objects.filter(entered_by=user).count() == 1
    retract = f"assessments/{answer.json()['rows'][0]['id']}/retract/"
    others = f"assessments/{Assessment.objects.exclude(entered_by=user).first().pk}/retract/"
    assert post(client, others, {"reason": "Not mine."}).status_code == 403
    assert post(client, retract, {"reason": "A slip."}).status_code == 200


def test_a_token_may_no_more_than_its_scope(plan: Plan) -> None:
    user = make.make_user("root", is_superuser=True)
    assert post(token(user, "read"), "assessments/?plan=accord", SEEN).status_code == 403
    assert post(token(user, "write:accord/governance"), "assessments/?plan=accord", SEEN).status_code == 403
    assert post(token(user, "write:accord/demilitarisation"), "assessments/?plan=accord", SEEN).status_code == 201
    assert post(token(user, "write:accord"), "assessments/?plan=accord", SEEN).status_code == 201
    hidden = make.make_source(plan, "hidden", publication="restricted")
    draft = make.make_source(plan, "begun", publication="draft")
    settle(plan)
    for scope, seen in (("read", ()), ("restricted", (hidden,)), ("write:accord", (draft,))):
        for row in (hidden, draft):
            answer = token(user, scope).get(f"{ROOT}/sources/accord/{row.slug}/")
            assert answer.status_code == (200 if row in seen else 404), (scope, row)
        user.auth_token_set.all().delete()


# --- Retraction and deletion ---


def test_a_record_is_retracted_once_and_with_a_reason(plan: Plan, root: Client) -> None:
    record = Observation.objects.order_by("pk").first()
    path = f"observations/{record.pk}/retract/"
    assert faults(post(root, path, {})) == {("/reason", "missing")}
    assert faults(post(root, path, {"reason": "  "})) == {("/reason", "missing")}
    assert faults(post(root, path, {"reason": "x" * 1001})) == {("/reason", "too_long")}
    assert faults(post(root, path, {"reason": "x", "at": 1})) == {("/at", "unknown_key")}
    answer = post(root, path, {"reason": "Counted twice."})
    assert (answer.status_code, answer.json()["rows"][0]["retraction_reason"]) == (200, "Counted twice.")
    assert post(root, path, {"reason": "Again."}).status_code == 409
    assert post(root, "observations/999999/retract/", {"reason": "x"}).status_code == 404


def test_nothing_is_deleted(plan: Plan, root: Client) -> None:
    for path in (f"observations/{Observation.objects.first().pk}/", "milestones/accord/handover/", "plans/accord/"):
        for method in (root.delete, root.put):
            answer = method(f"{ROOT}/{path}")
            assert answer.status_code == 405
            assert "retract/" in answer.json()["detail"]
    record = f"observations/{Observation.objects.first().pk}/"
    assert patch(root, record, {"value": 1}).status_code == 405


# --- Structure ---


def test_a_change_names_the_version_that_it_changes(plan: Plan, root: Client) -> None:
    path = "milestones/accord/handover/"
    read = root.get(f"{ROOT}/{path}")
    version = read.json()["version"]
    assert read["ETag"].strip('"').endswith(f".{version}")
    held = root.get(f"{ROOT}/{path}", headers={"If-None-Match": read["ETag"]})
    assert held.status_code == 304
    assert patch(root, path, {"weight": 2}).status_code == 428
    assert patch(root, path, {"weight": 2}, **{"If-Match": "*"}).status_code == 428
    assert patch(root, path, {"weight": 2}, **{"If-Match": '"00"'}).status_code == 412
    answer = patch(root, path, {"weight": 2, "name": {"ar": "تسليم"}}, **{"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.content
    [row] = answer.json()["rows"]
    assert (row["weight"], row["slug"]) == ("2", "handover")
    assert row["version"] != version
    stale = patch(root, path, {"weight": 3}, **{"If-Match": read["ETag"]})
    assert (stale.status_code, faults(stale)) == (412, {(None, "stale")})
    settle(plan)
    after = root.get(f"{ROOT}/{path}").json()
    assert after["version"] == row["version"], "a recompute makes no new version"
    stored = Milestone.objects.get(slug="handover")
    assert (stored.weight, stored.name_ar) == (2, "تسليم")


def test_a_change_touches_the_columns_that_are_given(plan: Plan, root: Client) -> None:
    path = "sources/accord/report/"
    version = root.get(f"{ROOT}/{path}").json()["version"]
    before = Source.objects.filter(slug="report").values().get()
    answer = patch(root, path, {"publisher": "The board"}, **{"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.content
    after = Source.objects.filter(slug="report").values().get()
    assert {name for name in after if after[name] != before[name]} <= {"publisher", "publisher_en"}


def test_the_public_is_told_no_version(plan: Plan, client: Client) -> None:
    answer = client.get(f"{ROOT}/milestones/accord/handover/")
    assert "version" not in answer.json()
    assert "." not in answer["ETag"]


def test_what_a_change_breaks_is_told_at_its_place(plan: Plan, root: Client) -> None:
    path = "milestones/accord/handover/"
    head = {"If-Match": f'"{root.get(f"{ROOT}/{path}").json()["version"]}"'}
    assert faults(patch(root, path, {"weight": 0}, **head)) == {("/weight", "weight")}
    assert faults(patch(root, path, {"pillar": "x", "colour": "red"}, **head)) == {
        ("/pillar", "unknown_pillar"),
        ("/colour", "unknown_key"),
    }
    assert faults(patch(root, path, [], **head)) == {("", "wrong_type")}


def test_every_part_of_the_structure_is_changed_by_its_own_words(plan: Plan, root: Client) -> None:
    gate = plan.milestones.get(slug="handover").gates.first() or make.make_gate(plan.milestones.first())
    condition = gate.conditions.first() or make.make_condition(gate)
    for path, body in (
        ("plans/accord/", {"summary": "A plan."}),
        (f"gates/{gate.pk}/", {"note": "As the text has it."}),
        (f"conditions/{condition.pk}/", {"for_days": 0}),
        ("indicators/accord/weapons/", {"unit": "pieces"}),
        ("pillars/accord/governance/", {"summary": "How it is run."}),
    ):
        version = root.get(f"{ROOT}/{path}").json()["version"]
        answer = patch(root, path, body, **{"If-Match": f'"{version}"'})
        assert answer.status_code == 200, (path, answer.content)
        assert answer.json()["rows"][0]["version"] == root.get(f"{ROOT}/{path}").json()["version"]


# --- Dry runs ---


def test_a_dry_run_says_what_would_change_and_writes_nothing(plan: Plan, root: Client) -> None:
    before = row_counts()
    body = SEEN | {"verification": "verified"}
    answer = post(root, "assessments/?plan=accord&dry_run=true", body)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["dry_run"] is True
    [moved] = [each for each in told["milestones"] if each["milestone"] == "handover"]
    assert moved["after"]["level"] == {"low": 3, "high": 3}
    assert row_counts() == before
    real = post(root, "assessments/?plan=accord", body)
    settle(plan)
    milestone = root.get(f"{ROOT}/milestones/accord/handover/").json()
    assert (real.status_code, milestone["status"]) == (201, moved["after"]["status"])


def test_a_dry_run_shows_a_contributor_what_a_publisher_would_bring_about(plan: Plan) -> None:
    client = token(member("contributor", plan=plan, pillar="demilitarisation"), "write")
    told = post(client, "assessments/?plan=accord&dry_run=true", SEEN).json()
    assert told["rows"][0]["publication"] == "draft"
    assert [each["milestone"] for each in told["milestones"]][:1] != []


def test_changes_and_retractions_are_tried_out_too(plan: Plan, root: Client) -> None:
    before = row_counts()
    record = Assessment.objects.filter(milestone__slug="committee").first() or Assessment.objects.first()
    path = f"assessments/{record.pk}/retract/?dry_run=true"
    assert post(root, path, {"reason": "A slip."}).json()["dry_run"] is True
    version = root.get(f"{ROOT}/milestones/accord/handover/").json()["version"]
    answer = patch(
        root, "milestones/accord/handover/?dry_run=true", {"due": "2026-01-01"}, **{"If-Match": f'"{version}"'}
    )
    assert answer.status_code == 200, answer.content
    assert root.get(f"{ROOT}/milestones/accord/handover/").json()["version"] == version
    assert Assessment.objects.get(pk=record.pk).retracted_at is None
    assert row_counts() == before


# --- Idempotency ---


def test_the_same_request_is_answered_as_before_and_written_once(plan: Plan, root: Client) -> None:
    key = {"Idempotency-Key": "one"}
    first, again = (post(root, "assessments/?plan=accord", SEEN, **key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"]) == (first.content, first["Location"])
    assert Assessment.objects.filter(date="2026-03-01", milestone__slug="handover").count() == 1
    other = post(root, "assessments/?plan=accord", SEEN | {"level": "minimum"}, **key)
    assert (other.status_code, faults(other)) == (422, {(None, "key_used")})
    assert faults(post(root, "assessments/?plan=accord", SEEN, **{"Idempotency-Key": " " * 3 + "é"})) != set()


def test_a_key_is_an_accounts_own_and_lasts_a_day(plan: Plan, root: Client) -> None:
    key = {"Idempotency-Key": "one"}
    post(root, "assessments/?plan=accord", SEEN, **key)
    other = token(make.make_user("second", is_superuser=True), "write")
    assert post(other, "assessments/?plan=accord", SEEN, **key).status_code == 201
    assert Assessment.objects.filter(date="2026-03-01", milestone__slug="handover").count() == 2
    RepeatableAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    assert post(root, "assessments/?plan=accord", SEEN, **key).status_code == 201
    assert Assessment.objects.filter(date="2026-03-01", milestone__slug="handover").count() == 3
    assert forget_answers(now=timezone.now()) == 1
    assert RepeatableAnswer.objects.count() == 1


def test_what_was_refused_or_only_tried_takes_no_key(plan: Plan, root: Client) -> None:
    key = {"Idempotency-Key": "one"}
    assert post(root, "assessments/?plan=accord", SEEN | {"level": "x"}, **key).status_code == 400
    assert post(root, "assessments/?plan=accord&dry_run=true", SEEN, **key).status_code == 200
    assert post(root, "assessments/?plan=accord", SEEN, **key).status_code == 201


# --- Limits, and the contract ---


def test_writes_have_a_limit_of_their_own(plan: Plan, root: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rates = {"anon": None, "user": None, "write": "1/min"}
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.THROTTLE_RATES", rates)
    with time_machine.travel(timezone.now(), tick=False):
        assert post(root, "assessments/?plan=accord", SEEN).status_code == 201
        answer = post(root, "assessments/?plan=accord", SEEN)
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert root.get(f"{ROOT}/plans/").status_code == 200


def test_a_list_counts_against_the_limit_by_its_rows(plan: Plan, root: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """One longer than the limit takes the whole of it, and is not shut out; the refusal is in one's language."""
    rates = {"anon": None, "user": None, "write": "4/min"}
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.THROTTLE_RATES", rates)
    address = "assessments/?plan=accord"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert post(root, address, [SEEN] * 3).status_code == 201
        refused = post(root, f"{address}&lang=he", [SEEN] * 2)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert "60" in refused.json()["detail"]
        assert "seconds" not in refused.json()["detail"]
        clock.shift(61)
        assert post(root, address, [SEEN] * 50).status_code == 201
        assert post(root, address, SEEN).status_code == 429


def test_bodies_and_answers_have_the_shapes_that_the_schema_says(plan: Plan, root: Client) -> None:
    document: Any = SchemaGenerator().get_schema(request=None, public=True)
    operation = document["paths"]["/api/v1/assessments/"]["post"]
    components = closed(document["components"])
    body = SEEN | {"note": {"en": "Seen.", "ar": None}}
    answer = post(root, "assessments/?plan=accord&dry_run=true", body)
    asked = operation["requestBody"]["content"]["application/json"]["schema"]
    told = operation["responses"]["200"]["content"]["application/json"]["schema"]
    for shape, value in ((asked, body), (asked, [body, body]), (told, answer.json())):
        faulty = Draft202012Validator({**closed(shape), "components": components}).iter_errors(value)
        assert [each.message for each in faulty] == []
    assert not Draft202012Validator({**asked, "components": components}).is_valid(body | {"level": "halfway"})


def test_a_weak_tag_never_matches(plan: Plan, root: Client) -> None:
    """If-Match compares strongly (RFC 9110, 13.1.1), and the answer says what to send."""
    path = "milestones/accord/handover/"
    version = root.get(f"{ROOT}/{path}").json()["version"]
    answer = patch(root, path, {"weight": 2}, **{"If-Match": f'W/"x.{version}"'})
    assert answer.status_code == 412
    assert [error["code"] for error in answer.json()["errors"]] == ["weak_tag"]
    assert "version" in answer.json()["detail"]


def test_the_plan_files_warnings_are_told(plan: Plan, root: Client) -> None:
    """At the place of each entry; what names its source is not warned of."""
    entry = {key: value for key, value in SEEN.items() if key != "source"}
    for dry in ("&dry_run=true", ""):
        told = post(root, f"assessments/?plan=accord{dry}", [SEEN, entry]).json()
        assert [each["attr"] for each in told["warnings"] if each["code"] == "unsourced"] == ["/1"]


def test_the_words_for_json_may_be_in_any_case(plan: Plan, root: Client) -> None:
    answer = root.post(f"{ROOT}/assessments/?plan=accord", json.dumps(SEEN), content_type="Application/JSON")
    assert answer.status_code == 201


def test_who_may_not_is_told_so_in_his_language(plan: Plan) -> None:
    reader = token(make.make_user(), "write")
    told = [post(reader, f"assessments/?plan=accord&lang={code}", SEEN).json()["detail"] for code in ("en", "ar", "he")]
    assert told[0] == "Your role, or your token's scope, does not allow this here."
    assert len({*told}) == 3
