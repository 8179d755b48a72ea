"""Five wrong passwords lock a name at the address they came from, whatever stands in front and whoever forges."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

NEAREST = "10.0.0.9"
"""The nearest proxy of ours, or the client where there is none."""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def owner() -> None:
    get_user_model().objects.create_superuser("amal", password="a right one 4711")


def log_in(password: str, *, forwarded: str = "", remote: str = NEAREST) -> int:
    """Where the log-in ends: 302 inside, 200 at the form again, 429 locked out."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    answer = Client().post(
        reverse("admin:login"), {"username": "amal", "password": password}, headers=headers, REMOTE_ADDR=remote
    )
    return answer.status_code


def through(proxies: int, client: str, forged: str = "") -> dict[str, str]:
    """What a request from a client brings through so many proxies: each adds the address that it was asked from."""
    chain = [client, *(f"10.0.0.{number}" for number in range(1, proxies))]
    seen = [forged] if forged else []
    return {"forwarded": ", ".join([*seen, *chain] if proxies else seen), "remote": NEAREST if proxies else client}


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_forging_where_one_comes_from_does_not_help(settings: Any, proxies: int) -> None:
    settings.TRUSTED_PROXIES = proxies
    answers = [
        log_in("wrong", **through(proxies, "203.0.113.5", forged=f"198.51.100.{number}")) for number in range(20)
    ]
    assert answers[:4] == [200] * 4
    assert set(answers[5:]) == {429}
    assert log_in("a right one 4711", **through(proxies, "203.0.113.5", forged="192.0.2.77")) == 429


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_a_stranger_locks_nobody_else_out(settings: Any, proxies: int) -> None:
    settings.TRUSTED_PROXIES = proxies
    for number in range(6):
        log_in("wrong", **through(proxies, "203.0.113.5", forged="192.0.2.8" if number % 2 else ""))
    log_in("wrong", **through(proxies, "203.0.113.5", forged="192.0.2.8"))
    assert log_in("a right one 4711", **through(proxies, "192.0.2.8")) == 302


@pytest.mark.parametrize(
    "forwarded",
    ["", "unknown", "203.0.113.5:52110", "[2001:db8::5]:443", "2001:db8::5", "fe80::1%eth0", "a" * 300, ",,", "\x00"],
)
def test_an_address_that_is_none_still_locks(settings: Any, forwarded: str) -> None:
    settings.TRUSTED_PROXIES = 1
    answers = [log_in("wrong", forwarded=forwarded) for _number in range(8)]
    assert answers[:4] == [200] * 4
    assert set(answers[5:]) == {429}


@pytest.mark.parametrize("goal", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:alert(1)"])
def test_a_log_in_whose_goal_is_refused_ends_at_the_admin(goal: str) -> None:
    answer = Client().post(
        reverse("admin:login"), {"username": "amal", "password": "a right one 4711", "next": goal}, follow=True
    )
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, reverse("admin:index"))


def test_a_name_longer_than_any_is_a_wrong_one() -> None:
    answer = Client().post(reverse("admin:login"), {"username": "x" * 256, "password": "y"})
    assert answer.status_code == 200
