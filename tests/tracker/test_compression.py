"""Answers are packed by the application where no proxy does."""

import gzip

import pytest
from django.test import Client

from tests.tracker.test_settings import ask_settings


@pytest.mark.django_db
def test_a_page_is_packed_for_whoever_can_unpack_it() -> None:
    plain = Client().get("/method/")
    packed = Client().get("/method/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 3 < len(plain.content)
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.django_db
def test_the_length_of_a_packed_page_tells_nothing_of_what_is_in_it() -> None:
    """BREACH compares lengths: the same page has another at every turn."""
    client = Client(headers={"Accept-Encoding": "gzip"})
    assert len({len(client.get("/admin/login/").content) for _ in range(12)}) > 3


def test_behind_a_proxy_the_proxy_packs() -> None:
    asked = "'django.middleware.gzip.GZipMiddleware' in settings.MIDDLEWARE"
    alone, behind = (
        ask_settings(asked, SECRET_KEY="x" * 60, **proxies) for proxies in ({}, {"TRUSTED_PROXIES": "1"})
    )
    assert (alone.stdout.strip(), behind.stdout.strip()) == ("True", "False")
