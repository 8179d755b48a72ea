"""A state is shared by threads: none meets a row that has not all it names at hand."""

from datetime import date
from threading import Thread
from typing import Any

import pytest

from milestones.models import Condition, Gate, Milestone
from milestones.selectors.records import Viewpoint
from milestones.state import plan_state, state_now
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_rows_are_given_to_others_only_when_all_that_they_name_is_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make.make_plan()
    first = make.make_milestone(plan, "first")
    make.make_condition(make.make_gate(make.make_milestone(plan, "second")), milestone=first)
    state = state_now(plan)
    join, met = plan_state._join, list[Any]()

    def ask() -> None:
        met.extend("milestone" in row._state.fields_cache for row in state.rows(Condition))

    def join_while_another_asks(rows: Any, key: Any, named: Any) -> None:
        if key.model is Condition and not threads:
            threads.append(Thread(target=ask))
            threads[0].start()
            threads[0].join(0.2)  # it waits until this is done
        join(rows, key, named)

    threads: list[Thread] = []
    monkeypatch.setattr(plan_state, "_join", join_while_another_asks)
    assert len(state.rows(Condition)) == 1
    threads[0].join()
    assert met == [True]
    assert {type(row.milestone) for row in state.rows(Gate)} == {Milestone}


def test_what_is_made_of_all_rows_is_made_once() -> None:
    """A page that asks for one row by its key, thousands of times, would else make the whole index each time."""
    plan = make.make_plan()
    make.make_milestone(plan, "first")
    viewpoint = Viewpoint(state_now(plan), date(2026, 1, 1))
    assert viewpoint.rows(Milestone).by_key is viewpoint.rows(Milestone).by_key
    assert viewpoint.rows(Milestone).by("pillar_id") is viewpoint.rows(Milestone).by("pillar_id")
