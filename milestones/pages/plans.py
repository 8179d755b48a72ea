"""Every plan in short: what is done of it, and how its milestones stand, on its own today."""

from dataclasses import dataclass

from milestones.models import Plan
from milestones.pages.plan.headline import headline
from milestones.pages.plan.strip import Strip, strip_of
from milestones.pages.scene import scene_at
from milestones.selectors.records import Viewpoint


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A plan with the address of its page; `headline` is empty where nothing of it is pursued."""

    plan: Plan
    address: str
    headline: str
    strip: Strip


def plan_entry(viewpoint: Viewpoint) -> PlanEntry:
    """The entry of the viewpoint's plan."""
    scene = scene_at(viewpoint)
    words = headline(list(scene.evaluation.milestones.values()), scene.names.announcements)
    return PlanEntry(viewpoint.plan, scene.address("plan-page"), words, strip_of(scene))
