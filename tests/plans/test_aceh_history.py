"""Aceh's plan replays its history date by date, in each count."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from milestones.contingency.scales import Grade
from milestones.kinds.format import parse
from milestones.models import Observation
from milestones.services.loading import unstored
from tests.contingency.oracle import evaluate_document
from tests.plans.aceh_history import AS_KNOWN, EXPECTED, OVERDUE

PLAN = Path(__file__).resolve().parents[2] / "plans" / "aceh-2005.yaml"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The file, with what its measures give among the observations: the oracle knows no measures."""
    text = PLAN.read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    indicators = {indicator["slug"]: indicator for indicator in document["indicators"]}
    state, _report = unstored(parse(text).document)
    for row in state.rows(Observation).where(series="derived"):
        given = {"date": row.date, "value": row.value, "series": row.series, "recorded": row.recorded_at}
        given["verification"] = Grade(row.verification).name.lower()
        indicators[row.indicator.slug].setdefault("observations", []).append(given)
    return document


def group(evaluation: dict[str, Any], milestone: str, index: int) -> dict[str, Any]:
    return evaluation["milestones"][milestone]["gates"][index]


@pytest.mark.parametrize(("reading", "on"), list(EXPECTED))
def test_each_milestone_has_the_status_that_history_gave_it(document, reading, on):
    evaluation = evaluate_document(document, on=on, reading=reading)
    statuses = {slug: entry["status"] for slug, entry in evaluation["milestones"].items()}
    assert statuses == EXPECTED[reading, on]
    assert evaluation["deadlocks"] == []


@pytest.mark.parametrize("on", list(OVERDUE))
def test_a_milestone_is_overdue_after_its_date_in_force_and_until_complete(document, on):
    evaluation = evaluate_document(document, on=on)
    assert {slug for slug, entry in evaluation["milestones"].items() if entry["overdue"]} == OVERDUE[on]


@pytest.mark.parametrize(("on", "known_at", "milestone"), list(AS_KNOWN))
def test_a_count_published_later_does_not_change_what_was_known_before(document, on, known_at, milestone):
    evaluation = evaluate_document(document, on=on, known_at=known_at, reading="indonesia")
    assert evaluation["milestones"][milestone]["status"] == AS_KNOWN[on, known_at, milestone]


def test_the_memorandum_is_the_default_reading(document):
    assert evaluate_document(document, on="2005-12-14") == evaluate_document(document, on="2005-12-14", reading="text")


def test_the_third_withdrawal_started_before_its_gate_was_met_and_nobody_waived_it(document):
    gate = group(evaluate_document(document, on="2005-11-19"), "withdrawal-3", 0)
    assert (gate["truth"], gate["truth_when_reached"], gate["waived"]) == ("unmet", "unmet", False)


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({"indicator": "weapons-stage-3", "at_least": 210}, "premature"),
        # A tolerance of a quarter lets 166 of 210 through, and the running total would have hidden the gap.
        ({"indicator": "weapons-stage-3", "at_least": "157.5"}, "cleared"),
        ({"indicator": "weapons-accepted", "at_least": 630}, "cleared"),
    ],
)
def test_only_the_stages_own_quota_without_tolerance_shows_that_44_were_missing(document, condition, status):
    other = deepcopy(document)
    third = next(m for m in other["milestones"] if m["slug"] == "withdrawal-3")
    third["gates"][0]["conditions"][0] = condition
    evaluation = evaluate_document(other, on="2005-11-19")
    assert evaluation["milestones"]["withdrawal-3"]["status"] == status


def test_each_side_waits_for_the_other_in_the_matrix(document):
    rows = evaluate_document(document, on="2005-09-13")["matrix"]
    cells = {(row["pillar"], row["on_pillar"]): (row["unmet"], row["held"]) for row in rows}
    # Three handovers wait for a withdrawal each; four withdrawals wait for weapons by two conditions each.
    assert cells["demilitarisation", "redeployment"] == (3, 3)
    assert cells["redeployment", "demilitarisation"] == (8, 4)
