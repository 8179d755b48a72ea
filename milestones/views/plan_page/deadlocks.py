"""Deadlocks in words: who waits for whom in a ring, and each single gate whose waiver would open it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency import Evaluation
from milestones.contingency.deadlocks import Deadlock
from milestones.contingency.openers import Opener, find_openers
from milestones.contingency.plan import (
    Condition,
    DateCondition,
    IndicatorCondition,
    MilestoneCondition,
    PillarCondition,
)
from milestones.contingency.scales import Before, Level
from milestones.marks import LEVEL_WORDS
from milestones.selectors.plan_page import PlanNames


@dataclass(frozen=True, slots=True)
class Link:
    """One milestone of the ring, and which step of it waits for the next, such as "to begin"."""

    milestone: str
    name: str
    step: str


@dataclass(frozen=True, slots=True)
class OpeningGate:
    """A gate that would open the deadlock if it were waived."""

    milestone: str
    name: str
    before: str
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeadlockStory:
    """One deadlock: all of its milestones, one shortest ring among them, and what would open it."""

    milestones: tuple[tuple[str, str], ...]
    ring: tuple[Link, ...]
    openers: tuple[OpeningGate, ...]


def deadlock_stories(evaluation: Evaluation, names: PlanNames) -> tuple[DeadlockStory, ...]:
    """Every deadlock, in the engine's order."""
    return tuple(_story(evaluation, names, deadlock) for deadlock in evaluation.deadlocks)


def _story(evaluation: Evaluation, names: PlanNames, deadlock: Deadlock) -> DeadlockStory:
    in_plan_order = [slug for slug in evaluation.milestones if slug in deadlock.milestones]
    return DeadlockStory(
        milestones=tuple((slug, names.milestones[slug]) for slug in in_plan_order),
        ring=_ring(deadlock, names),
        openers=tuple(
            _opening_gate(evaluation, names, opener) for opener in find_openers(evaluation, deadlock)
        ),
    )


def _ring(deadlock: Deadlock, names: PlanNames) -> tuple[Link, ...]:
    """The cycle without the steps in which a milestone waits only for a level of its own."""
    cycle = deadlock.cycle
    following = [*cycle[1:], *cycle[:1]]
    steps = {
        Level.MINIMUM: _("to begin"),
        Level.INTERMEDIATE: _("to become intermediate"),
        Level.COMPLETE: _("to be complete"),
    }
    links = [
        Link(slug, names.milestones[slug], steps[level])
        for (slug, level), (awaited, _level) in zip(cycle, following, strict=True)
        if slug != awaited
    ]
    slug, level = cycle[0]
    return tuple(links) or (Link(slug, names.milestones[slug], steps[level]),)


def _opening_gate(evaluation: Evaluation, names: PlanNames, opener: Opener) -> OpeningGate:
    group = evaluation.milestones[opener.milestone].groups[opener.gate].group
    before = {
        Before.START: _("before its start"),
        Before.INTERMEDIATE: _("before it is intermediate"),
        Before.COMPLETION: _("before its completion"),
    }[group.before]
    return OpeningGate(
        milestone=opener.milestone,
        name=names.milestones[opener.milestone],
        before=before,
        waits_for=tuple(condition_in_words(condition, names) for condition in group.conditions),
    )


def condition_in_words(condition: Condition, names: PlanNames) -> str:
    """What a condition asks for, in short."""
    match condition:
        case MilestoneCondition():
            level = LEVEL_WORDS[Level(condition.reaches)]
            return _("“%(milestone)s” is %(level)s") % {
                "milestone": names.milestones[condition.milestone],
                "level": level,
            }
        case IndicatorCondition():
            indicator = names.indicators[condition.indicator]
            if condition.at_least is not None:
                text, bound = _("“%(indicator)s” is at least %(bound)s"), condition.at_least
            else:
                text, bound = _("“%(indicator)s” is at most %(bound)s"), condition.at_most
            return text % {"indicator": indicator.name, "bound": notation.plain_number(bound)}
        case PillarCondition():
            return _("the pillar “%(pillar)s” has come to %(progress)s %%") % {
                "pillar": names.pillars[condition.pillar],
                "progress": notation.plain_number(condition.progress),
            }
        case DateCondition():
            return _("%(day)s has come") % {"day": notation.day(condition.date)}
