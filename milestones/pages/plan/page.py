"""The whole plan page, ready for its template: nothing is looked up or worked out after this."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from milestones.contingency.scales import Level, Status
from milestones.models import StatusChange
from milestones.pages.cells import grade_mark
from milestones.pages.plan.awaited import releasing_table
from milestones.pages.plan.deadlocks import circles, deadlock_stories
from milestones.pages.plan.first_look import first_look, headline
from milestones.pages.plan.indicators import indicator_part
from milestones.pages.plan.matrix import matrix_part
from milestones.pages.plan.strip import counts_of, pillar_card, strip_of
from milestones.pages.plan.timeline import timeline_part
from milestones.pages.scene import Scene, moment_words, scene_at
from milestones.selectors.graph import knot_gates
from milestones.selectors.plan_page import latest_assessments, latest_changes
from milestones.selectors.records import RecordNote, Viewpoint
from milestones.wording.causes import causes_in_words
from milestones.words import LEVEL_WORDS, STATUS_MARKS, Mark

ChangeRow = tuple[date, SafeString, Mark, Mark, tuple[str, ...]]
"""The day, the milestone, its old and its new status, and in a few words what made it change."""


def change_rows(
    changes: Iterable[tuple[StatusChange, Iterable[Mapping[str, Any]]]], scene: Scene
) -> tuple[ChangeRow, ...]:
    """The changes of milestones that the reader may see, newest first."""
    return tuple(
        (
            row.on,
            scene.milestone(row.milestone.slug),
            STATUS_MARKS[Status(row.old)],
            STATUS_MARKS[Status(row.new)],
            causes_in_words(causes, scene.names),
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


def compose_plan_page(scene: Scene) -> Mapping[str, Any]:
    """What the template shows, in the active language."""
    changes, viewpoint = latest_changes(scene.viewpoint), scene.viewpoint
    verdicts = list(scene.evaluation.milestones.values())
    return {
        "look": first_look(scene, verdicts),
        "strip": strip_of(scene),
        "circles": circles(scene),
        "cards": [pillar_card(scene, pillar) for pillar in scene.evaluation.pillars],
        "matrix": matrix_part(scene),
        "releasing": releasing_table(scene),
        "deadlocks": deadlock_stories(scene, knot_gates(scene.evaluation, viewpoint)),
        "timeline": timeline_part(scene),
        "indicators": indicator_part(scene),
        "changes": change_rows(changes, scene),
        "chronology": () if changes else chronology(latest_assessments(viewpoint), scene),
        "counts": counts_of(verdicts),
    }


def plan_entry(viewpoint: Viewpoint) -> Mapping[str, Any]:
    """The viewpoint's plan in a list of plans; its `headline` is empty where nothing of it is pursued."""
    scene = scene_at(viewpoint)
    words = headline(list(scene.evaluation.milestones.values()), scene.names.announcements)
    address = scene.address("plan-page")
    told = {"address": address, "moment": moment_words(viewpoint), "headline": words, "strip": strip_of(scene)}
    return {"plan": viewpoint.plan, **told}
