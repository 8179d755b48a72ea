"""A second factor: got on a page of the admin, asked for at the log-in, required of who does more than add."""

import re
from base64 import b32decode
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from milestones.models import Membership
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE, INSIDE, PASSWORD = "/admin/second-factor/", "/admin/", "a right one 4711"


@pytest.fixture
def owner() -> Any:
    return get_user_model().objects.create_superuser("amal", password=PASSWORD)


def code_of(user: Any, *, steps: int = 0) -> str:
    """What the app shows; some steps of half a minute later."""
    totp = TOTP(TOTPDevice.objects.get(user=user).bin_key)
    totp.time = totp.time + steps * 30
    return f"{totp.token():06}"


def code_for(offered: Any) -> str:
    """What an app makes of the secret on a page."""
    secret = offered.context["secret"].replace(" ", "")
    return f"{TOTP(b32decode(secret + '=' * (-len(secret) % 8))).token():06}"


def log_in(code: str = "", password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    sent = {"username": "amal", "password": password, "code": code}
    return client, client.post("/admin/login/", sent).status_code


def enrolled(user: Any) -> tuple[Client, list[str]]:
    """A session that got a second factor, and the recovery codes that it was shown."""
    client = Client()
    client.force_login(user)
    offered = client.get(PAGE)
    page = offered.content.decode()
    picture = page.partition('class="qr"')[2].partition("</svg>")[0]
    assert "<path" in picture
    assert "style=" not in picture
    told = client.post(PAGE, {"code": code_for(offered)}).context
    assert told["is_verified"]
    return client, told["codes"]


def test_a_code_is_asked_for_once_there_is_a_second_factor(owner: Any) -> None:
    assert log_in()[1] == 302
    _client, codes = enrolled(owner)
    assert len(set(codes)) == 10
    assert log_in()[1] == 200
    assert log_in("000000")[1] == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert log_in(code_of(owner))[1] == 200  # used up by the enrolment
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert log_in(code_of(owner, steps=1))[1] == 302
    assert log_in(codes[0])[1] == 302
    assert log_in(codes[0])[1] == 200


def test_wrong_codes_lock_out_as_wrong_passwords_do(owner: Any) -> None:
    enrolled(owner)
    assert [log_in("000000")[1] for _ in range(5)][-1] == 429
    assert log_in(code_of(owner, steps=1))[1] == 429


def test_codes_are_renewed_and_the_factor_is_left(owner: Any) -> None:
    client, old = enrolled(owner)
    new = client.post(PAGE, {"renew": "yes"}).context["codes"]
    assert not set(new) & set(old)
    assert log_in(old[0])[1] == 200
    stranger = Client()
    stranger.force_login(owner)  # who has shown no code
    stranger.post(PAGE, {"remove": "yes"})
    assert TOTPDevice.objects.filter(user=owner, confirmed=True).exists()
    client.post(PAGE, {"remove": "yes"})
    assert log_in()[1] == 302


@pytest.mark.parametrize(
    ("role", "is_asked"),
    [("viewer", False), ("contributor", False), ("verifier", True), ("editor", True), ("publisher", True),
     ("administrator", True)],
)  # fmt: skip
def test_it_is_required_of_who_does_more_than_add(settings: Any, role: str, is_asked: bool) -> None:
    user = make.make_user(is_staff=True)
    Membership.objects.create(user=user, role=role, plan=make.make_plan())
    client = Client()
    client.force_login(user)
    assert client.get(INSIDE).status_code == 200
    settings.REQUIRE_SECOND_FACTOR = True
    answer = client.get(INSIDE)
    assert (answer.status_code, answer.headers.get("Location")) == ((302, PAGE) if is_asked else (200, None))
    assert client.post("/api/v1/milestones/?plan=accord", {}).status_code == (401 if is_asked else 403)
    assert client.get("/plans/accord/").status_code == 200


def test_who_enrols_comes_in(settings: Any, owner: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client, _codes = enrolled(owner)
    assert client.get(INSIDE).status_code == 200
    other = Client()
    other.force_login(owner)
    assert other.get(INSIDE).headers["Location"] == PAGE
    assert 'class="qr"' not in other.get(PAGE).content.decode()
    assert not re.search("[A-Z2-7]{4} [A-Z2-7]{4}", other.get(PAGE).content.decode())


def test_an_administrator_of_the_machine_lets_in_who_lost_all(owner: Any) -> None:
    enrolled(owner)
    shown = StringIO()
    call_command("addstatictoken", "amal", stdout=shown)
    assert log_in(shown.getvalue().strip())[1] == 302


def test_a_secret_that_another_session_saw_opens_nothing(owner: Any) -> None:
    thief = Client()
    thief.force_login(owner)
    seen = thief.get(PAGE)
    assert thief.get(PAGE).context["secret"] == seen.context["secret"]
    client, _codes = enrolled(owner)
    assert log_in(code_for(seen))[1] == 200
    assert thief.get(INSIDE).status_code == 302  # its session ended with the enrolment
    assert client.get(INSIDE).status_code == 200


@pytest.mark.parametrize("code", ["\0abc", "'", "١٢٣٤٥٦"])
def test_a_code_that_is_none_is_told_as_wrong(owner: Any, code: str) -> None:
    client, _codes = enrolled(owner)
    assert client.post(PAGE, {"code": code}).status_code == 200
    assert log_in(code)[1] == 200


def test_who_gives_roles_needs_a_second_factor_too(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    giver = make.make_user("giver", permissions=("add_membership",), is_staff=True)
    client = Client()
    client.force_login(giver)
    assert client.get(INSIDE).headers["Location"] == PAGE
