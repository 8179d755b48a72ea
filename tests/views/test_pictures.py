"""Each picture of a page is to be had as a file that stands by itself, and may be shown in a frame, as a page may."""

import html
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from milestones.kinds.format import parse
from milestones.services.loading import load_document
from tests.views.test_page_size import PLANS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SVG = "{http://www.w3.org/2000/svg}"
PLAN = "/plans/gaza-phase-two/"


def policy(response: Any) -> str:
    return str(response.headers["Content-Security-Policy"])


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("page", ["", "graph/", "indicators/aid-trucks-per-day/"])
def test_a_picture_stands_alone_with_signs_colours_source_day_and_licence(
    client: Client, page: str, language: str
) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    text = html.unescape(client.get(f"{PLAN}{page}?on=2026-09-30&lang={language}").content.decode())
    links = re.findall(r'<a href="(\?[^"]*&picture=([\w-]+))" download="([^"]*)"', text)
    assert links
    for query, name, file in links:
        response = client.get(f"{PLAN}{page}{query}")
        assert response.headers["Content-Type"] == "image/svg+xml"
        assert file == f"gaza-phase-two-2026-09-30-{name}.svg"
        picture = ElementTree.fromstring(response.content)
        told = "".join(text.text or "" for text in picture.iter(f"{SVG}text"))
        assert (picture.findtext(f"{SVG}title") or "?")[:20] in told
        assert "on=2026-09-30" in told
        assert f"#{name}-drawn" in told
        assert "CC-BY-4.0" in told
        own = {part.get("id") for part in picture.iter()}
        assert all(use.get("href", "")[1:] in own for use in picture.iter(f"{SVG}use"))
        assert b"var(" not in response.content
        assert all(link.get("href", "").startswith("http") for link in picture.iter(f"{SVG}a"))
        assert f'id="{name}-drawn"' in text


def test_a_picture_and_a_page_may_be_framed_where_they_say_so_and_nowhere_else(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    for query in ("?picture=graph-picture", "?embed=1"):
        for _answer in range(2):  # the second one is kept
            response = client.get(f"{PLAN}graph/{query}")
            assert response.status_code == 200
            assert "frame-ancestors *" in policy(response)
            assert "X-Frame-Options" not in response.headers
            assert b"<script" not in response.content
    for address in (f"{PLAN}graph/", f"{PLAN}milestones/?embed=1", f"{PLAN}graph/?picture=another"):
        response = client.get(address)
        assert "frame-ancestors 'none'" in policy(response)
        assert response.headers["X-Frame-Options"] == "DENY"
    assert response.status_code == 404


@pytest.mark.parametrize("page", ["timeline", "days", "levels", "readings", "areas"])
def test_a_page_gives_its_frame_pinned_and_live(client: Client, page: str) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    text = html.unescape(client.get(f"{PLAN}{page}/?lang=en").content.decode())
    frames = re.findall(r'<iframe src="http://testserver([^"]*embed=1)"', text)
    assert len(frames) == 2
    assert ["on=" in frame for frame in frames] == [True, False]
    for frame in frames:
        assert "frame-ancestors *" in policy(client.get(frame))
