"""Causes of status changes, without those that name a row which has been hidden since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps

from milestones.selectors.plans import Reader

Cause = Mapping[str, Any]


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


def _seen_keys(label: str, keys: set[Any], user: Reader) -> frozenset[Any]:
    rows: Any = apps.get_model(label)._default_manager
    return frozenset(rows.visible_to(user).filter(pk__in=keys).order_by().values_list("pk", flat=True))
