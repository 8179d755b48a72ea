"""Assessments and observations in words, with what each counts for."""

from typing import Any

from milestones import notation
from milestones.contingency.evidence import KINDS, Evidence, SeriesEvidence
from milestones.contingency.scales import Level
from milestones.pages.record_lists import RecordLine
from milestones.selectors.plan_page import NamedIndicator
from milestones.selectors.records import RecordNote
from milestones.wording.conditions import with_unit
from milestones.words import LEVEL_WORDS


def kinds_of(evidence: Evidence[Any]) -> dict[Any, str]:
    """What each record of an explanation's evidence counts for, by key."""
    return {record.ref: kind for kind in KINDS for record in getattr(evidence, kind)}


def kind_in(series: SeriesEvidence, kind: str) -> str:
    """What a count of a series counts for: one of a series that is not read, nothing, and why."""
    if series.is_read or kind not in ("base", "later"):
        return kind
    return "stale" if series.is_stale else "claim" if series.is_claim else "unread"


def level_line(note: RecordNote, kind: str) -> RecordLine:
    """An assessment in words."""
    return RecordLine(note, str(LEVEL_WORDS[Level(note.row.level)]), kind)


def value_line(note: RecordNote, kind: str, named: NamedIndicator) -> RecordLine:
    """An observation in words."""
    value = notation.figure(note.row.value, named.decimals)
    return RecordLine(note, with_unit(value, named.unit), kind, named.series.get(note.row.series, ""))
