"""A plan of 3,000 milestones: every page of it stays light, and what one page does not hold, the next does."""

import html
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client

from milestones.kinds.format import parse
from milestones.services.loading import load_document
from tests.grown_plans import grown_plan

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MOST_BYTES = 300_000
PLAN = "/plans/grown/"
ASKED = ("graph/?pillar=governance", "graph/?focus=ncag-in-gaza", "milestones/?group=pillar", "readings/?page=2")
ALIKE = 3
"""Pages of one kind that are looked at, such as actors'; those right below the plan's own are all."""


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """The plan's pages by their addresses, as links lead to them, and some that are asked for."""
    waiting, seen, taken = [PLAN, *(f"{PLAN}{asked}" for asked in ASKED)], {PLAN}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, headers={"accept-language": "ar"})
        assert response.status_code == 200, address
        text = response.content.decode()
        yield address, text
        for linked in re.findall(rf'href="({PLAN}[^"?#]*/)[?#"]', text):
            above = linked.rstrip("/").rpartition("/")[0]
            if linked not in seen and (taken[above] < ALIKE or f"{above}/" == PLAN):
                seen.add(linked)
                taken[above] += 1
                waiting.append(linked)


def ungrouped(text: str) -> set[str]:
    """The numbers of more than three digits that a reader sees without a comma, years apart."""
    read = re.sub(r"<(script|style|pre)\b.*?</\1>|<[^>]*>", "|", text, flags=re.DOTALL)
    numbers = re.findall(r"(?<![\w.,:/%-])\d{4,}(?![\d-])", html.unescape(read))
    return {number for number in numbers if not 1900 <= int(number) <= 2100}


def test_no_page_of_a_plan_of_three_thousand_milestones_is_heavy(client: Client) -> None:
    plan = grown_plan(3000)
    load_document(parse(plan).document)
    weights, plain = {}, set[str]()
    for address, text in pages(client):
        weights[address] = len(text.encode())
        plain |= ungrouped(text)
    assert plain <= {*re.findall(r"\d{4,}", plan.decode())}  # such as a resolution's
    assert len(weights) > 40
    assert {address: weight for address, weight in weights.items() if weight > MOST_BYTES} == {}


def test_a_pillar_whose_strip_still_has_squares_leaves_its_rows_to_the_list(client: Client) -> None:
    load_document(parse(grown_plan(578)).document)
    body = client.get(f"{PLAN}pillars/demilitarisation/?lang=ar").content
    assert body.count(b'<a class="strip-') > 200
    assert len(body) <= MOST_BYTES


def test_a_long_table_is_turned_page_by_page_and_loses_no_row(client: Client) -> None:
    load_document(parse(grown_plan(1200)).document)
    listed: list[str] = []
    for number in range(1, 100):
        text = html.unescape(client.get(f"{PLAN}actors/hamas/?page={number}&lang=en").content.decode())
        owed = text.split("What it owes</h2>")[1].split("</table>")[0]
        listed += re.findall(r'<th scope="row"><a href="/plans/grown/milestones/([\w-]+)/', owed)
        if f"page={number + 1}" not in text:
            break
    counted = html.unescape(client.get(f"{PLAN}milestones/?responsible=hamas&lang=en").content.decode())
    assert number > 1
    assert f"{len(listed)} of " in counted
    assert len(set(listed)) == len(listed)
    assert f"page={number}" in text.split('class="cited-address"')[1][:300]  # the address to cite is of this page
