"""The smallest sets are those that trying every set finds; what would settle most is what leaves nothing untold."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.contingency import clearing, evaluate
from milestones.contingency.clearing import ClearingSets, smallest_sets, what_settles
from milestones.contingency.conditions import Condition
from milestones.contingency.evaluation import Evaluation
from milestones.contingency.scales import Truth
from milestones.contingency.verdicts import GroupVerdict
from milestones.kinds.format import parse
from milestones.planfile import to_plan

from .random_plans import random_request
from .small_plans import ON, gate, indicator, milestone, plan, reaches, rumour, verified
from .test_laws import law
from .test_runs import asked_of


def evaluated(*milestones: Any, **fields: Any) -> Evaluation:
    return evaluate(to_plan(parse(plan(*milestones, **fields)).document), on=date.fromisoformat(ON))


def sets_of(*gates: Any, indicators: tuple[Any, ...] = ()) -> list[list[Any]]:
    others = [milestone(slug) for slug in "bcde"]
    evaluation = evaluated(milestone("a", gates=gates), *others, indicators=indicators)
    found = smallest_sets(evaluation.milestones["a"].groups)
    assert found.is_whole
    return [[condition.as_dict() for condition in chosen] for chosen in found.sets]


def test_all_of_a_gate_must_be_met() -> None:
    assert sets_of(gate("start", reaches("b"), reaches("c"))) == [[reaches("b"), reaches("c")]]


def test_any_of_a_gate_will_do_and_one_that_serves_two_gates_does() -> None:
    assert sets_of(gate("start", reaches("b"), reaches("c"), require="any")) == [[reaches("b")], [reaches("c")]]
    two = (
        gate("start", reaches("b"), reaches("c"), require="any"),
        gate("start", reaches("c"), reaches("d"), require="any"),
    )
    assert sets_of(*two) == [[reaches("c")]]


def test_one_that_says_more_stands_for_one_that_says_less() -> None:
    chained = (gate("start", reaches("b", "minimum")), gate("completion", reaches("b", "complete")))
    assert sets_of(*chained) == [[reaches("b", "complete")]]
    either = (
        gate("start", reaches("b", "minimum")),
        gate("completion", reaches("b", "complete"), reaches("c"), require="any"),
    )
    assert sets_of(*either) == [[reaches("b", "complete")]]
    lesser = gate("start", reaches("b", "minimum"), reaches("b", "complete"), require="any")
    assert sets_of(lesser) == [[reaches("b", "minimum")]]
    days = gate("start", {"date": "2026-07-01"}, {"date": "2026-08-01"})
    assert sets_of(days) == [[{"date": "2026-08-01"}]]


def test_what_cannot_hold_together_is_never_asked_together() -> None:
    counted = indicator("i", verified("2026-06-01", 7))
    over, under = {"indicator": "i", "at_least": "9"}, {"indicator": "i", "at_most": "5"}
    gates = (gate("start", over, reaches("b"), require="any"), gate("start", under, reaches("c"), require="any"))
    found = sets_of(*gates, indicators=(counted,))
    assert [over, under] not in found
    assert len(found) == 3


def test_where_nothing_is_lacking_there_is_nothing_to_clear() -> None:
    assert sets_of() == []
    assert sets_of(gate("start", reaches("b"), force="informs")) == []


def test_too_many_ways_are_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "MOST_TRIED", 5)
    many = gate("start", *(reaches(slug) for slug in "bcde"), require=2)
    evaluation = evaluated(milestone("a", gates=[many]), *(milestone(slug) for slug in "bcde"))
    assert not smallest_sets(evaluation.milestones["a"].groups).is_whole


def would_open(groups: tuple[GroupVerdict, ...], chosen: tuple[Condition, ...]) -> bool:
    for group in groups:
        met = sum(
            each.truth is Truth.MET or any(one.implies(each.condition) for one in chosen) for each in group.conditions
        )
        if group.is_gate and group.truth is not Truth.MET and met < group.group.require:
            return False
    return True


@law
@given(st.integers(0, 2**32))
def test_they_are_the_smallest_of_all_sets(seed: int) -> None:
    read, on, known_at, reading = asked_of(random_request(random.Random(seed)))
    evaluation = evaluate(read, on=on, known_at=known_at, reading=reading)
    for verdict in evaluation.milestones.values():
        found: ClearingSets = smallest_sets(verdict.groups)
        candidates = {
            (each.condition.kind, each.condition.order): each.condition
            for group in verdict.groups
            if group.is_gate and group.truth is not Truth.MET
            for each in group.conditions
            if each.truth is not Truth.MET
        }
        if not candidates:
            assert found.sets == ()
            continue
        if len(candidates) > 9:
            continue
        for size in range(1, len(candidates) + 1):
            opening = [
                frozenset(chosen)
                for chosen in combinations(candidates.values(), size)
                if would_open(verdict.groups, chosen)
                and not any(one.excludes(other) for one in chosen for other in chosen)
            ]
            if opening:
                break
        assert {*map(frozenset, found.sets)} <= {*opening}
        assert bool(found.sets) == bool(opening)
        # What is left out is told by a set that asks for less.
        for chosen in {*opening} - {*map(frozenset, found.sets)}:
            assert any(all(any(strong.implies(weak) for strong in chosen) for weak in told) for told in found.sets)


def test_what_would_settle_most_comes_first() -> None:
    claimed = [milestone("b", rumour("2026-06-01", "complete")), milestone("c", rumour("2026-06-01", "complete"))]
    evaluation = evaluated(
        milestone("one", gates=[gate("start", reaches("b"))]),
        milestone("two", gates=[gate("start", reaches("c")), gate("completion", reaches("c"))]),
        milestone("three", gates=[gate("start", reaches("c"))]),
        milestone("both", gates=[gate("start", reaches("b"), reaches("c"))]),
        milestone("either", gates=[gate("start", reaches("c"), reaches("d"), require="any")]),
        *claimed,
        milestone("d"),
    )
    found = [(each.kind, each.slug, each.milestones) for each in what_settles(evaluation)]
    assert found == [("milestone", "c", ("two", "three", "either")), ("milestone", "b", ("one",))]
