"""What was published of milestones at a past instant, where the method of today answers otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from milestones.contingency import METHOD, Evaluation
from milestones.contingency.scales import Status
from milestones.models import Milestone, Reading, StatusChange
from milestones.selectors.plans import local_date
from milestones.state import PlanState


@dataclass(frozen=True, slots=True)
class PublishedThen:
    """A status that was published by another version of the method, and since when it was."""

    status: Status
    method: int
    at: datetime

    def as_dict(self) -> dict[str, Any]:
        """As the API tells it."""
        return {"status": self.status.value, "method": self.method, "at": self.at}


def published_otherwise(state: PlanState, evaluation: Evaluation) -> Mapping[str, PublishedThen]:
    """By milestone what stood published at the evaluation's instant, by another method and in another status.

    Published is what is of the plan's own today, under its first reading: of any other question there is nothing.
    """
    known_at, milestones = evaluation.known_at, state.rows(Milestone)
    first = next((row.slug for row in state.rows(Reading)), None)
    if known_at is None or evaluation.reading != first or evaluation.on != local_date(state.plan, known_at):
        return {}
    then = StatusChange.objects.filter(plan=state.plan_id, computed_at__lte=known_at)
    later = then.filter(milestone=OuterRef("milestone"), computed_at__gt=OuterRef("computed_at"))
    slugs = {row.pk: row.slug for row in milestones}
    return {
        slug: PublishedThen(Status(row.new), row.method, row.computed_at)
        for row in then.exclude(method=METHOD).exclude(Exists(later)).order_by("pk")
        if (slug := slugs.get(row.milestone_id)) in evaluation.milestones
        and Status(row.new) is not evaluation.milestones[slug].status
    }
