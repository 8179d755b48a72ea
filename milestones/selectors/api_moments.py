"""The moment that an answer speaks for, and its evaluation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milestones.contingency import Evaluation
from milestones.models import Reading
from milestones.selectors.plans import Reader
from milestones.state import evaluation_of, state_of
from milestones.state.finding import Freshness


@dataclass(frozen=True, slots=True)
class Moment:
    """The day, instant and reading that were asked for; None where nothing was: today, all known, the first."""

    on: date | None = None
    known_at: datetime | None = None
    reading: str | None = None

    @property
    def is_default(self) -> bool:
        """Whether nothing was asked for."""
        return self == Moment()


def readings_of(plans: Iterable[Freshness], user: Reader) -> dict[int, list[str]]:
    """The readings of the plans by the plans' keys, the default one first."""
    return {each.plan.pk: [row.slug for row in state_of(each, user).rows(Reading)] for each in plans}


def evaluation_at(fresh: Freshness, moment: Moment, user: Reader) -> Evaluation:
    """The plan's evaluation at the moment, as the reader may see it."""
    on = fresh.today if moment.on is None else moment.on
    return evaluation_of(state_of(fresh, user, moment.known_at), on, moment.known_at, moment.reading)


def told(fresh: Freshness, moment: Moment, default_reading: str | None) -> dict[str, Any]:
    """What an answer says of its moment and of the plan's stored evaluation."""
    return {
        "on": fresh.today if moment.on is None else moment.on,
        "known_at": moment.known_at,
        "reading": default_reading if moment.reading is None else moment.reading,
        "revision": fresh.plan.revision,
        "computed_at": fresh.computed_at,
        "stale": fresh.is_stale,
    }
