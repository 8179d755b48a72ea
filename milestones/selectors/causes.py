"""Causes and reasons of status changes, without what tells of a row which has been hidden since; what was published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef

from milestones.contingency import METHOD, Evaluation
from milestones.contingency.reasons import Why
from milestones.contingency.scales import Status
from milestones.models import Assessment, Milestone, Reading, StatusChange
from milestones.selectors.plans import local_date
from milestones.selectors.records import Viewpoint
from milestones.state import PlanState

Cause = Mapping[str, Any]
Reason = Mapping[str, Any]

REACHED = frozenset({Why.COMPLETE.value, Why.GATE_UNMET_WHEN_REACHED.value, Why.GATE_FAILED_SINCE.value})
"""The reasons whose day is that of a record of the milestone: when it reached a level."""


def newest_changes(rows: Any, viewpoint: Viewpoint, *, most: int) -> list[tuple[StatusChange, tuple[Cause, ...]]]:
    """The newest status changes among the rows up to the day and instant, with the causes that the reader may see."""
    state = viewpoint.state
    told = rows.filter(on__lte=viewpoint.on)
    if viewpoint.known_at is None:
        told = told.filter(revision__lte=state.revision)  # a newer one may have come since the state was found
    else:
        told = told.filter(computed_at__lte=viewpoint.known_at)
    milestones = state.rows(Milestone).by_key
    rows = told.order_by("-computed_at", "-pk").iterator()  # read until there are enough of milestones that are seen
    newest: list[StatusChange] = list(islice((row for row in rows if row.milestone_id in milestones), most))
    for row in newest:
        row.milestone = milestones[row.milestone_id]
    return [(row, told_causes(row.cause.get("causes", ()), state)) for row in newest]


def told_causes(causes: Iterable[Cause], state: PlanState) -> tuple[Cause, ...]:
    """The causes that may be told to those whose state it is."""
    return tuple(
        cause for cause in causes if "pk" not in cause or cause["pk"] in state.keys(apps.get_model(cause["model"]))
    )


def told_reasons(change: StatusChange, state: PlanState) -> tuple[Reason, ...]:
    """The reasons of a change that may be told to those whose state it is.

    A reason that says when the milestone reached a level is left out where they see no record of that day.
    """
    days = {row.date.isoformat() for row in state.rows(Assessment).by("milestone_id")[change.milestone_id]}
    return tuple(
        reason
        for reason in change.reasons
        if reason["why"] not in REACHED or reason.get("day") is None or reason["day"] in days
    )


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
    first = next((row.slug for row in state.counting.rows(Reading)), None)
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
