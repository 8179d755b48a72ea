"""The pillar page: its milestones by status and phase, who waits for whom, its indicators, and its app's panels."""

import datetime as dt
import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from milestones.contingency.scales import Grade, Level
from milestones.lettering import in_own_direction
from milestones.models import Audience, Milestone, Plan, Publication
from milestones.registry import Panel, Registry
from milestones.selectors.records import Viewpoint
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
PAGE = "/plans/accord/pillars/governance/"
ARMS = "/plans/accord/pillars/demilitarisation/"


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """No pillar app but those that a test announces."""
    found = Registry()
    for module in ("plan_pages", "showing"):
        monkeypatch.setattr(f"milestones.views.{module}.registry", found)
    return found


def announce(registry: Registry, panel: Panel) -> None:
    """Announce a pillar app, named like the pillar, that adds this to its page."""
    registry.add(SimpleNamespace(label="governance", panel=panel, links=lambda _: (), styles=""))


@pytest.fixture
def plan() -> Plan:
    """Elections and a council wait for a handover, elections for the council too; of two phases, one has a date."""
    plan = make.make_plan(name_en="Accord", name_ar="اتفاق", name_he="הסכם", as_of=dt.date(2026, 3, 5))
    plan.pillars.filter(slug="governance").update(
        name_en="Governance", name_ar="الحوكمة", name_he="ממשל", summary_en="Who governs, and by whose leave."
    )
    first = make.make_phase(plan, "first", name="First stage", start=dt.date(2026, 1, 5), rank=0)
    second = make.make_phase(plan, "second", name="Second stage", rank=1)
    handover = make.make_milestone(plan, "handover", pillar="demilitarisation", name_en="Handover of arms")
    elections = make.make_milestone(plan, "elections", name_en="Elections", phase=second, rank=1)
    council = make.make_milestone(plan, "council", name_en="Council formed", phase=first, rank=2)
    make.make_milestone(plan, "charter", name_en="Charter written", rank=3)
    gate = make.make_gate(elections)
    make.make_condition(gate, milestone=handover)
    make.make_condition(gate, milestone=council)
    make.make_condition(make.make_gate(council, before="completion"), milestone=handover)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def text_of(html: Any) -> str:
    """What is read: no tags, spaces single."""
    body = html if isinstance(html, str) else html.content.decode()
    body = re.sub(r"<(script|style|title|desc)\b.*?</\1>", " ", body, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


def part_of(response: Any, heading: str) -> str:
    """What is read from a heading h2 to the next."""
    parts = re.split(r"<h2[^>]*>", response.content.decode())
    (found,) = [part for part in parts[1:] if part.startswith(heading)]
    return text_of(found.partition("</h2>")[2])


def test_the_page_says_what_the_pillar_is_and_how_it_stands(client: Client, plan: Plan) -> None:
    text = text_of(client.get(PAGE))
    assert "Who governs, and by whose leave. 0 of 3 milestones are done. For 3 there is no record." in text
    assert "10 Mar 2026 (today)" in text


def test_progress_is_a_range_with_its_denominator(client: Client, plan: Plan) -> None:
    make.make_assessment(Milestone.objects.get(slug="charter"), Level.COMPLETE, verification=Grade.REPORTED)
    assert part_of(client.get(PAGE), "Where it stands").startswith("0 to 33% of 3 milestones, weighted")


def test_milestones_are_counted_by_phase_and_status(client: Client, plan: Plan) -> None:
    text = part_of(client.get(PAGE), "By phase")
    assert text == (
        "First stage from 5 Jan 2026 · 1 milestone waits 1 Second stage 1 milestone waits 1 "
        "Not tied to a phase 1 milestone no condition written 1"
    )


def test_only_its_own_milestones_are_listed_a_table_a_phase(client: Client, plan: Plan) -> None:
    body = client.get(PAGE).content.decode().split('<section id="milestones"')[1]
    groups = re.findall(r'<div class="pillar-1" id="([^"]+)">(.*?)</table>', body, flags=re.S)
    names = {anchor: re.findall(r'<th scope="row">.*?<bdi>(.*?)</bdi>', rows) for anchor, rows in groups}
    assert names == {"phase-first": ["Council formed"], "phase-second": ["Elections"], "no-phase": ["Charter written"]}
    assert 'href="/plans/accord/milestones/elections/"' in body


def test_what_it_waits_for_is_told_once_with_all_who_wait(client: Client, plan: Plan) -> None:
    response = client.get(PAGE)
    assert part_of(response, "What it waits for") == (
        "demilitarisation not met 2 2 milestones wait not met “Handover of arms” is complete "
        "Elections waits · before its start Council formed waits · before its completion"
    )
    assert part_of(response, "What waits for it") == "Nothing in another pillar waits for this one."
    assert part_of(response, "What waits within the pillar").startswith(
        "not met 1 1 milestone waits not met “Council formed” is complete Elections waits · before its start"
    )


def test_what_waits_for_it_is_told_from_the_other_side(client: Client, plan: Plan) -> None:
    response = client.get(ARMS)
    assert part_of(response, "What it waits for") == "Nothing in this pillar waits for another pillar."
    assert part_of(response, "What waits for it").startswith("Governance not met 2 2 milestones wait")
    body = response.content.decode().split("What waits for it")[1]
    assert 'href="/plans/accord/pillars/governance/"' in body
    assert 'href="/plans/accord/milestones/elections/"' in body
    assert "What waits within the pillar" not in body


def test_conditions_that_hold_nothing_up_stand_apart(client: Client, plan: Plan) -> None:
    make.make_assessment(Milestone.objects.get(slug="handover"))
    text = part_of(client.get(PAGE), "What it waits for")
    assert text.startswith("demilitarisation met 2 0 milestones wait 1 condition for which nothing waits met")


def test_a_gate_that_needs_only_some_of_its_conditions_says_so(client: Client, plan: Plan) -> None:
    Milestone.objects.get(slug="elections").gates.update(require=1)
    text = part_of(client.get(PAGE), "What it waits for")
    assert "Elections waits · before its start · 1 of these 2 conditions is enough" in text


def test_a_waived_gate_and_one_that_informs_are_not_waited_for(client: Client, plan: Plan) -> None:
    make.make_waiver(Milestone.objects.get(slug="elections").gates.get())
    Milestone.objects.get(slug="council").gates.update(force="informs")
    response = client.get(PAGE)
    assert part_of(response, "What it waits for") == "Nothing in this pillar waits for another pillar."
    assert "What waits within the pillar" not in response.content.decode()


def test_a_reading_decides_which_gates_stand(client: Client, plan: Plan) -> None:
    make.make_reading(plan, "text", name="The agreed text", rank=0)
    party = make.make_reading(plan, "party", name="As a party reads it", rank=1)
    charter, handover = Milestone.objects.get(slug="charter"), Milestone.objects.get(slug="handover")
    make.make_condition(make.make_gate(charter, readings=(party,)), milestone=handover)
    assert "not met 2" in part_of(client.get(PAGE), "What it waits for")
    assert "not met 3" in part_of(client.get(PAGE, {"reading": "party"}), "What it waits for")


def test_the_date_and_the_instant_of_the_address_decide(client: Client, plan: Plan) -> None:
    late = dt.datetime(2026, 3, 8, tzinfo=dt.UTC)
    make.make_assessment(Milestone.objects.get(slug="handover"), recorded_at=late)
    assert "met 2" in part_of(client.get(PAGE), "What it waits for").split("0 milestones")[0]
    for earlier in ({"on": "2026-02-01"}, {"known_at": "2026-03-07T00:00Z"}):
        assert "not met 2" in part_of(client.get(PAGE, earlier), "What it waits for")


def test_its_own_indicators_are_shown(client: Client, plan: Plan) -> None:
    make.make_observation(make.make_indicator(plan, "seats", name="Seats filled"), 3)
    make.make_observation(make.make_indicator(plan, "arms", pillar="demilitarisation", name="Arms handed over"), 70)
    indicators = part_of(client.get(PAGE), "Indicators")
    assert "Seats filled" in indicators
    assert "Arms handed over" not in indicators
    assert '<h2 id="indicators-heading">' not in client.get("/plans/accord/pillars/reconstruction/").content.decode()


def test_a_pillar_without_milestones_says_so(client: Client, plan: Plan) -> None:
    text = text_of(client.get("/plans/accord/pillars/reconstruction/"))
    assert "No milestone of this pillar is being pursued." in text
    assert "This pillar has no milestones." in text


@pytest.fixture
def panel_template(settings: Any, tmp_path: Path) -> str:
    (tmp_path / "seats.html").write_text("<section><h2>{{ block.title }}</h2><p>{{ plan.name }}</p></section>")
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    return "seats.html"


def test_the_panels_of_the_app_named_like_the_pillar_are_shown(
    client: Client, plan: Plan, registry: Registry, panel_template: str
) -> None:
    asked = []

    def seats(viewpoint: Viewpoint) -> list[SimpleNamespace]:
        asked.append((viewpoint.plan.slug, viewpoint.state.seen, viewpoint.on, viewpoint.known_at))
        return [SimpleNamespace(template=panel_template, title="Seats <b>filled</b>")]

    announce(registry, seats)
    response = client.get(PAGE, {"on": "2026-03-02", "known_at": "2026-03-07T00:00Z"})
    body = response.content.decode()
    assert body.count("<section><h2>Seats &lt;b&gt;filled&lt;/b&gt;</h2><p>Accord</p></section>") == 1
    assert '<a href="#records">Its records</a>' in body
    assert asked == [
        ("accord", Audience.PUBLIC.publications, dt.date(2026, 3, 2), dt.datetime(2026, 3, 7, tzinfo=dt.UTC))
    ]
    assert "Seats" not in client.get(ARMS).content.decode()


def test_a_panel_with_nothing_to_show_leaves_no_trace(client: Client, plan: Plan, registry: Registry) -> None:
    announce(registry, lambda _: ())
    assert 'id="records"' not in client.get(PAGE).content.decode()


def test_a_panel_that_fails_is_not_hidden(client: Client, plan: Plan, registry: Registry) -> None:
    announce(registry, lambda _: {}["seats"])
    with pytest.raises(KeyError, match="seats"):
        client.get(PAGE)


@pytest.mark.parametrize(
    "path",
    [
        "/plans/accord/pillars/nothing/",
        "/plans/accord/pillars/security/",  # another plan's
        "/plans/hidden/pillars/governance/",
    ],
)
def test_a_pillar_that_is_not_there_to_be_seen_is_answered_in_style(client: Client, plan: Plan, path: str) -> None:
    make.make_plan("another", pillars=("security",))
    make.make_plan("hidden", name="Secret talks", publication=Publication.DRAFT)
    response = client.get(path)
    assert response.status_code == 404
    assert "There is nothing at this address" in text_of(response)
    assert "Secret talks" not in response.content.decode()


def test_a_bad_value_is_refused(client: Client, plan: Plan) -> None:
    response = client.get(PAGE, {"on": "yesterday"})
    assert response.status_code == 400
    assert '<code dir="ltr">yesterday</code>' in response.content.decode()


def test_restricted_milestones_are_shown_and_counted_for_those_cleared(client: Client, plan: Plan) -> None:
    quiet = make.make_milestone(plan, "quiet", name="Quiet talks", publication=Publication.RESTRICTED)
    make.make_condition(make.make_gate(quiet), milestone=Milestone.objects.get(slug="handover"))
    response = client.get(PAGE)
    assert "Quiet talks" not in response.content.decode()
    assert "not met 2" in part_of(response, "What it waits for")
    client.force_login(make.make_restricted_reader())
    response = client.get(PAGE)
    assert "Quiet talks" in response.content.decode()
    assert "not met 3" in part_of(response, "What it waits for")


def test_a_draft_does_not_disturb_an_analyst(client: Client, plan: Plan) -> None:
    make.make_milestone(plan, "idea", name="An idea", publication=Publication.DRAFT)
    client.force_login(make.make_analyst())
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "of 3 milestones, weighted" in text_of(response)


@pytest.mark.parametrize(
    ("language", "direction", "name"), [("en", "ltr", "Governance"), ("ar", "rtl", "الحوكمة"), ("he", "rtl", "ממשל")]
)
def test_the_page_speaks_its_language_in_its_direction(
    client: Client, plan: Plan, language: str, direction: str, name: str
) -> None:
    response = client.get(PAGE, {"lang": language})
    body = response.content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in body
    with translation.override(language):
        assert f"{in_own_direction(name)}</h1>" in body
    assert response.headers["Content-Language"] == language


def test_the_address_to_cite_pins_all_that_decides_what_is_shown(client: Client, plan: Plan) -> None:
    make.make_reading(plan, "text")
    body = client.get(PAGE, {"lang": "he", "known_at": "2026-03-07T00:00Z"}).content.decode()
    cited = re.search(r'<link rel="canonical" href="([^"]+)"', body)
    assert cited
    parts = urlsplit(cited[1].replace("&amp;", "&"))
    assert parts.path == PAGE
    assert {name: values[0] for name, values in parse_qs(parts.query).items()} == {
        "on": "2026-03-10",
        "reading": "text",
        "known_at": "2026-03-07T00:00:00Z",
        "lang": "he",
    }


def test_plan_page_milestone_page_and_pillar_pages_lead_to_one_another(client: Client, plan: Plan) -> None:
    address = 'href="{}?on=2026-03-02"'
    for path, leads_to in (
        ("/plans/accord/", PAGE),
        ("/plans/accord/milestones/elections/", PAGE),
        (ARMS, PAGE),
        (PAGE, "/plans/accord/"),
        (PAGE, "/plans/accord/milestones/handover/"),
    ):
        body = client.get(path, {"on": "2026-03-02"}).content.decode()
        assert address.format(leads_to) in body, (path, leads_to)


def test_headings_go_down_one_step_at_a_time_and_ids_are_unique(client: Client, plan: Plan) -> None:
    make.make_observation(make.make_indicator(plan, "seats"), 3)
    for path in (PAGE, ARMS):
        body = client.get(path).content.decode()
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", body)]
        ids = re.findall(r'\sid="([^"]+)"', body)
        assert (levels[0], levels.count(1)) == (1, 1)
        assert all(after - before <= 1 for before, after in pairwise(levels)), levels
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', body)) <= set(ids)


def test_the_page_has_no_inline_style_or_script(client: Client, plan: Plan) -> None:
    body = client.get(PAGE).content.decode()
    assert not re.search(r"\sstyle=|\son\w+=|<style", body)
    assert not re.search(r"<script(?![^>]*\ssrc=)", body)


@pytest.mark.parametrize(("role", "queries"), [("public", 1), ("reader", 6), ("analyst", 5)])
def test_the_number_of_queries_does_not_grow_with_the_plan(
    client: Client, plan: Plan, django_assert_num_queries: Any, role: str, queries: int
) -> None:
    if role != "public":
        client.force_login(make.make_analyst() if role == "analyst" else make.make_restricted_reader())
    client.get(PAGE)
    with django_assert_num_queries(queries):
        client.get(PAGE)
    handover, first = Milestone.objects.get(slug="handover"), plan.phases.first()
    for number in range(5):
        milestone = make.make_milestone(plan, f"more-{number}", phase=first)
        make.make_condition(make.make_gate(milestone), milestone=handover)
        make.make_observation(make.make_indicator(plan, f"count-{number}"), number)
    client.get(PAGE)
    with django_assert_num_queries(queries):
        client.get(PAGE)


def test_a_phase_of_a_pillar_of_very_many_milestones_counts_them(
    client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted() -> list[str]:
        return re.findall(
            r"\d+ milestones?",
            client.get(PAGE, {"lang": "en"}).content.decode().split('class="phases"')[1].split("</div>")[0],
        )

    told = counted()
    monkeypatch.setattr("milestones.pages.pillar.page.ROWS_AT_A_TIME", 0)
    make.make_milestone(plan, "another", pillar="demilitarisation")  # nothing that is kept holds
    assert counted() == told
    assert told
    assert "0 milestones" not in told
