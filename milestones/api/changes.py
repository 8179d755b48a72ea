"""Changes of status as a reader may be told them: what was public then may be hidden since."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from rest_framework.request import Request

from milestones.api.addresses import address_now
from milestones.models import Indicator, Milestone, StatusChange
from milestones.selectors.causes import told_causes, told_reasons
from milestones.state import PlanState

TOLD = ("kind", "milestone", "indicator", "on")


def causes_and_reasons(change: StatusChange, state: PlanState, request: Request) -> dict[str, Any]:
    """The change's `causes`, `cause_count` and `reasons`, without what tells of a row that the reader may not see."""
    milestones, indicators = state.rows(Milestone).by("slug"), state.rows(Indicator).by("slug")
    all_causes = change.cause.get("causes", ())
    causes = [
        cause_told(cause, state, request)
        for cause in told_causes(all_causes, state)
        if ("milestone" not in cause or milestones[cause["milestone"]])
        and ("indicator" not in cause or indicators[cause["indicator"]])
    ]
    return {
        "causes": causes,
        "cause_count": change.cause.get("count", 0) - (len(all_causes) - len(causes)),
        "reasons": [_reason(reason, milestones) for reason in told_reasons(change, state)],
    }


def cause_told(cause: Mapping[str, Any], state: PlanState, request: Request) -> dict[str, Any]:
    """A cause that may be told; with the address of the row that came or changed."""
    told = {name: cause[name] for name in TOLD if name in cause}
    if "model" in cause:
        told["model"] = cause["model"].rpartition(".")[2]
    if "pk" in cause:
        told["url"] = address_now(apps.get_model(cause["model"]), cause["pk"], state, request)
    return told


def _reason(reason: Mapping[str, Any], milestones: Mapping[str, Any]) -> Mapping[str, Any]:
    if "milestones" not in reason:
        return reason
    return {**reason, "milestones": [slug for slug in reason["milestones"] if milestones[slug]]}
