"""Causes and reasons of status changes, without what tells of a row which has been hidden since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.apps import apps

from milestones.contingency.reasons import Why
from milestones.models import Assessment, Milestone, StatusChange
from milestones.selectors.plans import Reader
from milestones.selectors.records import Viewpoint
from milestones.state import PlanState

Cause = Mapping[str, Any]
Reason = Mapping[str, Any]

KEYS_AT_ONCE = 1000
"""SQLite takes a limited number of parameters."""

REACHED = frozenset({Why.COMPLETE.value, Why.GATE_UNMET_WHEN_REACHED.value, Why.GATE_FAILED_SINCE.value})
"""The reasons whose day is that of a record of the milestone: when it reached a level."""


def newest_changes(
    rows: Any, viewpoint: Viewpoint, *, most: int
) -> list[tuple[StatusChange, tuple[Cause, ...]]]:
    """The newest status changes among the rows up to the day and instant, with the causes that the reader may see."""
    state = viewpoint.state
    told = rows.filter(on__lte=viewpoint.on)
    if viewpoint.known_at is not None:
        told = told.filter(computed_at__lte=viewpoint.known_at)
    milestones = state.rows(Milestone).by_key
    rows = told.order_by(
        "-computed_at", "-pk"
    ).iterator()  # read until there are enough of milestones that are seen
    newest: list[StatusChange] = list(islice((row for row in rows if row.milestone_id in milestones), most))
    for row in newest:
        row.milestone = milestones[row.milestone_id]
    return [(row, told_causes(row.cause.get("causes", ()), state)) for row in newest]


def told_causes(causes: Iterable[Cause], state: PlanState) -> tuple[Cause, ...]:
    """The causes that may be told to those whose state it is."""
    return tuple(
        cause
        for cause in causes
        if "pk" not in cause or cause["pk"] in state.keys(apps.get_model(cause["model"]))
    )


def told_reasons(change: StatusChange, state: PlanState) -> tuple[Reason, ...]:
    """The reasons of a change that may be told to those whose state it is.

    A reason that says when the milestone reached a level is left out where they see no record of that day.
    """
    days = {row.date.isoformat() for row in state.rows(Assessment).by("milestone_id")[change.milestone_id]}
    return tuple(each for each in change.reasons if not _is_reached(each) or each["day"] in days)


def seen_causes(told: Sequence[Iterable[Cause]], user: Reader) -> list[tuple[Cause, ...]]:
    """The causes of each change that the reader may be told; a query for each model that they name."""
    lists = [tuple(causes) for causes in told]
    named: dict[str, set[Any]] = defaultdict(set)
    for causes in lists:
        for cause in causes:
            if "pk" in cause:
                named[cause["model"]].add(cause["pk"])
    seen = {label: _seen_keys(label, named[label], user) for label in sorted(named)}
    return [
        tuple(each for each in causes if "pk" not in each or each["pk"] in seen[each["model"]])
        for causes in lists
    ]


def _is_reached(reason: Reason) -> bool:
    return reason["why"] in REACHED and reason.get("day") is not None


def _seen_keys(label: str, keys: set[Any], user: Reader) -> frozenset[Any]:
    rows: Any = apps.get_model(label)._default_manager
    asked, seen = sorted(keys), set[Any]()
    for start in range(0, len(asked), KEYS_AT_ONCE):
        some = rows.visible_to(user).filter(pk__in=asked[start : start + KEYS_AT_ONCE])
        seen.update(some.order_by().values_list("pk", flat=True))
    return frozenset(seen)
