"""The panel and the record pages: what they say, to whom, in which language, at what cost."""

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.contingency.scales import Grade
from milestones.models import Plan
from milestones.pages.blocks import Section
from milestones.selectors.records import Viewpoint
from milestones.state import state_for
from milestones.state.keeping import keeper
from pillars.demilitarisation.pages import panel
from pillars.demilitarisation.pages.columns import SHOWN
from pillars.demilitarisation.pages.records import stage_section
from pillars.demilitarisation.selectors import StageFacts, stage_facts
from tests import factories as make
from tests.pillars.demilitarisation import cast as demil

PLANS = Path(__file__).resolve().parents[3] / "plans"
PILLAR = "/plans/accord/pillars/demilitarisation/?on=2026-03-05"
KIND_PAGES = [f"/plans/accord/demilitarisation/{kind.slug}/?on=2026-03-05" for kind in SHOWN]

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def text_of(response: Any) -> str:
    body = re.sub(r"<(script|style|title|desc)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def get(address: str, language: str = "en", user: Any = None) -> Any:
    client = Client(headers={"accept-language": language})
    if user is not None:
        client.force_login(user)
    return client.get(address)


def stages_of(plan: Plan, on: dt.date) -> StageFacts:
    return stage_facts(Viewpoint(state_for(plan), on))


def tables_of(plan: Plan, on: dt.date) -> list[Any]:
    return [
        section.blocks[0]
        for section in panel(Viewpoint(state_for(plan), on))
        if isinstance(section, Section) and "stages" not in section.slug
    ]


@pytest.mark.parametrize("language", ["en", "ar", "he"])
@pytest.mark.parametrize("address", [PILLAR, *KIND_PAGES])
def test_every_page_opens_in_every_language(address: str, language: str, everything: SimpleNamespace) -> None:
    response = get(f"{address}&lang={language}", language)
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
    assert 'style="' not in response.content.decode()


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.slug)
def test_each_record_has_a_page_with_its_source_and_clock(kind: Any, everything: SimpleNamespace) -> None:
    record = kind.model.objects.filter(plan=everything.plan).first()
    shown = text_of(get(f"/plans/accord/demilitarisation/{kind.slug}/{record.pk}/?on=2026-03-05"))
    assert "1 March 2026, 00:00 UTC" in shown
    assert record.source.title in shown


@pytest.mark.parametrize(
    "address",
    [
        "/plans/nowhere/demilitarisation/tallies/",
        "/plans/accord/demilitarisation/guns/",
        "/plans/accord/demilitarisation/tallies/999999/",
    ],
)
def test_what_is_not_there_is_not_found(address: str, everything: SimpleNamespace) -> None:
    assert get(address).status_code == 404


def test_a_day_that_cannot_be_read_is_refused(everything: SimpleNamespace) -> None:
    assert get("/plans/accord/demilitarisation/tallies/?on=soon").status_code == 400


def test_the_panel_sets_the_counts_of_each_stage_beside_its_target(everything: SimpleNamespace) -> None:
    part = stages_of(everything.plan, dt.date(2026, 3, 5))
    (row,) = part.stages
    assert (row.target, row.handed_in, row.accepted) == (210, 222, 166)
    assert {part.series[slug]: count for slug, count in row.through.items()} == {"monitors": 166, "army": 122}
    assert row.disputed == "44, by party"
    assert part.deciding == "monitors"
    shown = text_of(get(PILLAR))
    assert "210 222 166" in shown
    assert "44, by party" in shown


def test_what_only_some_counts_accept_is_hatched(everything: SimpleNamespace) -> None:
    page = get("/plans/accord/demilitarisation/tallies/?on=2026-03-05").content.decode()
    (found,) = re.findall(r'<rect x="([\d.]+)%" y="0" width="([\d.]+)%" height="100%" class="bar-said"', page)
    assert float(found[0]) == pytest.approx(100 * 122 / 210, abs=0.05)
    assert float(found[1]) == pytest.approx(100 * (166 - 122) / 210, abs=0.05)
    file = get("/plans/accord/demilitarisation/tallies/?on=2026-03-05&picture=stages").content
    assert b"<title>Accepted against target, by stage</title>" in file
    assert b"bar-said" in file


def test_one_count_alone_has_nothing_hatched(plan: Plan) -> None:
    demil.make_tally(plan, 5, scope="stage", phase=make.make_phase(plan, "stage-1"))
    (section,) = stage_section(Viewpoint(state_for(plan), make.DAY))
    assert all("bar-said" not in drawn for _label, _words, drawn in section.blocks[0].drawn)


def test_a_plan_without_records_says_so_and_has_no_picture(plan: Plan) -> None:
    assert not list(stage_section(Viewpoint(state_for(plan), make.DAY)))
    assert not tables_of(plan, make.DAY)
    (nothing,) = panel(Viewpoint(state_for(plan), make.DAY))
    assert all(str(kind.title) in str(nothing.words) for kind in SHOWN)


def test_restricted_records_are_shown_to_the_cleared_alone(plan: Plan) -> None:
    hidden = demil.make_incident(plan, "hidden-case", publication="restricted")
    address = "/plans/accord/demilitarisation/incidents/?on=2026-03-05"
    link = f"/incidents/{hidden.pk}/"
    assert link not in get(address).content.decode()
    assert link in get(address, user=make.make_restricted_reader()).content.decode()


def test_an_earlier_day_shows_what_was_there_then(everything: SimpleNamespace) -> None:
    earlier = dt.date(2026, 2, 1)
    assert not tables_of(everything.plan, earlier)
    assert not stages_of(everything.plan, earlier).stages


def test_acehs_panel_shows_the_44_that_were_missing_and_who_disputed() -> None:
    call_command("load_plan", str(PLANS / "aceh-2005.yaml"), verbosity=0)
    plan = Plan.objects.get(slug="aceh-2005")
    short = stages_of(plan, dt.date(2005, 11, 21))
    assert [row.accepted for row in short.stages] == [243, 233, 166, None]
    part = stages_of(plan, dt.date(2006, 1, 5))
    assert [(row.target, row.accepted) for row in part.stages] == [(210, 243), (210, 233), (210, 222), (210, 142)]
    assert [row.through_target for row in part.stages] == [210, 420, 630, 840]
    amm = [next(iter(row.through.values())) for row in part.stages]
    assert amm == [243, 476, 698, 840]
    assert "Government of Indonesia" in part.stages[1].disputed
    assert (
        "bar-said" in Client().get("/plans/aceh-2005/pillars/demilitarisation/", {"on": "2006-01-05"}).content.decode()
    )


def _spread(plan: Plan, count: int) -> None:
    for number in range(count):
        stage = make.make_phase(plan, f"stage-{number + 10}")
        demil.make_tally(plan, number, scope="stage", phase=stage)
        demil.make_total(plan, number + 1, phase=stage)
        demil.make_inspection(plan, area=make.make_area(plan))
        demil.make_incident(plan, f"case-{number}")
        demil.make_line_claim(plan)
        demil.make_pullback(plan)


@pytest.mark.parametrize("reader", ["public", "cleared", "analyst"])
@pytest.mark.parametrize("address", [PILLAR, *KIND_PAGES, "/api/v1/demilitarisation/tallies/"])
def test_more_records_take_no_more_queries(reader: str, address: str, everything: SimpleNamespace) -> None:
    users = {"public": None, "cleared": make.make_restricted_reader(), "analyst": make.make_analyst()}
    get(address, user=users[reader])
    keeper.clear()
    with CaptureQueriesContext(connection) as few:
        assert get(address, user=users[reader]).status_code == 200
    _spread(everything.plan, 6)
    keeper.clear()
    with CaptureQueriesContext(connection) as many:
        assert get(address, user=users[reader]).status_code == 200
    assert len(many) == len(few)


def strip(page: str) -> list[tuple[str, str]]:
    """The circles of the picture over time: their kind and where they stand along it."""
    drawing = page[page.index('class="level-history') :]
    return re.findall(r'<circle cx="([\d.]+)"[^>]*class="([\w -]+)"', drawing[: drawing.index("</svg>")])


def test_records_of_a_kind_are_drawn_over_time_and_mirrored(plan: Plan) -> None:
    demil.make_line_claim(plan, 50)
    demil.make_line_claim(plan, 60, date=make.DAY + dt.timedelta(days=4), verification=Grade.DISPUTED)
    address = "/plans/accord/demilitarisation/line-claims/"
    assert strip(Client().get(address).content.decode()) == [("124", "chart-dot"), ("326", "chart-dot is-claim")]
    mirrored = Client().get(address, {"lang": "ar"}).content.decode()
    assert strip(mirrored) == [("216", "chart-dot"), ("14", "chart-dot is-claim")]


def test_a_records_page_rings_it_among_the_others(plan: Plan) -> None:
    first = demil.make_pullback(plan)
    alone = Client().get(f"/plans/accord/demilitarisation/pullbacks/{first.pk}/").content.decode()
    assert "Beside the others" not in alone
    demil.make_pullback(plan, date=make.DAY + dt.timedelta(days=4))
    page = Client().get(f"/plans/accord/demilitarisation/pullbacks/{first.pk}/").content.decode()
    assert [kind for _, kind in strip(page)] == ["chart-dot", "chart-line", "chart-dot"]
    assert strip(page)[1][0] == "124"


def test_of_a_case_only_the_newest_word_is_drawn(plan: Plan) -> None:
    demil.make_incident(plan, finding="open")
    demil.make_incident(plan, finding="inconclusive", date=make.DAY + dt.timedelta(days=4), happened_on=make.DAY)
    page = Client().get("/plans/accord/demilitarisation/incidents/").content.decode()
    assert len(strip(page)) == 1
    assert ">inconclusive</text>" in page
    assert ">under investigation</text>" not in page


def test_what_all_records_say_alike_is_said_once(plan: Plan) -> None:
    demil.make_tally(plan, 10)
    demil.make_tally(plan, 20, disputed=5, disputed_by=make.make_actor(plan, "army"))
    page = Client().get("/plans/accord/demilitarisation/tallies/").content.decode()
    assert "Category: <bdi>weapons</bdi>" in page
    assert '<th scope="col" >Category</th>' not in page
    assert "<bdi>5, by army</bdi>" in page
