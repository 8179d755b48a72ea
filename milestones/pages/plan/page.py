"""The whole plan page, ready for its template: nothing is looked up or worked out after this."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from milestones.pages.blocks import Table
from milestones.pages.links import milestones_address
from milestones.pages.milestone_table import milestone_table
from milestones.pages.plan.cards import Counts, PillarCard, counts_of, pillar_card
from milestones.pages.plan.changes import ChangeRow, change_rows, chronology
from milestones.pages.plan.deadlocks import DeadlockStory, deadlock_stories
from milestones.pages.plan.first_look import FirstLook, first_look
from milestones.pages.plan.indicators import IndicatorPart, indicator_part
from milestones.pages.plan.matrix import MatrixPart, matrix_part
from milestones.pages.plan.releasing import releasing_table
from milestones.pages.plan.rings import Rings, rings
from milestones.pages.plan.strip import MOST_SQUARES, Strip, strip_of
from milestones.pages.plan.timeline import TimelinePart, timeline_part
from milestones.pages.scene import Scene
from milestones.selectors.graph import knot_gates
from milestones.selectors.plan_page import latest_assessments, latest_changes


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the template of the plan page shows; of a plan of many milestones the list alone has them all."""

    look: FirstLook
    strip: Strip
    rings: Rings
    cards: tuple[PillarCard, ...]
    matrix: MatrixPart | None
    releasing: Table
    deadlocks: tuple[DeadlockStory, ...]
    timeline: TimelinePart | None
    indicators: IndicatorPart
    changes: tuple[ChangeRow, ...]
    chronology: tuple[tuple[date, SafeString, str, SafeString], ...]
    milestones: tuple[tuple[PillarCard, str, Table], ...]
    all_milestones: str
    counts: Counts


def compose_plan_page(scene: Scene) -> PlanPage:
    """The page in the active language."""
    changes, viewpoint = latest_changes(scene.viewpoint), scene.viewpoint
    verdicts = list(scene.evaluation.milestones.values())
    cards = tuple(pillar_card(scene, pillar) for pillar in scene.evaluation.pillars)
    return PlanPage(
        look=first_look(scene, verdicts),
        strip=strip_of(scene),
        rings=rings(scene),
        cards=cards,
        matrix=matrix_part(scene),
        releasing=releasing_table(scene),
        deadlocks=deadlock_stories(scene, knot_gates(scene.evaluation, viewpoint)),
        timeline=timeline_part(scene),
        indicators=indicator_part(scene),
        changes=change_rows(changes, scene),
        chronology=() if changes else chronology(latest_assessments(viewpoint), scene),
        milestones=()
        if len(verdicts) > MOST_SQUARES
        else tuple(
            (card, scene.names.pillars[slug], milestone_table(scene.members(slug), scene))
            for card in cards
            for slug in (card.pillar.slug,)
        ),
        all_milestones=milestones_address(viewpoint),
        counts=counts_of(verdicts),
    )
