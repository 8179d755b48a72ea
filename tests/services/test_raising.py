"""A grade is raised by another than who entered the record, in one step; the database holds that too."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from milestones.contingency.scales import Grade
from milestones.kinds.core import KIND_OF
from milestones.loading.stored import ALL
from milestones.models import Assessment, Invitation, Membership, Submission
from milestones.models.guards import install_guards
from milestones.services.raising import raise_grade
from milestones.services.retraction import retract
from milestones.services.review import submit
from tests import factories as make
from tests.admin.conftest import logged_in
from tests.api.test_writing import faults, post, token

pytestmark = pytest.mark.django_db
WHY = "Seen by the mission on the same day."


@pytest.fixture
def verifier() -> Any:
    return make.make_user("verifier", is_staff=True)


@pytest.fixture
def record(verifier: Any) -> Assessment:
    plan = make.make_plan()
    Membership.objects.create(user=verifier, role="verifier", plan=plan)
    return make.make_assessment(
        make.make_milestone(plan), entered_by=make.make_user("contributor"), verification=Grade.REPORTED.value
    )


def raised(record: Assessment, user: Any, grade: int = Grade.VERIFIED, **more: Any) -> Any:
    options = {"reason": WHY, "user": user, "at": timezone.now()} | more
    return raise_grade(KIND_OF[Assessment], [record], grade=grade, **options)


def test_raising_retracts_and_records_anew(record: Assessment, verifier: Any) -> None:
    [new] = raised(record, verifier).rows
    stored, old = Assessment.objects.get(pk=new.pk), Assessment.objects.get(pk=record.pk)
    assert (stored.verification, stored.replaces, stored.entered_by) == (Grade.VERIFIED, old, verifier)
    assert (old.verification, old.retracted_at, old.retraction_reason) == (1, stored.recorded_at, WHY)
    assert (stored.level, stored.date, stored.publication) == (old.level, old.date, old.publication)
    assert stored.retracted_at is None


def test_what_waited_for_a_review_waits_as_the_new_record(record: Assessment, verifier: Any) -> None:
    drafts = [make.make_assessment(record.milestone, verification=Grade.REPORTED, publication="draft") for _ in "ab"]
    submit(drafts[:1], user=ALL, at=timezone.now())
    [new] = raised(drafts[0], verifier).rows
    raised(drafts[1], verifier)
    known = Submission.objects.get(closed_at=None)
    assert (known.key, known.who, new.publication) == (new.pk, verifier, "draft")


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_raises_what_he_entered(record: Assessment, is_superuser: bool) -> None:
    author: Any = record.entered_by
    author.is_superuser = is_superuser
    Membership.objects.create(user=author, role="administrator")
    with pytest.raises(PermissionDenied):
        raised(record, author)
    assert Assessment.objects.count() == 1


def test_the_database_refuses_an_own_grade(record: Assessment, verifier: Any) -> None:
    """Whoever writes past the services is refused, and what is lowered or entered by a plan file is not."""
    told: Any = {"milestone": record.milestone, "level": 3, "date": make.DAY, "replaces": record}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(**told, entered_by=record.entered_by, verification=Grade.VERIFIED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.bulk_create(
            [Assessment(**told, entered_by=record.entered_by, verification=Grade.CORROBORATED)]
        )
    Assessment.objects.create(**told, entered_by=record.entered_by, verification=Grade.DISPUTED)
    Assessment.objects.create(**told, entered_by=verifier, verification=Grade.VERIFIED)
    by_file = make.make_assessment(record.milestone, verification=Grade.REPORTED)
    Assessment.objects.create(**told | {"replaces": by_file}, verification=Grade.VERIFIED)


def test_a_database_migrated_back_to_before_invitations_takes_records(record: Assessment, verifier: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE milestones_invitation")
    install_guards(apps.get_app_config("milestones"), using="default")
    told: Any = {"milestone": record.milestone, "level": 3, "date": make.DAY, "replaces": record}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(**told, entered_by=record.entered_by, verification=Grade.VERIFIED)
    Assessment.objects.create(**told, entered_by=verifier, verification=Grade.VERIFIED)


def test_the_database_refuses_an_own_grade_however_often_it_was_raised_since(record: Assessment, verifier: Any) -> None:
    told: Any = {"milestone": record.milestone, "level": 3, "date": make.DAY}
    before = record
    for _again in range(3):
        before = Assessment.objects.create(
            **told, replaces=before, entered_by=verifier, verification=Grade.CORROBORATED
        )
    with pytest.raises(IntegrityError, match="what they entered themselves"), transaction.atomic():
        Assessment.objects.create(**told, replaces=before, entered_by=record.entered_by, verification=Grade.VERIFIED)
    Assessment.objects.create(**told, replaces=before, entered_by=make.make_user("third"), verification=Grade.VERIFIED)


@pytest.mark.parametrize("is_inviter", [False, True])
def test_who_invited_an_account_is_no_second_pair_of_eyes_to_it(
    record: Assessment, verifier: Any, is_inviter: bool
) -> None:
    author: Any = record.entered_by
    account, by = (author, verifier) if is_inviter else (verifier, author)
    Invitation.objects.create(account=account, by=by)
    with pytest.raises(PermissionDenied):
        raised(record, verifier)
    verifier.is_superuser = True
    with pytest.raises(PermissionDenied):
        raised(record, verifier)
    told: Any = {"milestone": record.milestone, "level": 3, "date": make.DAY, "replaces": record}
    with pytest.raises(IntegrityError, match="an account that they invited"), transaction.atomic():
        Assessment.objects.create(**told, entered_by=verifier, verification=Grade.VERIFIED)
    other = make.make_user("other", is_superuser=True)
    Invitation.objects.create(account=other, by=make.make_user("third"))
    assert raised(record, other).rows


def test_a_grade_is_raised_once_with_a_reason_and_upwards(record: Assessment, verifier: Any) -> None:
    for grade, more in ((Grade.REPORTED, {}), (Grade.DISPUTED, {}), (None, {}), (Grade.VERIFIED, {"reason": " "})):
        assert raised(record, verifier, grade, **more).faults
    assert raised(record, ALL).rows
    record.refresh_from_db()
    assert [fault.code for fault in raised(record, verifier).faults] == ["retracted_already"]


def test_what_another_retracted_meanwhile_is_neither_retracted_nor_raised(record: Assessment, verifier: Any) -> None:
    stale, staler = (Assessment.objects.get(pk=record.pk) for _ in range(2))
    options: Any = {"reason": WHY, "user": ALL, "at": timezone.now()}
    assert len(retract(KIND_OF[Assessment], [record], **options).rows) == 1
    assert retract(KIND_OF[Assessment], [stale], **options).rows == ()
    assert [fault.code for fault in raised(staler, verifier).faults] == ["retracted_already"]
    assert Assessment.objects.count() == 1


def test_the_api_raises_for_verifiers(record: Assessment, verifier: Any) -> None:
    path = f"assessments/{record.pk}/raise/"
    body = {"verification": "verified", "reason": WHY}
    assert post(token(record.entered_by, "write"), path, body).status_code == 403
    client = token(verifier, "write")
    assert faults(post(client, path, {"reason": WHY})) == {("/verification", "missing")}
    assert faults(post(client, path, body | {"verification": "reported"})) == {("/verification", "not_raised")}
    assert post(client, f"{path}?dry_run=true", body).json()["dry_run"]
    answer = post(client, path, body)
    assert answer.status_code == 200, answer.content
    [row] = answer.json()["rows"]
    assert (row["verification"], row["publication"]) == ("verified", "published")
    assert post(client, path, body).status_code == 409
    mine = {"milestone": record.milestone.slug, "date": "2026-03-01", "level": "complete"}
    fresh = post(client, f"assessments/?plan={record.milestone.plan.slug}", mine | {"verification": "verified"})
    assert fresh.status_code == 403


def test_the_admin_offers_it_to_whom_it_would_serve(record: Assessment) -> None:
    root = make.make_user("root", is_staff=True, is_superuser=True)
    client, page = logged_in(root), f"/admin/milestones/assessment/{record.pk}/change/"
    assert "raise_grades" in dict(client.get(page).context["row_actions"])
    chosen = {"action": "raise_grades", "_selected_action": [record.pk]}
    asked = client.post("/admin/milestones/assessment/", chosen)
    assert 'name="grade"' in asked.content.decode()
    done = chosen | {"confirmed": "yes", "grade": "3", "reason": WHY}
    assert client.post("/admin/milestones/assessment/", done).status_code == 302
    new = Assessment.objects.get(replaces=record)
    assert (new.verification, new.entered_by) == (Grade.VERIFIED, root)
    again = client.post("/admin/milestones/assessment/", chosen | {"_selected_action": [new.pk]}, follow=True)
    assert "None of these can be raised by you" in again.content.decode()


def test_two_do_not_raise_each_others_turn_by_turn(record: Assessment, verifier: Any) -> None:
    [raised_once] = raised(record, verifier, Grade.CORROBORATED).rows
    first = record.entered_by
    Membership.objects.create(user=first, role="verifier")
    with pytest.raises(PermissionDenied):
        raised(raised_once, first)
