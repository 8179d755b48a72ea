"""The explanation rests every verdict on its records, and says why a condition cannot be told."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.contingency import evaluate
from milestones.contingency.explanation import explain
from milestones.kinds.format import parse
from milestones.planfile import to_plan

from .random_plans import random_request
from .small_plans import gate, indicator, milestone, plan, reaches, record, rumour, verified

ON = date(2026, 6, 15)


def explained(document: dict[str, Any], slug: str = "a") -> dict[str, Any]:
    return explain(evaluate(to_plan(parse(document).document), on=ON), slug).as_dict()


def first_condition(*records: dict[str, Any], **fields: Any) -> dict[str, Any]:
    counted = indicator("i", *records, **fields)
    waiting = milestone("a", gates=[gate("start", {"indicator": "i", "at_least": 5})])
    found: dict[str, Any] = explained(plan(waiting, indicators=(counted,)))["gates"][0]["conditions"][0]
    return found


@pytest.mark.parametrize(
    ("records", "fields", "why"),
    [
        ([], {}, "no-data"),
        ([rumour("2026-06-01", 9)], {}, "no-data"),
        ([verified("2026-01-01", 9)], {"stale_after": 30}, "stale"),
        ([verified("2026-06-01", 9), verified("2026-06-01", 1)], {}, "contested"),
        ([verified("2026-06-01", 9, series="x"), rumour("2026-06-02", 1, series="y")], {}, "claimed"),
        ([verified("2026-06-01", 9)], {}, "met"),
        ([verified("2026-06-01", 1)], {}, "unmet"),
    ],
)
def test_it_says_why_a_value_cannot_be_told(records: list[Any], fields: dict[str, Any], why: str) -> None:
    assert first_condition(*records, **fields)["why"] == why


def test_it_says_that_a_gap_in_the_days_before_is_why_it_cannot_be_told() -> None:
    counted = indicator("i", verified("2026-05-01", 9), verified("2026-06-10", 9), stale_after=10)
    condition = {"indicator": "i", "at_least": 5, "for_days": 30}
    waiting = milestone("a", gates=[gate("start", condition)])
    found = explained(plan(waiting, indicators=(counted,)))["gates"][0]["conditions"][0]
    assert (found["truth"], found["why"]) == ("unknown", "gap")


def test_it_says_since_when_a_condition_stands_so() -> None:
    condition = first_condition(verified("2026-05-01", 9), verified("2026-05-20", 1))
    assert (condition["truth"], condition["since"]) == ("unmet", "2026-05-20")


def test_records_are_sorted_out_by_what_they_count_for() -> None:
    document = plan(
        milestone(
            "a",
            verified("2026-05-01", "minimum"),
            verified("2026-06-01", "intermediate"),
            rumour("2026-06-02", "complete"),
            record("2026-06-03", "not_initiated", "disputed"),
        )
    )
    evidence = explained(document)["evidence"]
    place = {name: [ref[-1] for ref in refs] for name, refs in evidence.items()}
    assert place == {"base": [1], "later": [2], "superseded": [0], "disputed": [3]}


def test_it_says_how_many_more_conditions_a_gate_needs() -> None:
    conditions = [{"date": "2026-01-01"}, {"date": "2026-09-01"}, {"date": "2026-10-01"}]
    document = plan(milestone("a", gates=[gate("start", *conditions, require=2)]))
    assert explained(document)["would_clear"] == [{"gate": 0, "more": 1, "of": [1, 2]}]


def test_the_schedule_tells_original_and_in_force() -> None:
    revision = {"date": "2026-05-01", "due": "2026-09-01", "source": "s"}
    document = plan(milestone("a", planned_start="2026-06-01", due="2026-07-01", schedule=[revision]))
    schedule = explained(document)["schedule"]
    assert schedule["due"] == {"original": "2026-07-01", "day": "2026-09-01", "follows": None, "lifted": False}
    assert schedule["planned_start"]["day"] == "2026-06-01"


def test_the_schedule_tells_a_lifted_date() -> None:
    revision = {"date": "2026-05-01", "due": "none", "source": "s"}
    document = plan(milestone("a", planned_start="2026-06-01", due="2026-07-01", schedule=[revision]))
    schedule = explained(document)["schedule"]
    assert schedule["due"] == {"original": "2026-07-01", "day": None, "follows": None, "lifted": True}
    assert (schedule["planned_start"]["lifted"], schedule["duration"]) == (False, 0)


def test_an_awaited_milestone_is_shown_with_its_range() -> None:
    document = plan(
        milestone("a", gates=[gate("start", reaches("b"))]), milestone("b", rumour("2026-06-01", "complete"))
    )
    condition = explained(document)["gates"][0]["conditions"][0]
    assert (condition["level"], condition["why"]) == ({"low": 0, "high": 3}, "claimed")


@given(st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_evidence_gives_the_range_that_the_engine_gives(rng: Any) -> None:
    """Base and later, sorted out record by record, span the very range that the timelines have."""
    request = random_request(rng)
    evaluation = evaluate(to_plan(parse(request["plan"]).document), on=date.fromisoformat(request["on"]))
    for slug, verdict in evaluation.milestones.items():
        json.dumps(explain(evaluation, slug).as_dict())
        evidence = evaluation.facts.level_evidence(slug)
        levels = [int(each.level) for each in (*evidence.base, *evidence.later)] + ([] if evidence.base else [0])
        assert (min(levels), max(levels)) == verdict.level
    for slug, found in evaluation.facts.indicators.items():
        reading = evaluation.facts.values(slug).at(evaluation.facts.on)
        values = []
        series = [each for each in evaluation.facts.value_evidence(slug) if each.is_read]
        bases = [each.records.base[0].date for each in series if each.records.base]
        for each in series:
            counted = (*each.records.base, *each.records.later)
            since = max(bases, default=None) if each.is_claim else None
            values += [one.value for one in counted if since is None or one.date >= since]
        read = [each for each in found.observations if found.official in (None, each.series)]
        if reading[0] is not None and not bases:
            values.append(found.baseline)
        assert read is not None
        assert (min(values, default=None), max(values, default=None)) == reading
