"""The words people read, each told once: a scale's values in the API and plan files, with word, meaning and glyph.

`/words/` shows the table, docs/glossary.md repeats its words in three languages, and a test holds the two together.
A verdict is always shown by a word and a glyph, never by a colour alone: glyphs are symbols of
templates/milestones/glyphs.html, and the style sheet knows each class.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.contingency.scales import Grade, Level, Status, Truth

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One value as people meet it: `slug` is the API's, `word` is lower case, `meaning` a whole sentence."""

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


STATUSES = (
    Mark("lapsed", _("mandate ended"), _("Its authority or mandate ended before it was complete.")),
    Mark(
        "premature", _("went ahead early"), _("It went ahead before a condition for it was met."), is_directional=True
    ),
    Mark(
        "undermined",
        _("a condition has failed since"),
        _("It went ahead when its conditions were met; one has failed since."),
    ),
    Mark("deadlocked", _("waits in a circle"), _("It waits for a milestone that waits, in the end, for it.")),
    Mark(
        "blocked",
        _("cannot come as things stand"),
        _("Something it needs can never come, as the plan and the records stand."),
    ),
    Mark("delayed", _("waits, will be late"), _("A condition for it can be met only after the planned day.")),
    Mark("waiting", _("waits"), _("A condition for it is not met yet.")),
    Mark("unsettled", _("can’t tell"), _("The records do not tell whether its conditions are met.")),
    Mark(
        "cleared", _("conditions met, not done"), _("All its conditions are met: it may go ahead."), is_directional=True
    ),
    Mark("unconditional", _("no condition written"), _("The plan names no condition for it.")),
    Mark("fulfilled", _("done"), _("It is complete, and all its conditions are met.")),
    Mark("withdrawn", _("given up"), _("It is no longer pursued.")),
)
"""A milestone's statuses, the most severe first."""

TRUTHS = (
    Mark("met", _("met"), _("The records confirm it.")),
    Mark("unmet", _("not met"), _("The records rule it out for this day.")),
    Mark("unknown", _("can’t tell"), _("The records are unverified, contested or missing.")),
)

LEVELS = (
    Mark("not_initiated", _("not started"), _("No step was taken.")),
    Mark("minimum", _("started"), _("A first step was taken.")),
    Mark("intermediate", _("well under way"), _("It is well under way, and may be complete in the expected time.")),
    Mark("complete", _("complete"), _("All that was promised is done.")),
)

GRADES = (
    Mark("disputed", _("disputed"), _("It is challenged: shown, and counted for nothing until that is decided.")),
    Mark("reported", _("reported"), _("A source says so, and nobody else confirms it.")),
    Mark("corroborated", _("corroborated"), _("Independent sources agree.")),
    Mark("verified", _("verified"), _("An official text states the fact, or those whose task it is to judge it do.")),
)

KINDS = (
    Mark("deed", _("deed"), _("Something that is done.")),
    Mark("announcement", _("announcement"), _("Something that is said or signed.")),
)

STANCES = (
    Mark("supports", _("supports"), _("The actor is for it.")),
    Mark("conditional", _("conditional"), _("The actor is for it on conditions of its own.")),
    Mark("opposes", _("opposes"), _("The actor is against it.")),
    Mark("no-position", _("no position"), _("The actor says that it takes none.")),
)

TIERS = (
    Mark("A", _("A: official or full text"), _("An official document, or the whole text itself, was read.")),
    Mark("B", _("B: wire or major outlet"), _("A wire service or a major outlet reported it.")),
    Mark("C", _("C: secondary or partisan"), _("It was told at second hand, or by one that takes sides.")),
    Mark("D", _("D: not read in the original"), _("Only another's account of it was read.")),
)

CERTAINTIES = (
    Mark("established", _("confirmed"), _("A record of the required grade says so.")),
    Mark("claimed", _("said, not confirmed"), _("It is said, and no record of the required grade says so.")),
    Mark("contested", _("records disagree"), _("Records of the required grade and of one day do not agree.")),
)

TERMS = (
    Mark(
        "gates",
        _("what must come first"),
        _("Conditions that stand together before a step of a milestone; enough of them must be met."),
    ),
    Mark(
        "informs",
        _("taken into account"),
        _("Conditions of which the text says “may”: they are shown, and nothing waits for them."),
    ),
    Mark(
        "reading",
        _("as … reads it"),
        _("One way to read the text: as it was published, or as one of the parties reads it."),
    ),
    Mark("held", pgettext_lazy("how many", "waiting"), _("How many milestones wait for a condition that is not met.")),
    Mark("releases", _("unlocks"), _("How many others would have all that must come first, if it were complete.")),
    Mark("downstream", _("depend on it"), _("How many others depend on it, directly or through others.")),
    Mark("overdue", _("late"), _("Its due day has passed, and it is neither complete nor given up.")),
)
"""What the API's keys mean where people read another word."""

TABLE = (
    (_("Where a milestone stands"), STATUSES),
    (_("Whether a condition is met"), TRUTHS),
    (_("How far a step has come"), LEVELS),
    (_("How well a record is verified"), GRADES),
    (_("How a source was read"), TIERS),
    (_("How sure a level is"), CERTAINTIES),
    (_("What kind of step it is"), KINDS),
    (_("What an actor says of it"), STANCES),
    (_("Other words"), TERMS),
)
"""Every word by what its scale tells, as `/words/` shows them."""

STATUS_MARKS: dict[Status, Mark] = {Status(mark.slug): mark for mark in STATUSES}
TRUTH_MARKS: dict[Truth, Mark] = {Truth(mark.slug): mark for mark in TRUTHS}
LEVEL_WORDS: dict[Level, _StrPromise] = {Level[mark.slug.upper()]: mark.word for mark in LEVELS}
GRADE_WORDS: dict[Grade, _StrPromise] = {Grade[mark.slug.upper()]: mark.word for mark in GRADES}

WORDS: dict[str, _StrPromise] = {mark.slug: mark.word for mark in (*KINDS, *STANCES, *TIERS, *CERTAINTIES, *TERMS)}
"""The words of the scales that models alone know, and of the terms."""
