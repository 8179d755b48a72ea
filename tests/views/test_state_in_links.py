"""The day, the reading and the instant that a reader chose travel with every link inside a plan."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from milestones.kinds.format import parse
from milestones.services.loading import load_document
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PLAN = "/plans/gaza-phase-two/"
CHOSEN = {"on": "2026-06-01", "reading": "both-demands", "known_at": "2026-09-01T00:00Z"}


def links(body: str) -> list[str]:
    """Where the page leads, apart from what chooses another language, reading or moment."""
    body = re.sub(r'<nav class="language-switch".*?</nav>|<a class="state-back"[^>]*>', "", body, flags=re.S)
    return [found.replace("&amp;", "&") for found in re.findall(r'<a [^>]*?href="([^"]*)"', body)]


def is_feed(address: str) -> bool:
    """Whether it is the address of a feed or a calendar, which tells whatever comes to those who subscribed."""
    return urlsplit(address).path.endswith((".atom", ".ics"))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "pillars/reconstruction/",
        "milestones/ncag-in-gaza/",
        "reconstruction/needs/",
        "demilitarisation/pullbacks/",
        "changes/",
        "corrections/",
        "milestones/",
        "indicators/",
        "indicators/aid-trucks-per-day/",
        "unsettled/",
        "readings/",
        "what-if/",
        "graph/?focus=ncag-in-gaza",
    ],
)
def test_every_link_inside_a_plan_keeps_day_reading_and_instant(address: str) -> None:
    load_document(parse((Path(settings.BASE_DIR) / "plans" / "gaza-phase-two.yaml").read_bytes()).document)
    make.make_milestone(make.make_plan("other"), "vote")  # so that there is a menu of plans
    body = Client().get(PLAN + address, {**CHOSEN, "lang": "en"}).content.decode()
    line = body.split('class="state-line is-elsewhere"')[1].split("<form")[0]
    assert "With the demands of both sides at once" in line
    assert "1 Jun 2026" in line
    assert "as known at 1 September 2026" in line
    within = [found for found in links(body) if found.startswith((PLAN, "?")) and not is_feed(found)]
    assert len(within) > 5
    assert f"{PLAN}?" in body.split('class="menu "')[1].split("</nav>")[0]
    (other,) = re.findall(r'href="(/plans/other/[^"]*)"', body)
    assert "on=2026-06-01" in other
    assert "reading" not in other  # that is a plan's own
    of_all = 'href="/plans/?on=2026-06-01&amp;known_at=2026-09-01T00%3A00Z&amp;lang=en"'
    assert (of_all in body) == bool(address)  # nothing stands above the plan's own page
    for found in within:
        kept = {name: values[0] for name, values in parse_qs(urlsplit(found).query).items()}
        for name in ("focus", "pillar", "picture", "table", "ordering", "embed", "from"):  # where it leads
            kept.pop(name, None)
        kept["known_at"] = kept["known_at"].replace("00:00:00Z", "00:00Z")  # the same instant, to the second
        if found.startswith("?"):  # the same page under another reading
            kept |= {"reading": CHOSEN["reading"]}
        kept.pop("assume", None)  # what the page that it leads to is asked
        assert kept == {**CHOSEN, "lang": "en"}, found


def test_the_records_that_a_page_offers_are_those_up_to_its_day_and_instant() -> None:
    load_document(parse((Path(settings.BASE_DIR) / "plans" / "gaza-phase-two.yaml").read_bytes()).document)
    then, now = {"on": "2026-06-01"}, {"on": "2026-11-27"}
    counts: dict[str, list[int]] = {}
    for address in (
        "actors/hamas/",
        "indicators/aid-trucks-per-day/",
        "money/",
        "reconstruction/money/board-of-peace-2026/",
        "reconstruction/needs/",
        "governance/bodies/ncag/",
        "demilitarisation/pullbacks/",
        "demilitarisation/tallies/",
    ):
        counts[address] = []
        for chosen in (then, now, {**now, "known_at": "2026-11-25T00:00Z"}):
            body = Client().get(PLAN + address, {**chosen, "lang": "en"}).content.decode()
            (data,) = [link for link in links(body) if link.startswith("/api/") and link.endswith("&format=csv")]
            answer = Client().get(data.removesuffix("&format=csv"))
            assert answer.status_code == 200, data
            assert all(row["date"] <= chosen["on"] for row in answer.json()["results"])
            counts[address].append(answer.json()["count"])
    assert all(max(counted) == counted[1] for counted in counts.values()), counts
    assert all(any(counted[place] < counted[1] for counted in counts.values()) for place in (0, 2)), counts


def test_links_carry_only_what_differs_from_the_default() -> None:
    plan = make.make_plan()
    make.make_milestone(plan, "vote")
    make.make_reading(plan, "text")
    client = Client()
    (today,) = re.findall(r'<time datetime="([^"]+)"', client.get("/plans/accord/").content.decode())[:1]
    body = client.get("/plans/accord/", {"on": today, "reading": "text", "known_at": ""}).content.decode()
    within = [found for found in links(body) if found.startswith("/plans/accord/") and not is_feed(found)]
    assert within
    pinned = ("/plans/accord/?on=", "/plans/accord/embed/")  # what is cited, and files
    assert not [found for found in within if "?" in found and not found.startswith(pinned)]
    assert 'class="state-line"' in body  # as for those who choose nothing
    assert f"?on={today}&amp;reading=text&amp;lang=" in body  # the address to cite is complete


def test_another_moment_is_marked_and_leads_back_to_today() -> None:
    make.make_milestone(make.make_plan(), "vote")
    body = Client().get("/plans/accord/", {"on": "2026-01-05", "lang": "en"}).content.decode()
    assert 'class="state-line is-elsewhere"' in body
    assert '<a class="state-back" href="/plans/accord/?lang=en">Back to today</a>' in body
