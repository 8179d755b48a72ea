"""Forecasts of a plan held against what came, by replaying it: was a milestone reached between the dates given?"""

from collections.abc import Callable, Iterable, Iterator
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


@dataclass(frozen=True, slots=True)
class Score:
    """Of forecasts `given` so many days `before`, how many held, by how many days others missed, and the rest."""

    before: int
    given: int
    held: int
    missed_by: tuple[int, ...]
    without_date: int


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


def scores_of(forecasts: Iterable[Given]) -> tuple[Score, ...]:
    """A score for each number of days."""
    forecasts = list(forecasts)
    scores = []
    for before in BEFORE:
        missed = [given.missed_by for given in forecasts if given.before == before]
        dated = sorted(days for days in missed if days is not None)
        wrong = tuple(days for days in dated if days)
        scores.append(Score(before, len(missed), len(dated) - len(wrong), wrong, len(missed) - len(dated)))
    return tuple(scores)
