"""Who says that a gate stands: the published text, a party in its reading, or a reading that is nobody's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.selectors.milestone_records import GateNote, ReadingNote
from milestones.selectors.records import SourceNote


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says so, and where it stands written. `kind` is `text`, `party` or `reading`; `words` say who.

    `where` says under how many of the readings it stands, `readings` which.
    """

    kind: str
    words: str
    where: str
    readings: tuple[str, ...]
    source: SourceNote | None
    clause: str


def saying_of(gate: GateNote, readings: Sequence[ReadingNote]) -> Saying:
    """Who says that the gate stands, with its source; the plan's first reading is the published text.

    What no clause names is the text's only by a source of tier A, an official or full text, or without any source.
    """
    written = source, clause = gate.source, gate.row.clause
    is_reported = not clause and source is not None and source.tier != "A"
    kind, words = ("reading", _("A source says")) if is_reported else ("text", _("The text says"))
    if not gate.readings:
        return Saying(kind, words, _("in every reading") if readings else "", (), *written)
    named = tuple(reading.name for reading in gate.readings)
    where = ngettext("in %(count)s of the %(total)s readings", "in %(count)s of the %(total)s readings", len(named))
    rest = where % {"count": len(named), "total": len(readings)}, named, *written
    if readings and readings[0].slug in {reading.slug for reading in gate.readings}:
        return Saying(kind, words, *rest)
    actors = list(dict.fromkeys(reading.actor for reading in gate.readings if reading.actor))
    if not actors:
        return Saying("reading", _("One reading says"), *rest)
    says = ngettext("%(actors)s says, not the text", "%(actors)s say, not the text", len(actors))
    return Saying("party", says % {"actors": _(", ").join(actors)}, *rest)
