"""The plan page: what it says, for which day, reading and instant, to whom, and in which language."""

import datetime as dt
import html
import re
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from milestones.contingency.scales import Grade, Level
from milestones.lettering import in_own_direction
from milestones.models import Milestone, Plan, Publication
from milestones.services.recompute import recompute
from milestones.views import plan_pages
from tests import factories as make
from tests.pillars.reconstruction import cast

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def plan() -> Plan:
    """Elections wait for a handover; the handover is said, not verified, to be complete."""
    plan = make.make_plan(name_en="Accord", name_ar="اتفاق", name_he="הסכם", as_of=dt.date(2026, 3, 5))
    handover = make.make_milestone(plan, "handover", pillar="demilitarisation", name_en="Handover of arms")
    elections = make.make_milestone(plan, "elections", name_en="Elections", due_on=dt.date(2026, 3, 20))
    make.make_condition(make.make_gate(elections), milestone=handover)
    make.make_assessment(handover, Level.COMPLETE, verification=Grade.REPORTED)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def text_of(response: Any) -> str:
    """What is read on the page: no tags, spaces single."""
    body = re.sub(r"<(script|style|title|desc)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def row_of(response: Any, name: str) -> str:
    """The milestone's row in the list, as text."""
    rows = [row for row in re.findall(r"<tr>.*?</tr>", response.content.decode(), flags=re.S) if name in row]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", rows[0]))


def test_the_first_page_lists_the_plans_each_with_its_strip_and_one_sentence(client: Client, plan: Plan) -> None:
    make.make_milestone(make.make_plan("another", name_en="Other accord"), "vote")
    body = client.get("/", {"lang": "en"}).content.decode()
    own, other = body.split('class="plan-entry"')[1:]
    assert '<a href="/plans/another/?lang=en"><bdi>Other accord</bdi></a>' in other
    assert "0 of 1 milestones are done. For 1 there is no record." in other
    assert "0 of 2 milestones are done. For 1 there is no record." in own
    assert own.count('<a class="strip-') == 2
    assert 'href="/plans/accord/milestones/elections/?lang=en"' in own
    assert 'href="/plans/accord/milestones/?lang=en"' in own


def test_the_list_of_plans_offers_an_address_to_cite_only_of_one_moment_of_all(client: Client, plan: Plan) -> None:
    assert 'rel="canonical"' not in client.get("/plans/", {"lang": "en"}).content.decode()
    at = {"on": "2026-03-01", "known_at": "2026-03-09T00:00:00Z", "lang": "en"}
    body = html.unescape(client.get("/plans/", at).content.decode())
    (cited,) = re.findall(r'<link rel="canonical" href="http://testserver([^"]+)"', body)
    assert {name: values[0] for name, values in parse_qs(urlsplit(cited).query).items()} == at


def test_running_plans_are_listed_before_finished_ones_without_their_summaries(client: Client, plan: Plan) -> None:
    make.make_milestone(make.make_plan("another", name_en="Other accord", summary="Of long ago."), "vote")
    Plan.objects.filter(slug="another").update(ended=dt.date(2026, 3, 8))
    body = client.get("/", {"lang": "en"}).content.decode()
    first, second = body.split('class="plan-entry"')[1:]
    assert 'href="/plans/accord/?lang=en"' in first
    assert 'href="/plans/another/?lang=en"' in second
    assert ["10 March 2026" in first, "8 March 2026" in second] == [True, True]  # for which day each is told
    assert "Of long ago." not in second


def test_the_first_page_is_the_plans_own_where_there_is_one(client: Client, plan: Plan) -> None:
    make.make_plan("hidden", name="Secret talks", publication=Publication.DRAFT)
    response = client.get("/")
    assert "<h1><bdi>Accord</bdi></h1>" in response.content.decode()
    assert "10 Mar 2026 (today)" in text_of(response)


def test_a_finished_plan_opens_on_its_last_day_on_every_door(client: Client, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(ended=dt.date(2026, 3, 8))
    recompute(plan.pk, now=now())
    page = client.get("/plans/accord/")
    assert "8 Mar 2026 (the plan's last day)" in html.unescape(text_of(page))
    assert "(today)" not in text_of(page)
    assert client.get("/api/v1/plans/accord/evaluation/").json()["on"] == "2026-03-08"
    assert client.get("/api/v1/plans/accord/").json()["today"] == "2026-03-08"
    assert "10 Mar 2026" in text_of(client.get("/plans/accord/?on=2026-03-10"))


def test_a_plan_that_ends_on_a_day_to_come_opens_today(client: Client, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(ended=dt.date(2026, 4, 1))
    assert "10 Mar 2026 (today)" in text_of(client.get("/plans/accord/"))


def test_without_a_plan_the_first_page_says_how_to_load_one(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "manage.py load_plan" in response.content.decode()


def test_every_page_of_a_plan_that_holds_nothing_yet_is_shown(client: Client) -> None:
    make.make_plan()
    asked = [reverse(path.name, args=["accord"]) for path in plan_pages.PATHS if str(path.pattern).count("<") == 1]
    assert len(asked) > 15
    assert {address: status for address in asked if (status := client.get(address).status_code) not in (200, 404)} == {}


def test_every_milestone_is_listed_with_its_status_level_and_dates(client: Client, plan: Plan) -> None:
    response = client.get("/plans/accord/milestones/")
    assert "can’t tell" in row_of(response, "Elections")
    assert "20 Mar 2026" in row_of(response, "Elections")
    assert "no record" in row_of(response, "Elections")
    assert "between “not started” and “complete”" in row_of(response, "Handover")


def test_the_state_is_told_in_a_sentence_with_its_denominator(client: Client, plan: Plan) -> None:
    assert "0 of 2 milestones are done. For 1 there is no record." in text_of(client.get("/plans/accord/"))


def test_progress_is_a_range_with_its_denominator(client: Client, plan: Plan) -> None:
    text = text_of(client.get("/plans/accord/"))
    assert "0 to 100% of 1 milestone, weighted" in text
    assert "No milestone of this pillar is being pursued." in text  # reconstruction has none


def test_arrows_say_who_waits_for_whom_and_the_matrix_is_their_table(client: Client, plan: Plan) -> None:
    body = client.get("/plans/accord/").content.decode()
    arrows = re.findall(r'<a href="([^"]+)" tabindex="-1" aria-label="([^"]+)" class="waits-arrow', body)
    assert arrows == [
        (
            "/plans/accord/pillars/governance/#waits-for-demilitarisation",
            "governance waits for demilitarisation. Milestones: 0. Can’t tell: 1.",
        )
    ]
    assert 'class="waits-line is-dashed"' in body
    table = body.split("The same as a table")[1].split("</table>")[0]
    row = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", table.split("<tbody>")[1])).strip()
    assert row == "governance demilitarisation 0 1 0 0 1"
    assert "#waits-for-demilitarisation" in table
    assert 'id="waits-for-demilitarisation"' in client.get(arrows[0][0].split("#")[0]).content.decode()


def test_the_date_of_the_address_decides(client: Client, plan: Plan) -> None:
    response = client.get("/plans/accord/milestones/", {"on": "2026-02-01"})
    assert "1 February 2026" in text_of(response)
    assert "(today)" not in text_of(response)
    assert "waits" in row_of(response, "Elections")


def test_what_was_recorded_after_known_at_is_left_out(client: Client, plan: Plan) -> None:
    handover = Milestone.objects.get(slug="handover")
    late = dt.datetime(2026, 3, 8, tzinfo=dt.UTC)
    make.make_assessment(handover, verification=Grade.VERIFIED, recorded_at=late)
    assert "conditions met, not done" in row_of(client.get("/plans/accord/milestones/"), "Elections")
    before = client.get("/plans/accord/milestones/", {"known_at": "2026-03-07T00:00Z"})
    assert "can’t tell" in row_of(before, "Elections")
    assert "7 March 2026, 00:00 UTC" in text_of(before)


def test_a_gate_of_one_reading_counts_under_that_reading_alone(client: Client, plan: Plan) -> None:
    make.make_reading(plan, "text", name="The agreed text", rank=0)
    party = make.make_reading(plan, "party", name="As a party reads it", rank=1)
    handover = Milestone.objects.get(slug="handover")
    gate = make.make_gate(handover, readings=(party,))
    make.make_condition(gate, milestone=Milestone.objects.get(slug="elections"))
    plain = client.get("/plans/accord/milestones/")
    other = client.get("/plans/accord/milestones/", {"reading": "party"})
    assert "no condition written" in row_of(plain, "Handover")
    assert "premature" in row_of(other, "Handover") or "waits" in row_of(other, "Handover")
    assert "As a party reads it" in text_of(other)


def test_the_records_are_said_to_end_where_they_end(client: Client, plan: Plan) -> None:
    response = client.get("/plans/accord/")
    assert "The records were compiled up to 5 March 2026." in text_of(response)
    response = client.get("/plans/accord/", {"on": "2026-03-05"})
    assert "Records run up to 5 March 2026" in text_of(response)
    assert "The records were compiled up to" not in text_of(response)


@pytest.mark.parametrize("address", ["", "pillars/governance/", "milestones/elections/"])
def test_a_page_says_whose_its_data_are_and_how_to_have_them_corrected(
    client: Client, plan: Plan, address: str
) -> None:
    Plan.objects.update(licence="CC-BY-4.0")
    response = client.get(f"/plans/accord/{address}", {"lang": "en"})
    footer = text_of(response).split("Records run up to 5 March 2026")[-1]
    expected = ("Compiled by the Peace plan tracker project", "CC-BY-4.0", "Open an issue", "To cite or share")
    assert not [said for said in expected if said not in footer]
    body = response.content.decode()
    assert 'href="https://spdx.org/licenses/CC-BY-4.0.html"' in body
    assert 'href="/method/?lang=en#corrections"' in body
    assert 'id="corrections"' in client.get("/method/").content.decode()


def test_a_plan_without_a_licence_names_none(client: Client, plan: Plan) -> None:
    assert "Licence of the data" not in text_of(client.get("/plans/accord/"))


@pytest.mark.parametrize("address", ["/plans/accord/", "/plans/accord/milestones/elections/", "/method/", "/nowhere/"])
def test_what_a_signed_in_reader_is_shown_is_kept_by_nobody_between(client: Client, plan: Plan, address: str) -> None:
    client.force_login(make.make_analyst())
    assert "private" in client.get(address).headers["Cache-Control"]


def test_a_status_change_is_told_with_its_cause(client: Client, plan: Plan) -> None:
    recompute(plan.pk, now=now())
    make.make_assessment(Milestone.objects.get(slug="handover"), verification=Grade.VERIFIED)
    recompute(plan.pk, now=now())
    changes = text_of(client.get("/plans/accord/")).split("Latest status changes")[1]
    assert re.search(
        r"Elections can’t tell became conditions met, not done Cause ?: assessment added: Handover of arms", changes
    )


def test_a_cause_that_was_hidden_since_is_not_told_to_the_public(client: Client, plan: Plan) -> None:
    recompute(plan.pk, now=TODAY - dt.timedelta(hours=2))
    record = make.make_assessment(Milestone.objects.get(slug="handover"), date=dt.date(2026, 3, 9))
    recompute(plan.pk, now=TODAY - dt.timedelta(hours=1))
    record.publication = Publication.RESTRICTED
    record.save()
    assert "assessment added" not in text_of(client.get("/plans/accord/"))
    client.force_login(make.make_restricted_reader())
    assert "assessment added: Handover of arms" in text_of(client.get("/plans/accord/"))


def test_a_deadlock_is_told_with_its_ring_and_what_would_open_it(client: Client) -> None:
    plan = make.make_plan()
    arms = make.make_milestone(plan, "arms", pillar="demilitarisation", name="Arms laid down")
    troops = make.make_milestone(plan, "troops", pillar="demilitarisation", name="Troops gone")
    make.make_condition(make.make_gate(arms), milestone=troops)
    make.make_condition(make.make_gate(troops), milestone=arms)
    response = client.get("/plans/accord/")
    text = text_of(response)
    assert "not met Arms laid down 1 Troops gone 1" in text.split("On this page")[0]
    assert "The knot 2 milestones wait in a circle, none can be first" in text
    told, twin = text.split("The circle")[1].split("Any one of these")[0].split("The same as a table")
    openers = text.split("if set aside, would open it")[1].split("Latest status changes")[0]
    assert "2 milestones that wait for one another" in text
    assert re.search(r"to begin, waits for .* to begin, waits for the first again", told)
    assert told.count("The text says") == told.count("set aside, this would open it") == 2
    assert re.search(r"Arms laid down to begin Troops gone The text says .* Troops gone to begin Arms laid down", twin)
    assert "Arms laid down , before its start: “Troops gone” is complete" in openers
    assert "Troops gone , before its start: “Arms laid down” is complete" in openers
    at_home = html.unescape(client.get("/").content.decode())  # which another plan will take from this one
    addresses = re.findall(r'(?:<a href="|<iframe src="http://testserver)([^?"]*)\?[^"]*picture=circle-1"', at_home)
    assert addresses == ["/plans/accord/"] * 3
    named = re.findall(r'<ol class="knot" id="([a-z]+)-1-drawn" aria-label="([^"]*)"', at_home)
    assert named == [(name, "Circle of waiting through “Arms laid down”") for name in ("knot", "circle")]


def test_a_plan_whose_history_is_older_than_its_place_here_shows_it_by_day(client: Client, plan: Plan) -> None:
    make.make_assessment(Milestone.objects.get(slug="elections"), Level.MINIMUM, date=dt.date(2025, 12, 1))
    make.make_assessment(
        Milestone.objects.get(slug="elections"), Level.COMPLETE, date=dt.date(2026, 3, 1), verification=Grade.DISPUTED
    )
    part = text_of(client.get("/plans/accord/")).split("Latest status changes")[1].split("Indicators")[0]
    assert "No status has changed" not in part
    days = re.findall(r"(\d+ \w+ \d{4}) (Handover of arms|Elections) (\w+)", part)
    assert days[-1] == ("1 December 2025", "Elections", "started")
    assert len(days) == 2  # what is disputed is no history


def test_every_arrow_of_a_ring_says_who_put_it_there_when_and_by_which_source(client: Client) -> None:
    plan = make.make_plan()
    make.make_reading(plan, "text", rank=1)
    army = make.make_reading(plan, "army", rank=2, actor=make.make_actor(plan, "army", name_en="Army"))
    arms, troops = make.make_milestone(plan, "arms"), make.make_milestone(plan, "troops")
    source = make.make_source(plan, date=dt.date(2026, 2, 3), tier="B")
    theirs = make.make_gate(arms, readings=(army,), source=source)
    make.make_condition(theirs, milestone=troops)
    make.make_condition(make.make_gate(troops), milestone=arms)
    body = client.get("/plans/accord/", {"reading": "army"}).content.decode()
    ring = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.split('<ol class="knot"[^>]*>', body)[1].split("</ol>")[0]))
    assert "Army says, not the text · 3 Feb 2026 · tier B" in ring
    assert "The text says" in ring
    first, below = client.get("/plans/accord/").content.decode().split('id="deadlocks"')
    assert "Army says, not the text" in first.split('<ol class="knot"')[1]  # of the reading that has it
    assert 'class="knot"' not in below


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("on", "yesterday"),
        ("on", "2026-02-30"),
        ("known_at", "soon"),
        ("known_at", "2026-03-01T12:00"),  # no zone
        ("known_at", "0001-01-01T00:00+14:00"),  # before the calendar's first day, in UTC
        ("known_at", "9999-12-31T23:59-14:00"),  # after its last one
        ("reading", "hearsay"),
        ("lang", "xx"),
    ],
)
def test_a_bad_value_is_refused_by_name_with_a_way_back(client: Client, plan: Plan, name: str, value: str) -> None:
    response = client.get("/plans/accord/", {name: value, **({} if name == "on" else {"on": "2026-03-01"})})
    body = response.content.decode()
    assert response.status_code == 400
    assert f'<code dir="ltr">{name}</code>' in body
    assert f'<code dir="ltr">{value}</code>' in body
    back = re.search(r'<p><a href="([^"]+)">Show the page without it', body)
    assert back
    assert client.get(back[1].replace("&amp;", "&")).status_code == 200


def test_a_bad_value_is_refused_in_the_readers_language(client: Client, plan: Plan) -> None:
    response = client.get("/plans/accord/", {"on": "x", "lang": "ar"})
    assert response.status_code == 400
    assert 'lang="ar" dir="rtl"' in response.content.decode()
    assert "تتعذّر قراءة هذا العنوان" in response.content.decode()


@pytest.mark.parametrize("language", ["ar", "he"])
def test_advice_keeps_what_is_written_from_left_to_right_in_order(client: Client, plan: Plan, language: str) -> None:
    """Beside Arabic letters the parts of a bare 2026-06-20 would be shown the other way round."""
    body = client.get("/plans/accord/", {"on": "x", "lang": language}).content.decode()
    assert "\u20682026-06-20\u2069" in body
    make.make_reading(plan, "text")
    body = client.get("/plans/accord/", {"reading": "x", "lang": language}).content.decode()
    assert "\u2066text\u2069" in body


def test_a_page_that_says_what_went_wrong_is_not_offered_to_be_cited(client: Client, plan: Plan) -> None:
    for address in ("/plans/accord/?on=x", "/plans/nothing/", "/nowhere/"):
        body = client.get(address).content.decode()
        assert "To cite or share" not in body
        assert "canonical" not in body


def test_a_value_in_an_error_is_escaped(client: Client, plan: Plan) -> None:
    body = client.get("/plans/accord/", {"on": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in body


@pytest.mark.parametrize("slug", ["nothing", "hidden"])
def test_an_unknown_plan_and_one_that_is_hidden_are_answered_alike(client: Client, slug: str) -> None:
    make.make_plan("hidden", name="Secret talks", publication=Publication.DRAFT)
    response = client.get(f"/plans/{slug}/")
    assert response.status_code == 404
    assert "There is nothing at this address" in text_of(response)
    assert "Secret talks" not in response.content.decode()


def test_restricted_milestones_are_shown_to_those_cleared_for_them(client: Client, plan: Plan) -> None:
    make.make_milestone(plan, "quiet", name="Quiet talks", publication=Publication.RESTRICTED)
    assert "Quiet talks" not in client.get("/plans/accord/").content.decode()
    client.force_login(make.make_restricted_reader())
    assert "Quiet talks" in client.get("/plans/accord/").content.decode()


def test_an_analyst_who_sees_drafts_gets_the_page_too(client: Client, plan: Plan) -> None:
    make.make_milestone(plan, "idea", name="An idea", publication=Publication.DRAFT)
    client.force_login(make.make_analyst())
    assert client.get("/plans/accord/").status_code == 200


def test_the_address_to_cite_pins_all_that_decides_what_is_shown(client: Client, plan: Plan) -> None:
    make.make_reading(plan, "text")
    body = client.get("/plans/accord/", {"lang": "he", "known_at": "2026-03-07T00:00Z"}).content.decode()
    cited = re.search(r'<link rel="canonical" href="([^"]+)"', body)
    assert cited
    parts = urlsplit(cited[1].replace("&amp;", "&"))
    assert parts.path == "/plans/accord/"
    assert {name: values[0] for name, values in parse_qs(parts.query).items()} == {
        "on": "2026-03-10",
        "reading": "text",
        "known_at": "2026-03-07T00:00:00Z",
        "lang": "he",
    }
    assert client.get(f"{parts.path}?{parts.query}").status_code == 200


def test_a_language_link_keeps_the_other_parameters(client: Client, plan: Plan) -> None:
    body = client.get("/plans/accord/", {"on": "2026-03-01"}).content.decode()
    links = re.findall(r'<li><a href="([^"]+)" hreflang="(\w\w)"', body)
    assert [(code, link.replace("&amp;", "&")) for link, code in links] == [
        (code, f"/plans/accord/?on=2026-03-01&lang={code}") for code in ("en", "ar", "he")
    ]


@pytest.mark.parametrize(
    ("language", "direction", "name"), [("en", "ltr", "Accord"), ("ar", "rtl", "اتفاق"), ("he", "rtl", "הסכם")]
)
def test_the_page_speaks_its_language_in_its_direction(
    client: Client, plan: Plan, language: str, direction: str, name: str
) -> None:
    response = client.get("/plans/accord/", {"lang": language})
    body = response.content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in body
    with translation.override(language):
        assert f"<h1>{in_own_direction(name)}</h1>" in body
    assert response.headers["Content-Language"] == language


def test_an_edit_that_waits_for_its_recompute_is_owned_up_to(client: Client, plan: Plan) -> None:
    assert "Changes of 10 March 2026, 12:00 UTC are being worked in." in text_of(client.get("/plans/accord/"))
    recompute(plan.pk, now=now())
    text = text_of(client.get("/plans/accord/"))
    assert "are being worked in" not in text
    assert "Computed 10 March 2026, 12:00 UTC" in text


def test_headings_go_down_one_step_at_a_time(client: Client, plan: Plan) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", client.get("/plans/accord/").content.decode())]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_ids_are_unique(client: Client, plan: Plan) -> None:
    make.make_observation(make.make_indicator(plan, "seats"), 3)
    ids = re.findall(r'\sid="([^"]+)"', client.get("/plans/accord/").content.decode())
    assert len(ids) == len(set(ids))


def test_the_page_has_no_inline_style_or_script_and_names_no_other_host(client: Client, plan: Plan) -> None:
    body = client.get("/plans/accord/").content.decode()
    assert not re.search(r"\sstyle=|\son\w+=|<style", body)
    # what is told to search engines is data, which no browser runs
    assert not re.search(r'<script(?! type="application/ld\+json")(?![^>]*\ssrc=)', body)
    hosts = set(re.findall(r'(?:src|href)="(?:https?:)?//([^/"]+)', body))
    assert hosts <= {"testserver"}


def test_the_number_of_queries_does_not_grow_with_the_plan(
    client: Client, plan: Plan, django_assert_num_queries: Any
) -> None:
    client.get("/plans/accord/")
    with django_assert_num_queries(1):
        client.get("/plans/accord/")
    for number in range(5):
        milestone = make.make_milestone(plan, f"more-{number}")
        make.make_condition(make.make_gate(milestone), milestone=Milestone.objects.get(slug="handover"))
    client.get("/plans/accord/")
    with django_assert_num_queries(1):
        client.get("/plans/accord/")


def test_the_list_of_plans_names_those_that_may_be_seen(client: Client, plan: Plan) -> None:
    make.make_plan("hidden", name="Secret talks", publication=Publication.DRAFT)
    body = client.get("/plans/").content.decode()
    assert '<a href="/plans/accord/"><bdi>Accord</bdi></a>' in body
    assert "Secret talks" not in body


def test_the_header_leads_to_the_parts_of_the_plan_that_there_are(client: Client, plan: Plan) -> None:
    def led(address: str, menu: str = "plan-parts") -> list[str]:
        body = client.get(address, {"lang": "en"}).content.decode()
        (told,) = re.findall(rf'class="menu {menu}" aria-label="[\w ]*ages of this plan">(.*?)</nav>', body, re.S)
        return re.findall(r'<a href="/plans/accord/([^"]*)\?lang=en([^"]*)"', told)

    parts = [("", "")]
    parts += [(f"pillars/{slug}/", "") for slug in plan.pillars.values_list("slug", flat=True)]
    parts += [("milestones/", ""), ("graph/", "")]
    rest = [("actors/", ""), ("changes/", "")]
    assert led("/plans/accord/") == [*parts, *rest]
    more = [path for path, _anchor in led("/plans/accord/", "")]
    assert "indicators/" not in more  # it has none
    assert {"sources/", "corrections/"} < {*more}
    cast.make_transaction(plan, "pledge", 10, appeal=cast.make_appeal(plan))
    money = ("money/", "")
    assert led("/plans/accord/corrections/") == [*parts, money, *rest]


@pytest.mark.parametrize("address", ["/plans/", "/words/", "/method/", "/plans/accord/", "/plans/accord/corrections/"])
def test_every_page_says_in_its_head_what_it_is(client: Client, plan: Plan, address: str) -> None:
    body = client.get(address).content.decode()
    head, main = body.split("</head>")
    (said,) = re.findall(r'<meta name="description" content="([^"]+)"', head)
    assert f'<meta property="og:description" content="{said}"' in head
    (title,) = re.findall(r'<meta property="og:title" content="([^"]+)"', head)
    assert re.search(rf"<h1>(<bdi>)?{title}", main)
    assert address == "/plans/" or re.search(r'<ol class="crumbs">\s*<li', main) or address == "/plans/accord/"


def test_the_foot_says_which_revision_is_cited(client: Client, plan: Plan) -> None:
    recompute(plan.pk, now=now())
    text = text_of(client.get("/plans/accord/"))
    assert "Revision 1 · its proof ( what it proves ) Data this evaluation as JSON" in text
    assert "“Accord”, state as of 10 March 2026, revision 1, Peace plan tracker," in text


def test_a_pillars_progress_is_a_bar_hatched_up_to_what_is_said_and_none_is_no_bar(client: Client, plan: Plan) -> None:
    body = client.get("/plans/accord/").content.decode()
    cards = dict(
        re.findall(r'<article class="card[^"]*">\s*<h3>.*?<bdi>(\w+)</bdi>.*?</h3>(.*?)</article>', body, re.S)
    )
    drawn = {name: re.findall(r'class="bar-(\w+)"', card.partition("</svg>")[0]) for name, card in cards.items()}
    assert drawn == {"governance": ["whole"], "reconstruction": [], "demilitarisation": ["whole", "said", "said"]}
    assert '<rect x="0%" y="0" width="100%" height="100%" class="bar-said"' in cards["demilitarisation"]
