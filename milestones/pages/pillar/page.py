"""The whole pillar page, ready for its template: nothing is looked up or worked out after this."""

from dataclasses import dataclass

from milestones.models import Pillar
from milestones.pages.pillar.phases import PhaseGroup, phase_groups
from milestones.pages.pillar.waits import Waits, waits_of
from milestones.pages.plan.cards import PillarCard, pillar_card
from milestones.pages.plan.first_look import FirstLook, first_look
from milestones.pages.plan.indicators import IndicatorPart, indicator_part
from milestones.pages.plan.strip import Strip, strip_of
from milestones.pages.scene import Scene


@dataclass(frozen=True, slots=True)
class PillarPage:
    """What the template shows."""

    pillar: Pillar
    look: FirstLook
    strip: Strip
    card: PillarCard
    phases: tuple[PhaseGroup, ...]
    waits: Waits
    indicators: IndicatorPart


def compose_pillar_page(scene: Scene, slug: str) -> PillarPage:
    """The page in the active language; raises Pillar.DoesNotExist."""
    pillar, members = scene.viewpoint.rows(Pillar).get(slug=slug), scene.members(slug)
    card = pillar_card(scene, next(roll_up for roll_up in scene.evaluation.pillars if roll_up.slug == slug))
    return PillarPage(
        pillar=pillar,
        look=first_look(scene, members),
        strip=strip_of(scene, slug),
        card=card,
        phases=tuple(phase_groups(members, pillar, scene)),
        waits=waits_of(scene, slug),
        indicators=indicator_part(scene, slug),
    )
