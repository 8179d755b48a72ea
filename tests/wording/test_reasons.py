"""Reasons in words: a case for every kind, made by the engine."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from milestones.contingency.reasons import Reason, Why
from milestones.wording.gates import clearing_sentences
from milestones.wording.reasons import change_sentences, reason_sentences

from .cast import NAMES, document, explained, gate, level, reaches

DONE = [level("2026-03-04", "complete")]
LAPSED_AND_BACK = [level("2026-02-01", "complete"), level("2026-03-01", "minimum")]


def ring() -> dict[str, Any]:
    return document(
        {"slug": "handover", "gates": [gate(reaches("exit"))]},
        {"slug": "exit", "gates": [gate(reaches("handover"))]},
        {"slug": "vote", "gates": [gate(reaches("exit"))]},
        {"slug": "court", "planned_start": {"days": 5, "after": "exit", "reaches": "complete"},
         "gates": [gate({"date": "2026-01-01"})]},
    )  # fmt: skip


CASES: list[tuple[Why, dict[str, Any], str, list[str]]] = [
    (Why.WITHDRAWN,
     document({"slug": "vote", "withdrawn": {"date": "2026-02-01", "source": "text"}}), "vote",
     ["It is given up: it is no longer pursued."]),
    (Why.AUTHORITY_LAPSED, document({"slug": "vote", "lapses": "2026-02-28"}), "vote",
     ["Its authority ended on 28 February 2026, before it was complete."]),
    (Why.GATE_UNMET_WHEN_REACHED,
     document({"slug": "handover"},
              {"slug": "vote", "assessments": [level("2026-03-02", "minimum")], "gates": [gate(reaches("handover"))]}),
     "vote",
     ["It started on 2 March 2026, before this was so, and it is not so now: “Handover” is complete."]),
    (Why.GATE_FAILED_SINCE,
     document({"slug": "handover", "assessments": LAPSED_AND_BACK},
              {"slug": "vote", "assessments": [level("2026-02-02", "minimum")], "gates": [gate(reaches("handover"))]}),
     "vote",
     ["It started on 2 February 2026, when its conditions were met; this is no longer so: “Handover” is complete."]),
    (Why.COMPLETE, document({"slug": "vote", "assessments": DONE}), "vote",
     ["It has been complete since 4 March 2026, and all its conditions are met."]),
    (Why.IN_DEADLOCK, ring(), "exit",
     ["It waits in a circle of 2 milestones, of which none can be first: “Exit”; “Handover”."]),
    (Why.GATE_NEVER_OPENS, ring(), "vote",
     ["Before it may start, this must be so, and no date can be found for it: “Exit” is complete."]),
    (Why.START_NEVER_COMES, ring(), "court",
     ["Its planned start follows this, for which no date can be found: “Exit” is complete."]),
    (Why.LAPSES_TOO_SOON,
     document({"slug": "vote", "lapses": "2026-03-20", "planned_start": "2026-04-01",
               "gates": [gate({"date": "2026-01-01"})]}), "vote",
     ["Its authority ends on 20 March 2026, before it can start."]),
    (Why.NO_GATES, document({"slug": "vote"}), "vote", ["Nothing is named that must come before it."]),
    (Why.ALL_GATES_MET,
     document({"slug": "handover", "assessments": DONE},
              {"slug": "vote", "gates": [gate({"date": "2026-01-01"}), gate(reaches("handover"))]}), "vote",
     ["All its conditions have been met since 4 March 2026: it may go ahead."]),
    (Why.ALL_GATES_MET,
     document({"slug": "handover", "assessments": DONE},
              {"slug": "vote", "gates": [gate({"date": "2026-01-01"}, reaches("handover"), require=1)]}), "vote",
     ["All its conditions are met: it may go ahead."]),
    (Why.CONDITION_UNKNOWN,
     document({"slug": "handover", "assessments": [level("2026-03-01", "complete", "reported")]},
              {"slug": "vote", "gates": [gate(reaches("handover"))]}), "vote",
     ["Before it may start, this must be so, and the records do not tell whether it is: “Handover” is complete. "
      "It is said, not confirmed: no record of the required grade says so."]),
    (Why.GATE_OPENS_LATE,
     document({"slug": "vote", "planned_start": "2026-03-15", "gates": [gate({"date": "2026-04-01"})]}), "vote",
     ["Before it may start, this must still come: 1 April 2026 has come. "
      "That can be so on 1 April 2026 at the earliest; it was planned for 15 March 2026."]),
    (Why.GATE_UNMET,
     document({"slug": "handover"}, {"slug": "vote", "gates": [gate(reaches("handover"), before="completion")]}),
     "vote",
     ["Before it may be complete, this must still come: “Handover” is complete."]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "plan", "slug", "sentences"), CASES, ids=[case[0].value for case in CASES])
def test_every_reason_is_a_sentence(why: Why, plan: dict[str, Any], slug: str, sentences: list[str]) -> None:
    told = explained(plan, slug)
    assert why in {reason.why for reason in told.verdict.reasons}
    assert reason_sentences(told, NAMES) == sentences


def test_there_is_a_case_for_every_reason() -> None:
    assert {case[0] for case in CASES} == set(Why)


@pytest.mark.parametrize("language", ["ar", "he"])
@pytest.mark.parametrize(("why", "plan", "slug", "sentences"), CASES, ids=[case[0].value for case in CASES])
def test_every_reason_is_translated(
    why: Why, plan: dict[str, Any], slug: str, sentences: list[str], language: str
) -> None:
    with translation.override(language):
        told = reason_sentences(explained(plan, slug), NAMES)
    assert len(told) == len(sentences)
    letters = {"ar": "\u0600", "he": "\u0590"}[language]
    assert all(any(letters <= letter < chr(ord(letters) + 0x100) for letter in text) for text in told)
    assert not set(told) & set(sentences)


def test_unmet_gates_before_one_step_share_a_sentence() -> None:
    plan = document(
        {"slug": "handover"},
        {"slug": "exit"},
        {"slug": "vote", "gates": [gate(reaches("handover")), gate(reaches("exit")),
                                   gate(reaches("exit"), before="completion")]},
    )  # fmt: skip
    assert reason_sentences(explained(plan, "vote"), NAMES) == [
        "Before it may start, this must still come: “Handover” is complete; “Exit” is complete.",
        "Before it may be complete, this must still come: “Exit” is complete.",
    ]


def test_a_gate_of_which_not_all_is_needed_says_how_many() -> None:
    conditions = [reaches("handover"), reaches("exit"), {"date": "2026-01-01"}]
    plan = document({"slug": "handover"}, {"slug": "exit"}, {"slug": "vote", "gates": [gate(*conditions, require=2)]})
    told = explained(plan, "vote")
    one_of = "one of these: “Handover” is complete; “Exit” is complete."
    assert reason_sentences(told, NAMES) == [f"Before it may start, this must still come: {one_of}"]
    assert clearing_sentences(told, NAMES) == {0: f"Before it may start: {one_of}"}


@pytest.mark.parametrize(("why", "plan", "slug", "sentences"), CASES, ids=[case[0].value for case in CASES])
def test_a_past_reason_needs_no_gates(why: Why, plan: dict[str, Any], slug: str, sentences: list[str]) -> None:
    """A stored change keeps the numbers of gates that may have been edited since; none of them is quoted."""
    reasons = [Reason.from_dict(each.as_dict()) for each in explained(plan, slug).verdict.reasons]
    told = change_sentences(reasons, NAMES)
    assert told
    assert all(sentence.endswith(".") for sentence in told)
    if any(reason.gate is not None for reason in reasons):
        assert "Handover" not in " ".join(told)
