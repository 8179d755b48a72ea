"""Tokens are issued, seen and revoked by whose they are; an administrator sees everybody's, and gives roles."""

import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from knox.models import AuthToken

from milestones import notation
from milestones.models import Invitation, Membership, TokenGrant
from milestones.services.rights import does_more_than_add
from milestones.services.tokens import read_scope
from tests import factories as make
from tests.admin.conftest import in_role, logged_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/milestones/tokengrant/"
TYPED = {"name": "Notebook", "words": "read write:accord/governance", "days": "30"}


def issued(client: Client, **typed: str) -> str:
    """The token that the page showed."""
    answer = client.post(f"{PAGE}add/", TYPED | typed, follow=True)
    [shown] = re.findall(r"shown only now: ([0-9a-f]+)", answer.content.decode())
    return shown


def test_an_analyst_issues_sees_and_revokes_his_own(analyst: Any, superuser: Any) -> None:
    make.make_plan()
    client = logged_in(analyst)
    token = issued(client)
    [grant] = TokenGrant.objects.all()
    assert (grant.token.user, grant.scope) == (analyst, ["read", "write:accord/governance"])
    assert token not in str(AuthToken.objects.values())
    api = Client(headers={"Authorization": f"Token {token}"})
    assert api.get("/api/v1/plans/").status_code == 200
    grant.refresh_from_db()
    assert grant.last_used_at is not None
    page = client.get(f"{PAGE}{grant.pk}/change/").content.decode()
    assert "Notebook" in page
    assert token not in page
    assert notation.instant(grant.token.expiry) in page
    other = logged_in(make.make_user("other", is_staff=True))
    assert other.get(f"{PAGE}{grant.pk}/change/").status_code == 302
    assert "Notebook" not in other.get(PAGE).content.decode()
    assert "Notebook" in logged_in(superuser).get(PAGE).content.decode()
    asked = client.get(f"{PAGE}{grant.pk}/delete/").content.decode()
    assert ">Revoke</a>" in page
    assert ">Delete</a>" not in page
    assert "<h1>Revoke this token?</h1>" in re.sub(r"\s*\n\s*", "", asked)
    assert client.post(f"{PAGE}{grant.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not AuthToken.objects.exists()
    assert api.get("/api/v1/plans/").status_code == 401


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "everything"},
        {"words": "write:nowhere"},
        {"days": "0"},
        {"days": "4000"},
        {"name": ""},
        {"name": "a\r\nb"},
    ],
)
def test_what_cannot_be_issued_is_told_in_the_form(analyst: Any, typed: dict[str, str]) -> None:
    make.make_plan()
    answer = logged_in(analyst).post(f"{PAGE}add/", TYPED | typed)
    assert (answer.status_code, len(answer.context["adminform"].form.errors)) == (200, 1)
    assert not TokenGrant.objects.exists()


def test_an_administrator_issues_for_another_and_nobody_else_does(analyst: Any, superuser: Any) -> None:
    make.make_plan()
    issued(logged_in(superuser), account=str(analyst.pk))
    assert TokenGrant.objects.get().token.user == analyst
    issued(logged_in(analyst), account=str(superuser.pk))
    assert [grant.token.user for grant in TokenGrant.objects.all()] == [analyst, analyst]


def test_an_account_has_so_many_tokens_and_no_more(analyst: Any) -> None:
    make.make_plan()
    for _ in range(10):
        AuthToken.objects.create(user=analyst)
    answer = logged_in(analyst).post(f"{PAGE}add/", TYPED)
    assert "at most 10 tokens" in answer.content.decode()


def test_what_is_refused_is_said_in_the_readers_language(analyst: Any) -> None:
    told = {"en": "none of them reaches this", "ar": 'dir="rtl"', "he": 'dir="rtl"'}
    for language, words in told.items():
        refused = logged_in(analyst).get("/admin/milestones/membership/", headers={"Accept-Language": language})
        assert (refused.status_code, "403 Forbidden" in refused.content.decode()) == (403, False)
        assert words in refused.content.decode()
    client = Client(enforce_csrf_checks=True)
    refused = client.post("/admin/login/", {"username": "a", "password": "b"})
    assert (refused.status_code, "load the page again" in refused.content.decode()) == (403, True)


def test_roles_are_given_by_administrators_alone(analyst: Any, superuser: Any) -> None:
    plan, other = make.make_plan(), make.make_plan("other")
    page = "/admin/milestones/membership/"
    assert logged_in(analyst).get(page).status_code == 403
    client = logged_in(superuser)
    typed = {"user": analyst.pk, "role": "contributor", "plan": plan.pk}
    assert client.post(f"{page}add/", typed | {"pillar": other.pillars.first().pk}).status_code == 200
    assert not Membership.objects.exists()
    assert client.post(f"{page}add/", typed | {"pillar": plan.pillars.first().pk}).status_code == 302
    assert client.get(page).status_code == 200


def test_the_command_issues_a_token(superuser: Any) -> None:
    make.make_plan()
    shown = StringIO()
    call_command("issue_token", "root", "--scope", "read", "write:accord", "--expires", "7", stdout=shown)
    api = Client(headers={"Authorization": f"Token {shown.getvalue().strip()}"})
    assert api.get("/api/v1/plans/").status_code == 200
    assert TokenGrant.objects.get().scope == ["read", "write:accord"]
    for wrong in (["nobody"], ["root", "--scope", "all"], ["root", "--expires", "0"], ["root", "--expires", "999"]):
        with pytest.raises(CommandError):
            call_command("issue_token", *wrong)


def test_a_scope_without_words_reads() -> None:
    assert read_scope([]).words == {"read"}


def invited(client: Client, plan: Any, **typed: str) -> str:
    """The path of the link that was shown for somebody new."""
    sent = {"invited": "nour", "email": "", "role": "contributor", "plan": plan.pk} | typed
    answer = client.post("/admin/milestones/membership/add/", sent, follow=True)
    [link] = re.findall(r"http://testserver(/admin/invitation/[^<]+)", answer.content.decode())
    return link


def test_an_invited_sets_a_password_by_a_link_that_is_good_for_once(superuser: Any, settings: Any) -> None:
    plan, client = make.make_plan(), logged_in(superuser)
    link = invited(client, plan, pillar=plan.pillars.first().pk)
    user = Membership.objects.get().user
    assert (user.username, user.is_staff, user.is_superuser, user.has_usable_password()) == ("nour", True, False, False)
    assert list(Invitation.objects.values_list("account", "by")) == [(user.pk, superuser.pk)]
    guest = Client()
    page = guest.get(link, follow=True)
    typed = {"new_password1": "quiet harbour 22", "new_password2": "quiet harbour 22"}
    assert guest.post(page.request["PATH_INFO"], typed).headers["Location"] == "/admin/login/"
    assert guest.post("/admin/login/", {"username": "nour", "password": "quiet harbour 22"}).status_code == 302
    assert guest.get("/admin/").status_code == 200
    again = Client()
    told = again.get(link, follow=True).content.decode()
    assert ("new_password1" in told, "ask who invited you for a new link" in told) == (False, True)
    sent = {"action": "invite_again", "_selected_action": [Membership.objects.get().pk]}
    assert "has a password already" in client.post("/admin/milestones/membership/", sent, follow=True).content.decode()


def test_an_invitation_ends_after_some_days_and_is_made_anew(superuser: Any, settings: Any) -> None:
    plan, client = make.make_plan(), logged_in(superuser)
    link = invited(client, plan)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert b"new_password1" not in Client().get(link, follow=True).content
    settings.PASSWORD_RESET_TIMEOUT = 60
    sent = {"action": "invite_again", "_selected_action": [Membership.objects.get().pk]}
    assert "/admin/invitation/" in client.post("/admin/milestones/membership/", sent, follow=True).content.decode()


def test_an_invitation_is_mailed_where_there_is_mail(superuser: Any, settings: Any, mailoutbox: list[Any]) -> None:
    plan, client = make.make_plan(), logged_in(superuser)
    invited(client, plan, email="nour@example.org")
    assert mailoutbox == []
    settings.SENDS_MAIL = True
    link = invited(client, plan, invited="samir", email="samir@example.org")
    assert [(mail.to, link in mail.body) for mail in mailoutbox] == [(["samir@example.org"], True)]


@pytest.mark.parametrize("typed", [{"invited": ""}, {"invited": "root"}, {"invited": "no such/name"}, {"user": "1"}])
def test_an_invitation_names_somebody_new(superuser: Any, typed: dict[str, str]) -> None:
    plan = make.make_plan()
    typed = typed if "user" not in typed else {"user": str(superuser.pk)}
    sent = {"invited": "nour", "role": "contributor", "plan": plan.pk} | typed
    assert logged_in(superuser).post("/admin/milestones/membership/add/", sent).status_code == 200
    assert not Membership.objects.exists()


def refused_at(answer: Any, field: str) -> str:
    """What the form says at this field and nowhere else."""
    assert (answer.status_code, [*answer.context["adminform"].form.errors]) == (200, [field])
    return " ".join(answer.context["adminform"].form.errors[field])


def test_a_role_that_may_not_be_given_loses_nothing_that_was_typed() -> None:
    """An administrator of one plan, who empties the plan: the role would be held everywhere."""
    giver, plan, other = make.make_user("giver", is_staff=True), make.make_plan(), make.make_user("other")
    Membership.objects.create(user=giver, role="administrator", plan=plan)
    held, client = Membership.objects.create(user=other, role="viewer", plan=plan), logged_in(giver)
    for page, typed in (("add/", {"invited": "nour", "email": "nour@example.org"}), (f"{held.pk}/change/", {})):
        sent = {"user": "" if typed else other.pk, "role": "verifier", "plan": ""} | typed
        answer = client.post(f"/admin/milestones/membership/{page}", sent)
        assert "Nobody gives more" in refused_at(answer, "plan")
        form = answer.context["adminform"].form
        assert form["role"].value() == "verifier"
        assert all(form[name].value() == value for name, value in typed.items())
        assert not answer.context["adminform"].readonly_fields
    held.refresh_from_db()
    assert (held.role, held.plan) == ("viewer", plan)


def test_nobody_but_a_superuser_makes_administrators_or_gives_himself_a_role() -> None:
    giver = make.make_user("giver", permissions=("add_membership", "view_membership"), is_staff=True)
    plan, other, client = make.make_plan(), make.make_user("other"), logged_in(giver)
    for user, role in ((giver, "verifier"), (other, "administrator")):
        sent = {"user": user.pk, "role": role, "plan": plan.pk}
        assert "Nobody gives more" in refused_at(
            client.post("/admin/milestones/membership/add/", sent), "user" if user == giver else "plan"
        )
    assert not Membership.objects.exists()
    client.post("/admin/milestones/membership/add/", {"user": other.pk, "role": "verifier", "plan": plan.pk})
    assert Membership.objects.get().user == other


def test_mail_that_cannot_be_sent_undoes_no_invitation(superuser: Any, settings: Any) -> None:
    settings.SENDS_MAIL, settings.EMAIL_PORT, settings.EMAIL_HOST = True, 1, "127.0.0.1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert invited(logged_in(superuser), make.make_plan(), email="nour@example.org")
    assert Membership.objects.get().user.username == "nour"


def test_an_account_that_was_closed_meanwhile_sets_no_password(superuser: Any) -> None:
    link = invited(logged_in(superuser), make.make_plan())
    get_user_model().objects.filter(username="nour").update(is_active=False)
    assert b"new_password1" not in Client().get(link, follow=True).content


def test_a_name_that_looks_like_another_is_told_in_the_form(superuser: Any) -> None:
    make.make_user("b_mgr")
    sent = {"invited": "b_\uff4dgr", "role": "contributor", "plan": make.make_plan().pk}
    assert logged_in(superuser).post("/admin/milestones/membership/add/", sent).status_code == 200
    assert not Membership.objects.exists()


def test_a_scope_tells_nobody_of_a_plan_that_is_hidden(analyst: Any) -> None:
    viewer = make.make_user("viewer", is_staff=True)
    Membership.objects.create(user=viewer, role="viewer")
    make.make_plan("hidden", publication="draft")
    answers = [
        logged_in(viewer)
        .post(f"{PAGE}add/", TYPED | {"words": f"write:{plan}"})
        .content.decode()
        .count("names no plan")
        for plan in ("hidden", "none")
    ]
    assert answers[0] == answers[1] > 0


def test_an_administrator_by_role_gives_what_is_held_there_and_no_more() -> None:
    plan, elsewhere, other = make.make_plan(), make.make_plan("elsewhere"), make.make_user("other")
    giver, page = make.make_user("giver", is_staff=True), "/admin/milestones/membership/"
    Membership.objects.create(user=giver, role="administrator", plan=plan)
    everywhere = Membership.objects.create(user=other, role="viewer")
    client = logged_in(giver)
    for typed in (
        {"user": giver.pk, "role": "verifier", "plan": plan.pk},
        {"user": other.pk, "role": "contributor", "plan": elsewhere.pk},
        {"user": other.pk, "role": "contributor"},
    ):
        at = "user" if typed["user"] == giver.pk else "plan"
        assert "Nobody gives more" in refused_at(client.post(f"{page}add/", typed), at), typed
    assert Membership.objects.count() == 2
    client.post("/admin/plan/", {"plan": plan.pk})
    offered = client.get(f"{page}add/").context["adminform"].form["plan"].value()
    assert offered == plan.pk  # for without a plan the role is held everywhere
    link = invited(client, plan, role="administrator", pillar=plan.pillars.first().pk)
    assert b"new_password1" in Client().get(link, follow=True).content
    held = Membership.objects.get(user__username="nour")
    listed = client.get(page).context["cl"].queryset
    assert {row.user.username for row in listed} == {"giver", "nour"}
    assert client.get(f"{page}{everywhere.pk}/change/").status_code == 302  # it is not there
    # Who holds more elsewhere is given no link: it would be a way into that.
    again = {"action": "invite_again", "_selected_action": [held.pk]}
    assert "/admin/invitation/" in client.post(page, again, follow=True).content.decode()
    Membership.objects.create(user=held.user, role="administrator", plan=elsewhere)
    assert "/admin/invitation/" not in client.post(page, again, follow=True).content.decode()
    assert client.post(f"{page}{held.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Membership.objects.filter(pk=held.pk).exists()


def test_an_administrator_by_group_gives_as_one_by_membership_everywhere() -> None:
    plan, giver, page = make.make_plan(), in_role("administrator"), "/admin/milestones/membership/"
    client = logged_in(giver)
    link = invited(client, plan, role="administrator")
    assert b"new_password1" in Client().get(link, follow=True).content
    assert client.get(page).context["cl"].queryset.count() == 1
    assert refused_at(client.post(f"{page}add/", {"user": giver.pk, "role": "verifier", "plan": plan.pk}), "user")
    for role in ("analyst", "publisher"):
        assert logged_in(in_role(role)).get(f"{page}add/").status_code == 403


def test_who_may_give_roles_and_nothing_else_gives_none() -> None:
    giver = make.make_user("giver", permissions=("give_roles",), is_staff=True)
    plan, page, client = make.make_plan(), "/admin/milestones/membership/", logged_in(giver)
    for role in ("viewer", "verifier", "administrator"):
        sent = {"invited": "nour", "role": role, "plan": plan.pk}
        assert refused_at(client.post(f"{page}add/", sent), "plan")
    assert not get_user_model().objects.filter(username="nour").exists()
    Membership.objects.create(user=giver, role="viewer", plan=plan)
    assert b"new_password1" in Client().get(invited(logged_in(giver), plan, role="viewer"), follow=True).content
    assert does_more_than_add(get_user_model().objects.get(pk=giver.pk))


def test_an_administrator_by_role_is_told_of_no_plan_that_is_hidden() -> None:
    plan, hidden, giver = make.make_plan(), make.make_plan("hidden", publication="draft"), make.make_user("giver")
    get_user_model().objects.update(is_staff=True)
    Membership.objects.create(user=giver, role="administrator", plan=plan)
    make.make_plan("third")
    type(hidden).objects.filter(pk=hidden.pk).update(name_en="Secret talks")
    hidden.pillars.update(name_en="Secret pillar")
    page = "/admin/milestones/membership/"
    for address in (page, f"{page}add/"):
        assert "Secret" not in logged_in(giver).get(address).content.decode()
    held = Membership.objects.create(user=make.make_user("other"), role="viewer", plan=hidden)
    clerk = make.make_user("clerk", permissions=("change_membership", "view_membership"), is_staff=True)
    assert logged_in(clerk).get(f"{page}{held.pk}/change/").status_code == 302  # whose form would not name the plan
    held = Membership.objects.create(user=held.user, role="viewer", plan=plan)
    assert logged_in(clerk).get(f"{page}{held.pk}/change/").status_code == 200
    assert logged_in(clerk).post(f"{page}{held.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_invitation_ends_when_the_account_is_given_more(superuser: Any) -> None:
    plan, client = make.make_plan(), logged_in(superuser)
    link = invited(client, plan)
    held = Membership.objects.get()
    assert b"new_password1" in Client().get(link, follow=True).content
    for give in (
        lambda: Membership.objects.create(user=held.user, role="administrator"),
        lambda: held.user.groups.create(name="clerks"),
        lambda: get_user_model().objects.filter(pk=held.user.pk).update(is_superuser=True),
    ):
        give()
        assert b"new_password1" not in Client().get(link, follow=True).content
        sent = {"action": "invite_again", "_selected_action": [held.pk]}
        shown = client.post("/admin/milestones/membership/", sent, follow=True).content.decode()
        [link] = re.findall(r"http://testserver(/admin/invitation/[^<]+)", shown)
        assert b"new_password1" in Client().get(link, follow=True).content


def test_who_types_a_password_of_another_is_kept_as_who_invited_is(superuser: Any) -> None:
    client, page, kept = logged_in(superuser), "/admin/auth/user/", Invitation.objects.values_list("account", "by")
    typed = {"password1": "quiet harbour 22", "password2": "quiet harbour 22"}
    client.post(f"{page}add/", {"username": "nour", "usable_password": "false"})
    nour = get_user_model().objects.get(username="nour")
    assert list(kept.all()) == []
    client.post(f"{page}{nour.pk}/password/", typed | {"password2": "another", "usable_password": "true"})
    assert list(kept.all()) == []
    client.post(f"{page}{nour.pk}/password/", typed | {"usable_password": "true", "set-password": "1"})
    assert list(kept.all()) == [(nour.pk, superuser.pk)]
    client.post(f"{page}{superuser.pk}/password/", typed | {"usable_password": "true", "set-password": "1"})
    assert kept.count() == 1
    client.post(f"{page}add/", typed | {"username": "samir", "usable_password": "true"})
    assert set(kept.all()) == {
        (nour.pk, superuser.pk),
        (get_user_model().objects.get(username="samir").pk, superuser.pk),
    }
