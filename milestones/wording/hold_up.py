"""The hold-up path as a chain of sentences, from a milestone's completion to what holds it up in the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from milestones.contingency.explanation import Explanation
from milestones.contingency.holdup import Binds, HoldUpStep
from milestones.contingency.scales import Level
from milestones.contingency.schedule import MISSING
from milestones.selectors.plan_page import PlanNames
from milestones.wording.conditions import requirement
from milestones.wording.names import day_words, joined, listed, milestone_name
from milestones.wording.schedule import planned_words

SUBJECT = {
    1: gettext_noop("the start of %(milestone)s"),
    2: gettext_noop("getting %(milestone)s well under way"),
    3: gettext_noop("the completion of %(milestone)s"),
}
REACHED = {
    1: gettext_noop("%(milestone)s has started; that is confirmed since %(day)s."),
    2: gettext_noop("%(milestone)s is well under way; that is confirmed since %(day)s."),
    3: gettext_noop("%(milestone)s is complete; that is confirmed since %(day)s."),
}
CLAIMED = {
    1: gettext_noop("%(milestone)s is said to have started, since %(day)s; that is not confirmed."),
    2: gettext_noop("%(milestone)s is said to be well under way, since %(day)s; that is not confirmed."),
    3: gettext_noop("%(milestone)s is said to be complete, since %(day)s; that is not confirmed."),
}


@dataclass(frozen=True, slots=True)
class HoldUpSentence:
    """One step of the path. `refs` are those of the gates that bind; `day` is when it can come, empty for never."""

    text: str
    milestone: str
    refs: tuple[object, ...]
    day: str


def hold_up_sentences(explained: Explanation, names: PlanNames) -> list[HoldUpSentence]:
    """The path of an explanation; steps from level to level of one milestone are told as one."""
    return [
        HoldUpSentence(
            text=_told(step, first, names),
            milestone=step.milestone,
            refs=tuple(dict.fromkeys(binding.ref for binding in step.bindings)),
            day=day_words(step.day),
        )
        for first, step in _merged(explained.hold_up)
    ]


def _merged(path: Sequence[HoldUpStep]) -> Iterator[tuple[HoldUpStep, HoldUpStep]]:
    """The steps, each with the first of those of its milestone that only led from level to level before it.

    A step comes too late for its milestone's authority where any of those does.
    """
    first: HoldUpStep | None = None
    too_soon = False
    for step in path:
        first = first or step
        too_soon = too_soon or step.lapses_too_soon
        if step.binds is not Binds.LEVEL_BEFORE:
            yield first, replace(step, lapses_too_soon=too_soon)
            first, too_soon = None, False


def _told(step: HoldUpStep, first: HoldUpStep, names: PlanNames) -> str:
    sentence = _sentence(step, names)
    if first.level != step.level and step.binds is not Binds.TODAY:  # or none is missing before the later ones
        led = _("%(later)s comes only after %(earlier)s.") % {
            "later": _subject(first, names, starts=True),
            "earlier": _subject(step, names, starts=False),
        }
        sentence = joined(led, sentence)
    lapse = _("Its authority ends before that day.") if sentence and step.lapses_too_soon else ""
    return joined(sentence, lapse) if lapse else sentence


def _subject(step: HoldUpStep, names: PlanNames, *, starts: bool) -> str:
    """A milestone's level as the subject of a sentence, or inside one."""
    text = _(SUBJECT[step.level])
    return (capfirst(text) if starts else text) % {"milestone": milestone_name(step.milestone, names)}


def _sentence(step: HoldUpStep, names: PlanNames) -> str:
    """What sets the date of a step, where that is no earlier level of its own milestone."""
    if step.binds is Binds.GATE:
        return _gate(step, names)
    starts = step.binds is Binds.PLANNED_START
    planned = step.start or MISSING
    when = planned.follows or planned.calendar_day or planned.original
    return _sentence_of(step) % {
        "milestone": milestone_name(step.milestone, names),
        "day": day_words(step.day),
        "subject": _subject(step, names, starts=starts),
        "when": planned_words(when, names) if starts else "",
    }


def _sentence_of(step: HoldUpStep) -> str:
    match step.binds:
        case Binds.PLANNED_START:
            return _("%(subject)s is planned: %(when)s.")
        case Binds.REACHED:
            return _(REACHED[step.level])
        case Binds.CLAIMED:
            return _(CLAIMED[step.level])
        case Binds.WITHDRAWN:
            return _("%(milestone)s is given up, so this can never come.")
        case Binds.TODAY if step.level == Level.MINIMUM:
            return _("Nothing is known to stand in the way of %(milestone)s; no record says that it has started.")
        case Binds.TODAY:
            return _(
                "Nothing is known to stand in the way of the rest of %(milestone)s; no record says it is complete."
            )
    return _("That leads back to %(subject)s: the path goes in a circle.")


def _gate(step: HoldUpStep, names: PlanNames) -> str:
    followed, *beside = dict.fromkeys(requirement(binding.waits_for, names) for binding in step.bindings)
    words = {"subject": _subject(step, names, starts=True), "condition": followed}
    if not beside:
        return _("%(subject)s waits for this: %(condition)s.") % words
    text = _("%(subject)s waits for this: %(condition)s. What binds it as much: %(beside)s.")
    return text % {**words, "beside": listed(beside)}
