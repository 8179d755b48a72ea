"""Every question of docs/dashboard.md is answered at most three clicks from the page of a shipped plan."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from milestones.kinds.format import parse
from milestones.services.loading import load_document

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LINE = re.compile(r"^\| (?P<asked>[^|]+\?|[^|]+\.) \| (?P<steps>[^|]*?) ?\| (?P<words>[^|]+) \|$", re.M)
LINK = re.compile(r'href="([^"]+)"')
MOST_CLICKS = 3


def questions(heading: str) -> Iterator[tuple[str, list[str], str]]:
    text = (Path(settings.BASE_DIR) / "docs" / "dashboard.md").read_text()
    for line in LINE.finditer(text.split(f"# {heading}")[1].partition("\n## ")[0]):
        yield line["asked"], re.findall(r"`([^`]+)`", line["steps"]), line["words"]


def leads_to(link: str, step: str, at: str, plan: str) -> bool:
    """Whether a link of the page at `at` is the step: the same path and place, with what the step asks at least."""
    taken, meant = urlsplit(urljoin(at, link)), urlsplit(urljoin(plan, step))
    return (
        taken.path == meant.path
        and (not meant.fragment or taken.fragment == meant.fragment)
        and set(parse_qsl(meant.query)) <= set(parse_qsl(taken.query))
    )


@pytest.mark.parametrize(
    ("plan", "heading", "fewest"),
    [
        ("gaza-phase-two", "What readers ask, and where it is answered", 30),
        ("aceh-2005", "What readers ask of a finished plan", 10),
    ],
)
def test_each_question_is_answered_within_three_clicks(plan: str, heading: str, fewest: int) -> None:
    load_document(parse((Path(settings.BASE_DIR) / "plans" / f"{plan}.yaml").read_bytes()).document)
    client, asked = Client(headers={"accept-language": "en"}), list(questions(heading))
    assert len(asked) >= fewest
    assert not [missing for line in asked if (missing := missing_of(client, f"/plans/{plan}/", *line))]


def missing_of(client: Client, plan: str, question: str, steps: list[str], words: str) -> str:
    """What is missing on the way to an answer; empty for nothing."""
    assert len(steps) <= MOST_CLICKS, question
    address, body = plan, read(client, plan)
    for step in steps:
        links = [link for link in LINK.findall(body) if leads_to(link, step, address, plan)]
        if not links:
            return f"{question} no link from {address} to {step}"
        address = urljoin(address, links[0])
        body = read(client, address)
    return "" if words in body else f"{question} {address} does not say {words}"


def read(client: Client, address: str) -> str:
    response = client.get(address.partition("#")[0])
    assert response.status_code == 200, address
    return html.unescape(b"".join(response).decode())
