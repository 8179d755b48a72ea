"""What-ifs lay assumptions over a plan and change nothing in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from milestones.contingency import evaluate
from milestones.contingency.plan import Plan
from milestones.contingency.whatif import (
    AssumedLevel,
    AssumedSchedule,
    AssumedValue,
    AssumedWaiver,
    AssumedWithdrawal,
    assume,
    flips,
)
from milestones.kinds.format import parse
from milestones.planfile import to_plan

from .small_plans import gate, indicator, milestone, plan, reaches, verified

ON = date(2026, 6, 15)


def made(*milestones: dict[str, Any], **fields: Any) -> Plan:
    return to_plan(parse(plan(*milestones, **fields)).document)


def flipped(before: Plan, *assumptions: Any) -> list[tuple[str, str, str]]:
    after = assume(before, assumptions, on=ON)
    found = flips(evaluate(before, on=ON), evaluate(after, on=ON))
    return [(flip.milestone, flip.before.value, flip.after.value) for flip in found]


def test_an_assumed_level_releases_what_waits_for_it() -> None:
    waiting = made(milestone("a", gates=[gate("start", reaches("b"))]), milestone("b"))
    assert flipped(waiting, AssumedLevel("b")) == [("a", "waiting", "cleared"), ("b", "unconditional", "fulfilled")]


def test_an_assumed_value_holds_in_every_series() -> None:
    counted = indicator("i", verified("2026-06-01", 1, series="x"), verified("2026-06-01", 2, series="y"))
    waiting = made(milestone("a", gates=[gate("start", {"indicator": "i", "at_least": 5})]), indicators=(counted,))
    assert flipped(waiting, AssumedValue("i", Decimal(7))) == [("a", "waiting", "cleared")]


def test_an_assumed_waiver_opens_its_gate() -> None:
    waiting = made(milestone("a", gates=[gate("start", reaches("b"))]), milestone("b"))
    assert flipped(waiting, AssumedWaiver("a", 0)) == [("a", "waiting", "cleared")]


def test_an_assumed_schedule_makes_a_milestone_late() -> None:
    waiting = made(milestone("a", planned_start="2026-12-01", gates=[gate("start", {"date": "2026-09-01"})]))
    assert flipped(waiting, AssumedSchedule("a", planned_start=date(2026, 8, 1))) == [("a", "waiting", "delayed")]


def test_an_assumed_withdrawal_leaves_what_waits_for_it_without_a_date() -> None:
    waiting = made(milestone("a", gates=[gate("start", reaches("b"))]), milestone("b"))
    assert flipped(waiting, AssumedWithdrawal("b")) == [
        ("a", "waiting", "blocked"),
        ("b", "unconditional", "withdrawn"),
    ]


def test_the_plan_itself_stays_as_it_was() -> None:
    waiting = made(milestone("a", gates=[gate("start", reaches("b"))]), milestone("b"))
    before = evaluate(waiting, on=ON).as_dict()
    assume(waiting, [AssumedLevel("b"), AssumedWaiver("a", 0)], on=ON)
    assert evaluate(waiting, on=ON).as_dict() == before
