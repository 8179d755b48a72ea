"""Local accounts for trying the site out."""

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _developers_machine(settings: Settings) -> None:
    settings.DEBUG = True


def make_demo_accounts() -> str:
    out = StringIO()
    call_command("make_demo_accounts", stdout=out)
    return out.getvalue()


def shown_passwords(said: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) +password: (\S+)", said, flags=re.MULTILINE))


def test_both_can_log_in_with_the_password_that_was_shown() -> None:
    passwords = shown_passwords(make_demo_accounts())
    assert passwords.keys() == {"admin", "analyst"}
    for username, password in passwords.items():
        account = authenticate(HttpRequest(), username=username, password=password)
        assert account is not None
        assert account.is_staff


def test_passwords_differ_and_are_long() -> None:
    passwords = set(shown_passwords(make_demo_accounts()).values())
    assert len(passwords) == 2
    assert min(map(len, passwords)) >= 16


def test_the_analyst_edits_plans_and_not_accounts() -> None:
    make_demo_accounts()
    analyst = get_user_model().objects.get(username="analyst")
    assert analyst.has_perms(["milestones.change_milestone", "milestones.add_assessment"])
    assert not analyst.has_perm("auth.change_user")
    assert not analyst.is_superuser


def test_accounts_that_exist_keep_their_passwords() -> None:
    first = shown_passwords(make_demo_accounts())
    again = make_demo_accounts()
    assert shown_passwords(again) == {}
    assert "manage.py changepassword admin" in again
    assert authenticate(HttpRequest(), username="admin", password=first["admin"]) is not None


def test_production_is_refused(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        make_demo_accounts()
    assert not get_user_model().objects.exists()
