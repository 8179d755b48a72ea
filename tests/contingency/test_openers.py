"""A deadlock is shown with its cycle and with each single gate whose waiver would open it."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.contingency import Evaluation, evaluate
from milestones.contingency.days import NEVER
from milestones.contingency.openers import find_openers
from milestones.contingency.whatif import AssumedWaiver, assume
from milestones.kinds.format import parse
from milestones.planfile import to_plan

from .random_plans import random_request
from .small_plans import gate, milestone, plan, reaches

ON = date(2026, 6, 15)


def evaluated(document: dict[str, Any]) -> Evaluation:
    return evaluate(to_plan(parse(document).document), on=ON)


def openers_of(document: dict[str, Any]) -> list[tuple[str, int]]:
    evaluation = evaluated(document)
    return [(each.milestone, each.gate) for each in find_openers(evaluation, evaluation.deadlocks[0])]


def test_each_gate_of_a_plain_cycle_opens_it() -> None:
    document = plan(
        milestone("a", gates=[gate("start", reaches("b"))]), milestone("b", gates=[gate("start", reaches("a"))])
    )
    assert openers_of(document) == [("a", 0), ("b", 0)]


def test_two_gates_on_one_level_open_nothing_alone() -> None:
    twice = [gate("start", reaches("b")), gate("start", reaches("b", "minimum"))]
    document = plan(milestone("a", gates=twice), milestone("b", gates=[gate("start", reaches("a"))]))
    assert openers_of(document) == [("b", 0)]


def test_a_gate_outside_the_cycle_can_open_it() -> None:
    document = plan(
        milestone("a", gates=[gate("start", reaches("b"), reaches("c"), require="any")]),
        milestone("b", gates=[gate("start", reaches("a"))]),
        milestone("c", gates=[gate("start", reaches("d"))]),
        milestone("d", withdrawn={"date": "2026-06-01", "source": "s"}),
    )
    assert ("c", 0) in openers_of(document)


def test_the_cycle_is_a_shortest_one() -> None:
    document = plan(
        milestone("a", gates=[gate("start", reaches("b", "minimum"))]),
        milestone("b", gates=[gate("start", reaches("a", "minimum"))]),
    )
    (deadlock,) = evaluated(document).deadlocks
    assert [(slug, int(level)) for slug, level in deadlock.cycle] == [("a", 1), ("b", 1)]


@given(st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_an_opener_is_what_the_waiver_of_its_gate_says(rng: Any) -> None:
    """Exactly the gates whose waiver, laid over the plan, gives a date to a level of the deadlock."""
    request = random_request(rng)
    engine_plan = to_plan(parse(request["plan"]).document)
    on = date.fromisoformat(request["on"])
    before = evaluate(engine_plan, on=on, reading=request["reading"])
    for deadlock in before.deadlocks:
        found = {(opener.milestone, opener.gate, opener.opens) for opener in find_openers(before, deadlock)}
        expected = set()
        for slug, verdict in before.milestones.items():
            for number, group in enumerate(verdict.groups):
                place = next(i for i, each in enumerate(verdict.facts.milestone.groups) if each is group.group)
                waived = assume(engine_plan, [AssumedWaiver(slug, place)], on=on)
                after = evaluate(waived, on=on, reading=request["reading"])
                opens = tuple(each for each in deadlock.levels if after.earliest.level_of(*each) < NEVER)
                if opens and group.is_gate:
                    expected.add((slug, number, opens))
        assert found == expected
