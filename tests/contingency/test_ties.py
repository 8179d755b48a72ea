"""Everything that binds a level alike is named, whatever it is called and however slowly it is worked out."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.contingency import Evaluation, evaluate
from milestones.contingency.explanation import explain
from milestones.contingency.holdup import Binds, HoldUpStep, hold_up_path
from milestones.kinds.format import parse
from milestones.planfile import to_plan

from .mutations import Raw, renamed
from .oracle_findings import Findings
from .oracle_world import World
from .random_plans import random_request
from .small_plans import gate, indicator, milestone, plan, reaches, verified

plans = st.integers(0, 2**32).map(lambda seed: random_request(random.Random(seed)))


def evaluated(request: Raw) -> Evaluation:
    known_at = None if request["known_at"] is None else datetime.fromisoformat(request["known_at"])
    document = to_plan(parse(request["plan"]).document)
    return evaluate(document, on=date.fromisoformat(request["on"]), known_at=known_at, reading=request["reading"])


def bound_by(step: HoldUpStep) -> set[tuple[int, int]]:
    """The places of all that binds the step."""
    return {(each.gate, each.condition) for each in step.bindings}


def gate_steps(evaluation: Evaluation, slug: str) -> list[HoldUpStep]:
    return [step for step in hold_up_path(evaluation, slug) if step.binds is Binds.GATE]


@pytest.mark.parametrize("first_seed", range(0, 300, 50))
def test_what_binds_is_what_the_method_says_by_its_words(first_seed: int) -> None:
    seen = 0
    for seed in range(first_seed, first_seed + 50):
        request = random_request(random.Random(seed))
        findings = Findings(World(*(request[key] for key in ("plan", "on", "known_at", "reading"))))
        evaluation = evaluated(request)
        for slug in evaluation.milestones:
            for step in gate_steps(evaluation, slug):
                found = bound_by(step)
                assert found == findings.binding(step.milestone, step.level), f"seed {seed}, {slug}"
                seen += len(found) > 1
    assert seen, "no tie was compared"


@settings(max_examples=100, deadline=None)
@given(request=plans)
def test_turning_the_alphabet_round_changes_nothing_that_is_said_to_bind(request: Raw) -> None:
    document, names = renamed(request["plan"])
    before, after = evaluated(request), evaluated({**request, "plan": document})
    for slug, verdict in before.milestones.items():
        other = after.milestones[names[slug]]
        assert (verdict.status, verdict.forecast) == (other.status, other.forecast)
        first, same = gate_steps(before, slug), gate_steps(after, names[slug])
        if first and first[0].milestone == slug:
            assert bound_by(first[0]) == bound_by(same[0])
    awaited = {(each.kind, names.get(each.slug, each.slug), each.unmet, each.unknown) for each in before.awaited}
    assert awaited == {(each.kind, each.slug, each.unmet, each.unknown) for each in after.awaited}


def explained(document: dict[str, Any], slug: str = "a") -> dict[str, Any]:
    return explain(evaluate(to_plan(parse(document).document), on=date(2026, 6, 15)), slug).as_dict()


def test_conditions_and_gates_that_bind_on_one_day_stand_beside_the_one_followed() -> None:
    document = plan(
        milestone(
            "a",
            gates=[
                gate("completion", reaches("c"), reaches("b"), {"date": "2026-08-01"}),
                gate("completion", {"date": "2026-08-01"}, {"date": "2026-07-01"}),
                gate("completion", {"date": "2026-07-15"}),
                gate("start", {"date": "2026-08-01"}),
            ],
        ),
        milestone("b", planned_start="2026-08-01"),
        milestone("c", planned_start="2026-08-01"),
    )
    step = explained(document)["hold_up"][0]
    assert (step["binds"], step["gate"]) == ("gate", 0)
    named = [step["waits_for"], *(each["waits_for"] for each in step["beside"])]
    expected = [
        {"milestone": "b", "reaches": "complete"},
        {"milestone": "c", "reaches": "complete"},
        {"date": "2026-08-01"},
        {"date": "2026-08-01"},
    ]
    assert sorted(map(str, named)) == sorted(map(str, expected))
    assert [each["gate"] for each in step["beside"]] == [0, 0, 1]


def test_a_condition_that_is_met_is_never_said_to_bind() -> None:
    document = plan(
        milestone("a", gates=[gate("completion", reaches("b"), {"indicator": "i", "at_least": 5})]),
        milestone("b", verified("2026-06-01", "complete")),
        indicators=(indicator("i", verified("2026-06-01", 1)),),
    )
    step = explained(document)["hold_up"][0]
    assert (step["condition"], step["beside"]) == (1, [])
