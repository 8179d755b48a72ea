"""What was said over time of one thing: on the rungs of its words, from the lowest up, and as a list."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pages.blocks import Figure
from milestones.pages.hues import hue_of
from milestones.pages.record_lists import RecordLine, RecordList
from milestones.pictures.over_time import DayMark, Dot, dots_caption, draw_over_time
from milestones.selectors.records import RecordNote
from pillars.governance.selectors import PILLAR
from pillars.governance.wording import kind_of, said_words


def rungs_over_time(
    records: Iterable[RecordNote],
    column: str,
    words: Iterable[TextChoices],
    *,
    title: str,
    slug: str,
    until: dt.date,
    place: str = "",
    due: dt.date | None = None,
) -> Iterator[Figure]:
    """The picture of a word of the records, its rows from the top; none without record or due day.

    Records come newest first; those that were retracted are left out.
    """
    dots = [
        Dot(str(getattr(note.row, f"get_{column}_display")()), note.row.date, counts=note.counts)
        for note in reversed(list(records))
        if not note.is_retracted
    ]
    if dots or due:
        rows = [str(word.label) for word in words]
        marks = [DayMark(due, "due", _("due %(day)s") % {"day": notation.axis_day(due)})] if due else []
        drawn = draw_over_time(dots, rows=rows, marks=marks, until=until, title=title, slug=slug, hue=hue_of(PILLAR))
        yield Figure(drawn, dots_caption(dots), place)


def record_line(note: RecordNote, current: Collection[RecordNote | None], of: str = "") -> RecordLine:
    """One record of a list; those that hold are the current ones."""
    return RecordLine(note, said_words(note), kind_of(note, is_current=note in current), of)


def record_list(lines: Iterable[RecordLine]) -> RecordList:
    """Records as a list, which says where there is none."""
    return RecordList(tuple(lines), _("Nothing is on record up to this day."))
