"""Forecasts held against what came: whether a milestone was reached between the two dates that were given before."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from milestones.contingency.evaluation import Evaluation

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

    def as_dict(self) -> dict[str, Any]:
        """The score as the command prints it."""
        return {name: getattr(self, name) for name in self.__slots__} | {"missed_by": list(self.missed_by)}


def forecasts_given(now: Evaluation, then: Callable[[date], Evaluation], *, first: date) -> Iterator[Given]:
    """The forecasts of each milestone that is complete `now`, from the day on which the plan was followed `first`.

    `then` evaluates the plan as it stood and was known on a day.
    """
    for slug, verdict in now.milestones.items():
        day = verdict.facts.reached_on(3)
        for before in BEFORE if day is not None else ():
            reached = date.fromordinal(day or 1)
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
