"""Changes of status as a reader may be told them: what was public then may be hidden since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps

from milestones.models import Indicator, Milestone
from milestones.selectors.plans import Reader

TOLD = ("kind", "milestone", "indicator", "on")


def tell_changes(rows: list[dict[str, Any]], user: Reader) -> list[dict[str, Any]]:
    """The rows with `causes` and `cause_count`, without what names a row that the reader may not see."""
    causes = [cause for row in rows for cause in row["cause"].get("causes", ())]
    seen = _seen_rows(causes, user)
    plans = {row["plan__slug"] for row in rows}
    milestones = _seen_slugs(Milestone, plans, user) if rows else frozenset()
    indicators = _seen_slugs(Indicator, plans, user) if rows else frozenset()
    for row in rows:
        plan, causes = row["plan__slug"], row["cause"].get("causes", ())
        told = [
            _cause(cause)
            for cause in causes
            if ("pk" not in cause or cause["pk"] in seen[cause["model"]])
            and ("milestone" not in cause or (plan, cause["milestone"]) in milestones)
            and ("indicator" not in cause or (plan, cause["indicator"]) in indicators)
        ]
        row["causes"] = told
        row["cause_count"] = row["cause"].get("count", 0) - (len(causes) - len(told))
        row["reasons"] = [_reason(reason, plan, milestones) for reason in row["reasons"]]
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


def _seen_rows(causes: Iterable[Mapping[str, Any]], user: Reader) -> dict[str, set[Any]]:
    """The keys that the reader may see among those that the causes name, by model: a query a model."""
    named: dict[str, set[Any]] = defaultdict(set)
    for cause in causes:
        if "pk" in cause:
            named[cause["model"]].add(cause["pk"])
    seen: dict[str, set[Any]] = defaultdict(set)
    for label in sorted(named):
        rows: Any = apps.get_model(label)._default_manager
        visible = rows.visible_to(user).filter(pk__in=named[label]).order_by()
        seen[label] = set(visible.values_list("pk", flat=True))
    return seen


def _seen_slugs(model: Any, plans: set[str], user: Reader) -> frozenset[tuple[str, str]]:
    rows = model.objects.filter(plan__slug__in=plans).visible_to(user).order_by()
    return frozenset(rows.values_list("plan__slug", "slug"))
