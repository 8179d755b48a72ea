"""Conditions in words: what must hold, how it stands, and why it can’t tell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from milestones.contingency.conditions import (
    Condition,
    DateCondition,
    IndicatorCondition,
    MilestoneCondition,
    PillarCondition,
)
from milestones.contingency.explanation import ConditionProof
from milestones.contingency.scales import Level
from milestones.wording.conditions import finding, requirement, why_it_cannot_be_told

from .cast import NAMES, document, explained, gate, level, reaches

PHRASES = [
    (MilestoneCondition("handover", Level.COMPLETE), "“Handover” is complete"),
    (
        MilestoneCondition("handover", Level.COMPLETE, 30),
        "“Handover” is complete, for 30 days",
    ),
    (MilestoneCondition("handover", Level.MINIMUM, 1),
     "“Handover” has started, for 1 day"),
    (MilestoneCondition("handover", Level.INTERMEDIATE), "“Handover” is well under way"),
    (IndicatorCondition("trucks", at_least=Decimal(600)), "“Trucks a day” is at least 600 trucks"),
    (IndicatorCondition("share", at_most=Decimal("12.5")), "“Share of seats” is at most 12.5%"),
    (PillarCondition("arms", Decimal(50)), "the progress of “Arms” is 50% or more"),
    (DateCondition(date(2026, 3, 1)), "1 March 2026 has come"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "phrase"), PHRASES)
def test_what_must_hold_is_said_for_every_kind_of_condition(condition: Condition, phrase: str) -> None:
    assert requirement(condition, NAMES) == phrase


def test_what_the_reader_may_not_see_has_no_name_in_a_sentence() -> None:
    assert requirement(MilestoneCondition("secret", Level.COMPLETE), NAMES) == "a step that is not shown is complete"


def test_arabic_counts_days_by_its_own_plurals_and_isolates_names() -> None:
    with translation.override("ar"):
        one, two, few, many = (
            requirement(MilestoneCondition("handover", Level.COMPLETE, days), NAMES) for days in (1, 2, 5, 30)
        )
    assert len({text.replace("30", "").replace("5", "") for text in (one, two, few, many)}) == 4
    assert "\u2066Handover\u2069" in one
    assert "30" in many


def only_condition(plan: dict[str, Any], on: str = "2026-03-10") -> ConditionProof:
    return explained(plan, "vote", on=on).gates[0].conditions[0]


def vote(condition: dict[str, Any]) -> dict[str, Any]:
    return {"slug": "vote", "gates": [gate(condition)]}


def test_a_met_condition_says_the_level_and_since_when() -> None:
    plan = document({"slug": "handover", "assessments": [level("2026-03-04", "complete")]}, vote(reaches("handover")))
    assert finding(only_condition(plan), NAMES) == (
        "It stands at “complete”. The condition has been met since 4 March 2026."
    )
    assert why_it_cannot_be_told(only_condition(plan)) == ""


def test_a_claimed_level_is_a_range_and_says_that_it_rests_on_claims() -> None:
    claim = level("2026-03-04", "complete", "reported")
    found = only_condition(document({"slug": "handover", "assessments": [claim]}, vote(reaches("handover"))))
    assert finding(found, NAMES).startswith("It stands between “not started” and “complete”.")
    assert why_it_cannot_be_told(found) == "It is said, not confirmed: no record of the required grade says so."


def test_a_level_that_holds_today_but_was_only_claimed_before_is_said_to_have_a_gap() -> None:
    told = [level("2026-02-01", "complete", "reported"), level("2026-03-04", "complete")]
    waits = vote(reaches("handover") | {"for_days": 30})
    found = only_condition(document({"slug": "handover", "assessments": told}, waits))
    assert why_it_cannot_be_told(found) == "It is so on this day, but we can’t tell for some of the days before."


def test_sources_that_disagree_about_one_day_are_said_to_disagree() -> None:
    both = [level("2026-03-04", "complete"), level("2026-03-04", "minimum")]
    found = only_condition(document({"slug": "handover", "assessments": both}, vote(reaches("handover"))))
    assert why_it_cannot_be_told(found) == "The records do not agree."


def observed(date: str, value: int, verification: str = "verified") -> dict[str, Any]:
    return {"date": date, "value": value, "verification": verification, "source": "text"}


def counted(*observations: dict[str, Any], **trucks: Any) -> ConditionProof:
    wanted = {"indicator": "trucks", "at_least": 600}
    return only_condition(document(vote(wanted), trucks=trucks | {"observations": list(observations)}))


def test_a_count_is_told_with_its_unit() -> None:
    assert finding(counted(observed("2026-03-01", 1200)), NAMES).startswith("The count is 1,200 trucks.")


def test_counts_that_differ_are_told_as_a_range() -> None:
    found = counted(observed("2026-03-01", 500), observed("2026-03-02", 700, "reported"))
    assert finding(found, NAMES).startswith("The counts run from 500 to 700 trucks.")


def test_no_count_a_stale_count_and_mere_claims_are_told_apart() -> None:
    none = counted()
    stale = counted(observed("2026-01-01", 700), stale_after=10)
    claimed = counted(observed("2026-03-01", 700, "reported"))
    assert {finding(each, NAMES).split(".")[0] for each in (none, stale, claimed)} == {"No count speaks for this day"}
    assert [why_it_cannot_be_told(each) for each in (none, stale, claimed)] == [
        "There is no record that would tell.",
        "The last count is too old to speak for this day.",
        "It is only said, and nothing is confirmed to compare it with.",
    ]


def test_a_pillars_progress_is_told_as_a_range_of_percentages() -> None:
    plan = document(
        {
            "slug": "handover",
            "assessments": [level("2026-03-01", "minimum"), level("2026-03-02", "complete", "reported")],
        },
        {"slug": "vote", "pillar": "rule", "gates": [gate({"pillar": "arms", "progress": 50})]},
    )
    assert finding(only_condition(plan), NAMES).startswith("Its progress is between 33.3% and 100%.")


def test_a_date_says_only_whether_it_has_come() -> None:
    plan = document(vote({"date": "2026-03-05"}))
    assert finding(only_condition(plan), NAMES) == "That day has come."
    assert finding(only_condition(plan, on="2026-03-04"), NAMES) == "That day is still to come."
