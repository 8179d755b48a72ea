"""Forecasts held against what came: was a milestone reached between the dates given?"""

from collections.abc import Iterable
from dataclasses import dataclass

from milestones.selectors.forecasts import BEFORE, Given


@dataclass(frozen=True, slots=True)
class Score:
    """Of forecasts `given` so many days `before`, how many held, by how many days others missed, and the rest."""

    before: int
    given: int
    held: int
    missed_by: tuple[int, ...]
    without_date: int


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
