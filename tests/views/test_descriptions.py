"""Every public page says in its head what it says first, for those who find it by a search or share it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from milestones.kinds.format import parse
from milestones.services.loading import load_document

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LINK = re.compile(r'<a [^>]*?href="(/[^"#?]*)')


def test_a_page_of_every_kind_has_a_description() -> None:
    load_document(parse((Path(settings.BASE_DIR) / "plans" / "gaza-phase-two.yaml").read_bytes()).document)
    bodies: dict[str, str] = {}
    waiting = ["/", "/plans/"]
    while waiting:
        address = waiting.pop()
        found = resolve(address)
        part = found.kwargs.get("kind") or (found.view_name == "pillar-page" and found.kwargs["slug"])
        name = f"{found.view_name} {part or ''}".strip()
        if name in bodies or address.startswith("/api/") or name == "embedded":
            continue  # what is shown in a frame describes itself to nobody
        response = Client().get(address, {"lang": "en"})
        if not response.headers["Content-Type"].startswith("text/html"):
            continue  # a feed or a calendar
        bodies[name] = response.content.decode()
        waiting += LINK.findall(bodies[name])
    assert {"reconstruction-needs", "reconstruction-donor", "demilitarisation-record incidents"} <= bodies.keys()
    for name, body in bodies.items():
        (said,) = re.findall(r'<meta name="description" content="([^"]*)"', body) or [""]
        assert said, name
        assert not re.search("&lt;|<", said), name
        assert f'<meta property="og:description" content="{said}"' in body
