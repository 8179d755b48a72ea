"""Statuses over time, as runs, are what every day evaluated on its own says."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.contingency import evaluate, runs
from milestones.contingency.plan import Plan
from milestones.contingency.runs import Course, Run
from milestones.kinds.format import parse
from milestones.planfile import to_plan

from . import small_plans as small
from .random_plans import random_request
from .test_laws import law

DAY = timedelta(days=1)
Standing = tuple[str, date, str, int, int]


def asked_of(request: dict[str, Any]) -> tuple[Plan, date, datetime | None, str | None]:
    plan = to_plan(parse(request["plan"]).document)
    known = request["known_at"] and datetime.fromisoformat(request["known_at"])
    return plan, date.fromisoformat(request["on"]), known, request["reading"]


def spread(runs: list[Run]) -> set[Standing]:
    """What the runs say of each day, one by one; a day that two runs claim is told twice."""
    told = [
        (run.milestone, run.first + DAY * number, run.status.value, run.low, run.high)
        for run in runs
        for number in range((run.last - run.first).days + 1)
    ]
    assert len(told) == len(set(told))
    return set(told)


@settings(law, max_examples=max(20, law.max_examples // 5))
@given(seed=st.integers(0, 2**32), before=st.integers(0, 60), after=st.integers(0, 60))
def test_the_runs_are_what_every_day_says(seed: int, before: int, after: int) -> None:
    plan, on, known_at, reading = asked_of(random_request(random.Random(seed)))
    first, last = on - DAY * before, on + DAY * after
    expected: set[Standing] = set()
    for number in range((last - first).days + 1):
        day = first + DAY * number
        evaluation = evaluate(plan, on=day, known_at=known_at, reading=reading)
        expected |= {
            (slug, day, verdict.status.value, *verdict.level) for slug, verdict in evaluation.milestones.items()
        }
    runs = Course(plan, first=first, last=last, known_at=known_at, reading=reading).runs()
    assert spread(runs) == expected


def test_neighbouring_runs_differ_and_only_days_of_change_are_evaluated() -> None:
    seen = 0
    for seed in range(40):
        plan, on, known_at, reading = asked_of(random_request(random.Random(seed)))
        course = Course(plan, first=on, last=on + DAY * 3650, known_at=known_at, reading=reading)
        runs = course.runs()
        for one, other in pairwise(runs):
            if one.milestone == other.milestone:
                assert one.last + DAY == other.first
                assert (one.status, one.low, one.high) != (other.status, other.low, other.high)
                seen += 1
        # Ten years, of which records and the plan's dates move on few days.
        assert len(course.days) < 200
    assert seen > 40


def test_only_what_moved_is_judged_anew_and_no_day_between_while_dates_have_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    levels = ("minimum", "intermediate", "complete")
    records = [small.record(f"2026-05-{number}0", level) for number, level in enumerate(levels, 1)]
    far_off = {"due": "2026-12-31", "lapses": "2027-12-31"}
    document = small.plan(
        small.milestone("weapons", *records),
        small.waiting_for("waits", on="weapons", **far_off),
        small.waiting_for("apart", on="never", **far_off),
        small.milestone("never"),
    )
    plan = to_plan(parse(document).document)
    judged: list[int] = []
    judge = runs.judge
    monkeypatch.setattr(runs, "judge", lambda facts, moved: judged.append(len(moved)) or judge(facts, moved))
    Course(plan, first=date(2026, 4, 1), last=date(2026, 7, 1)).runs()
    assert judged == [4, 2, 2, 2]  # all on the first day; then the weapons, and what waits for them


def test_a_day_before_the_first_is_refused() -> None:
    plan, on, known_at, reading = asked_of(random_request(random.Random(1)))
    with pytest.raises(ValueError, match="is before the first"):
        Course(plan, first=on, last=on - DAY, known_at=known_at, reading=reading)
