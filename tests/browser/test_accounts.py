"""Accounts in a real browser, from right to left: a second factor is got and asked for; who is invited comes in."""

import re
from base64 import b32decode
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP

from tests.browser.conftest import Visitor
from tests.browser.test_every_page import AXE, FIND

pytestmark = pytest.mark.browser
PASSWORD, WIDTHS = "a right one 4711", (1280, 390)


def faults_of(page: Any, visitor: Visitor) -> Any:
    """What axe finds, and what the console complained of before axe itself gave it cause to."""
    complaints = list(visitor.complaints)
    page.evaluate(AXE + ";0")
    faults = page.evaluate(FIND)
    visitor.complaints.clear()
    return [*complaints, *faults]


@pytest.fixture(scope="module")
def owners(site: str, django_db_blocker: Any) -> dict[int, str]:
    """The names of accounts, one a width; made outside of any test's transaction, in which the site would see none."""
    with django_db_blocker.unblock():
        return {width: User.objects.create_superuser(f"owner-{width}", password=PASSWORD).username for width in WIDTHS}


@pytest.fixture(scope="module")
def inviter(site: str, django_db_blocker: Any) -> str:
    """The session of an administrator."""
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(User.objects.create_superuser("inviter"))
        return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("width", WIDTHS)
def test_a_second_factor_is_got_and_asked_for_in_arabic(visitor: Visitor, owners: dict[int, str], width: int) -> None:
    page = visitor.open("/admin/login/?lang=ar", width=width)

    def log_in(code: str = "") -> None:
        page.fill("#id_username", owners[width])
        page.fill("#id_password", PASSWORD)
        page.fill("#id_code", code)
        page.click("#login-form input[type=submit]")

    assert page.get_attribute("html", "dir") == "rtl"
    assert faults_of(page, visitor) == []
    log_in()
    page.goto(visitor.site + "/admin/second-factor/?lang=ar")
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.locator(".qr svg path").count() > 0
    assert faults_of(page, visitor) == []
    totp = TOTP(b32decode(page.inner_text("#secret").replace(" ", "")))
    page.fill("#code", f"{totp.token():06}")
    page.click("#second-factor-form input[type=submit]")
    page.locator(".recovery-codes code").nth(9).wait_for()
    codes = [re.sub(r"\s", "", code) for code in page.locator(".recovery-codes code").all_inner_texts()]
    assert len(codes) == 10
    assert faults_of(page, visitor) == []
    page.click("#logout-form button")
    page.goto(visitor.site + "/admin/login/?lang=ar")
    log_in()
    page.locator(".errornote").wait_for()
    log_in(codes[0])
    assert page.url.rstrip("/").endswith("/admin")
    assert visitor.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_who_is_invited_sets_a_password_in_arabic(visitor: Visitor, inviter: str, width: int) -> None:
    page = visitor.open("/admin/login/?lang=ar", width=width)
    cookies = {settings.SESSION_COOKIE_NAME: inviter, settings.LANGUAGE_COOKIE_NAME: "ar"}
    page.context.add_cookies([{"name": name, "value": value, "url": visitor.site} for name, value in cookies.items()])
    page.goto(visitor.site + "/admin/milestones/membership/add/")
    assert page.get_attribute("html", "dir") == "rtl"
    assert faults_of(page, visitor) == []
    page.fill("#id_invited", f"guest-{width}")
    page.select_option("#id_role", "contributor")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.dblclick("input[name=_save]")  # as some do everywhere
    link = page.inner_text(".messagelist code")
    assert len(sent) == 1
    guest = visitor.open("/admin/login/?lang=ar", width=width)
    guest.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "ar", "url": visitor.site}])
    guest.goto(link)
    assert guest.get_attribute("html", "dir") == "rtl"
    assert faults_of(guest, visitor) == []
    for number in (1, 2):
        guest.fill(f"#id_new_password{number}", PASSWORD)
    guest.click("#content form input[type=submit]")
    guest.fill("#id_username", f"guest-{width}")
    guest.fill("#id_password", PASSWORD)
    guest.click("#login-form input[type=submit]")
    assert guest.url.rstrip("/").endswith("/admin")
    assert visitor.complaints == []
