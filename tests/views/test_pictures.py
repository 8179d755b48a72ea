"""Each picture of a page is to be had as a file that stands by itself, and may be shown in a frame, as a page may."""

import csv
import datetime as dt
import html
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.safestring import SafeString

from milestones.kinds.format import parse
from milestones.pages.blocks import Column, Table
from milestones.pages.blocks import table as table_of
from milestones.pages.page import Page
from milestones.pages.paging import table_as_csv
from milestones.services.loading import load_document
from milestones.state.keeping import bodies
from milestones.words import STATUS_MARKS
from tests import factories as make
from tests.admin.conftest import in_role, logged_in
from tests.views.test_page_size import PLANS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SVG = "{http://www.w3.org/2000/svg}"
PLAN = "/plans/gaza-phase-two/"
PILLARS = ["governance", "reconstruction", "demilitarisation", "ceasefire"]
SHAPES = [f"{SVG}{shape}" for shape in ("use", "path", "rect", "line")]


def policy(response: Any) -> str:
    return str(response.headers["Content-Security-Policy"])


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("page", "hues"),
    [
        ("", {"strip": "pillar-1", "waits-picture": "pillar-2", "timeline-wide": "pillar-3"}),
        ("graph/", {"graph-picture": "is-fulfilled"}),
        ("timeline/", {pillar: f"pillar-{hue}" for hue, pillar in enumerate(PILLARS, start=1)}),
        ("indicators/aid-trucks-per-day/", {"chart-aid-trucks-per-day": "pillar-2"}),
        ("areas/", {"by-area": "strip-waits"}),
        ("readings/", {"by-reading": "is-deadlocked"}),
        ("days/", {"film": "strip-done"}),
        ("levels/", {"by-pillar": "strip-open", "over-time": "strip-open"}),
        ("reconstruction/money/board-of-peace-2026/", {"money-board-of-peace-2026": "pillar-2"}),
        ("governance/bodies/ncag/", {"seats-ncag": "is-seat-filled"}),
    ],
)
def test_a_picture_stands_alone_with_signs_colours_source_day_and_licence(
    client: Client, page: str, hues: dict[str, str], language: str
) -> None:
    """`hues` has by its name a class that gives a part of the picture its colour."""
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    text = html.unescape(client.get(f"{PLAN}{page}?on=2026-09-30&lang={language}").content.decode())
    links = re.findall(r'<a href="([^"]*&picture=([\w-]+))" aria-label="[^"]+: SVG" download="([^"]*)"', text)
    assert [name for _query, name, _file in links] == list(hues)
    shared = re.findall(r'<details class="share">\s*<summary>(.*?)</summary>', text)
    assert len(set(shared)) == len(shared) >= len(links)
    for query, name, file in links:
        response = client.get(query)
        assert response.headers["Content-Type"] == "image/svg+xml"
        assert file == f"gaza-phase-two-2026-09-30-{name}.svg"
        picture = ElementTree.fromstring(response.content)
        told = "".join(text.text or "" for text in picture.iter(f"{SVG}text"))
        assert picture.findtext(f"{SVG}title")
        assert (picture.findtext(f"{SVG}title") or "?")[:20] in told
        assert f"{PLAN}{page}?on=2026-09-30&" in told.replace(" ", "")
        assert f"#{picture.get('id')}" in told.replace(" ", "")
        assert "CC-BY-4.0" in told
        assert any((text.text or "").startswith("http") for text in picture.iter(f"{SVG}text"))  # on lines of its own
        assert {part.get("overflow") for part in picture.iterfind(f".//{SVG}svg")} <= {"visible"}  # at the edge, words
        own = {part.get("id") for part in picture.iter()}
        assert all(use.get("href", "")[1:] in own for use in picture.iter(f"{SVG}use"))
        assert b"var(" not in response.content
        coloured = [part for part in picture.iter() if hues[name] in part.get("class", "").split()]
        assert any(shape.tag in SHAPES for part in coloured for shape in part.iter())
        assert re.search(rf"\.{hues[name]}\b[^{{}}]*\{{ color: #[0-9a-f]{{6}}; \}}", response.content.decode())
        for link in picture.iter(f"{SVG}a"):
            assert (link.get("href", "")[:4], link.get("target"), link.get("tabindex")) == ("http", "_top", None)
        assert f'id="{picture.get("id")}"' in text


def test_a_long_address_in_a_file_goes_on_behind_a_part_of_it(client: Client) -> None:
    make.make_milestone(make.make_plan(), "vote", due_on=dt.date(2026, 12, 1))
    ends = []
    for page, name in (("timeline/", "governance"), ("", "strip"), ("days/", "film")):
        drawn = ElementTree.fromstring(client.get(f"/plans/accord/{page}?on=2026-11-27&lang=en&picture={name}").content)
        lines = [text.text or "" for text in drawn.iter(f"{SVG}text")]
        begin = next(number for number, line in enumerate(lines) if line.startswith("http"))
        ends += lines[begin : next(number for number, line in enumerate(lines) if "#" in line)]
    assert ends
    assert all(line[-1] in "/?&" for line in ends)


def test_a_name_keeps_its_direction_in_a_file_of_another(client: Client) -> None:
    name = "Phase 2 (a)"
    make.make_milestone(make.make_plan(), "vote", name=name, due_on=dt.date(2026, 12, 1))
    body = client.get("/plans/accord/timeline/?on=2026-11-27&lang=ar").content.decode()
    (file,) = re.findall(r'<a href="([^"]*&amp;picture=[^"]*)" aria-label', body)
    picture = ElementTree.fromstring(client.get(html.unescape(file)).content)
    assert f"\u2066{name}\u2069" in [text.text for text in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("page", "name", "told"),
    [
        ("timeline/", "governance", ["said to be complete", "due", "mandate ends", "30 September 2026"]),
        ("reconstruction/money/board-of-peace-2026/", "money-board-of-peace-2026", ["0", "17 billion US dollars"]),
        ("governance/bodies/ncag/", "seats-ncag", ["filled", "vacant", "no public appointment"]),
    ],
)
def test_a_file_has_the_key_to_its_signs_and_the_scale_of_its_bars(
    client: Client, page: str, name: str, told: list[str]
) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    drawn = client.get(f"{PLAN}{page}?on=2026-09-30&lang=en&picture={name}").content
    texts = [(text.text or "").strip("\u2066\u2068\u2069") for text in ElementTree.fromstring(drawn).iter(f"{SVG}text")]
    assert set(told) <= set(texts)


def test_the_key_of_a_file_stands_apart_from_its_rows(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    drawn = client.get(f"{PLAN}governance/bodies/ncag/?lang=en&picture=seats-ncag").content
    texts = ElementTree.fromstring(drawn).iter(f"{SVG}text")
    places = {(text.text or "").strip("\u2066\u2068\u2069"): float(text.get("y", "0")) for text in texts}
    last = places["Seat 15"]
    assert places["filled, vetting passed"] - last > last - places["Seat 14"]


def test_a_picture_and_a_page_may_be_framed_where_they_say_so_and_nowhere_else(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    for query in ("?picture=graph-picture", "?embed=1"):
        for _answer in range(2):  # the second one is kept
            response = client.get(f"{PLAN}graph/{query}")
            assert response.status_code == 200
            assert "frame-ancestors *" in policy(response)
            assert "X-Frame-Options" not in response.headers
            assert b"<script" not in response.content
    for address in (f"{PLAN}graph/", f"{PLAN}pillars/governance/?embed=1", f"{PLAN}graph/?picture=another"):
        response = client.get(address)
        assert "frame-ancestors 'none'" in policy(response)
        assert response.headers["X-Frame-Options"] == "DENY"
    assert response.status_code == 404


@pytest.mark.parametrize("address", ["graph/?picture=graph-picture", "graph/?embed=1", "embed/glance/"])
def test_what_is_asked_for_again_may_be_framed_as_before(client: Client, address: str) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    tag = client.get(f"{PLAN}{address}").headers["ETag"]
    bodies.clear()  # as after a restart, or for want of room
    again = client.get(f"{PLAN}{address}", headers={"if-none-match": tag})
    assert "frame-ancestors *" in policy(again)
    assert "X-Frame-Options" not in again.headers


def test_a_preview_is_framed_nowhere_and_what_one_reader_sees_is_kept_for_no_other(db: None) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    analyst = logged_in(in_role("analyst"))
    for address in ("levels/?embed=1", "graph/?picture=graph-picture", "embed/glance/?"):
        preview = analyst.get(f"{PLAN}{address}&preview=1")
        assert "frame-ancestors 'none'" in policy(preview)
        assert preview.headers["X-Frame-Options"] == "DENY"
    assert "private" in analyst.get(f"{PLAN}levels/?table=1").headers["Cache-Control"]
    kept = analyst.get(f"{PLAN}levels/?table=1&preview=1").headers["Cache-Control"]
    assert {"private", "no-store"} <= set(kept.split(", "))


def test_a_share_is_as_wide_as_it_is_large_and_as_high_as_its_level(client: Client) -> None:
    plan = make.make_plan()
    for level in (3, 3, 1, None):
        milestone = make.make_milestone(plan)
        if level:
            make.make_assessment(milestone, level)
    page = client.get("/plans/accord/levels/?on=2026-11-27&lang=en").content.decode()
    bar = page[page.index('id="by-pillar-drawn"') :].split('class="bar shares"')[1].split("</svg>")[0]
    shares = re.findall(
        r'<rect x="([\d.]+)%" y="([\d.]+)%" width="([\d.]+)%" height="([\d.]+)%" class="strip-(level-\d|open)"', bar
    )
    assert [
        (kind, float(x), float(width), round(float(high))) for x, _y, width, high, kind in shares if float(width)
    ] == [("level-3", 0, 50, 100), ("level-1", 50, 25, 33), ("open", 75, 25, 100)]
    assert all(float(y) + float(high) == pytest.approx(100) for _x, y, _width, high, _kind in shares)
    assert page.count('<span class="inline-key">') == 4  # what each height means


def test_a_name_with_quotation_marks_is_pasted_whole(client: Client) -> None:
    plan = make.make_plan()
    make.make_position(make.make_actor(plan, "union", name_en='The "Union" & more'))
    first, second = (make.make_milestone(plan, slug, name_en=f'The {slug}\'s "vote" & more') for slug in "ab")
    make.make_condition(make.make_gate(first), milestone=second)
    make.make_condition(make.make_gate(second), milestone=first)
    name = 'The "Union" & more'
    assert titles_pasted(client, "actors/union/") == [*[f"Positions over time: {name}"] * 2, *[name] * 2]
    assert titles_pasted(client, "").count('Circle of waiting through “The a\'s "vote" & more”') == 2


def titles_pasted(client: Client, address: str) -> list[str | None]:
    """Of each frame that the page gives, its title as the page has it into which it is pasted."""
    page = html.unescape(client.get(f"/plans/accord/{address}?lang=en").content.decode())
    frames = re.findall(r"<iframe src=[^>]*></iframe>", page)
    return [ElementTree.fromstring(re.sub(r'src="[^"]*"', "", frame)).get("title") for frame in frames]


def test_what_stands_one_under_another_is_told_apart_in_csv() -> None:
    for cell in ("one<br />two", "<div>one</div><div>two</div>"):
        columns = [Column("A", lambda row: SafeString(row))]
        table = Table("", columns, table_of("", columns, [cell]).rows)
        assert table_as_csv(Page(heading="", blocks=[table], data=""), 1).splitlines() == ["A", "one; two"]


def test_the_picture_of_a_day_of_the_film_says_its_day(client: Client) -> None:
    load_document(parse((PLANS / "aceh-2005.yaml").read_bytes()).document)
    days = "/plans/aceh-2005/days/?frame=3&on=2006-01-05&lang=en"
    page = html.unescape(client.get(days).content.decode())
    day = re.findall(r"<output[^>]*>([^<]+)<", page)[0]
    assert day.endswith(" 2005")
    picture = ElementTree.fromstring(client.get(f"{days}&picture=film").content)
    title = f"How the milestones stand: {day}"
    assert picture.findtext(f"{SVG}title") == title
    assert title in [text.text for text in picture.iter(f"{SVG}text")]
    assert re.findall(r'picture=film" title="([^"]*)"', page) == [title, "How the milestones stand"]
    frames = re.findall(r'<iframe src="([^"]*)"', page)
    assert ["frame=3" in frame for frame in frames] == [True, False] * 2  # as it is now shown, and always as of today


def test_what_is_said_of_bars_is_the_last_of_their_figure(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    page = client.get(f"{PLAN}reconstruction/needs/?lang=en").content.decode()
    bars = page[page.index('<figure class="bars') :].partition("</figure>")[0]
    assert '<details class="share">' in bars
    assert bars.rstrip().endswith("</figcaption>")


@pytest.mark.parametrize("page", ["timeline", "days", "levels", "readings", "areas", "milestones"])
def test_a_page_gives_its_frame_pinned_and_live(client: Client, page: str) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    text = html.unescape(client.get(f"{PLAN}{page}/?reading=hamas&lang=en").content.decode())
    frames = re.findall(r'<iframe src="http://testserver([^"]*embed=1)"', text)
    assert all("reading=hamas" in frame for frame in frames)
    assert len(frames) == 2
    assert ["on=" in frame for frame in frames] == [True, False]
    for frame in frames:
        assert "frame-ancestors *" in policy(client.get(frame))


def test_a_table_is_to_be_had_as_csv_and_no_cell_is_a_formula(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    page = html.unescape(client.get(f"{PLAN}levels/?lang=en").content.decode())
    links = re.findall(r'href="(\?[^"]*&table=\d)"', page)
    assert len(links) == 2
    response = client.get(f"{PLAN}levels/{links[0]}")
    assert response.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert rows[0][:2] == ["Pillar", "not started"]
    assert all(cell in page for row in rows for cell in row)
    assert sum(int(row[-1]) for row in rows[1:-1]) == int(rows[-1][-1])
    assert client.get(f"{PLAN}levels/?table=9").status_code == 404
    assert client.get(f"{PLAN}levels/?table=x").status_code == 400
    assert client.get(f"{PLAN}milestones/?table=1").status_code == 404  # its CSV is that of the API
    (head, first, *_rest) = csv.reader(io.StringIO(client.get(f"{PLAN}timeline/?lang=en&table=1").content.decode()))
    assert (head, len(first)) == (["Milestone", "Dates"], 2)  # what is drawn is no text
    table = Table("", [Column("A", lambda row: row)], table_of("", [Column("A", lambda row: row)], ["=1+1"]).rows)
    assert table_as_csv(Page(heading="", blocks=[table], data=""), 1).splitlines() == ["A", "'=1+1"]


def test_the_csv_of_the_days_says_which_is_the_first(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    rows = list(csv.reader(io.StringIO(client.get(f"{PLAN}days/?lang=en&table=1").content.decode())))
    assert rows[-1][1] == "the first day shown"
    assert all(what for _day, what in rows)


def test_readings_are_put_in_the_order_of_one_of_them(client: Client) -> None:
    load_document(parse((PLANS / "gaza-phase-two.yaml").read_bytes()).document)
    page = html.unescape(client.get(f"{PLAN}readings/?lang=en").content.decode())
    orders = re.findall(r'<th scope="col"[^>]*><a href="(\?[^"]*ordering=([\w-]+))"', page)
    assert len(orders) == 6
    words = [str(mark.word) for mark in STATUS_MARKS.values()]
    for number, (query, _slug) in enumerate(orders, 1):
        rows = list(csv.reader(io.StringIO(client.get(f"{PLAN}readings/{query}&table=1").content.decode())))[1:]
        ranks = [words.index(row[number]) for row in rows]
        assert ranks == sorted(ranks)
        sorting = re.findall(
            r'<th scope="col"[^>]*aria-sort="ascending"', client.get(f"{PLAN}readings/{query}").content.decode()
        )
        assert len(sorting) == 1
    assert client.get(f"{PLAN}readings/?ordering=nobody").status_code == 400
