"""A milestone's page: its status with its proof, who says so, under which reading, and who may see what."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.contingency.scales import Grade, Level
from milestones.models import Milestone, Plan, Publication
from milestones.selectors.milestone_page import milestone_facts
from milestones.selectors.records import Viewpoint
from milestones.services.recompute import recompute
from milestones.state import state_for
from milestones.state.keeping import keeper
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
ADDRESS = "/plans/accord/milestones/elections/"


@pytest.fixture
def plan() -> Plan:
    """Elections wait for a handover that is said, not verified, to be complete; the north demands a court too."""
    plan = make.make_plan(name_en="Accord", as_of=dt.date(2026, 3, 5))
    north = make.make_actor(plan, "north", name_en="The North")
    make.make_reading(plan, "text", name_en="The agreed text", rank=0)
    demand = make.make_reading(plan, "north", name_en="As the North reads it", actor=north, rank=1)
    handover = make.make_milestone(
        plan, "handover", pillar="demilitarisation", name_en="Handover of arms", certifier_none_designated=True
    )
    court = make.make_milestone(plan, "court", name_en="Court at work")
    elections = make.make_milestone(
        plan, "elections", name_en="Elections", due_days=14, due_after=handover, due_reaches=3
    )
    accord = make.make_source(plan, "accord-text", title_en="The Accord", publisher_en="The Parties")
    gate = make.make_gate(elections, source=accord, clause="7")
    make.make_condition(gate, milestone=handover)
    make.make_condition(make.make_gate(elections, readings=(demand,)), milestone=court)
    wire = make.make_source(plan, "wire", title_en="Arms are gone", publisher_en="A wire", tier="B")
    make.make_assessment(
        handover, Level.COMPLETE, verification=Grade.REPORTED, source=wire, note_en="So the ministry claims."
    )
    return plan


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    keeper.clear()


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def text_of(response: Any, section: str | None = None) -> str:
    """What is read on the page, or in one of its sections: no tags, spaces single."""
    body = response.content.decode()
    if section is not None:
        body = re.findall(rf'<section id="{section}".*?</section>', body, flags=re.S)[0]
    body = re.sub(r"<(script|style|title|desc|option)\b.*?</\1>", " ", body, flags=re.S)
    body = re.sub(r"(?<=“)<a [^>]*><bdi[^>]*>([^<]*)</bdi></a>(?=”)", r"\1", body)  # a name within a sentence
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_what_a_sentence_names_leads_to_its_page_in_every_language(client: Client, plan: Plan) -> None:
    trucks = make.make_indicator(plan, "trucks", name_en="Aid trucks", name_ar="شاحنات", name_he="משאיות", unit="")
    make.make_condition(make.make_gate(plan.milestones.get(slug="elections"), rank=5), indicator=trucks, at_least=6)
    for language in ("en", "ar", "he"):
        body = client.get(f"{ADDRESS}?lang={language}").content.decode()
        why = body.split('class="sentences"')[1].split("</ul>")[0]
        assert f'href="/plans/accord/milestones/handover/?lang={language}"' in why
        assert f'href="/plans/accord/indicators/trucks/?lang={language}"' in why
    assert "<a" not in body.split('name="description"')[1].split("/>")[0]


def test_the_head_says_why_who_says_so_and_what_would_move_it(client: Client, plan: Plan) -> None:
    page = text_of(client.get(ADDRESS))
    assert "can’t tell" in page
    assert (
        "Before it may start, this must be so, and the records do not tell whether it is: "
        "“Handover of arms” is complete." in page
    )
    assert "The text says The Accord" in page
    assert "A record of the required grade on whether this is so: “Handover of arms” is complete" in page


def answers(page: Any) -> tuple[str, str]:
    """What stands under “Why” and under “What would move it”."""
    told = text_of(page)
    why, move = (told.split(heading)[1] for heading in (" Why ", " What would move it "))
    return why.split("Computed from the records")[0].strip(), move.split(" Earliest:")[0].strip()


def test_what_would_move_it_names_the_conditions_that_why_names(client: Client, plan: Plan) -> None:
    court = Milestone.objects.get(slug="court")
    judges = make.make_milestone(plan, "judges", name_en="Judges")
    make.make_condition(make.make_gate(court), milestone=judges)
    court.responsible.add(make.make_actor(plan, "south", name_en="The South"))
    why, move = answers(client.get(ADDRESS, {"reading": "north"}))
    assert why == "Before it may start, this must still come: “Court at work” is complete."
    assert move.startswith("“Court at work” is complete Owed by: The South .")
    assert "Judges" not in move  # at the end of the path, which stands below


def test_what_would_move_it_says_how_many_of_a_choice_are_enough(client: Client, plan: Plan) -> None:
    drill = make.make_milestone(plan, "drill", name="Drill")
    gate = make.make_gate(drill, require=1)
    for slug in ("court", "elections"):
        make.make_condition(gate, milestone=Milestone.objects.get(slug=slug))
    why, move = answers(client.get("/plans/accord/milestones/drill/"))
    assert why.endswith("one of these: “Court at work” is complete; “Elections” is complete.")
    assert move.startswith("one of these: “Court at work” is complete ; “Elections” is complete")


@pytest.mark.parametrize(
    ("high", "told"),
    [
        (None, "Nothing is known to stand in the way of “Drill”; no record says that it has started."),
        (Level.COMPLETE, "A record of the required grade that would confirm this: “Drill” is complete."),
    ],
)
def test_what_waits_for_nothing_moves_by_a_record_of_itself(
    client: Client, plan: Plan, high: Level | None, told: str
) -> None:
    drill = make.make_milestone(plan, "drill", name="Drill")
    if high:
        make.make_assessment(drill, high, verification=Grade.REPORTED)
    assert answers(client.get("/plans/accord/milestones/drill/"))[1].startswith(told)


def test_a_condition_shows_its_fact_record_source_grade_and_certifier(client: Client, plan: Plan) -> None:
    proof = text_of(client.get(ADDRESS), "proof")
    assert "It stands between “not started” and “complete”." in proof
    assert "1 March 2026 complete reported said, not confirmed: widens the range" in proof
    assert "So the ministry claims." in proof
    assert "Arms are gone · A wire" in proof
    assert "tier B" in proof
    assert "The text designates nobody to judge that it is complete." in proof
    assert "clause 7" in proof


def test_a_gate_of_one_party_is_said_by_that_party_and_only_under_its_reading(client: Client, plan: Plan) -> None:
    assert "Court at work" not in text_of(client.get(ADDRESS), "proof")
    proof = text_of(client.get(ADDRESS, {"reading": "north"}), "proof")
    assert "The North says, not the text" in proof
    assert "“Court at work” is complete" in proof


def test_every_reading_is_told_side_by_side(client: Client, plan: Plan) -> None:
    readings = text_of(client.get(ADDRESS), "readings")
    assert re.search(r"The agreed text shown here can’t tell", readings)
    assert re.search(r"As the North reads it waits .*“Court at work” is complete", readings)


def test_a_group_that_informs_is_shown_apart_and_holds_nothing_up(client: Client, plan: Plan) -> None:
    elections = Milestone.objects.get(slug="elections")
    make.make_condition(make.make_gate(elections, force="informs"), date=dt.date(2030, 1, 1))
    page = client.get(ADDRESS)
    gates, informs = text_of(page, "proof").split("Shown beside it")
    assert "1 January 2030 has come" not in gates
    assert "Taken into account for its start: this must be so" in informs
    assert "can’t tell" in text_of(page)


@pytest.mark.parametrize("force", ["gates", "informs"])
@pytest.mark.parametrize(
    ("tier", "clause", "says"),
    [
        ("A", "", "The text says"),
        ("B", "7", "The text says"),
        ("B", "", "A source says"),
        ("D", "", "A source says"),
        ("", "", "A source says"),
    ],
)
def test_a_report_of_conditions_is_not_called_the_text(
    client: Client, plan: Plan, force: str, tier: str, clause: str, says: str
) -> None:
    drill, source = make.make_milestone(plan, "drill", name="Drill"), make.make_source(plan, "talk", tier=tier)
    make.make_condition(make.make_gate(drill, force=force, source=source, clause=clause), date=dt.date(2030, 1, 1))
    proof = text_of(client.get("/plans/accord/milestones/drill/"), "proof")
    assert re.findall("The text says|A source says", proof) == [says]
    assert f"{says} talk" in proof
    assert "in every reading" in proof


def test_a_relative_date_is_open_until_the_level_is_reached(client: Client, plan: Plan) -> None:
    dates = text_of(client.get(ADDRESS), "dates")
    assert "14 days after “Handover of arms” is complete still open: that day has not come" in dates
    make.make_assessment(Milestone.objects.get(slug="handover"), date=dt.date(2026, 3, 4))
    dates = text_of(client.get(ADDRESS), "dates")
    assert "14 days after “Handover of arms” is complete: 18 March 2026" in dates


def test_a_revised_date_stands_before_the_original_with_its_source(client: Client, plan: Plan) -> None:
    elections = make.make_milestone(plan, "poll", due_on=dt.date(2026, 4, 1))
    source = make.make_source(plan, title_en="Note of delay")
    make.make_schedule_revision(elections, due_on=dt.date(2026, 5, 1), source=source)
    dates = text_of(client.get("/plans/accord/milestones/poll/"), "dates")
    assert re.search(r"1 May 2026 first planned: 1 April 2026", dates)
    assert "Revised according to Note of delay" in dates


def test_a_lifted_date_is_said_beside_the_original_on_every_page(client: Client, plan: Plan) -> None:
    elections = make.make_milestone(plan, "poll", due_on=dt.date(2026, 4, 1))
    source = make.make_source(plan, title_en="Note of suspension")
    make.make_schedule_revision(elections, due_lifted=True, source=source)
    address = "/plans/accord/milestones/poll/"
    dates = text_of(client.get(address), "dates")
    assert "no date any more first planned: 1 April 2026" in dates
    assert "Revised according to Note of suspension" in dates
    assert "due: no date any more" in text_of(client.get(address), "history")
    assert "no date any more first: 1 Apr 2026" in text_of(client.get("/plans/accord/milestones/"))


def test_the_evidence_tells_what_each_record_counts_for(client: Client, plan: Plan) -> None:
    court = Milestone.objects.get(slug="court")
    days = [dt.date(2026, 2, day) for day in (1, 2, 3, 4, 5)]
    make.make_assessment(court, Level.MINIMUM, date=days[0])
    make.make_assessment(court, Level.INTERMEDIATE, date=days[1])
    make.make_assessment(court, Level.COMPLETE, date=days[2], verification=Grade.REPORTED)
    make.make_assessment(court, Level.COMPLETE, date=days[3], verification=Grade.DISPUTED)
    make.make_assessment(court, Level.COMPLETE, date=days[4], retracted_at=TODAY - dt.timedelta(days=1))
    evidence = text_of(client.get("/plans/accord/milestones/court/"), "evidence")
    told = [
        "5 February 2026 complete verified retracted: no longer counts",
        "4 February 2026 complete disputed disputed: set aside until decided",
        "3 February 2026 complete reported said, not confirmed: widens the range",
        "2 February 2026 well under way verified counts: confirmed",
        "1 February 2026 started verified superseded by a newer record",
    ]
    places = [evidence.index(each) for each in told]
    assert places == sorted(places)
    assert "recorded 1 March 2026, 00:00 UTC" in evidence


def test_a_retraction_is_part_of_the_history(client: Client, plan: Plan) -> None:
    make.make_assessment(
        Milestone.objects.get(slug="elections"), retracted_at=dt.datetime(2026, 3, 8, 9, tzinfo=dt.UTC)
    )
    history = text_of(client.get(ADDRESS), "history")
    assert "8 March 2026 Retracted: the record of 1 March 2026 that said “complete”." in history


def test_why_a_record_was_retracted_is_said_in_the_readers_language(client: Client, plan: Plan) -> None:
    make.make_assessment(
        Milestone.objects.get(slug="elections"),
        retracted_at=dt.datetime(2026, 3, 8, 9, tzinfo=dt.UTC),
        retraction_reason="Of other elections.",
        retraction_reason_he="של בחירות אחרות.",
    )
    for language, words in (("en", "Of other elections."), ("he", "של בחירות אחרות."), ("ar", "Of other elections.")):
        response = client.get(ADDRESS, {"lang": language})
        assert words in text_of(response, "history"), language
        assert words in text_of(response, "evidence"), language


def test_a_change_of_status_is_told_with_its_cause(client: Client, plan: Plan) -> None:
    recompute(plan.pk, now=TODAY - dt.timedelta(hours=2))
    make.make_assessment(Milestone.objects.get(slug="handover"), date=dt.date(2026, 3, 9))
    recompute(plan.pk, now=TODAY - dt.timedelta(hours=1))
    history = text_of(client.get(ADDRESS), "history")
    assert re.search(r"10 March 2026 can’t tell became conditions met, not done All its conditions are met", history)
    assert re.search(
        r"Cause: [^·]*assessment added: Handover of arms[^·]* · recorded 10 March 2026, 11:00 UTC", history
    )


def test_a_cause_that_was_hidden_since_is_not_told_to_the_public(client: Client, plan: Plan) -> None:
    recompute(plan.pk, now=TODAY - dt.timedelta(hours=2))
    record = make.make_assessment(Milestone.objects.get(slug="handover"), date=dt.date(2026, 3, 9))
    recompute(plan.pk, now=TODAY - dt.timedelta(hours=1))
    record.publication = Publication.RESTRICTED
    record.save()
    assert "assessment added" not in text_of(client.get(ADDRESS), "history")
    client.force_login(make.make_restricted_reader())
    assert "assessment added: Handover of arms" in text_of(client.get(ADDRESS), "history")


def test_a_page_as_known_earlier_leaves_out_what_was_learned_later(client: Client, plan: Plan) -> None:
    late = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
    make.make_assessment(Milestone.objects.get(slug="handover"), date=dt.date(2026, 3, 2), recorded_at=late)
    assert "conditions met, not done" in text_of(client.get(ADDRESS))
    before = text_of(client.get(ADDRESS, {"known_at": "2026-03-08T00:00Z"}))
    assert "can’t tell" in before
    assert "2 March 2026" not in before


def test_what_depends_on_it_names_the_gate_and_its_truth(client: Client, plan: Plan) -> None:
    dependents = text_of(client.get("/plans/accord/milestones/handover/"), "dependents")
    assert "Complete and verified today, it would unlock 1 other milestone." in dependents
    assert re.search(
        r"Elections can’t tell Before it may start: “Handover of arms” is complete · can’t tell", dependents
    )
    assert "its due date follows this milestone" in dependents


def test_positions_of_actors_are_told_as_theirs(client: Client, plan: Plan) -> None:
    elections = Milestone.objects.get(slug="elections")
    actor = make.make_actor(plan, name_en="The South")
    make.make_position(actor, "opposes", milestone=elections, note_en="Not this year.")
    assert re.search(r"The South opposes 1 March 2026 Not this year\.", text_of(client.get(ADDRESS), "positions"))


def test_the_public_sees_nothing_of_a_hidden_source_or_record(client: Client, plan: Plan) -> None:
    handover = Milestone.objects.get(slug="handover")
    hidden = make.make_source(plan, title_en="Secret report", publication=Publication.RESTRICTED)
    make.make_assessment(handover, date=dt.date(2026, 3, 3), source=hidden)
    make.make_assessment(handover, date=dt.date(2026, 3, 4), publication=Publication.DRAFT, note_en="Not yet checked.")
    for address in (ADDRESS, "/plans/accord/milestones/handover/"):
        page = text_of(client.get(address))
        assert "Secret report" not in page
        assert "Not yet checked." not in page
        assert "3 March 2026" not in page
    client.force_login(make.make_analyst())
    page = text_of(client.get("/plans/accord/milestones/handover/"), "evidence")
    assert "Secret report" in page
    assert re.search(r"4 March 2026 complete verified draft: counts for nobody yet .* draft Not yet checked\.", page)


def test_an_ending_with_a_hidden_source_is_not_told_to_the_public(client: Client, plan: Plan) -> None:
    hidden = make.make_source(plan, "cable", publication=Publication.RESTRICTED)
    elections = Milestone.objects.get(slug="elections")
    waiver = make.make_waiver(elections.gates.order_by("pk")[0], date=dt.date(2026, 2, 1))
    make.make_waiver_ending(waiver, date=dt.date(2026, 2, 22), source=hidden)
    withdrawal = make.make_withdrawal(elections, date=dt.date(2026, 2, 1))
    make.make_withdrawal_ending(withdrawal, date=dt.date(2026, 2, 23), source=hidden)
    page = client.get(ADDRESS)
    assert "22 February 2026" not in text_of(page)
    assert "23 February 2026" not in text_of(page)
    assert "Given up: it is no longer pursued." in text_of(page)
    client.force_login(make.make_restricted_reader())
    page = client.get(ADDRESS)
    assert "that ended on 22 February 2026" in text_of(page)
    assert "taken up again on 23 February 2026" in text_of(page)


def test_a_draft_milestone_is_there_for_analysts_alone_and_has_no_status(client: Client, plan: Plan) -> None:
    make.make_milestone(plan, "idea", name_en="Idea", publication=Publication.DRAFT)
    assert client.get("/plans/accord/milestones/idea/").status_code == 404
    client.force_login(make.make_analyst())
    page = client.get("/plans/accord/milestones/idea/")
    assert page.status_code == 200
    assert "it counts for nothing yet" in text_of(page)


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ({"on": "soon"}, "such as 2026-06-20"),
        ({"reading": "south"}, "text, north"),
        ({"known_at": "2026-03-08T00:00"}, "with its time zone"),
        ({"lang": "tlh"}, "en, ar and he"),
    ],
)
def test_a_wrong_parameter_is_named(client: Client, plan: Plan, query: dict[str, str], advice: str) -> None:
    response = client.get(ADDRESS, query)
    assert response.status_code == 400
    assert next(iter(query.values())) in text_of(response)
    assert advice in text_of(response)


def test_a_milestone_that_is_not_there_is_a_404(client: Client, plan: Plan) -> None:
    assert client.get("/plans/accord/milestones/nothing/").status_code == 404
    assert client.get("/plans/nothing/milestones/elections/").status_code == 404


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_every_language_has_the_page(client: Client, plan: Plan, language: str, direction: str) -> None:
    for address in (ADDRESS, "/method/"):
        body = client.get(address, {"lang": language}).content.decode()
        assert f'<html lang="{language}" dir="{direction}">' in body


def test_the_picture_of_levels_has_a_title_a_description_and_a_table(client: Client, plan: Plan) -> None:
    body = client.get("/plans/accord/milestones/handover/").content.decode()
    picture = re.findall(r'<svg class="level-history.*?</svg>', body, flags=re.S)[0]
    assert "Level over time: Handover of arms" in picture
    assert "<desc" in picture
    assert 'class="history-open"' in picture
    assert 'class="history-low"' not in picture
    assert "1 March 2026 10 March 2026 between “not started” and “complete”" in text_of(
        client.get("/plans/accord/milestones/handover/"), "evidence"
    )


def test_the_picture_is_mirrored_from_right_to_left(client: Client, plan: Plan) -> None:
    places = {}
    for language in ("en", "he"):
        body = client.get("/plans/accord/milestones/handover/", {"lang": language}).content.decode()
        box = re.findall(r'<rect[^>]*class="history-open"[^>]*>', body)[0]
        places[language] = {name: float(re.findall(rf' {name}="([^"]+)"', box)[0]) for name in ("x", "width")}
    assert places["en"]["width"] == places["he"]["width"]
    assert places["he"]["x"] == pytest.approx(340 - places["en"]["x"] - places["en"]["width"], abs=0.02)


def grow(plan: Plan, numbers: range) -> None:
    """More of everything that the page of `elections` shows."""
    elections = Milestone.objects.get(slug="elections")
    actor = make.make_actor(plan)
    for number in numbers:
        awaited = make.make_milestone(plan, f"step-{number}", certifier=actor)
        make.make_assessment(awaited, Level.MINIMUM)
        make.make_assessment(elections, Level.NOT_INITIATED, date=dt.date(2026, 2, 1 + number))
        indicator = make.make_indicator(plan, f"count-{number}")
        make.make_observation(indicator, 5)
        gate = make.make_gate(elections, source=make.make_source(plan))
        make.make_condition(gate, milestone=awaited)
        make.make_condition(gate, indicator=indicator, at_least=9)
        make.make_waiver(gate, date=dt.date(2026, 3, 20))
        make.make_reading(plan, f"reading-{number}", actor=actor, rank=5 + number)
        make.make_position(actor, milestone=elections)
        make.make_schedule_revision(elections, due_on=dt.date(2026, 6, 1), rank=number)
        make.make_condition(make.make_gate(awaited), milestone=elections, reaches=1)


@pytest.mark.parametrize("role", ["anonymous", "analyst"])
def test_the_queries_do_not_grow_with_the_plan(client: Client, plan: Plan, role: str) -> None:
    if role == "analyst":
        client.force_login(make.make_analyst())
    counts = []
    for numbers in (range(1), range(1, 7)):
        grow(plan, numbers)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as cold:
            keeper.clear()
            assert client.get(ADDRESS).status_code == 200
        with CaptureQueriesContext(connection) as warm:
            assert client.get(ADDRESS).status_code == 200
        counts.append((len(cold), len(warm)))
    grown = milestone_facts(Viewpoint(state_for(plan), TODAY.date()), "elections")
    assert len(grown.readings) == 9
    assert counts == [QUERIES[role]] * 2


QUERIES = {"anonymous": (62, 1), "analyst": (66, 6)}
"""(with nothing kept, with the plan's state kept)."""


def test_a_milestone_that_no_text_names_says_from_where_it_was_recorded(client: Client, plan: Plan) -> None:
    drill = make.make_milestone(plan, "drill", name="Drill", source=None)
    address = "/plans/accord/milestones/drill/"
    assert "Who says so No source is named." in text_of(client.get(address))
    make.make_assessment(drill, Level.MINIMUM, source=make.make_source(plan, "daily", title="Drill held"))
    assert "Who says so Recorded from Drill held" in text_of(client.get(address))


def test_a_gate_without_a_source_says_that_none_is_given(client: Client, plan: Plan) -> None:
    drill = make.make_milestone(plan, "drill", name="Drill")
    gate = make.make_gate(drill, source=None)
    make.make_condition(gate)
    assert "The text says no source given" in text_of(client.get("/plans/accord/milestones/drill/"))


def test_that_a_milestone_is_fulfilled_is_said_by_the_record_and_not_by_the_text(client: Client, plan: Plan) -> None:
    drill = make.make_milestone(plan, "drill", name="Drill", source=make.make_source(plan, "drills"))
    make.make_condition(make.make_gate(drill))
    held = make.make_source(plan, "daily", title="Drill held")
    make.make_assessment(drill, verification=Grade.VERIFIED, source=held)
    make.make_assessment(drill, verification=Grade.DISPUTED, source=make.make_source(plan, "later"))
    text = text_of(client.get("/plans/accord/milestones/drill/"))
    assert "done" in text
    assert "Who says so Recorded from Drill held" in text
