"""The moment that an answer speaks for, and its evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milestones.contingency import Evaluation
from milestones.contingency.scales import Level
from milestones.models import Reading
from milestones.state import PlanState, evaluation_of
from milestones.state.standing import Freshness


@dataclass(frozen=True, slots=True)
class Moment:
    """The day, instant and reading that were asked for; None where nothing was: today, all known, the first."""

    on: date | None = None
    known_at: datetime | None = None
    reading: str | None = None


def evaluation_at(fresh: Freshness, state: PlanState, moment: Moment) -> Evaluation:
    """The plan's evaluation at the moment."""
    on = fresh.today if moment.on is None else moment.on
    return evaluation_of(state, on, moment.known_at, moment.reading)


def verdict_at(evaluation: Evaluation, slug: str) -> dict[str, Any]:
    """The milestone's verdict and schedule as JSON; nothing where it does not count, as a draft does not."""
    verdict = evaluation.milestones.get(slug)
    if verdict is None:
        return dict.fromkeys(VERDICT)
    told = verdict.as_dict()
    return told | {"schedule": verdict.facts.schedule_as_dict(), "implementation": implementation_of(**told["level"])}


def implementation_of(low: int, high: int) -> dict[str, Any]:
    """A level's range on the scale of the Peace Accords Matrix, which is that of levels: its words, and its code."""
    return {"low": Level(low).slug, "high": Level(high).slug, "score": low if low == high else None}


VERDICT = (
    "level", "implementation", "status", "overdue", "reasons", "schedule", "forecast", "releases", "downstream",
    "gates",
)  # fmt: skip


def told(fresh: Freshness, state: PlanState, moment: Moment) -> dict[str, Any]:
    """What an answer says of its moment, and of the revision that it rests on."""
    default = next((row.slug for row in state.counting.rows(Reading)), None)
    return {
        "on": fresh.today if moment.on is None else moment.on,
        "known_at": moment.known_at,
        "reading": default if moment.reading is None else moment.reading,
        "revision": state.version[0],
        "computed_at": state.computed_at,
        "stale": state.is_stale,
    }


def moved(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], told_of: Sequence[str]
) -> list[dict[str, Any]]:
    """Of verdicts by slug those that are not alike, each under its `name`; null where a side has none.

    Reasons alone may be told in another way where nothing else is other.
    """
    differing = []
    for slug in dict.fromkeys((*before, *after)):
        old, new = (
            {key: verdicts[slug][key] for key in told_of} if slug in verdicts else None for verdicts in (before, after)
        )
        if old is None or new is None or any(old[key] != new[key] for key in told_of if key != "reasons"):
            differing.append({name: slug, "before": old, "after": new})
    return differing
