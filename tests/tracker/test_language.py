"""In which language a request is answered."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from tracker.language import LanguageMiddleware


@pytest.fixture(autouse=True)
def _language_of_the_process_comes_back() -> None:
    with translation.override("en"):
        yield


def answer(address: str, *, cookie: str = "", accept: str = "") -> HttpResponse:
    """Send a request through the middleware to a view that says its language."""
    request = RequestFactory().get(address, headers={"Accept-Language": accept} if accept else {})
    if cookie:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    return LanguageMiddleware(lambda inner: HttpResponse(inner.LANGUAGE_CODE))(request)


@pytest.mark.parametrize(
    ("address", "cookie", "accept", "expected"),
    [
        ("/", "", "", "en"),
        ("/", "", "he-IL,he;q=0.9,en;q=0.5", "he"),
        ("/", "ar", "he", "ar"),
        ("/?lang=he", "ar", "en", "he"),
        ("/?lang=ar-PS", "", "", "ar"),
        ("/?lang=fr", "ar", "", "ar"),
        ("/?lang=", "", "he", "he"),
        ("/?lang=../../etc", "", "", "en"),
    ],
)
def test_the_address_is_asked_first_then_the_cookie_then_the_browser(
    address: str, cookie: str, accept: str, expected: str
) -> None:
    found = answer(address, cookie=cookie, accept=accept)
    assert found.content.decode() == expected
    assert found.headers["Content-Language"] == expected


def test_a_pinned_page_is_the_same_for_everyone_and_caches_may_know_it() -> None:
    assert "Vary" not in answer("/?lang=ar", cookie="he").headers
    assert answer("/").headers["Vary"] == "Accept-Language, Cookie"


def test_a_language_does_not_outlive_its_request() -> None:
    answer("/?lang=ar")
    assert answer("/").content.decode() == "en"
