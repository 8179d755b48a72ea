"""The pages that set two points of a plan, and its areas, beside each other; on the plans that are shipped."""

import datetime as dt
import html
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.kinds.format import parse
from milestones.models import Milestone, Plan
from milestones.services.loading import load_document
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NOW = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)
ACEH, GAZA = "/plans/aceh-2005/compare/", "/plans/gaza-phase-two/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def client() -> Any:
    with time_machine.travel(NOW, tick=False):
        for name in ("aceh-2005", "gaza-phase-two"):
            content = (Path(settings.BASE_DIR) / "plans" / f"{name}.yaml").read_bytes()
            load_document(parse(content).document)
            recompute(Plan.objects.get(slug=name).pk, now=NOW)
        yield Client(headers={"accept-language": "en"})


def body_of(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def rows_of(body: str, section: str) -> list[str]:
    (found,) = re.findall(rf'<section id="{section}".*?</section>', body, flags=re.S)
    rows = re.findall(r"<tr>(.*?)</tr>", found.partition("<tbody>")[2], flags=re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]


def api(client: Client, plan: str, **query: str) -> Any:
    return client.get(f"/api/v1/plans/{plan}/compare/", query).json()


def test_two_days_differ_by_the_facts_and_statuses_that_the_api_tells(client: Client) -> None:
    body = body_of(client, ACEH, on="2005-12-31", from_on="2005-09-15")
    asked = api(client, "aceh-2005", from_on="2005-09-15", to_on="2005-12-31")
    flipped = [moved for moved in asked["milestones"] if moved["before"]["status"] != moved["after"]["status"]]
    rows = rows_of(body, "statuses")
    assert len(rows) == len(flipped) > 0
    assert f"added: {asked['fact_count']}" in body.lower()
    assert body.index('href="#statuses"') < body.index('id="facts"') < body.index('id="statuses"')
    assert all("became" in row for row in rows if "Level" in row)


def test_of_many_facts_a_reader_unfolds_those_of_a_pillar(client: Client) -> None:
    few, many = (
        body_of(client, GAZA + "compare/", on="2026-01-23", from_on=day) for day in ("2026-01-21", "2025-10-01")
    )
    folds = [re.findall(r"<details (open)?[^>]*>\s*<summary>([^<(]*) \((\d+)\)", body) for body in (few, many)]
    assert all(is_open for is_open, _name, _count in folds[0])
    assert not any(is_open for is_open, _name, _count in folds[1])
    assert [sum(int(count) for _open, _name, count in fold) for fold in folds] == [
        int(re.search(r"Added: (\d+)", body)[1]) for body in (few, many)
    ]


def test_a_status_says_what_moved_it_with_a_link(client: Client) -> None:
    body = body_of(client, GAZA + "compare/", from_reading="both-demands")
    (statuses,) = re.findall(r'<section id="statuses".*?</section>', body, flags=re.S)
    assert len(re.findall(r'href="[^"]*/milestones/', statuses)) > len(rows_of(body, "statuses")) > 0
    assert "The same facts hold at both." in body
    assert "not met became not asked for" in " ".join(rows_of(body, "statuses"))


def test_a_revision_is_compared_by_its_number(client: Client) -> None:
    assert "Nothing differs" in body_of(client, ACEH, from_revision="1")


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ({"from_revision": "99"}, "its last one is 1."),
        ({"from_reading": "nobody"}, "readings"),
        ({"from_on": "soon"}, "Give a day"),
        ({"from_known_at": "soon"}, "Give an instant"),
        ({"from_known_at": "2026-06-20T12:00Z", "from_revision": "1"}, "one of the two"),
    ],
)
def test_a_point_that_there_is_not_is_named(client: Client, query: dict[str, str], advice: str) -> None:
    response = client.get(ACEH, query)
    assert response.status_code == 400
    assert advice in html.unescape(response.content.decode())


def test_each_milestone_with_an_area_has_one_glyph_in_its_row(client: Client) -> None:
    body = body_of(client, GAZA + "areas/")
    table = body.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>.*?</tr>", table, flags=re.S)
    assert len(rows) == 14
    assert all(row.count("<use ") == 1 for row in rows)
    assert re.search(r"Milestones that name an area: 14 of \d+\.", body)
    assert body.count('<th scope="col"') == 3


def test_a_record_that_was_taken_back_begins_no_film(client: Client) -> None:
    milestone = Milestone.objects.get(plan__slug="aceh-2005", slug="handover-1")
    make.make_assessment(milestone, date=dt.date(1999, 9, 14), recorded_at=NOW, retracted_at=NOW)
    recompute(milestone.plan_id, now=NOW)
    assert "Days after 14 September 2005" in body_of(client, "/plans/aceh-2005/days/", on="2006-01-05")


def test_each_day_of_change_has_its_strip_and_what_changed(client: Client) -> None:
    body = body_of(client, "/plans/aceh-2005/days/", on="2006-01-05")
    runs = client.get("/api/v1/plans/aceh-2005/series/", {"from": "2005-09-14", "to": "2006-01-05"}).json()["runs"]
    days = sorted({run["from"] for run in runs})
    assert f"Days after 14 September 2005 on which a milestone came to stand otherwise: {len(days) - 1}." in body
    assert body.count("the first day shown") == 1
    linked = re.findall(r'<th scope="row"><a href="/plans/aceh-2005/days/\?[^"]*frame=(\d+)', body)
    assert linked == [str(number) for number in range(len(days), 0, -1)]
    for number, day in enumerate(days, 1):
        frame = body_of(client, "/plans/aceh-2005/days/", on="2006-01-05", frame=str(number))
        stood = client.get("/api/v1/plans/aceh-2005/evaluation/", {"on": day}).json()["milestones"].values()
        done = sum(verdict["status"] == "fulfilled" for verdict in stood)
        assert len(re.findall(r'<a class="strip-(?:done|announced)"', frame)) == done
        assert re.search(rf'href="/plans/aceh-2005/\?[^"]*on={day}', frame)
        assert f'value="{number}" list="film-days"' in frame
    told = re.search(r'data-milestones="([^"]*)" data-frames="([^"]*)"', body)
    assert told
    assert [len(frame) for frame in told[2].split()] == [len(told[1].split())] * len(days)


def test_a_day_of_the_film_past_the_last_is_the_last_and_no_number_is_refused(client: Client) -> None:
    last = body_of(client, "/plans/aceh-2005/days/", on="2006-01-05")
    past = body_of(client, "/plans/aceh-2005/days/", on="2006-01-05", frame="9999")
    assert past.partition('<div id="film-strip">')[2][:2000] == last.partition('<div id="film-strip">')[2][:2000]
    assert client.get("/plans/aceh-2005/days/", {"frame": "first"}).status_code == 400


def test_shares_by_level_add_up_to_the_milestones_that_are_pursued(client: Client) -> None:
    body = body_of(client, "/plans/aceh-2005/levels/", on="2006-01-05")
    verdicts = client.get("/api/v1/plans/aceh-2005/evaluation/", {"on": "2006-01-05"}).json()["milestones"].values()
    levels = [verdict["level"]["low"] for verdict in verdicts if verdict["status"] != "withdrawn"]
    complete = sum(level in (3, "complete") for level in levels)
    assert f"Complete: {complete} of {len(levels)}." in body
    share = f"{complete} ({round(100 * complete / len(levels))}%)"
    assert share in body.partition("Over time")[0]
    assert share in body.partition("Over time")[2]
    # Where it is read from the right the count comes first, too: it has no direction of its own.
    assert f">{share}</td>" in body_of(client, "/plans/aceh-2005/levels/", on="2006-01-05", lang="ar")


def test_what_differs_tells_the_reason_of_a_retraction_in_the_readers_language_alone(client: Client) -> None:
    asked = {"from": "2026-11-20T00:00:00Z"}
    body = body_of(client, f"{GAZA}changes/", **asked)
    assert "Reason of the retraction: " in body
    assert "Reason of the retraction, in" not in body
    arabic = re.sub("<[^>]*>", "", body_of(client, f"{GAZA}changes/", lang="ar", **asked))
    assert "سبب السحب: وُجدت" in html.unescape(arabic)


def test_a_plan_without_areas_has_no_page_of_them(client: Client) -> None:
    assert client.get("/plans/aceh-2005/areas/").status_code == 404
    assert "/plans/aceh-2005/areas/" not in client.get("/plans/aceh-2005/").content.decode()
    assert "/plans/aceh-2005/areas/" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_speak_each_language_and_ask_few_queries(client: Client, language: str) -> None:
    for address, query in (
        (ACEH, {"from_on": "2005-09-15"}),
        (GAZA + "areas/", {}),
        (GAZA + "days/", {}),
        (GAZA + "levels/", {}),
    ):
        client.get(address, {**query, "lang": language})
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address, {**query, "lang": language}).status_code == 200
        assert len(asked) <= 4
