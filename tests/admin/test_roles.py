"""Role × kind × action × pillar in the admin: what the rights list is allowed there, and nothing else; nor seen."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory
from django.utils import timezone
from structlog.testing import capture_logs

from milestones.admin.by_role import ByRole
from milestones.contingency.scales import Grade
from milestones.kinds.core import KIND_OF
from milestones.kinds.format import every_kind
from milestones.models import Assessment, Membership, Milestone, PlanEntry, Publication, Role, Source, Submission
from milestones.services.entering import enter
from milestones.services.rights import in_reach, is_allowed, reaches
from tests import factories as make
from tests.admin.browser_form import served
from tests.admin.conftest import in_role, logged_in, one_of_every_kind, take_up

pytestmark = pytest.mark.django_db

STRUCTURE = {"pillar", "reading", "phase", "area", "actor", "clause", "indicator", "milestone", "gate", "series"}
RECORDS = {
    "observation", "assessment", "schedulerevision", "position", "withdrawal", "waiver", "withdrawalending",
    "waiverending",
}  # fmt: skip
ADDED: dict[str, set[str]] = {
    "viewer": set(),
    "contributor": RECORDS | {"source"},
    "verifier": RECORDS | {"source"},
    "editor": STRUCTURE | {"source"},
    "publisher": set(),
    "administrator": RECORDS | STRUCTURE | {"source"},
}
CHANGED = {"editor": {*STRUCTURE, "source", "plan"}, "administrator": {*STRUCTURE, "source", "plan"}}
OF_RECORDS = {
    "retract": {"contributor", "verifier", "administrator"},
    "verify": {"verifier", "administrator"},
    "publish": {"publisher", "administrator"},
}


def member(role: str, plan: Any, pillar: Any = None, name: str = "") -> Any:
    user = make.make_user(name or f"{role}-member", is_staff=True)
    Membership.objects.create(user=user, role=role, plan=plan, pillar=pillar)
    return user


def asked_by(user: Any) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def core_pages() -> dict[str, Any]:
    return {
        model._meta.model_name: pages
        for model, pages in admin.site._registry.items()
        if isinstance(pages, ByRole) and model._meta.app_label == "milestones"
    }


@pytest.mark.parametrize("role", list(Role))
def test_a_page_allows_a_role_what_is_listed_for_it(role: Role) -> None:
    request = asked_by(member(role, make.make_plan()))
    pages = core_pages()
    assert {name for name, page in pages.items() if page.has_add_permission(request)} == ADDED[role]
    assert {name for name, page in pages.items() if page.has_change_permission(request)} == CHANGED.get(role, set())
    assert all(page.has_view_permission(request) for page in pages.values())
    for action, roles in OF_RECORDS.items():
        page = pages["observation"]
        assert getattr(page, f"has_{action}_permission")(request) == (role in roles), action


@pytest.mark.parametrize("role", list(Role))
def test_rows_are_seen_and_changed_where_the_role_is_held(role: Role) -> None:
    cast = one_of_every_kind()
    held = cast.first.pillar
    user = member(role, cast.plan, held)
    request = asked_by(user)
    for kind in every_kind():
        page: Any = admin.site._registry.get(kind.model)
        rows = list(kind.model._default_manager.all())
        if page is None or not rows:
            continue
        seen = set(page.get_queryset(request))
        for row in rows:
            assert (row in seen) == reaches(user, kind.model, row), row
            may = page.has_change_permission(request, row)
            assert may == (not kind.is_of_records and is_allowed(user, "change", row)), row
            assert not page.has_delete_permission(request, row)
        assert {getattr(row, "pillar_id", None) for row in seen} <= {held.pk, None}
    assert set(in_reach(Milestone.objects.all(), user)) == {cast.first}
    assert set(in_reach(Assessment.objects.all(), user)) == set(Assessment.objects.filter(milestone=cast.first))


@pytest.mark.parametrize("role", list(Role))
def test_every_list_and_look_up_opens_on_what_is_in_reach_alone(role: Role) -> None:
    cast = one_of_every_kind()
    other = make.make_plan("other")
    make.make_milestone(other, "elsewhere", pillar="demilitarisation")
    client = logged_in(member(role, cast.plan, cast.first.pillar))
    for name in core_pages():
        assert client.get(f"/admin/milestones/{name}/").status_code == 200, name
    listed = client.get("/admin/milestones/milestone/").content.decode()
    assert re.findall(r"milestone/(\d+)/change", listed) == [str(cast.first.pk)]
    for row, status in ((cast.first, 200), (cast.second, 302)):
        assert client.get(f"/admin/milestones/milestone/{row.pk}/change/").status_code == status
    asked = {"app_label": "milestones", "model_name": "assessment", "field_name": "milestone"}
    told = client.get("/admin/autocomplete/", asked).json()["results"]
    assert [row["id"] for row in told] == [str(cast.first.pk)]
    across = {"app_label": "milestones", "model_name": "condition", "field_name": "milestone"}
    assert len(client.get("/admin/autocomplete/", across).json()["results"]) > 1


def test_a_member_of_a_pillar_sees_no_other_pillars_kinds() -> None:
    plan = make.make_plan()
    client = logged_in(member("contributor", plan, plan.pillars.get(slug="governance")))
    for app, status in (("governance", 200), ("reconstruction", 403), ("demilitarisation", 403)):
        for model in apps.get_app_config(app).get_models():
            if admin.site.is_registered(model):
                assert client.get(f"/admin/{app}/{model._meta.model_name}/").status_code == status


def test_a_contributor_adds_drafts_to_the_own_pillar_and_is_told_of_every_denial() -> None:
    cast = one_of_every_kind()
    user = member("contributor", cast.plan, cast.first.pillar)
    client, page = logged_in(user), "/admin/milestones/assessment/add/"
    assert served(client.get(page))["publication"] == ""  # as far as the role allows
    typed = {"milestone": cast.first.pk, "date": "2026-02-01", "level": 1, "verification": 1, "publication": "draft"}
    typed |= {"source": cast.source.pk}
    assert client.post(page, typed).status_code == 302
    assert Assessment.objects.filter(entered_by=user).count() == 1
    for wrong in ({"milestone": cast.second.pk}, {"publication": "published"}, {"verification": Grade.VERIFIED.value}):
        assert client.post(page, typed | wrong).status_code == 200, wrong
    assert Assessment.objects.filter(entered_by=user).count() == 1
    left_open = client.post(page, typed | {"publication": "", "date": "2026-02-02"}, follow=True)
    assert "1 is a draft until somebody publishes it." in left_open.content.decode()
    drafts = list(Assessment.objects.filter(entered_by=user))
    assert {draft.publication for draft in drafts} == {Publication.DRAFT}
    assert [known.key for known in Submission.objects.all()] == [drafts[-1].pk]
    root = make.make_user("root", is_staff=True, is_superuser=True)
    logged_in(root).post(page, typed | {"publication": "", "date": "2026-02-03"})
    assert Assessment.objects.get(entered_by=root).publication == Publication.PUBLISHED
    with capture_logs() as told:
        assert client.post(f"/admin/milestones/milestone/{cast.first.pk}/change/", {}).status_code == 403
        assert client.get("/admin/milestones/membership/").status_code == 403
        client.post(page, typed | {"publication": "published"})
    denied = [entry for entry in told if entry["event"] == "denied"]
    assert [entry["user"] for entry in denied] == [user.pk] * 3


def test_actions_are_those_of_the_role_and_of_the_row() -> None:
    cast = one_of_every_kind()
    user = member("verifier", cast.plan, cast.first.pillar)
    own = make.make_assessment(cast.first, entered_by=user, verification=Grade.REPORTED)
    others = make.make_assessment(cast.first, verification=Grade.REPORTED)
    client = logged_in(user)

    def offered(row: Any) -> set[str]:
        return set(dict(client.get(f"/admin/milestones/assessment/{row.pk}/change/").context["row_actions"]))

    assert offered(own) == {"retract_mistakes"}
    assert offered(others) == {"retract_mistakes", "raise_grades"}
    sent = {
        "action": "raise_grades",
        "_selected_action": [others.pk],
        "confirmed": "1",
        "grade": "3",
        "reason": "Seen.",
    }
    assert client.post("/admin/milestones/assessment/", sent).status_code == 302
    assert Assessment.objects.get(replaces=others).entered_by == user
    again = make.make_assessment(cast.first, verification=Grade.REPORTED)
    sent |= {"_selected_action": [again.pk], "_from_row": again.pk}
    answer = client.post("/admin/milestones/assessment/", sent)
    landed = Assessment.objects.get(replaces=again)
    assert answer.headers["Location"] == f"/admin/milestones/assessment/{landed.pk}/change/"
    publisher = logged_in(member("publisher", cast.plan, cast.first.pillar))
    draft = make.make_assessment(cast.first, publication="draft", verification=Grade.REPORTED)
    sent = {"action": "publish", "_selected_action": [draft.pk]}
    assert client.post("/admin/milestones/assessment/", sent, follow=True).status_code == 200
    assert Assessment.objects.get(pk=draft.pk).publication == "draft"
    assert publisher.post("/admin/milestones/assessment/", sent).status_code == 302
    assert Assessment.objects.get(pk=draft.pk).publication == "published"


def test_an_editor_changes_the_structure_of_the_own_pillar_with_its_lines() -> None:
    cast = one_of_every_kind()
    user = member("editor", cast.plan, cast.second.pillar)
    client = logged_in(user)
    page = f"/admin/milestones/gate/{cast.gate.pk}/change/"
    form = client.get(page)
    assert [one.opts.model._meta.model_name for one in form.context["inline_admin_formsets"]] == [
        "condition", "gatereading",
    ]  # fmt: skip
    assert client.get(f"/admin/milestones/assessment/{cast.assessment.pk}/change/").status_code == 302
    assert client.get("/admin/milestones/assessment/add/").status_code == 403
    assert client.get("/admin/milestones/observation/grid/").status_code == 403


def test_who_made_it_deletes_what_never_counted_and_nobody_what_did() -> None:
    cast = one_of_every_kind()
    take_up(cast.plan)
    user = member("administrator", cast.plan, name="maker")
    client, other = logged_in(user), logged_in(member("administrator", cast.plan, name="other"))
    own = make.make_assessment(cast.first, publication="draft", entered_by=user, verification=Grade.REPORTED)
    counted = make.make_assessment(cast.first, entered_by=user, verification=Grade.REPORTED)

    def delete(client: Any, row: Any) -> int:
        page = f"/admin/milestones/{row._meta.model_name}/{row.pk}/delete/"
        return int(client.post(page, {"post": "yes"}).status_code)

    assert delete(other, own) == 403
    assert delete(client, counted) == 403
    take_up(cast.plan)
    Assessment.objects.filter(pk=counted.pk).update(publication="draft")  # but it was seen at a revision
    assert delete(client, counted) == 403
    assert "deletelink" in client.get(f"/admin/milestones/assessment/{own.pk}/change/").content.decode()
    assert delete(client, own) == 302
    assert not Assessment.objects.filter(pk=own.pk).exists()

    told = {"slug": "memo", "title": {"en": "Memo"}, "publication": "draft"}
    for maker in (user, in_role("analyst")):  # by a membership, and by a group
        [made] = enter(KIND_OF[Source], [told], plan=cast.plan, user=maker, at=timezone.now()).rows
        assert delete(other, made) == 403
        take_up(cast.plan)
        assert delete(other, made) == 403
        assert delete(logged_in(maker), made) == 302
        assert not Source.objects.filter(pk=made.pk).exists()


def test_what_the_tracker_did_is_seen_by_who_holds_a_role_in_its_plan() -> None:
    cast = one_of_every_kind()
    take_up(cast.first)
    own, others = member("editor", cast.plan), member("editor", make.make_plan("third"), name="stranger")
    for kind, row in (
        ("statuschange", cast.change),
        ("revision", cast.plan.revisions.first()),
        ("planentry", PlanEntry.objects.filter(plan=cast.plan, kind="milestones.milestone").first()),
    ):
        page = f"/admin/milestones/{kind}/"
        assert logged_in(own).get(page).context["cl"].queryset.count() > 0, kind
        assert logged_in(own).get(f"{page}{row.pk}/change/").status_code == 200, kind
        assert logged_in(others).get(page).context["cl"].queryset.count() == 0, kind
        assert logged_in(others).get(f"{page}{row.pk}/change/").status_code == 302, kind
        assert logged_in(make.make_user(f"nobody-{kind}", is_staff=True)).get(page).status_code == 403, kind
