"""Who says that a gate stands: the agreed text, a party in its reading, or a reading that is nobody's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.selectors.milestone_records import GateNote, ReadingNote
from milestones.selectors.records import SourceNote


@dataclass(frozen=True, slots=True)
class Voice:
    """`kind` is `text`, `party` or `reading`; `words` say who.

    `where` says under how many of the readings it stands, `readings` which.
    """

    kind: str
    words: str
    where: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says so, and where it stands written."""

    voice: Voice
    source: SourceNote | None
    clause: str


def saying_of(gate: GateNote, readings: Sequence[ReadingNote]) -> Saying:
    """Who says that the gate stands, with its source."""
    return Saying(voice_of(gate, readings), gate.source, gate.row.clause)


def voice_of(gate: GateNote, readings: Sequence[ReadingNote]) -> Voice:
    """Who says so; the plan's first reading is the agreed text."""
    if not gate.readings:
        return Voice("text", _("The text says"), _("in every reading") if readings else "", ())
    named = tuple(reading.name for reading in gate.readings)
    where = ngettext(
        "in %(count)s of the %(total)s readings", "in %(count)s of the %(total)s readings", len(named)
    )
    where %= {"count": len(named), "total": len(readings)}
    if readings and readings[0].slug in {reading.slug for reading in gate.readings}:
        return Voice("text", _("The text says"), where, named)
    actors = list(dict.fromkeys(reading.actor for reading in gate.readings if reading.actor))
    if not actors:
        return Voice("reading", _("One reading says"), where, named)
    says = ngettext("%(actors)s says, not the text", "%(actors)s say, not the text", len(actors))
    return Voice("party", says % {"actors": _(", ").join(actors)}, where, named)
