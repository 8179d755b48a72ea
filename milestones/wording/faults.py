"""The findings about a plan's structure in the reader's language; the engine itself speaks English alone."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from milestones.contingency.findings import TEMPLATES, PlanFault

COLLECTED = (
    gettext_noop(
        'milestone "{milestone}" waits, before {before}, for itself to be {reaches}; name another milestone'
    ),
    gettext_noop("every milestone is at least not_initiated; name minimum, intermediate or complete"),
    gettext_noop("a gate without conditions says nothing; give a condition, or leave the gate out"),
    gettext_noop("{require} of {conditions} conditions cannot be required; give 1 to {conditions}"),
    gettext_noop("an indicator's condition needs exactly one of at_least and at_most; this one has {found}"),
    gettext_noop("a weight must be more than 0; this is {weight}"),
    gettext_noop("a number of days cannot be negative; this is {days}"),
    gettext_noop("{days} days are more than the tracker can count ({most})"),
    gettext_noop("progress is a percentage from 0 to 100; this is {progress}"),
    gettext_noop('pillar "{pillar}" has no milestones, so its progress is never known'),
    gettext_noop('there is no milestone "{slug}"{hint}'),
    gettext_noop('there is no indicator "{slug}"{hint}'),
    gettext_noop('there is no pillar "{slug}"{hint}'),
    gettext_noop('there is no reading "{slug}"{hint}'),
    gettext_noop("no reading is named, so it would never stand; leave readings out for every reading"),
    gettext_noop("a record that is disputed counts for nothing, so disputed cannot be required"),
    gettext_noop("due ({due}) is before planned_start ({planned_start})"),
    gettext_noop(
        'for_days reads every day, and indicator "{indicator}" has no stale_after: its last count will speak '
        "for all days after it"
    ),
    gettext_noop(
        "{series} are read side by side, for ever: there is neither a stale_after nor an official series"
    ),
    gettext_noop(
        'milestone "{milestone}" waits, before {before}, for pillar "{pillar}" to be at {progress} percent, '
        "which cannot be before that milestone itself has moved"
    ),
    gettext_noop("this revision changes no date; give planned_start or due, or the word none to lift one"),
    gettext_noop("this revision puts due ({due}) before planned_start ({planned_start})"),
)
"""The engine's sentences once more: gettext collects literals only, and the engine does not know Django."""


def fault_sentence(fault: PlanFault) -> str:
    """What is wrong, as a sentence without a full stop."""
    return _(TEMPLATES[fault.code]).format(**_in_words(fault.params))


def _in_words(params: Mapping[str, str | int]) -> dict[str, str | int]:
    """The params with the scales' words translated; names and figures stay as they are."""
    scales: dict[str, dict[str | int, str]] = {
        "before": {
            "start": _("start"),
            "intermediate": _("intermediate"),
            "completion": _("completion"),
        },
        "reaches": {
            "minimum": _("minimum"),
            "intermediate": _("intermediate"),
            "complete": _("complete"),
        },
        "found": {"neither": _("neither"), "both": _("both")},
    }
    return {name: scales.get(name, {}).get(value, value) for name, value in params.items()}
