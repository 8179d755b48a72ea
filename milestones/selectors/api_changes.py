"""Changes of status as a reader may be told them: what was public then may be hidden since."""

from collections.abc import Mapping
from typing import Any

from milestones.models import Indicator, Milestone
from milestones.selectors.causes import seen_causes, seen_reasons
from milestones.selectors.plans import Reader

TOLD = ("kind", "milestone", "indicator", "on")


def tell_changes(rows: list[dict[str, Any]], user: Reader) -> list[dict[str, Any]]:
    """The rows with `causes` and `cause_count`, without what tells of a row that the reader may not see."""
    seen = seen_causes([row["cause"].get("causes", ()) for row in rows], user)
    reasons = seen_reasons([(row["milestone_id"], row["reasons"]) for row in rows], user)
    plans = {row["plan__slug"] for row in rows}
    milestones = _seen_slugs(Milestone, plans, user) if rows else frozenset()
    indicators = _seen_slugs(Indicator, plans, user) if rows else frozenset()
    for row, causes, why in zip(rows, seen, reasons, strict=True):
        plan = row["plan__slug"]
        told = [
            _cause(cause)
            for cause in causes
            if ("milestone" not in cause or (plan, cause["milestone"]) in milestones)
            and ("indicator" not in cause or (plan, cause["indicator"]) in indicators)
        ]
        row["causes"] = told
        kept_back = len(row["cause"].get("causes", ())) - len(told)
        row["cause_count"] = row["cause"].get("count", 0) - kept_back
        row["reasons"] = [_reason(reason, plan, milestones) for reason in why]
    return rows


def _cause(cause: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: cause[name] for name in TOLD if name in cause}
    return told | ({"model": cause["model"].rpartition(".")[2]} if "model" in cause else {})


def _reason(
    reason: Mapping[str, Any], plan: str, milestones: frozenset[tuple[str, str]]
) -> Mapping[str, Any]:
    if "milestones" not in reason:
        return reason
    return {**reason, "milestones": [slug for slug in reason["milestones"] if (plan, slug) in milestones]}


def _seen_slugs(model: Any, plans: set[str], user: Reader) -> frozenset[tuple[str, str]]:
    rows = model.objects.filter(plan__slug__in=plans).visible_to(user).order_by()
    return frozenset(rows.values_list("plan__slug", "slug"))
