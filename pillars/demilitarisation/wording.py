"""Demilitarisation's figures and standings in the reader's language."""

from django.utils.translation import gettext as _

from milestones import notation
from milestones.selectors.records import RecordNote, label_of
from pillars.demilitarisation import models


def disputed_words(tally: models.Tally) -> str:
    """How many are disputed, and by whom; "" where nobody says."""
    count = notation.number(tally.disputed)
    if not count or tally.disputed_by is None:
        return count
    return _("%(count)s, by %(actor)s") % {"count": count, "actor": tally.disputed_by}


def leaving(pullback: models.Pullback) -> str:
    """How many leave in all, as far as it is said."""
    counts = [count for force in models.FORCES if (count := getattr(pullback, force)) is not None]
    return notation.number(sum(counts)) if counts else ""


def kept_from(note: RecordNote) -> str:
    """What sets the record apart: that it is retracted, or what keeps it from everybody; empty where nothing does."""
    words = [_("retracted") if note.is_retracted else label_of(note.row)]
    if note.row.embargoed_until is not None:
        words.append(_("embargoed until %(day)s") % {"day": notation.short_day(note.row.embargoed_until)})
    return ", ".join(filter(None, words))
