"""What a reader sees first of a plan and of a pillar: by counts alone, and all that are equal alike."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from milestones.contingency.scales import Grade, Level
from milestones.kinds.format import parse
from milestones.models import Milestone, Plan
from milestones.models.choices import MilestoneKind
from milestones.pages.plan.awaited import cut
from milestones.services.loading import load_document
from milestones.state.keeping import keeper
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PLAN = Path(settings.BASE_DIR) / "plans" / "gaza-phase-two.yaml"


def told(address: str, **query: str) -> str:
    """What is read before the list of what is on the page."""
    body = Client().get(address, {"lang": "en", "on": "2026-03-10", **query}).content.decode()
    body = re.sub(r"<(script|style|title|desc)\b.*?</\1>", " ", body, flags=re.S)
    first = body.split('<nav class="contents"')[0].split("</h1>")[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", first)).strip()


@pytest.fixture
def plan() -> Plan:
    """Two of five steps are done, one of them an announcement; two wait for arms and for aid, one can’t tell."""
    plan = make.make_plan(name="Accord")
    for slug, kind in (("vote", MilestoneKind.DEED), ("decree", MilestoneKind.ANNOUNCEMENT)):
        make.make_assessment(make.make_milestone(plan, slug, kind=kind), Level.COMPLETE)
    for slug in ("police", "courts"):
        for awaited in ("arms", "aid"):
            milestone = Milestone.objects.filter(plan=plan, slug=awaited).first()
            milestone = milestone or make.make_milestone(plan, awaited, name=awaited.capitalize())
            waiting = Milestone.objects.filter(plan=plan, slug=slug).first() or make.make_milestone(plan, slug)
            make.make_condition(make.make_gate(waiting), milestone=milestone)
    claim = make.make_milestone(plan, "census", name="Census")
    make.make_assessment(claim, Level.COMPLETE, verification=Grade.REPORTED)
    make.make_condition(make.make_gate(make.make_milestone(plan, "election")), milestone=claim)
    return plan


def test_what_is_done_tells_announcements_from_deeds_and_what_has_no_record(plan: Plan) -> None:
    said = told("/plans/accord/")
    assert "2 of 8 milestones are done: 1 of 1 announcement, and 1 of the 7 others. For 5 there is no record." in said


def test_what_is_not_met_and_what_cannot_be_told_are_counted_apart(plan: Plan) -> None:
    said = told("/plans/accord/pillars/governance/")
    assert re.search(r"What the others wait for not met Arms 2 Aid 2 can’t tell Census 1", said)


@pytest.mark.parametrize(
    ("counts", "most", "shown"),
    [([8, 5, 5, 3, 3], 5, 5), ([8, 5, 5, 3, 3], 4, 3), ([8, 5, 5], 2, 1), ([1, 1, 1, 1], 3, 0), ([], 3, 0)],
)
def test_a_list_is_cut_only_between_different_counts(counts: list[int], most: int, shown: int) -> None:
    assert cut(counts, lambda count: count, most=most) == shown


def test_of_more_things_that_are_equal_none_stands_out(plan: Plan) -> None:
    waiting = make.make_milestone(plan, "army")
    for number in range(6):
        make.make_condition(make.make_gate(waiting), milestone=make.make_milestone(plan, f"step-{number}"))
    body = Client().get("/plans/accord/", {"lang": "en", "on": "2026-03-10"}).content.decode()
    unmet = body.split("What the others wait for")[1].split("</div>")[0]
    assert re.search(r"Arms.*Aid.*<summary>6 things more</summary>.*step-0", unmet, flags=re.S)


def test_every_milestone_that_is_late_and_all_that_the_next_day_brings_is_named(plan: Plan) -> None:
    for slug, day in (("police", 2), ("courts", 5), ("arms", 20), ("aid", 20), ("election", 21)):
        Milestone.objects.filter(slug=slug).update(due_on=dt.date(2026, 3, day))
    Milestone.objects.filter(slug="census").update(lapses=dt.date(2026, 3, 20))
    said = told("/plans/accord/")
    assert "Late 2 milestones, due 2 Mar 2026 to 5 Mar 2026: police ; courts" in said
    assert "Next 20 March 2026 : 2 milestones are due: Arms ; Aid the mandate ends for 1 milestone: Census" in said


def test_the_circles_of_every_reading_are_told_and_lead_to_it(plan: Plan) -> None:
    make.make_reading(plan, "text", name="The text", rank=0)
    both = make.make_reading(plan, "both", name="Both sides", rank=1)
    arms, aid = (Milestone.objects.get(slug=slug) for slug in ("arms", "aid"))
    make.make_condition(make.make_gate(arms, readings=(both,)), milestone=aid)
    make.make_condition(make.make_gate(aid, readings=(both,)), milestone=arms)
    body = Client().get("/plans/accord/", {"lang": "en", "on": "2026-03-10"}).content.decode()
    knot = body.split("The knot")[1].split("</section>")[0]
    assert "Both sides" in knot
    assert "No such circle: <bdi>The text</bdi>" in knot
    steps = re.findall(r'knot-step"><a href="([^"]+)"><bdi>([^<]+)</bdi>', knot)
    assert {name for _address, name in steps} == {"Arms", "Aid"}
    assert all("reading=both" in address and "on=2026-03-10" in address for address, _name in steps)
    assert knot.count("Both sides says, not the text") + knot.count("One reading says") == 2
    framed = Client().get("/plans/accord/embed/glance/", {"lang": "en", "on": "2026-03-10"}).content.decode()
    to = 'href="/plans/accord/?on=2026-03-10&amp;lang=en&amp;reading=both#deadlocks"'
    assert to in body
    assert to in framed  # which has no circles of its own


def test_every_arrow_says_that_it_waits_and_a_ring_of_fewer_says_so(plan: Plan) -> None:
    arms, aid = (Milestone.objects.get(slug=slug) for slug in ("arms", "aid"))
    border = make.make_milestone(plan, "border")
    for waiting, awaited in ((arms, aid), (aid, arms), (aid, border), (border, arms)):
        make.make_condition(make.make_gate(waiting), milestone=awaited)
    knot = told("/plans/accord/").split("The knot")[1]
    assert "3 milestones wait in a circle" in knot
    assert "A shortest circle among them, of 2: Arms" in knot
    assert re.search(r"Arms .*waits for .*Aid .*waits for the first again", knot)


def test_every_arrow_of_the_shipped_ring_says_that_it_waits() -> None:
    load_document(parse(PLAN.read_bytes()).document)
    body = Client().get("/plans/gaza-phase-two/", {"lang": "en", "reading": "both-demands"}).content.decode()
    first = body.split('<nav class="contents"')[0]
    arrows = re.findall(r'<div class="knot-arrow">(.*?)</div>', first, flags=re.S)
    assert arrows
    assert all("waits for" in arrow for arrow in arrows)


def test_none_of_many_that_unlock_as_much_is_said_to_unlock_most() -> None:
    load_document(parse((PLAN.parent / "aceh-2005.yaml").read_bytes()).document)
    body = Client().get("/plans/aceh-2005/", {"lang": "en", "on": "2005-09-01"}).content.decode()
    assert "<h2>What would unlock others</h2>" in body
    assert "unlock most" not in body


def test_no_headline_rests_on_a_slug() -> None:
    """The shipped plan with every slug turned around says the same first, under every reading."""
    text = PLAN.read_text(encoding="utf-8")
    load_document(parse(text.encode()).document)
    plan = Plan.objects.get(slug="gaza-phase-two")
    readings = list(plan.readings.values_list("slug", flat=True))
    pillars = list(plan.pillars.values_list("slug", flat=True))
    pages = ["", *(f"pillars/{slug}/" for slug in pillars)]
    before = [
        told(f"/plans/gaza-phase-two/{page}", on="2026-09-30", reading=name) for page in pages for name in readings
    ]
    for milestone in Milestone.objects.filter(plan=plan):
        Milestone.objects.filter(pk=milestone.pk).update(slug=f"{milestone.slug[::-1]}-x".lstrip("-"))
    keeper.clear()
    after = [
        told(f"/plans/gaza-phase-two/{page}", on="2026-09-30", reading=name) for page in pages for name in readings
    ]
    assert after == before


def test_each_of_several_counts_says_the_period_that_it_covers(plan: Plan) -> None:
    indicator = make.make_indicator(plan, "needs", unit="billion")
    for slug, period, value in (("first", "To October 2024.", 53), ("second", "To October 2025.", 70)):
        make.make_series(indicator, slug, definition_en=period)
        make.make_observation(indicator, value, series=slug)
    body = Client().get("/plans/accord/", {"lang": "en", "on": "2026-03-10"}).content.decode()
    card = body.split('class="chart-card')[1].split("</article>")[0]
    assert re.search(r"<b>53 .*To October 2024\..*<b>70 .*To October 2025\.", card, flags=re.S)


def test_a_site_without_a_plan_says_what_it_is_for() -> None:
    body = Client().get("/", {"lang": "en"}).content.decode()
    assert '<meta name="description" content="Where peace plans stand: what is done, what waits' in body


def test_a_plan_without_milestones_offers_no_list_of_them() -> None:
    make.make_plan()
    for address in ("/plans/accord/", "/plans/accord/pillars/governance/"):
        assert "the same milestones as a list" not in told(address)
