"""What the Gaza plan file comes to under each reading, on the days the sources speak of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from milestones.contingency import evaluate
from milestones.contingency.plan import Plan
from milestones.kinds.format import parse
from milestones.planfile import to_plan

PLAN = Path(__file__).resolve().parents[2] / "plans" / "gaza-phase-two.yaml"
COMPILED = date(2026, 9, 30)
READINGS = ("text", "board", "hamas", "israel", "us-principles")
LOOP = [
    "decommissioning",
    "first-stage-certified",
    "heavy-weapons",
    # Not the tunnels: Israel says that it has begun to destroy those on its side, so what waits before a start is past.
    "personal-arms",
    "police-weapons",
    "return-to-line",
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    parsed = parse(PLAN.read_text(encoding="utf-8"))
    assert parsed.warnings == ()
    return to_plan(parsed.document)


def evaluation(plan: Plan, on: date = COMPILED, reading: str = "text") -> dict[str, Any]:
    return evaluate(plan, on=on, reading=reading).as_dict()


def status(plan: Plan, slug: str, on: date = COMPILED, reading: str = "text") -> str:
    return evaluation(plan, on, reading)["milestones"][slug]["status"]


@pytest.mark.parametrize("reading", READINGS)
def test_no_reading_alone_is_a_deadlock(plan, reading):
    assert evaluation(plan, reading=reading)["deadlocks"] == []


def test_both_demands_at_once_are_a_deadlock(plan):
    assert evaluation(plan, reading="both-demands")["deadlocks"] == [LOOP]


def test_what_only_follows_the_deadlock_is_blocked_and_the_texts_leave_it_waiting(plan):
    for slug in ("staged-pull-back", "redevelopment", "rafah-reconstruction", "statehood-pathway"):
        assert status(plan, slug, reading="both-demands") == "blocked"
        assert status(plan, slug) == "waiting"


def test_each_side_waits_for_the_other_only_in_its_own_reading(plan):
    assert status(plan, "return-to-line", reading="board") == "waiting"
    assert status(plan, "return-to-line", reading="israel") == "waiting"
    assert status(plan, "return-to-line", reading="hamas") == "unconditional"
    assert status(plan, "hamas-handover", reading="hamas") == "waiting"
    assert status(plan, "hamas-handover") == "unconditional"


@pytest.mark.parametrize("slug", ["implementation-timetable", "verification-committee"])
def test_the_fourteen_days_end_on_13_august_2026(plan, slug):
    assert not evaluation(plan, date(2026, 8, 13))["milestones"][slug]["overdue"]
    assert evaluation(plan, date(2026, 8, 14))["milestones"][slug]["overdue"]
    assert not evaluation(plan, date(2026, 7, 29))["milestones"][slug]["overdue"]


def test_the_second_phase_was_announced_before_the_first_was_complete(plan):
    on = evaluation(plan, date(2026, 1, 20))["milestones"]
    assert on["phase-two-announced"]["level"] == {"low": 3, "high": 3}
    assert on["phase-two-announced"]["gates"][0]["truth_when_reached"] == "unmet"
    assert on["hostages-returned"]["overdue"]
    later = evaluation(plan)["milestones"]["hostages-returned"]
    assert (later["status"], later["overdue"]) == ("fulfilled", False)


def test_a_claim_without_a_second_source_is_not_an_achievement(plan):
    levels = {slug: entry["level"] for slug, entry in evaluation(plan)["milestones"].items()}
    assert levels["hamas-handover"] == {"low": 0, "high": 1}
    assert levels["infrastructure-destroyed"] == {"low": 0, "high": 1}
    assert levels["ceasefire"] == {"low": 0, "high": 3}
    assert levels["isf-deployed"] == {"low": 0, "high": 1}
    assert levels["board-established"] == {"low": 3, "high": 3}
    assert levels["trust-fund"] == {"low": 3, "high": 3}
    assert levels["prisoners-released"] == {"low": 3, "high": 3}


def test_old_counts_leave_the_aid_floor_unsettled_and_not_unmet(plan):
    entry = evaluation(plan)["milestones"]["aid-floor"]
    assert entry["status"] == "unsettled"
    assert [condition["truth"] for condition in entry["gates"][0]["conditions"]] == ["unknown", "unknown"]


def test_a_condition_is_held_area_by_area(plan):
    milestones = evaluation(plan)["milestones"]
    for area in ("rafah", "tal-as-sultan"):
        gate = milestones[f"{area}-reconstruction"]["gates"][0]
        assert (gate["before"], gate["truth"]) == ("start", "unmet")
        assert milestones[f"{area}-fallback-aid"]["status"] == "waiting"


def test_donors_hopes_hold_no_payment_up(plan):
    entry = evaluation(plan)["milestones"]["pledges-paid"]
    informs = [gate for gate in entry["gates"] if gate["force"] == "informs"]
    assert [gate["truth"] for gate in informs] == ["unmet"]
    assert entry["status"] == "cleared"


def test_what_is_unfinished_under_the_resolution_lapses_with_it(plan):
    assert status(plan, "isf-deployed", date(2027, 12, 31)) != "lapsed"
    for slug in ("isf-deployed", "ncag-services", "rafah-handed-to-isf"):
        assert status(plan, slug, date(2028, 1, 1)) == "lapsed"
    assert status(plan, "board-established", date(2028, 1, 1)) == "fulfilled"
