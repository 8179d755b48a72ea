"""Answers are packed by the application where no proxy does."""

import gzip

import brotli
import pytest
from django.test import Client

from milestones.packing import packing_for
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
    asked = "'tracker.compression.GzipWhereLiked' in settings.MIDDLEWARE"
    alone, behind = (ask_settings(asked, SECRET_KEY="x" * 60, **proxies) for proxies in ({}, {"TRUSTED_PROXIES": "1"}))
    assert (alone.stdout.strip(), behind.stdout.strip()) == ("True", "False")


@pytest.mark.parametrize(
    ("accepted", "packing"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("gzip;q=0", None),
        ("GZIP ; q=1.0", "gzip"),
        ("*", "br"),
        ("*;q=0.2, br;q=0", "gzip"),
        ("identity, gzip;q=0.5", None),
        ("br;q=x", None),
        ("deflate", None),
    ],
)
def test_a_reader_is_given_the_packing_that_he_likes_best(accepted: str, packing: str | None) -> None:
    assert packing_for(accepted) == packing


@pytest.mark.django_db
def test_what_is_kept_is_packed_with_brotli_and_what_may_hold_a_secret_is_not() -> None:
    plain = Client().get("/plans/")
    packed = Client().get("/plans/", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
    form = Client().get("/admin/login/", headers={"Accept-Encoding": "gzip, br"})
    assert form.headers["Content-Encoding"] == "gzip"


@pytest.mark.django_db
def test_the_contract_is_packed_once() -> None:
    plain = Client().get("/api/v1/schema/")
    for packing, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        first, again = (Client().get("/api/v1/schema/", headers={"Accept-Encoding": packing}) for _ in range(2))
        assert (first.headers["Content-Encoding"], first.content) == (packing, again.content)
        assert unpack(first.content) == plain.content
        held = Client().get("/api/v1/schema/", headers={"If-None-Match": first.headers["ETag"]})
        assert held.status_code == 304


@pytest.mark.django_db
def test_who_refuses_a_packing_is_not_given_it() -> None:
    refusing = Client(headers={"Accept-Encoding": "gzip;q=0, br;q=0"})
    for path in ("/plans/", "/admin/login/", "/api/v1/status/"):
        answer = refusing.get(path)
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" in answer.headers["Vary"]
