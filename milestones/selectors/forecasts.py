"""Forecasts of a plan as they stood before each of its milestones was reached, by replaying it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from milestones.contingency import Evaluation, evaluate
from milestones.models import Assessment, Position
from milestones.state import PlanState

RECORDS = (Assessment, Position)
"""What is said of a plan itself: the first of these is the day from which it is followed."""
BEFORE = (30, 60, 90)
"""How many days before a milestone was reached its forecast is looked at."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was forecast of a milestone's completion so many days `before` it was reached; dates None for never."""

    milestone: str
    before: int
    reached: date
    earliest: date | None
    established: date | None

    @property
    def missed_by(self) -> int | None:
        """Days from the nearer date to the one reached: below 0 before the earliest, above 0 after the established.

        0: it lay between them; None: one of them could not be given.
        """
        if self.earliest is None or self.established is None:
            return None
        return (self.reached - min(max(self.reached, self.earliest), self.established)).days


def replayed_forecasts(state: PlanState, known: Callable[[datetime], PlanState]) -> Iterator[Given]:
    """The forecasts of all that is complete in the state, from the day on which the plan was followed first.

    `known` gives the state as known at an instant.
    """
    zone = ZoneInfo(state.plan.timezone)

    def then(day: date) -> Evaluation:
        at = datetime.combine(day, time.max, zone)
        return evaluate(known(at).engine_plan, on=day, known_at=at)

    first = min((row.date for model in RECORDS for row in state.rows(model)), default=date.max)
    now = evaluate(state.engine_plan, on=min(state.today, state.plan.ended or date.max))
    for slug, verdict in now.milestones.items():
        if (day := verdict.facts.reached_on(3)) is None:
            continue
        for before in BEFORE:
            reached = date.fromordinal(day)
            asked = reached - timedelta(days=before)
            if asked >= first and (stood := then(asked).milestones.get(slug)):
                forecast = stood.forecast
                yield Given(slug, before, reached, forecast.complete_earliest, forecast.complete_established)
