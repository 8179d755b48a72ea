"""The hold-up path names what sets a milestone's earliest completion, and ends where the method says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from milestones.contingency import Evaluation, evaluate
from milestones.contingency.holdup import HoldUpStep, hold_up_path
from milestones.kinds.format import parse
from milestones.planfile import to_plan

from .small_plans import after, gate, indicator, milestone, plan, reaches, rumour, verified

ON = date(2026, 6, 15)
TEN_DAYS = {"planned_start": "2026-06-01", "due": "2026-06-11"}


def evaluated(document: dict[str, Any]) -> Evaluation:
    return evaluate(to_plan(parse(document).document), on=ON)


def path(document: dict[str, Any], slug: str = "a") -> list[HoldUpStep]:
    return list(hold_up_path(evaluated(document), slug))


def told(steps: list[HoldUpStep]) -> list[tuple[str, int, str]]:
    return [(step.milestone, step.level, step.binds.value) for step in steps]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(
            plan(milestone("a", verified("2026-06-01", "complete"))),
            [("a", 3, "reached")],
            id="ends at a level reached",
        ),
        pytest.param(
            plan(milestone("a", rumour("2026-06-01", "complete"))), [("a", 3, "claimed")], id="ends at a level claimed"
        ),
        pytest.param(
            plan(milestone("a")),
            [("a", 3, "level-before"), ("a", 2, "level-before"), ("a", 1, "today")],
            id="ends today where nothing is planned",
        ),
        pytest.param(
            plan(milestone("a", planned_start="2026-07-01")),
            [("a", 3, "level-before"), ("a", 2, "level-before"), ("a", 1, "planned-start")],
            id="ends at a plan date",
        ),
        pytest.param(
            plan(milestone("a", gates=[gate("completion", reaches("b"))]), milestone("b", planned_start="2026-08-01")),
            [("a", 3, "gate"), ("b", 3, "level-before"), ("b", 2, "level-before"), ("b", 1, "planned-start")],
            id="follows a gate to the milestone it waits for",
        ),
        pytest.param(
            plan(milestone("a", planned_start=after("b", "minimum", 5)), milestone("b")),
            [("a", 3, "level-before"), ("a", 2, "level-before"), ("a", 1, "planned-start"), ("b", 1, "today")],
            id="follows an open planned start",
        ),
        pytest.param(
            plan(
                milestone("a", gates=[gate("start", reaches("b"))]), milestone("b", gates=[gate("start", reaches("a"))])
            ),
            [
                ("a", 3, "level-before"),
                ("a", 2, "level-before"),
                ("a", 1, "gate"),
                ("b", 3, "level-before"),
                ("b", 2, "level-before"),
                ("b", 1, "gate"),
                ("a", 3, "repeats"),
            ],
            id="ends where it would repeat",
        ),
        pytest.param(
            plan(
                milestone("a", gates=[gate("start", reaches("b"))]),
                milestone("b", withdrawn={"date": "2026-06-01", "source": "s"}),
            ),
            [("a", 3, "level-before"), ("a", 2, "level-before"), ("a", 1, "gate"), ("b", 3, "withdrawn")],
            id="ends at a milestone that is withdrawn",
        ),
        pytest.param(
            plan(
                milestone("a", gates=[gate("completion", {"pillar": "second", "progress": 100})]),
                milestone("b", pillar="second", **TEN_DAYS),
                milestone("c", verified("2026-06-01", "complete"), pillar="second"),
            ),
            [("a", 3, "gate"), ("b", 3, "level-before"), ("b", 2, "level-before"), ("b", 1, "today")],
            id="goes through a pillar to the milestone whose level came last",
        ),
    ],
)
def test_the_path_follows_what_binds(document: dict[str, Any], expected: list[tuple[str, int, str]]) -> None:
    assert told(path(document)) == expected


@pytest.mark.parametrize(
    "condition",
    [
        {"date": "2026-09-01"},
        {"indicator": "i", "at_least": 5},
        {"milestone": "b", "reaches": "complete", "for_days": 30},
    ],
    ids=["a date", "an indicator", "a condition that is holding"],
)
def test_the_path_ends_at_a_condition_that_waits_for_no_level(condition: dict[str, Any]) -> None:
    counted = indicator("i", verified("2026-06-01", 1))
    document = plan(
        milestone("a", gates=[gate("completion", condition)]),
        milestone("b", verified("2026-06-10", "complete")),
        indicators=(counted,),
    )
    steps = path(document)
    assert told(steps) == [("a", 3, "gate")]
    assert [(each.gate, each.condition) for each in steps[0].bindings] == [(0, 0)]


def test_a_gate_that_ties_with_the_level_before_is_what_binds() -> None:
    document = plan(milestone("a", gates=[gate("completion", {"indicator": "i", "at_least": 5})]),
                    indicators=(indicator("i", verified("2026-06-01", 1)),))  # fmt: skip
    assert told(path(document)) == [("a", 3, "gate")]


def test_of_a_gate_it_is_the_kth_condition_by_date() -> None:
    dates = [{"date": "2026-09-01"}, {"date": "2026-07-01"}, {"date": "2026-08-01"}]
    steps = path(plan(milestone("a", gates=[gate("completion", *dates, require=2)])))
    assert [each.condition for each in steps[0].bindings] == [2]


def test_ties_within_a_gate_go_to_a_milestone_before_a_date() -> None:
    conditions = [{"date": "2026-08-11"}, reaches("b")]
    document = plan(
        milestone("a", gates=[gate("completion", *conditions, require="any")]),
        milestone("b", planned_start="2026-08-01", due="2026-08-11"),
    )
    assert told(path(document))[:2] == [("a", 3, "gate"), ("b", 3, "level-before")]


def test_it_says_when_the_authority_lapses_too_soon() -> None:
    document = plan(milestone("a", planned_start="2026-08-01", due="2026-08-31", lapses="2026-08-10"))
    steps = path(document)
    assert [step.lapses_too_soon for step in steps] == [False, True, False]
