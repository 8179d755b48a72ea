"""The latest status changes, each with what caused it."""

from collections.abc import Sequence
from dataclasses import dataclass

from milestones import notation
from milestones.selectors.plan_page import Change, PlanNames
from milestones.verdict_marks import STATUS_MARKS, Mark
from milestones.wording.causes import causes_in_words


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change; `causes` say in a few words what made it happen."""

    day: str
    milestone: str
    name: str
    old: Mark
    new: Mark
    causes: tuple[str, ...]


def change_rows(changes: Sequence[Change], names: PlanNames) -> tuple[ChangeRow, ...]:
    """The changes of milestones that the reader may see, newest first."""
    return tuple(
        ChangeRow(
            day=notation.day(change.on),
            milestone=change.milestone,
            name=names.milestones[change.milestone],
            old=STATUS_MARKS[change.old],
            new=STATUS_MARKS[change.new],
            causes=causes_in_words(change.causes, names),
        )
        for change in changes
        if change.milestone in names.milestones
    )
