"""What made a status change, or waits to, in a few words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from milestones import notation
from milestones.selectors.plan_page import PlanNames

MOST_CAUSES = 3


def causes_in_words(causes: Iterable[Mapping[str, Any]], names: PlanNames) -> tuple[str, ...]:
    """The first few causes, each once; those that name a milestone or an indicator tell more and come first."""
    telling = sorted(causes, key=lambda cause: "milestone" not in cause and "indicator" not in cause)
    told = dict.fromkeys(_cause(cause, names) for cause in telling)
    return tuple(told)[:MOST_CAUSES]


def _cause(cause: Mapping[str, Any], names: PlanNames) -> str:
    kind = cause.get("kind")
    if kind == "day":
        day = parse_date(str(cause["on"]))
        return _("a new day, %(day)s") % {"day": notation.day(day) if day else cause["on"]}
    if kind == "loaded":
        return _("the plan was loaded")
    if kind == "method":
        return _("a new method")
    if "model" not in cause:
        return _("the plan was loaded or computed anew")
    what = apps.get_model(cause["model"])._meta.verbose_name
    texts = {"added": _("%(what)s added"), "changed": _("%(what)s changed"), "removed": _("%(what)s removed")}
    told = texts.get(str(kind), _("%(what)s edited")) % {"what": what}
    about = names.milestones.get(cause.get("milestone", "")) or _indicator(cause, names)
    return _("%(cause)s: %(about)s") % {"cause": told, "about": about} if about else told


def _indicator(cause: Mapping[str, Any], names: PlanNames) -> str:
    indicator = names.indicators.get(cause.get("indicator", ""))
    return indicator.name if indicator else ""
