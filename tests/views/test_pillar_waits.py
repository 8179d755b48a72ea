"""What the pillar page lists of waits adds up to the matrix, for the shipped plan under its every reading."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from milestones.contingency.scales import Truth
from milestones.kinds.format import parse
from milestones.models import Plan
from milestones.pages.pillar import waits as pillar_waits
from milestones.pages.pillar.waits import waits_of
from milestones.pages.scene import Scene
from milestones.selectors.plan_page import plan_names
from milestones.selectors.records import Viewpoint
from milestones.services.loading import load_document
from milestones.state import evaluation_of, state_for
from milestones.words import STATUS_MARKS, TRUTH_MARKS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PLAN = Path(settings.BASE_DIR) / "plans" / "gaza-phase-two.yaml"
OPEN = {mark for status, mark in STATUS_MARKS.items() if status.is_open}


def told(pair: Any) -> tuple[dict[Truth, int], int]:
    """How many conditions of each truth the lists hold, and how many milestones they show as held up."""
    conditions = dict.fromkeys(Truth, 0)
    for awaited in (*pair["unmet"]["told"], *pair["unclear"]["told"], *pair["others"]["told"]):
        (truth,) = [each for each, mark in TRUTH_MARKS.items() if mark == awaited["mark"]]
        conditions[truth] += awaited["waiters"]["count"]
    held = {
        name
        for each in (*pair["unmet"]["told"], *pair["unclear"]["told"])
        for name, mark, *_rest in each["waiters"]["told"]
        if mark in OPEN
    }
    return conditions, len(held)


def test_the_lists_add_up_to_the_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pillar_waits, "MOST_TOLD", 1000)
    load_document(parse(PLAN.read_bytes()).document)
    plan = Plan.objects.get(slug="gaza-phase-two")
    names = plan_names(state_for(plan))
    for reading in names.readings:
        evaluation = evaluation_of(state_for(plan), dt.date(2026, 9, 30), reading=reading)
        scene = Scene(Viewpoint(state_for(plan), evaluation.on), evaluation, names)
        shown = {}
        for pillar in names.pillars:
            waits = waits_of(scene, pillar)
            shown |= {(pillar, pair["slug"]): told(pair) for pair in waits["outgoing"]}
            shown |= {(pillar, pillar): told(waits["within"])} if waits["within"] else {}
            for pair in waits["incoming"]:
                other = waits_of(scene, pair["slug"])
                assert told(pair) in [told(each) for each in other["outgoing"] if each["slug"] == pillar]
        assert shown == {
            (cell.pillar, cell.on_pillar): (
                {Truth.MET: cell.met, Truth.UNMET: cell.unmet, Truth.UNKNOWN: cell.unknown},
                cell.held,
            )
            for cell in evaluation.matrix
        }
        assert len(shown) > 3
