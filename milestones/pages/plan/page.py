"""The whole plan page, ready for its template: nothing is looked up or worked out after this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from milestones.contingency.scales import Level, Status
from milestones.models import Plan, StatusChange
from milestones.pages.blocks import Table
from milestones.pages.cells import grade_mark
from milestones.pages.links import milestones_address
from milestones.pages.milestone_table import milestone_table
from milestones.pages.plan.awaited import releasing_table
from milestones.pages.plan.deadlocks import DeadlockStory, Rings, deadlock_stories, rings
from milestones.pages.plan.first_look import FirstLook, first_look, headline
from milestones.pages.plan.indicators import IndicatorPart, indicator_part
from milestones.pages.plan.matrix import MatrixPart, matrix_part
from milestones.pages.plan.strip import MOST_SQUARES, Counts, PillarCard, Strip, counts_of, pillar_card, strip_of
from milestones.pages.plan.timeline import TimelinePart, timeline_part
from milestones.pages.scene import Scene, scene_at
from milestones.selectors.graph import knot_gates
from milestones.selectors.plan_page import latest_assessments, latest_changes
from milestones.selectors.records import RecordNote, Viewpoint
from milestones.wording.causes import causes_in_words
from milestones.words import LEVEL_WORDS, STATUS_MARKS, Mark


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change; `causes` say in a few words what made it happen."""

    day: date
    milestone: SafeString
    old: Mark
    new: Mark
    causes: tuple[str, ...]


def change_rows(
    changes: Iterable[tuple[StatusChange, Iterable[Mapping[str, Any]]]], scene: Scene
) -> tuple[ChangeRow, ...]:
    """The changes of milestones that the reader may see, newest first."""
    return tuple(
        ChangeRow(
            day=row.on,
            milestone=scene.milestone(row.milestone.slug),
            old=STATUS_MARKS[Status(row.old)],
            new=STATUS_MARKS[Status(row.new)],
            causes=causes_in_words(causes, scene.names),
        )
        for row, causes in changes
        if row.milestone.slug in scene.names.milestones
    )


def chronology(notes: Iterable[RecordNote], scene: Scene) -> tuple[tuple[date, SafeString, str, SafeString], ...]:
    """What the records say of milestones: the day, the milestone, its level and the record's grade, newest first."""
    return tuple(
        (note.row.date, scene.milestone(slug), str(LEVEL_WORDS[Level(note.row.level)]), grade_mark(note.grade))
        for note in notes
        if (slug := note.row.milestone.slug) in scene.names.milestones
    )


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
