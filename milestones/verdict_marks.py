"""How each verdict is shown: always a word and a glyph, never a colour alone.

A mark carries everything that a template needs; glyphs are symbols of templates/milestones/glyphs.html, and the
style sheet knows each class.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.contingency.scales import Grade, Level, Status, Truth

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Scale = Status | Truth


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a scale as people meet it: `word` is lower case, `meaning` a whole sentence."""

    value: Enum
    slug: str
    word: _StrPromise
    meaning: _StrPromise
    is_directional: bool = False

    @property
    def glyph(self) -> str:
        """The id of its symbol."""
        return f"glyph-{self.slug}"

    @property
    def css(self) -> str:
        """The class that colours it; a directional one is mirrored with the page."""
        return f"is-{self.slug} is-directional" if self.is_directional else f"is-{self.slug}"


def _status(status: Status, word: _StrPromise, meaning: _StrPromise, *, is_directional: bool = False) -> Mark:
    return Mark(status, status.value, word, meaning, is_directional)


_MARKS_OF_STATUS = (
    _status(
        Status.LAPSED,
        _("lapsed"),
        _("Its authority or mandate ended before it was complete."),
    ),
    _status(
        Status.PREMATURE,
        _("premature"),
        _("It went ahead before a condition for it was met."),
        is_directional=True,
    ),
    _status(
        Status.UNDERMINED,
        _("undermined"),
        _("It went ahead when its conditions were met; one has failed since."),
    ),
    _status(
        Status.DEADLOCKED,
        _("deadlocked"),
        _("It waits for a milestone that waits, in the end, for it."),
    ),
    _status(
        Status.BLOCKED,
        _("blocked"),
        _("Something it needs can never come, as the plan and the records stand."),
    ),
    _status(
        Status.DELAYED,
        _("delayed"),
        _("A condition for it can be met only after the planned day."),
    ),
    _status(
        Status.WAITING,
        _("waiting"),
        _("A condition for it is not met yet."),
    ),
    _status(
        Status.UNSETTLED,
        _("unsettled"),
        _("The records do not tell whether its conditions are met."),
    ),
    _status(
        Status.CLEARED,
        _("cleared"),
        _("All its conditions are met: it may go ahead."),
        is_directional=True,
    ),
    _status(
        Status.UNCONDITIONAL,
        _("unconditional"),
        _("The plan names no condition for it."),
    ),
    _status(
        Status.FULFILLED,
        _("fulfilled"),
        _("It is complete, and all its conditions are met."),
    ),
    _status(
        Status.WITHDRAWN,
        _("withdrawn"),
        _("It is no longer pursued."),
    ),
)

STATUS_MARKS: dict[Status, Mark] = {mark.value: mark for mark in _MARKS_OF_STATUS}  # type: ignore[misc]
"""Every status, the most severe first."""

TRUTH_MARKS: dict[Truth, Mark] = {
    Truth.MET: Mark(Truth.MET, "met", _("met"), _("The records establish it.")),
    Truth.UNMET: Mark(Truth.UNMET, "unmet", _("not met"), _("The records rule it out for this day.")),
    Truth.UNKNOWN: Mark(
        Truth.UNKNOWN,
        "unknown",
        pgettext_lazy("truth", "cannot be told"),
        _("The records are unverified, contested or missing."),
    ),
}

LEVEL_WORDS: dict[Level, _StrPromise] = {
    Level.NOT_INITIATED: _("not initiated"),
    Level.MINIMUM: _("minimum"),
    Level.INTERMEDIATE: _("intermediate"),
    Level.COMPLETE: _("complete"),
}

GRADE_WORDS: dict[Grade, _StrPromise] = {
    Grade.DISPUTED: _("disputed"),
    Grade.REPORTED: _("reported"),
    Grade.CORROBORATED: _("corroborated"),
    Grade.VERIFIED: _("verified"),
}
