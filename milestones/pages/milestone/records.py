"""Records in words: what each says, how well it is verified, what it counts for, and by which of the two clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.evidence import KINDS
from milestones.contingency.scales import Grade, Level
from milestones.selectors.milestone_records import RecordNote, SourceNote
from milestones.selectors.plan_page import NamedIndicator
from milestones.verdict_marks import GRADE_WORDS, LEVEL_WORDS
from milestones.wording.conditions import with_unit


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a page cites it; texts that are not known are empty."""

    title: str
    publisher: str
    url: str
    day: date | None
    language: str
    tier: str
    tier_words: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record. `kind` is what it counts for; `label` marks a draft or restricted one.

    `recorded` is the second clock, empty where the tracker learned it on the day itself.
    """

    day: str
    recorded: str
    said: str
    series: str
    grade: str
    grade_slug: str
    kind: str
    kind_words: str
    label: str
    note: str
    source: SourceLine | None


def source_line(note: SourceNote | None) -> SourceLine | None:
    """The source in the page's language; None for none."""
    if note is None:
        return None
    return SourceLine(
        title=note.title,
        publisher=note.publisher,
        url=note.url,
        day=note.day,
        language=note.language,
        tier=note.tier,
        tier_words=note.tier_words,
    )


def kinds_of(evidence: Mapping[str, Sequence[int]]) -> dict[int, str]:
    """What each record of an explanation's evidence counts for, by key."""
    return {key: kind for kind in KINDS for key in evidence[kind]}


def level_line(record: RecordNote, kind: str) -> RecordLine:
    """An assessment in words."""
    level = "" if record.level is None else str(LEVEL_WORDS[Level(record.level)])
    return _line(record, kind, said=level, series="")


def value_line(record: RecordNote, kind: str, named: NamedIndicator) -> RecordLine:
    """An observation in words."""
    value = "" if record.value is None else notation.number(record.value, named.decimals)
    return _line(record, kind, said=with_unit(value, named.unit), series=named.series.get(record.series, ""))


def kind_words(kind: str) -> str:
    """What a record counts for."""
    return {
        "base": _("counts: is established"),
        "later": _("claim: widens the range, establishes nothing"),
        "superseded": _("superseded by a newer record"),
        "disputed": _("disputed: set aside until settled"),
        "retracted": _("retracted: no longer counts"),
        "claim": _("claim: establishes nothing"),
        "stale": _("too old to speak for this day"),
        "unread": _("not read: another count is agreed on"),
        "draft": _("draft: counts for nobody yet"),
    }[kind]


def _line(record: RecordNote, kind: str, *, said: str, series: str) -> RecordLine:
    return RecordLine(
        day=notation.day(record.day),
        recorded="" if record.recorded_at.date() == record.day else notation.instant(record.recorded_at),
        said=said,
        series=series,
        grade=str(GRADE_WORDS[Grade(record.grade)]),
        grade_slug=record.grade.slug,
        kind=kind,
        kind_words=kind_words(kind),
        label=record.publication,
        note=record.note,
        source=source_line(record.source),
    )
