"""The hold-up path, ranges and dates in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from milestones.contingency.holdup import Binds
from milestones.contingency.plan import RelativeDate
from milestones.contingency.scales import Level
from milestones.wording.hold_up import hold_up_sentences
from milestones.wording.ranges import range_sentence
from milestones.wording.schedule import forecast_sentences, planned_words

from .cast import NAMES, document, explained, gate, level, reaches

CLAIMED = [level("2026-03-01", "complete", "reported")]


COUNTED = {"observations": [{"date": "2026-03-01", "value": 5, "verification": "verified", "source": "text"}]}


def waiting_for(handover: dict[str, Any], **parts: Any) -> dict[str, Any]:
    vote = {"slug": "vote", "gates": [gate(reaches("handover"))]}
    return document({"slug": "handover", **handover}, vote, **parts)


FIRST = (
    "The completion of “Vote” comes only after the start of “Vote”. "
    "The start of “Vote” waits for this: “Handover” is complete."
)
PATHS: list[tuple[Binds, dict[str, Any], list[str]]] = [
    (Binds.TODAY, waiting_for({}),
     [FIRST, "Nothing is known to stand in the way of “Handover”; no record says that it has started."]),
    (Binds.TODAY, waiting_for({"assessments": [level("2026-02-01", "minimum")]}),
     [FIRST, "Nothing is known to stand in the way of the rest of “Handover”; no record says it is complete."]),
    (Binds.GATE, waiting_for({"gates": [gate({"indicator": "trucks", "at_least": 600})]}, trucks=COUNTED),
     [FIRST, "The completion of “Handover” comes only after the start of “Handover”. "
             "The start of “Handover” waits for this: “Trucks a day” is at least 600 trucks."]),
    (Binds.PLANNED_START, waiting_for({"planned_start": "2026-05-01"}),
     [FIRST, "The completion of “Handover” comes only after the start of “Handover”. "
             "The start of “Handover” is planned: 1 May 2026."]),
    (Binds.WITHDRAWN, waiting_for({"withdrawn": {"date": "2026-02-01", "source": "text"}}),
     [FIRST, "“Handover” is given up, so this can never come."]),
    (Binds.CLAIMED, document({"slug": "vote", "assessments": CLAIMED}),
     ["“Vote” is said to be complete, since 1 March 2026; that is not confirmed."]),
    (Binds.REACHED, document({"slug": "vote", "assessments": [level("2026-03-01", "complete")]}),
     ["“Vote” is complete; that is confirmed since 1 March 2026."]),
    (Binds.REPEATS, document({"slug": "handover", "gates": [gate(reaches("vote"))]},
                             {"slug": "vote", "gates": [gate(reaches("handover"))]}),
     [FIRST, "The completion of “Handover” comes only after the start of “Handover”. "
             "The start of “Handover” waits for this: “Vote” is complete.",
      "That leads back to the completion of “Vote”: the path goes in a circle."]),
]  # fmt: skip


@pytest.mark.parametrize(("last", "plan", "sentences"), PATHS, ids=[path[0].value for path in PATHS])
def test_a_path_is_a_chain_of_sentences_to_its_end(last: Binds, plan: dict[str, Any], sentences: list[str]) -> None:
    told = explained(plan, "vote")
    assert told.hold_up[-1].binds is last
    assert [each.text for each in hold_up_sentences(told, NAMES)] == sentences


TIED = document(
    {"slug": "handover", "gates": [gate({"indicator": "trucks", "at_least": 600})]},
    {"slug": "exit"},
    {"slug": "vote", "gates": [gate(reaches("handover"), reaches("exit")), gate(reaches("court"))]},
    {"slug": "court"},
    trucks=COUNTED,
)


def test_a_step_names_all_that_binds_it_alike() -> None:
    told = hold_up_sentences(explained(TIED, "vote"), NAMES)
    assert told[0].text == (
        "The completion of “Vote” comes only after the start of “Vote”. The start of “Vote” waits for this: "
        "“Handover” is complete. What binds it as much: “Exit” is complete; “Court” is complete."
    )
    assert len(told[0].refs) == 2


def test_there_is_a_path_for_every_end() -> None:
    assert {path[0] for path in PATHS} == set(Binds) - {Binds.LEVEL_BEFORE}


def test_a_relative_start_is_told_with_what_it_follows() -> None:
    plan = document(
        {"slug": "handover"},
        {"slug": "vote", "planned_start": {"days": 14, "after": "handover", "reaches": "complete"},
         "gates": [gate({"date": "2026-01-01"})]},
    )  # fmt: skip
    first = hold_up_sentences(explained(plan, "vote"), NAMES)[0]
    assert first.text.endswith("The start of “Vote” is planned: 14 days after “Handover” is complete.")


@pytest.mark.parametrize(
    "handover",
    [
        {"lapses": "2026-02-28"},  # over already
        # It may start in time; what comes after that is too late.
        {"planned_start": "2026-03-12", "due": "2026-06-12", "lapses": "2026-04-01"},
    ],
)
def test_an_authority_that_ends_too_soon_is_told_wherever_on_the_way_it_does(handover: dict[str, str]) -> None:
    for slug in ("handover", "vote"):
        told = explained(waiting_for(handover), slug)
        assert hold_up_sentences(told, NAMES)[-1].text.endswith(" Its authority ends before that day.")


def test_each_step_says_when_it_can_come() -> None:
    told = hold_up_sentences(explained(waiting_for({"planned_start": "2026-05-01"}), "vote"), NAMES)
    assert [step.day for step in told] == ["1 May 2026", "1 May 2026"]
    assert [step.milestone for step in told] == ["vote", "handover"]


RANGES = [
    (0, 0, [], [], "Without a record it counts as “not started”."),
    (3, 3, [3], [], "“complete”, confirmed."),
    (0, 0, [], [0], "“not started”; nothing more is said or confirmed."),
    (1, 3, [1], [3], "Between “started” (confirmed) and “complete” (said, not confirmed)."),
    (0, 3, [], [3], "Between “not started” (nothing more is confirmed) and “complete” (said, not confirmed)."),
    (1, 3, [3], [1], "Between “started” (said, not confirmed) and “complete” (confirmed before)."),
    (1, 3, [1, 3], [], "Between “started” and “complete”: records of equal standing disagree."),
    (1, 3, [2], [1, 3], "Between “started” and “complete”, both said, not confirmed; what is confirmed lies between."),
]


@pytest.mark.parametrize(("low", "high", "base", "later", "sentence"), RANGES)
def test_a_range_says_what_each_end_rests_on(
    low: int, high: int, base: list[int], later: list[int], sentence: str
) -> None:
    assert range_sentence(low, high, base=base, later=later) == sentence


def test_relative_dates_are_said_in_words() -> None:
    fourteen, one, none = (RelativeDate(days, "handover", Level.COMPLETE) for days in (14, 1, 0))
    assert planned_words(fourteen, NAMES) == "14 days after “Handover” is complete"
    assert planned_words(one, NAMES) == "1 day after “Handover” is complete"
    assert planned_words(none, NAMES) == "on the day on which “Handover” is complete"
    assert planned_words(date(2026, 8, 30), NAMES) == "30 August 2026"
    assert planned_words(None, NAMES) == ""


def test_a_forecast_says_how_late_it_is_and_that_nothing_is_established() -> None:
    plan = document(
        {"slug": "handover"},
        {"slug": "vote", "due": "2026-03-20", "gates": [gate({"date": "2026-03-27"}, before="completion")]},
    )
    assert forecast_sentences(explained(plan, "vote"), on=date(2026, 3, 10)) == [
        "Earliest: 27 March 2026, if what is said is so and nothing else is late. That is 7 days after it was due.",
        "On what is confirmed alone: 27 March 2026.",
    ]
