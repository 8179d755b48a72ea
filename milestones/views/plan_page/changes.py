"""The latest status changes, each with what caused it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from milestones import notation
from milestones.marks import STATUS_MARKS, Mark
from milestones.selectors.plan_page import Change, PlanNames

MOST_CAUSES = 3


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change; `causes` say in a few words what made it happen."""

    day: str
    milestone: str
    name: str
    old: Mark
    new: Mark
    causes: tuple[str, ...]


def change_rows(changes: Sequence[Change], names: PlanNames) -> tuple[ChangeRow, ...]:
    """The changes of milestones that the reader may see, newest first."""
    return tuple(
        ChangeRow(
            day=notation.day(change.on),
            milestone=change.milestone,
            name=names.milestones[change.milestone],
            old=STATUS_MARKS[change.old],
            new=STATUS_MARKS[change.new],
            causes=causes_in_words(change.causes, names),
        )
        for change in changes
        if change.milestone in names.milestones
    )


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
    if "model" not in cause:
        return _("the plan was loaded or computed anew")
    what = apps.get_model(cause["model"])._meta.verbose_name
    texts = {"added": _("%(what)s added"), "changed": _("%(what)s changed"), "removed": _("%(what)s removed")}
    told = texts.get(str(kind), _("%(what)s edited")) % {"what": what}
    about = names.milestones.get(cause.get("milestone", "")) or _indicator(cause, names)
    return _("%(cause)s: %(about)s") % {"cause": told, "about": about} if about else told


def _indicator(cause: Mapping[str, Any], names: PlanNames) -> str:
    found = names.indicators.get(cause.get("indicator", ""))
    return found.name if found else ""
