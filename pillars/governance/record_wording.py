"""Governance's records in words, one by one, as their pages list them."""

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.scales import Grade
from milestones.marks import GRADE_WORDS
from milestones.views.milestone_page.records import RecordLine, kind_words, source_line
from pillars.governance.notes import SaidNote, SeatState
from pillars.governance.wording import STATE_WORDS, holder_words, vetting_words


def record_lines(
    records: tuple[SaidNote, ...], current: tuple[SaidNote, ...], *, of: str = ""
) -> tuple[RecordLine, ...]:
    """Records in words, newest first; `current` are those that hold, `of` names what they are about."""
    return tuple(_record(each, is_current=each in current, of=of) for each in records)


def _record(record: SaidNote, *, is_current: bool, of: str) -> RecordLine:
    kind = _kind(record, is_current=is_current)
    return RecordLine(
        day=notation.short_day(record.day),
        recorded=notation.instant(record.recorded_at) if record.recorded_at.date() != record.day else "",
        said=_said(record),
        series=of or record.place,
        grade=str(GRADE_WORDS[record.grade]),
        grade_slug=record.grade.slug,
        kind=kind,
        kind_words=_("holds on this day") if kind == "base" else _kind_words(kind),
        label=record.label,
        note=record.note,
        source=source_line(record.source),
    )


def _kind(record: SaidNote, *, is_current: bool) -> str:
    if record.is_retracted:
        return "retracted"
    if record.grade is Grade.DISPUTED:
        return "disputed"
    if record.is_draft:
        return "draft"
    return "base" if is_current else "superseded"


def _kind_words(kind: str) -> str:
    return _("draft: counts for nothing yet") if kind == "draft" else kind_words(kind)


def _said(record: SaidNote) -> str:
    if record.said is None:
        return str(STATE_WORDS[SeatState.VACANT])
    if hasattr(record.row, "vetting"):
        vetting = _("vetting: %(result)s") % {"result": vetting_words(record)}
        return f"{holder_words(record)} · {vetting}"
    if hasattr(record.row, "run_by") and record.row.run_by:
        return _("%(stage)s; run by: %(who)s") % {
            "stage": record.said,
            "who": record.row.get_run_by_display(),
        }
    if hasattr(record.row, "found_by") and record.row.found_by:
        return _("%(outcome)s, found by %(actor)s") % {
            "outcome": record.said,
            "actor": record.row.found_by.name,
        }
    return str(record.said)
