"""The whole plan page, ready for its template: nothing is looked up or worked out after this."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from milestones.pages.blocks import Table
from milestones.pages.milestone_table import milestone_table
from milestones.pages.plan.cards import Counts, HeldBy, NextDate, PillarCard, counts_of, held_by, pillar_card
from milestones.pages.plan.changes import ChangeRow, change_rows
from milestones.pages.plan.deadlocks import DeadlockStory, deadlock_stories
from milestones.pages.plan.indicators import IndicatorPart, indicator_part
from milestones.pages.plan.matrix import MatrixPart, matrix_part
from milestones.pages.plan.releasing import releasing, releasing_table
from milestones.pages.plan.sentence import state_in_a_sentence
from milestones.pages.plan.strip import Strip, strip_of
from milestones.pages.plan.timeline import TimelinePart, timeline_part
from milestones.pages.scene import Scene
from milestones.selectors.plan_page import PlanFacts


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the template of the plan page shows; `most` is the milestone that would release most, and how many."""

    sentence: str
    strip: Strip
    held_by: HeldBy | None
    most: tuple[tuple[SafeString, int], ...]
    next_date: NextDate | None
    cards: tuple[PillarCard, ...]
    matrix: MatrixPart | None
    releasing: Table
    deadlocks: tuple[DeadlockStory, ...]
    timeline: TimelinePart | None
    indicators: IndicatorPart
    changes: tuple[ChangeRow, ...]
    milestones: tuple[tuple[PillarCard, str, Table], ...]
    counts: Counts


def compose_plan_page(facts: PlanFacts) -> PlanPage:
    """The page in the active language."""
    scene = Scene(facts.viewpoint, facts.evaluation, facts.names)
    verdicts, freeing = scene.evaluation.milestones.values(), releasing(scene)
    cards = tuple(pillar_card(scene, pillar) for pillar in scene.evaluation.pillars)
    dates = [card.next_date for card in cards if card.next_date]
    return PlanPage(
        sentence=state_in_a_sentence(scene.evaluation),
        strip=strip_of(scene),
        held_by=held_by(scene, verdicts),
        most=tuple((scene.milestone(each.slug), each.releases) for each in freeing[:1]),
        next_date=min(dates, key=lambda each: each.day, default=None),
        cards=cards,
        matrix=matrix_part(scene),
        releasing=releasing_table(freeing, scene),
        deadlocks=deadlock_stories(scene),
        timeline=timeline_part(scene),
        indicators=indicator_part(scene.evaluation, scene.names, is_rtl=get_language_bidi()),
        changes=change_rows(facts.changes, scene),
        milestones=tuple(
            (card, scene.names.pillars[slug], milestone_table(scene.members(slug), scene))
            for card in cards
            for slug in (card.pillar.slug,)
        ),
        counts=counts_of(verdicts),
    )
