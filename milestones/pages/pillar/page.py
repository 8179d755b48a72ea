"""The whole pillar page, ready for its template: nothing is looked up or worked out after this."""

from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from milestones.models import Pillar
from milestones.pages.page import PageLink
from milestones.pages.pillar.phases import PhaseGroup, phase_groups
from milestones.pages.pillar.waits import Waits, waits_of
from milestones.pages.plan.cards import Counts, PillarCard, pillar_card
from milestones.pages.plan.indicators import IndicatorPart, indicator_part
from milestones.pages.plan.sentence import standing_in_a_sentence
from milestones.pages.plan.strip import Strip, strip_of
from milestones.pages.scene import Scene
from milestones.selectors.pillar_page import PillarPageFacts


@dataclass(frozen=True, slots=True)
class PillarPage:
    """What the template shows; `beside` are the plan's pillars."""

    pillar: Pillar
    sentence: str
    strip: Strip
    card: PillarCard
    beside: tuple[PageLink, ...]
    phases: tuple[PhaseGroup, ...]
    waits: Waits
    indicators: IndicatorPart
    counts: Counts


def compose_pillar_page(facts: PillarPageFacts) -> PillarPage:
    """The page in the active language."""
    scene, slug = Scene(facts.viewpoint, facts.evaluation, facts.names), facts.pillar.slug
    members = scene.members(slug)
    card = pillar_card(scene, next(each for each in scene.evaluation.pillars if each.slug == slug))
    return PillarPage(
        pillar=facts.pillar,
        sentence=standing_in_a_sentence(members) or _("No milestone of this pillar is being pursued."),
        strip=strip_of(scene, slug),
        card=card,
        beside=tuple(
            PageLink(name, scene.address("pillar-page", each), each == slug)
            for each, name in scene.names.pillars.items()
        ),
        phases=tuple(phase_groups(members, facts, scene)),
        waits=waits_of(scene, slug),
        indicators=indicator_part(scene.evaluation, scene.names, is_rtl=get_language_bidi(), pillar=slug),
        counts=card.counts,
    )
