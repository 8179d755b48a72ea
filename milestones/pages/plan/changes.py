"""The latest status changes, each with what caused it; before the first, what the records say, by their day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from milestones.contingency.scales import Level, Status
from milestones.models import StatusChange
from milestones.pages.cells import grade_mark
from milestones.pages.scene import Scene
from milestones.selectors.records import RecordNote
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
