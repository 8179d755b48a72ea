"""A source has a page with each thing in the plan that rests on it, and leads back to what it is of."""

import html
import re

import pytest
from django.test import Client

from milestones.kinds.format import parse
from milestones.services.loading import load_document
from tests.views.test_page_size import PLANS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PLAN = "/plans/gaza-phase-two/"


def test_a_source_tells_every_row_that_rests_on_it_and_leads_there(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    listed = html.unescape(client.get(f"{PLAN}sources/?lang=en").content.decode())
    told = re.search(rf'href="{PLAN}sources/plan-20/[^"]*">(?:<bdi[^>]*>)?([^<]*)<', listed)
    assert told
    page = html.unescape(client.get(f"{PLAN}sources/plan-20/?lang=en").content.decode())
    for what, count in re.findall(r"([^:·]+): (\d+)", told[1]):
        section = re.split(rf"<summary>{what.strip()} \({count}\)</summary>", page)[1].split("</details>")[0]
        assert section.count('<th scope="row">') == int(count)
    assert f'href="{PLAN}text/?lang=en#plan-20-3"' in page
    assert re.search(rf'<th scope="row"><a href="{PLAN}milestones/[\w-]+/', page)
    # Stacked on a phone, what is entered stands below its name and is not headed anew in each row.
    entered = 'data-label="What is entered">'
    assert page.count(entered) == page.count(f'{entered}<div class="unheaded">') > 50
    assert client.get(f"{PLAN}sources/nothing/").status_code == 404


def test_a_source_tells_each_row_once_and_in_words(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)

    def rows(address: str) -> list[list[str]]:
        page = html.unescape(client.get(f"{PLAN}sources/{address}lang=en").content.decode())
        cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)]
        return [[re.sub(r"<[^>]+>", " ", cell).strip() for cell in row] for row in cells]

    of_text = rows("plan-20/?")
    assert any(
        "Due: 3 days after “Israel's approval of the first phase announced” is complete" in " ".join(row)
        for row in of_text
    )
    assert any(row[0].endswith("what must come first before its start") for row in of_text)
    assert any(row[0] == "29 Sep 2025" and "complete" in row for row in of_text)
    for name, *said in of_text:
        assert not [words for words in said if f"Name: {name} " in words or ": yes" in words]
    counted = rows("shafaq-aid/?")
    assert [row for row in counted if row[0] == "21 Jan 2026"]
    assert not [row for row in rows("shafaq-aid/?on=2026-01-20&") if row[0] == "21 Jan 2026"]
    # Whose rows follow each other goes by a case's slug, which nobody reads: kind and day tell it.
    corrections = client.get(f"{PLAN}corrections/?lang=en").content.decode()
    assert re.search(r"Happened on: 31 January 2026 · Kind: movement of forces", corrections)
    assert "line-markers-2026-01" not in f"{corrections}{rows('bbc-verify-markers/?')}"


def test_an_actor_shows_its_positions_over_time(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    page = client.get(f"{PLAN}actors/hamas/?lang=en").content.decode()
    picture = page.split('id="positions-drawn"')[1].split("</svg>")[0]
    rows = page.split('id="positions-drawn"')[1].split("</table>")[0]
    assert picture.count("<circle") == rows.count('<th scope="row">') - rows.count("is-retracted")
