"""Pages that answer a question of the reader's own: what would follow, and what would settle most."""

import datetime as dt
import html
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milestones.contingency.scales import Grade, Level
from milestones.models import Milestone, Plan
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
PAGE = "/plans/accord/what-if/"


@pytest.fixture
def plan() -> Plan:
    """A vote that waits for arms; patrols that nobody can tell about, since arms are only said to be handed over."""
    plan = make.make_plan()
    arms, vote = (make.make_milestone(plan, "arms", name_en="Arms"), make.make_milestone(plan, "vote", name_en="Vote"))
    make.make_condition(make.make_gate(vote), milestone=arms)
    police = make.make_milestone(plan, "police", name_en="Police")
    patrols = make.make_milestone(plan, "patrols", name_en="Patrols")
    make.make_condition(make.make_gate(patrols), milestone=police)
    make.make_assessment(police, Level.COMPLETE, verification=Grade.REPORTED, date=dt.date(2026, 3, 1))
    make.make_indicator(plan, "trucks", name_en="Trucks")
    recompute(plan.pk, now=TODAY)
    return plan


@pytest.fixture
def client() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield Client(headers={"accept-language": "en"})


def body_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def text_of(body: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("query", ["?assume=level:arms:complete", "?milestone=arms&stands=level:complete"])
def test_what_would_follow_is_told_with_its_reason(client: Client, plan: Plan, query: str) -> None:
    body = body_of(client, PAGE + query)
    rows = re.findall(r"<tr>(.*?)</tr>", body, flags=re.S)
    told = [text_of(row) for row in rows if "Vote" in row]
    assert re.search(r"Vote\s+waits\s+conditions met, not done\s+\S+", told[0])
    assert "Arms : complete · leave it out" in text_of(body)
    assert "nothing of it is recorded" in body
    assert '<meta name="robots" content="noindex" />' in body
    assert "assume=level%3Aarms%3Acomplete" in re.search(r'rel="canonical" href="([^"]*)', body)[1]
    assert not plan.milestones.get(slug="arms").assessments.exists()
    marked = "“What if (assumed, not on record)”, in"
    assert "ماذا لو (مفترض" in body_of(client, f"{PAGE}{query}&lang=ar")
    shown = [
        client.get(f"{PAGE}{query}{also}&lang=en").content.decode()
        for also in ("", "&embed=1", "&picture=graph-picture")
    ]
    assert [marked in " ".join(text_of(html.unescape(page)).split()) for page in shown] == [True] * 3


def test_what_would_stand_otherwise_is_lit_in_the_graph_as_it_would_be(client: Client, plan: Plan) -> None:
    graph = body_of(client, f"{PAGE}?assume=level:arms:complete&on=2026-03-09").partition('<section id="graph"')[2]
    lit = re.findall(r'<a href="([^"]*)"[^>]*class="graph-node [^"]*is-lit"><title>([^<]*)', graph)
    to = "/plans/accord/graph/?on=2026-03-09&focus="
    assert sorted(lit) == [(f"{to}arms", "Arms: done"), (f"{to}vote", "Vote: conditions met, not done")]
    told = graph.partition("</section>")[0]
    assert "Patrols" not in told
    # A phone has no room for the picture: what is lit stands there as rows, marked and ahead of any fold.
    rows = re.findall(r"<tr>(.*?)</tr>", told.partition("<summary>The same")[0], flags=re.S)
    assert [text_of(row).split() for row in rows if 'class="label"' in row] == [
        ["Arms", "would", "stand", "otherwise", "done", "—", "—", "—", "1"],
        ["Vote", "would", "stand", "otherwise", "conditions", "met,", "not", "done", "—", "—", "Arms", "0"],
    ]
    assert "lit" not in text_of(told.partition("<figure")[0])
    assert 'id="graph"' not in body_of(client, f"{PAGE}?assume=value:trucks:5")


def test_what_there_is_nothing_to_choose_of_is_not_asked_for(client: Client, plan: Plan) -> None:
    fields = 'name="milestone"', 'name="indicator"', 'name="gate"'
    assert all(field in body_of(client, PAGE) for field in fields)
    make.make_milestone(make.make_plan("truce"), "pause")
    body = body_of(client, PAGE.replace("accord", "truce"))
    assert [field in body for field in fields] == [True, False, False]


def test_several_are_assumed_together_and_each_can_be_left_out(client: Client, plan: Plan) -> None:
    gate = Milestone.objects.get(slug="vote").gates.get()
    several = f"?assume=waived:{gate.pk}&assume=withdrawn:patrols+due:arms:2026-05-01&indicator=trucks&value=6.5"
    body = body_of(client, PAGE + several)
    told = text_of(body)
    assert "Vote : before its start, “Arms” is complete: set aside" in told
    assert "Patrols : given up" in told
    assert "Arms : due: 1 May 2026" in told
    assert "Trucks : 6.5%" in told
    without = re.findall(r'<a href="([^"]*)">(?:<bdi[^>]*>)?leave it out', body)
    assert len(without) == 4
    assert "withdrawn" not in without[1]
    assert "waived" in without[1]


def test_of_one_thing_what_is_assumed_last_is_assumed(client: Client, plan: Plan) -> None:
    body = body_of(client, f"{PAGE}?assume=level:arms:minimum+due:arms:2026-05-01&milestone=arms&stands=level:complete")
    assert "Arms : complete · leave it out Arms : due: 1 May 2026" in text_of(body)
    assert "arms%3Aminimum" not in re.search(r'rel="canonical" href="([^"]*)', body)[1]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?assume=level:nobody:complete", "level:nobody:complete"),
        ("?assume=level:arms:twice", "level:arms:twice"),
        ("?assume=waived:999999", "waived:999999"),
        ("?assume=waived:x", "waived:x"),
        ("?assume=nonsense", "nonsense"),
        ("?assume=withdrawn:arms:now", "withdrawn:arms:now"),
        ("?indicator=trucks&value=many", "value:trucks:many"),
        ("?milestone=arms&stands=due", "due:arms"),
        ("?milestone=arms&stands=start&day=", "Give a day as year, month and day"),
        ("?milestone=arms&stands=level:complete&day=2026-05-01", "is to start or is due then"),
        ("?day=2026-05-01&stands=due", "Say also which milestone"),
        ("?value=5", "Say also of which indicator"),
        ('?assume=level:"},{":x', 'level:"},{":x'),
    ],
)
def test_an_assumption_that_the_plan_cannot_take_is_named(client: Client, plan: Plan, query: str, named: str) -> None:
    response = client.get(PAGE + query)
    assert response.status_code == 400
    assert named in html.unescape(response.content.decode())


def test_no_more_is_assumed_than_the_api_takes(client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milestones.planfile.requests.MOST_ASSUMPTIONS", 2)
    many = "level:arms:complete+withdrawn:vote"
    assert client.get(f"{PAGE}?assume={many}").status_code == 200
    assert client.get(f"{PAGE}?assume={many}+due:arms:2027-01-01").status_code == 400


def test_a_circle_of_waiting_leads_to_what_would_follow(client: Client, plan: Plan) -> None:
    arms, vote = Milestone.objects.get(slug="arms"), Milestone.objects.get(slug="vote")
    gate = make.make_gate(arms)
    make.make_condition(gate, milestone=vote)
    recompute(plan.pk, now=TODAY)
    body = body_of(client, "/plans/accord/?on=2026-03-09")
    address = f"{PAGE}?on=2026-03-09&assume=waived%3A{gate.pk}"
    assert f'href="{address}"' in body
    assert re.search(r"Arms\s+waits in a circle", text_of(body_of(client, address)))


def test_what_would_settle_most_is_told_with_what_it_settles(client: Client, plan: Plan) -> None:
    body = body_of(client, "/plans/accord/unsettled/")
    (row,) = [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", body, flags=re.S) if "Patrols" in row]
    assert re.search(r"Police\s+1\s+Patrols", row)


@pytest.mark.parametrize("address", ["unsettled/", "readings/", "what-if/?assume=level:arms:complete"])
def test_a_question_asks_the_database_one_small_thing(client: Client, plan: Plan, address: str) -> None:
    body_of(client, "/plans/accord/")
    with CaptureQueriesContext(connection) as queries:
        body_of(client, f"/plans/accord/{address}")
    assert len(queries) <= 2


def test_areas_that_no_milestone_names_have_no_picture(client: Client, plan: Plan) -> None:
    make.make_area(plan)
    recompute(plan.pk, now=TODAY)
    body = body_of(client, "/plans/accord/areas/")
    assert "Milestones that name an area: 0 of 4." in body
    assert "picture=" not in body


def test_readings_are_told_side_by_side_where_they_differ(client: Client, plan: Plan) -> None:
    text = make.make_reading(plan, "text", name_en="As written", rank=0)
    strict = make.make_reading(plan, "strict", name_en="As the monitors read it (strictly)", rank=1)
    vote = plan.milestones.get(slug="vote")
    vote.gates.get().readings.set([strict])
    recompute(plan.pk, now=TODAY)
    body = body_of(client, "/plans/accord/readings/?on=2026-03-09")
    assert re.search(r"Milestone\s+As written\s+As the monitors read it\s+Vote\s+", text_of(body))
    (row,) = [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", body, flags=re.S) if "Vote" in row]
    assert re.search(r"Vote\s+no condition written\s+waits", row)
    assert "3 are the same in all." in body
    assert 'href="?on=2026-03-09&reading=strict"' in body
    vote.gates.get().readings.clear()
    recompute(plan.pk, now=TODAY)
    body = body_of(client, "/plans/accord/readings/?on=2026-03-09")
    assert "No milestone differs on this day." in body
    assert "picture=" not in body  # of nothing there is no picture
    assert "/plans/accord/readings/" in body_of(client, "/plans/accord/")
    text.delete()
    recompute(plan.pk, now=TODAY)
    assert "/plans/accord/readings/" not in body_of(client, "/plans/accord/")
