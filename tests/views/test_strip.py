"""The strip: a square for each milestone that says how it stands, and leads to it."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils.timezone import now

from milestones.contingency.scales import Grade, Level
from milestones.models import Milestone, Plan
from milestones.models.choices import MilestoneKind
from milestones.services.recompute import recompute
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ON = dt.date(2026, 3, 10)


@pytest.fixture
def plan() -> Plan:
    """A deed and an announcement are done, a step is said to be, one waits, one can’t tell, one is open."""
    plan = make.make_plan(name_en="Accord")
    steps = {
        slug: make.make_milestone(plan, slug, name_en=slug.capitalize(), kind=kind)
        for slug, kind in {
            "open": MilestoneKind.DEED,
            "unclear": MilestoneKind.DEED,
            "waits": MilestoneKind.DEED,
            "said": MilestoneKind.DEED,
            "announced": MilestoneKind.ANNOUNCEMENT,
            "done": MilestoneKind.DEED,
        }.items()
    }
    for slug in ("announced", "done"):
        make.make_assessment(steps[slug], Level.COMPLETE, verification=Grade.VERIFIED)
    make.make_assessment(steps["said"], Level.COMPLETE, verification=Grade.REPORTED)
    make.make_condition(make.make_gate(steps["waits"]), milestone=steps["open"])
    make.make_condition(make.make_gate(steps["unclear"]), milestone=steps["said"])
    return plan


def strip_of(path: str) -> str:
    body = Client(headers={"accept-language": "en"}).get(path, {"on": ON.isoformat()}).content.decode()
    return body[body.index('<figure class="strip"') : body.index("</figure>")]


def test_squares_stand_in_the_order_of_how_milestones_stand(plan: Plan) -> None:
    squares = re.findall(r'<a class="strip-(\w+)" href="([^"]+)" tabindex="-1" title="([^"]+)"', strip_of("/"))
    assert [kind for kind, _address, _words in squares] == ["done", "announced", "said", "waits", "unclear", "open"]
    assert squares[1][1].startswith("/plans/accord/milestones/announced/")
    assert squares[1][2] == "Announced: done (an announcement)"


def test_the_key_counts_each_kind_that_occurs_and_each_pillar_says_how_many_are_done(plan: Plan) -> None:
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", strip_of("/")))
    assert "2 of 6" in told
    assert "done (a deed) 1 done (an announcement) 1 said to be done 1 waits 1 can’t tell 1" in told
    assert "not done, nothing unmet before it 1" in told
    assert "given up" not in told


def test_new_slugs_change_no_order_and_no_count(plan: Plan) -> None:
    def shown() -> list[str]:
        return re.findall(r'title="([^"]+)"', strip_of("/"))

    before = shown()
    for number, milestone in enumerate(Milestone.objects.order_by("-pk")):
        milestone.slug = f"m{number}"
        milestone.save()
    recompute(plan.pk, now=now())
    assert shown() == before
