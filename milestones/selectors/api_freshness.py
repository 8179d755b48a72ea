"""How fresh each plan's stored evaluation is: what an answer may rest on, and what its ETag is made of."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from milestones.models import Audience, Plan, audience_of
from milestones.selectors.evaluations import NEWEST_MARK, WAITING, Version
from milestones.selectors.plans import Reader, local_date, visible_plans


@dataclass(frozen=True, slots=True)
class Freshness:
    """A plan with its own today, the version of its rows, and the day and instant of its stored evaluation."""

    plan: Plan
    today: date
    rows: Version
    stored_on: date | None
    computed_at: datetime | None

    @property
    def is_stale(self) -> bool:
        """Whether the stored evaluation is behind: an edit waits, or it is of another day."""
        _revision, waiting, _newest = self.rows
        return waiting > 0 or self.stored_on != self.today

    @property
    def version(self) -> tuple[int, Version, str]:
        """Equal versions give equal answers to equal questions."""
        return self.plan.pk, self.rows, self.today.isoformat()


def freshness_of_plans(
    user: Reader, *, now: datetime, slugs: frozenset[str] | None = None
) -> tuple[Freshness, ...]:
    """The freshness of the plans that the reader may see, by slug, or of those named; one query."""
    plans = visible_plans(user).annotate(
        waiting=WAITING,
        newest_mark=NEWEST_MARK,
        stored_on=F("current__on"),
        stored_at=F("current__computed_at"),
    )
    if slugs is not None:
        plans = plans.filter(slug__in=slugs)
    return tuple(
        Freshness(
            plan=plan,
            today=local_date(plan, now),
            rows=(plan.revision, plan.waiting, plan.newest_mark or 0),
            stored_on=plan.stored_on,
            computed_at=plan.stored_at,
        )
        for plan in plans
    )


def may_use_stored(user: Reader, plans: tuple[Freshness, ...]) -> bool:
    """Whether stored verdicts are what the reader would be told if they were made now.

    They are of published facts alone, so not for a reader whose evaluation counts more; and while an edit waits
    they might still name what it has just hidden.
    """
    return audience_of(user) is Audience.PUBLIC and not any(each.is_stale for each in plans)
