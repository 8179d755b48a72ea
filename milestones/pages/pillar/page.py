"""The whole pillar page, ready for its template: nothing is looked up or worked out after this."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones.pages.pillar.phases import PhaseGroup, phase_groups
from milestones.pages.pillar.waits import Waits, waits_of
from milestones.pages.plan.cards import PillarCard, pillar_card
from milestones.pages.plan.indicators import IndicatorPart, indicator_part
from milestones.pages.plan.sentence import standing_in_a_sentence
from milestones.pages.plan.strip import Strip, strip_of
from milestones.selectors.pillar_page import PillarPageFacts
from milestones.verdict_marks import STATUS_MARKS, Mark


@dataclass(frozen=True, slots=True)
class PillarLink:
    """A pillar of the plan, for the way from one to another."""

    slug: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PillarPage:
    """What the template shows. `slug` is the plan's; `about` what the plan says of the pillar."""

    slug: str
    plan_name: str
    pillar: str
    name: str
    about: str
    hue: int
    sentence: str
    strip: Strip
    card: PillarCard
    pillars: tuple[PillarLink, ...]
    phases: tuple[PhaseGroup, ...]
    waits: Waits
    indicators: IndicatorPart
    statuses: tuple[Mark, ...]

    @property
    def has_indicators(self) -> bool:
        """Whether the plan counts anything here."""
        return bool(self.indicators.key or self.indicators.others)


def compose_pillar_page(facts: PillarPageFacts, *, is_rtl: bool) -> PillarPage:
    """The page in the active language; `is_rtl` mirrors its pictures."""
    evaluation, names, slug = facts.evaluation, facts.names, facts.pillar.slug
    verdict = next(each for each in evaluation.pillars if each.slug == slug)
    members = [each for each in evaluation.milestones.values() if each.facts.milestone.pillar == slug]
    card = pillar_card(evaluation, names, verdict, is_rtl=is_rtl)
    return PillarPage(
        slug=facts.plan.slug,
        plan_name=facts.plan.name,
        pillar=slug,
        name=facts.pillar.name,
        about=facts.pillar.summary,
        hue=card.hue,
        sentence=standing_in_a_sentence(members) or _("No milestone of this pillar is being pursued."),
        strip=strip_of(evaluation, names, pillar=slug),
        card=card,
        pillars=tuple(PillarLink(each, name, each == slug) for each, name in names.pillars.items()),
        phases=phase_groups(members, facts),
        waits=waits_of(evaluation, names, slug),
        indicators=indicator_part(evaluation, names, is_rtl=is_rtl, pillar=slug),
        statuses=tuple(mark for status, mark in STATUS_MARKS.items() if verdict.counts[status]),
    )
