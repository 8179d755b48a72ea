"""Deadlocks in words: who waits for whom in a ring, and each single gate whose waiver would open it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.contingency.deadlocks import Deadlock
from milestones.contingency.openers import Opener, find_openers
from milestones.contingency.scales import Before, Level
from milestones.pages.scene import Scene
from milestones.wording.conditions import requirement


@dataclass(frozen=True, slots=True)
class DeadlockStory:
    """One deadlock: its milestones; one shortest ring, each milestone with the step of it that waits for the next,
    such as "to begin"; and each gate that would open it if it were waived: whose, before which step, for what."""

    milestones: tuple[SafeString, ...]
    ring: tuple[tuple[SafeString, str], ...]
    openers: tuple[tuple[SafeString, str, tuple[str, ...]], ...]


def deadlock_stories(scene: Scene, *, through: str | None = None) -> tuple[DeadlockStory, ...]:
    """Every deadlock, or those in which the milestone `through` stands, in the engine's order."""
    return tuple(
        _story(scene, deadlock)
        for deadlock in scene.evaluation.deadlocks
        if through is None or through in deadlock.milestones
    )


def before_which(step: Before) -> str:
    """Before which step a gate stands, in the fewest words."""
    return {
        Before.START: _("before its start"),
        Before.INTERMEDIATE: _("before it is intermediate"),
        Before.COMPLETION: _("before its completion"),
    }[step]


def _story(scene: Scene, deadlock: Deadlock) -> DeadlockStory:
    in_plan_order = [slug for slug in scene.evaluation.milestones if slug in deadlock.milestones]
    openers = find_openers(scene.evaluation, deadlock)
    return DeadlockStory(
        milestones=tuple(map(scene.milestone, in_plan_order)),
        ring=_ring(deadlock, scene),
        openers=tuple(_opener(scene, opener) for opener in openers),
    )


def _ring(deadlock: Deadlock, scene: Scene) -> tuple[tuple[SafeString, str], ...]:
    """The cycle without the steps in which a milestone waits only for a level of its own."""
    cycle = deadlock.cycle
    steps = {
        Level.MINIMUM: _("to begin"),
        Level.INTERMEDIATE: _("to become intermediate"),
        Level.COMPLETE: _("to be complete"),
    }
    following = zip(cycle, [*cycle[1:], *cycle[:1]], strict=True)
    links = [each for each, awaited in following if each[0] != awaited[0]] or cycle[:1]
    return tuple((scene.milestone(slug), steps[level]) for slug, level in links)


def _opener(scene: Scene, opener: Opener) -> tuple[SafeString, str, tuple[str, ...]]:
    group = scene.evaluation.milestones[opener.milestone].groups[opener.gate].group
    waits_for = tuple(requirement(condition, scene.names) for condition in group.conditions)
    return scene.milestone(opener.milestone), before_which(group.before), waits_for
