"""Findings about a plan's structure: what is wrong, how badly, where, and in which words."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


def gettext_noop(sentence: str) -> str:
    """The sentence itself, marked so that it is collected for translation; the engine knows nothing of Django."""
    return sentence


TEMPLATES: Mapping[str, str] = {
    "self_wait": gettext_noop(
        'milestone "{milestone}" waits, before {before}, for itself to be {reaches}; name another milestone'
    ),
    "not_initiated": gettext_noop("every milestone is at least not_initiated; name minimum, intermediate or complete"),
    "empty_group": gettext_noop("without a condition it says nothing; give it one"),
    "require_range": gettext_noop("{require} of {conditions} conditions cannot be required; give 1 to {conditions}"),
    "bounds": gettext_noop("an indicator's condition needs exactly one of at_least and at_most; this one has {found}"),
    "weight": gettext_noop("a weight must be more than 0; this is {weight}"),
    "negative_days": gettext_noop("a number of days cannot be negative; this is {days}"),
    "too_many_days": gettext_noop("{days} days are more than the tracker can count ({most})"),
    "progress_range": gettext_noop("progress is a percentage from 0 to 100; this is {progress}"),
    "empty_pillar": gettext_noop('pillar "{pillar}" has no milestones, so its progress is never known'),
    "unknown_milestone": gettext_noop('there is no milestone "{slug}"{hint}'),
    "unknown_indicator": gettext_noop('there is no indicator "{slug}"{hint}'),
    "unknown_pillar": gettext_noop('there is no pillar "{slug}"{hint}'),
    "unknown_reading": gettext_noop('there is no reading "{slug}"{hint}'),
    "empty_readings": gettext_noop(
        "no reading is named, so it would never stand; leave readings out for every reading"
    ),
    "disputed_required": gettext_noop("a record that is disputed counts for nothing, so disputed cannot be required"),
    "due_before_start": gettext_noop("due ({due}) is before planned_start ({planned_start})"),
    "hold_without_stale_after": gettext_noop(
        'for_days reads every day, and indicator "{indicator}" has no stale_after: its last count will speak '
        "for all days after it"
    ),
    "several_series": gettext_noop(
        "{series} are read side by side, for ever: there is neither a stale_after nor an official series"
    ),
    "waits_for_own_pillar": gettext_noop(
        'milestone "{milestone}" waits, before {before}, for pillar "{pillar}" to be at {progress} percent, '
        "which cannot be before that milestone itself has moved"
    ),
    "empty_revision": gettext_noop(
        "this revision changes no date; give planned_start or due, or the word none to lift one"
    ),
    "revision_due_before_start": gettext_noop("this revision puts due ({due}) before planned_start ({planned_start})"),
}
"""The English sentence of each code; its names are the fault's params."""


class Severity(StrEnum):
    """Whether a plan is refused, or taken with a remark."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a plan: `entries` is "milestones", "indicators" or "plan", `index` counts in that list.

    `steps` lead on from there by the names of the engine's types: ("groups", 0, "conditions", 1, "reaches").
    `ref` is the engine's handle of the innermost thing that has one.
    """

    entries: str
    index: int
    slug: str
    steps: tuple[str | int, ...] = ()
    ref: Hashable = None

    def at(self, *steps: str | int, ref: Hashable = None) -> "Place":
        """The place some steps further; `ref` is the handle of what stands there, if it has one."""
        return Place(self.entries, self.index, self.slug, self.steps + steps, self.ref if ref is None else ref)


@dataclass(frozen=True, slots=True)
class PlanFault:
    """One finding about a plan's structure."""

    code: str
    severity: Severity
    place: Place
    params: Mapping[str, str | int] = field(default_factory=dict)

    @classmethod
    def error(cls, code: str, place: Place, **params: str | int) -> Self:
        """A finding for which the plan is refused."""
        return cls(code, Severity.ERROR, place, params)

    @classmethod
    def warning(cls, code: str, place: Place, **params: str | int) -> Self:
        """A finding with which the plan is taken."""
        return cls(code, Severity.WARNING, place, params)

    @property
    def message(self) -> str:
        """The finding as an English sentence."""
        return TEMPLATES[self.code].format(**self.params)
