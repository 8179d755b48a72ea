"""Functions and benchmarks over time, as pictures: how far a handover is, how a service delivers, what was found."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from pillars.governance.ladder_picture import Ladder, Said, draw_ladder
from pillars.governance.models.choices import Delivering, Outcome, Stage
from pillars.governance.notes import BenchmarkNote, FunctionNote, SaidNote


@dataclass(frozen=True, slots=True)
class Rungs:
    """The column of a record that holds its word, and the words from the lowest up."""

    column: str
    words: tuple[TextChoices, ...]

    def labels(self) -> tuple[str, ...]:
        """The words in the page's language."""
        return tuple(str(word.label) for word in self.words)

    def said(self, records: Sequence[SaidNote]) -> tuple[Said, ...]:
        """The records, which come newest first, in order of time; those that were taken back are left out."""
        return tuple(
            Said(each.day, self.words.index(getattr(each.row, self.column)), each.stands)
            for each in reversed(records)
            if not each.is_retracted
        )


STAGES = Rungs("stage", tuple(Stage))
DELIVERY = Rungs("status", tuple(reversed(Delivering)))
OUTCOMES = Rungs("outcome", tuple(reversed(Outcome)))


@dataclass(frozen=True, slots=True)
class LadderPart:
    """A picture and the place that it is about; "" for the whole."""

    place: str
    picture: SafeString


def handover_ladders(note: FunctionNote, *, on: dt.date, hue: int) -> tuple[LadderPart, ...]:
    """The handover as a whole and in each area that is spoken of; none where nothing was said."""
    title = _("Handover of %(function)s") % {"function": note.function.name}
    return _by_place(note.handover_records, STAGES, title=title, slug="handover", on=on, hue=hue)


def delivery_ladders(note: FunctionNote, *, on: dt.date, hue: int) -> tuple[LadderPart, ...]:
    """The delivery as a whole and in each area that is spoken of; none where nothing was said."""
    title = _("Delivery of %(function)s") % {"function": note.function.name}
    return _by_place(note.delivery_records, DELIVERY, title=title, slug="delivery", on=on, hue=hue)


def finding_ladders(note: BenchmarkNote, *, on: dt.date, hue: int) -> tuple[LadderPart, ...]:
    """The findings and the day they are due; none where there is neither."""
    due = note.benchmark.due
    ladder = Ladder(
        OUTCOMES.labels(),
        OUTCOMES.said(note.records),
        on,
        due=due,
        due_word=_("due %(day)s") % {"day": notation.short_day(due)} if due else "",
    )
    if not ladder.said and due is None:
        return ()
    title = _("Findings on %(benchmark)s") % {"benchmark": note.benchmark.name}
    return (LadderPart("", _drawn(ladder, title=title, slug="findings", hue=hue)),)


def _by_place(
    records: Sequence[SaidNote], rungs: Rungs, *, title: str, slug: str, on: dt.date, hue: int
) -> tuple[LadderPart, ...]:
    """A picture for each place: what was said of it, and of the whole beside it."""
    parts = []
    for number, place in enumerate(sorted({each.place for each in records})):
        said = rungs.said([each for each in records if each.place in ("", place)])
        if said:
            ladder = Ladder(rungs.labels(), said, on)
            drawn = _drawn(ladder, title=title, slug=f"{slug}-{number}", hue=hue)
            parts.append(LadderPart(place, drawn))
    return tuple(parts)


def _drawn(ladder: Ladder, *, title: str, slug: str, hue: int) -> SafeString:
    return draw_ladder(
        ladder,
        title=title,
        description=_(
            "The line rises and falls with the records that count, from the first day to the day looked at. A hollow "
            "dot is a record that counts for nothing: disputed, or a draft. The list below says the same."
        ),
        slug=slug,
        hue=hue,
        is_rtl=translation.get_language_bidi(),
    )
