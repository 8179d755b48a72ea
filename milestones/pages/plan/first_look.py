"""What a reader sees first of some milestones: what is done, what the others wait for, what is late and next."""

from collections.abc import Sequence
from dataclasses import dataclass

from milestones.contingency.evaluation import MilestoneVerdict
from milestones.pages.plan.awaited import AwaitedPart, awaited_parts
from milestones.pages.plan.due import DuePart, NextDay, next_day, past_due
from milestones.pages.plan.headline import headline
from milestones.pages.scene import Scene


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The headline (empty where nothing is pursued), what is awaited, what is late, and the next day.

    `passed` fell due after the records end, so that nobody can tell whether it is late.
    """

    headline: str
    awaited: tuple[AwaitedPart, ...]
    late: DuePart | None
    passed: DuePart | None
    next_day: NextDay | None


def first_look(scene: Scene, members: Sequence[MilestoneVerdict], *, most: int = 5) -> FirstLook:
    """The first look at the milestones; of what is awaited at most so many things at once."""
    return FirstLook(
        headline=headline(members, scene.names.announcements),
        awaited=awaited_parts(scene, members, most=most),
        late=past_due(scene, members, "overdue"),
        passed=past_due(scene, members, "passed"),
        next_day=next_day(scene, members),
    )
