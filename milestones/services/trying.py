"""What a write does to statuses, told before it counts: the plan is evaluated before and after, in its transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from milestones.contingency import Evaluation
from milestones.contingency.scales import Status
from milestones.contingency.whatif import flips
from milestones.models import Milestone, Plan, Publication
from milestones.models.publication import publications_seen_by
from milestones.selectors.plans import Reader
from milestones.state import PlanState, state_now, state_of
from milestones.state.finding import as_if_published
from milestones.state.standing import freshness_of

Outcome = TypeVar("Outcome")
TROUBLE = frozenset({Status.DEADLOCKED, Status.PREMATURE, Status.UNDERMINED})
"""What is seldom meant: milestones that wait in a circle, went ahead of their gates, or lost one since."""


@dataclass(frozen=True, slots=True)
class Effect(Generic[Outcome]):
    """What came of a write; the plan's evaluations before and after, and its `state` after, which is kept for nobody;
    `names` are those of milestones, by slug. A plan that stays a draft is evaluated as if all of it were published."""

    outcome: Outcome
    before: Evaluation
    after: Evaluation
    state: PlanState
    names: Mapping[str, str]

    @property
    def flips(self) -> list[tuple[str, Status | None, Status | None]]:
        """The names of the milestones whose statuses differ, with both, in the plan's order."""
        return [(self.names[flip.milestone], flip.before, flip.after) for flip in flips(self.before, self.after)]

    @property
    def trouble(self) -> dict[str, Any]:
        """By slug the milestones that come to wait in a circle, or to stand ahead of their gates, with the status."""
        return {flip.milestone: flip.after for flip in flips(self.before, self.after) if flip.after in TROUBLE}

    @property
    def lacks_source(self) -> bool:
        """Whether a record comes in that names no source and says not why."""
        return any(getattr(row, "lacks_source", False) for row in getattr(self.outcome, "rows", ()))

    @property
    def wants_reason(self) -> bool:
        """Whether it is asked why, wherever it is done."""
        return bool(self.trouble) or self.lacks_source


def effect_of(plan: Plan, user: Reader, write: Callable[[], Outcome]) -> Effect[Outcome]:
    """Write, in the caller's transaction, who may take it back; and see what that does on the plan's own today."""
    seen = publications_seen_by(user, plan.pk)
    fresh = freshness_of(plan.pk, seen)
    before = state_now(plan, seen) if fresh.is_stale else state_of(fresh)
    outcome = write()
    after = state_now(plan, seen)
    if any(row.publication == Publication.DRAFT for row in after.rows(Plan)):
        before, after = as_if_published(before), as_if_published(after)
    names = {row.slug: row.name for state in (before, after) for row in state.rows(Milestone)}
    return Effect(outcome, before.evaluate(fresh.today), after.evaluate(fresh.today), after, names)
