"""Records as the lines of a page, in the reader's language: each with its clocks, grade, note and source."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.scales import Grade
from milestones.models.choices import GRADES
from milestones.selectors.milestone_records import SourceOf
from milestones.views.milestone_page.records import SourceLine, source_line
from pillars.reconstruction.selectors import RecordNote
from pillars.reconstruction.trail import Rate

GRADE_WORDS = dict(GRADES)


@dataclass(frozen=True, slots=True)
class FactLine:
    """One record as a page tells it; `label` marks one that does not count, or not for all.

    `recorded` is the second clock, empty where the tracker learned it on the day itself.
    """

    day: str
    recorded: str
    said: str
    of: str
    by: str
    grade: str
    label: str
    note: str
    source: SourceLine | None


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate at which a sum was converted, with its source."""

    said: str
    source: SourceLine | None


def fact_line(note: RecordNote, said: str, sources: SourceOf, *, of: str = "", by: str = "") -> FactLine:
    """A record in words."""
    row = note.row
    label = _("retracted") if note.is_retracted else ""
    if not label and row.publication != "published":
        label = str(row.get_publication_display())
    return FactLine(
        day=notation.short_day(row.date),
        recorded="" if row.recorded_at.date() == row.date else notation.instant(row.recorded_at),
        said=said,
        of=of,
        by=by,
        grade=str(GRADE_WORDS[row.verification]),
        label=label,
        note=row.note or "",
        source=source_line(sources(row.source_id)),
    )


def rate_lines(rates: Iterable[Rate], sources: SourceOf) -> tuple[RateLine, ...]:
    """The rates in words, each once."""
    return tuple(
        RateLine(
            _("1 %(currency)s = %(rate)s %(into)s on %(day)s")
            % {
                "currency": rate.currency,
                "rate": notation.plain_number(rate.rate),
                "into": rate.into,
                "day": notation.short_day(rate.date),
            },
            source_line(sources(rate.source)),
        )
        for rate in {rate.key: rate for rate in rates}.values()
    )


def is_only_reported(grade: Grade) -> bool:
    """Whether nothing but a report stands behind it: pictures draw it paler."""
    return grade < Grade.CORROBORATED
