"""The moment that an answer speaks for, and its evaluation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milestones.contingency import Evaluation
from milestones.models import Reading
from milestones.selectors.api_freshness import Freshness
from milestones.selectors.evaluations import evaluation_for
from milestones.selectors.plans import Reader


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


def readings_of(plans: Iterable[Freshness]) -> dict[int, list[str]]:
    """The readings of the plans by the plans' keys, the default one first; one query."""
    found: dict[int, list[str]] = {plan.plan.pk: [] for plan in plans}
    rows = Reading.objects.filter(plan__in=list(found)).order_by("rank", "id")
    for plan, slug in rows.values_list("plan_id", "slug"):
        found[plan].append(slug)
    return found


def evaluation_at(fresh: Freshness, moment: Moment, user: Reader) -> Evaluation:
    """The plan's evaluation at the moment, as the reader may see it."""
    on = fresh.today if moment.on is None else moment.on
    return evaluation_for(fresh.plan, on=on, user=user, known_at=moment.known_at, reading=moment.reading)


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
