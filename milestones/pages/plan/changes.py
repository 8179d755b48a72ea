"""The latest status changes, each with what caused it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from milestones.contingency.scales import Status
from milestones.models import StatusChange
from milestones.pages.scene import Scene
from milestones.wording.causes import causes_in_words
from milestones.words import STATUS_MARKS, Mark


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
