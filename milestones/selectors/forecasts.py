"""Forecasts of a plan held against what came, by replaying it from its records."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from milestones.contingency import Evaluation, evaluate
from milestones.contingency.scoring import Given, forecasts_given
from milestones.models import Assessment, Position
from milestones.state import PlanState

RECORDS = (Assessment, Position)
"""What is said of a plan itself: the first of these is the day from which it is followed."""


def replayed_forecasts(state: PlanState, known: Callable[[datetime], PlanState]) -> list[Given]:
    """The forecasts of all that is complete in the state; `known` gives it as known at an instant. None without one."""
    zone = ZoneInfo(state.plan.timezone)

    def then(day: date) -> Evaluation:
        at = datetime.combine(day, time.max, zone)
        return evaluate(known(at).engine_plan, on=day, known_at=at)

    days = [row.date for model in RECORDS for row in state.rows(model)]
    now = evaluate(state.engine_plan, on=min(state.today, state.plan.ended or date.max))
    return list(forecasts_given(now, then, first=min(days))) if days else []
