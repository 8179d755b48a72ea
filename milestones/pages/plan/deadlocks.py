"""Deadlocks in words: who waits for whom in a ring, and each single gate whose waiver would open it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones.contingency import Evaluation
from milestones.contingency.deadlocks import Deadlock
from milestones.contingency.openers import Opener, find_openers
from milestones.contingency.scales import Before, Level
from milestones.selectors.plan_page import PlanNames
from milestones.wording.conditions import requirement


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


def deadlock_stories(
    evaluation: Evaluation, names: PlanNames, *, through: str | None = None
) -> tuple[DeadlockStory, ...]:
    """Every deadlock, or those in which the milestone `through` stands, in the engine's order."""
    return tuple(
        _story(evaluation, names, deadlock)
        for deadlock in evaluation.deadlocks
        if through is None or through in deadlock.milestones
    )


def before_which(step: Before) -> str:
    """Before which step a gate stands, in the fewest words."""
    return {
        Before.START: _("before its start"),
        Before.INTERMEDIATE: _("before it is intermediate"),
        Before.COMPLETION: _("before its completion"),
    }[step]


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
    return OpeningGate(
        milestone=opener.milestone,
        name=names.milestones[opener.milestone],
        before=before_which(group.before),
        waits_for=tuple(requirement(condition, names) for condition in group.conditions),
    )
