"""Governance's facts in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.contingency.scales import Grade
from milestones.selectors.records import RecordNote
from pillars.governance.models import Appointment, Benchmark, BenchmarkFinding, Body, FunctionHandover, Vacancy
from pillars.governance.models.choices import Vetting
from pillars.governance.selectors import SeatNote, SeatState, place_of


def body_standing(body: Body, seats: Sequence[SeatNote]) -> str:
    """How many of a body's seats are held, and how many holders passed the vetting where one is required."""
    filled = sum(seat.holding is not None for seat in seats)
    if body.size is not None:
        words = ngettext(
            "%(filled)s of %(size)s seat is filled.", "%(filled)s of %(size)s seats are filled.", body.size
        ) % {"filled": filled, "size": body.size}
    elif seats:
        words = ngettext(
            "%(filled)s seat is filled; how many there are is not stated.",
            "%(filled)s seats are filled; how many there are is not stated.",
            filled,
        ) % {"filled": filled}
    else:
        return _("No seat of it was published.")
    if not any(seat.seat.must_be_independent for seat in seats):
        return words
    vetted = sum(seat.state is SeatState.VETTED for seat in seats)
    if not vetted:
        none = _("No holder is on record as having passed the vetting.")
        return f"{words} {none}"
    passed = ngettext(
        "%(count)s holder is on record as having passed the vetting.",
        "%(count)s holders are on record as having passed the vetting.",
        vetted,
    )
    return f"{words} {passed % {'count': vetted}}"


def holder_words(appointment: Appointment) -> str:
    """The holder as the source prints the name, or that it is not public."""
    return appointment.holder or _("name not public")


def vetting_words(appointment: Appointment) -> str:
    """What came of the vetting, and whose it was."""
    words = str(appointment.get_vetting_display())
    if appointment.vetted_by is None or appointment.vetting == Vetting.NOT_STATED:
        return words
    return _("%(result)s, by %(actor)s") % {"result": words, "actor": appointment.vetted_by.name}


def judge_words(benchmark: Benchmark) -> str:
    """Who judges, or that nobody is designated or known."""
    if benchmark.judge_none_designated:
        return _("none designated")
    return str(benchmark.judge or _("not stated"))


def outcome_words(current: RecordNote | None) -> str:
    """What was found last."""
    return str(current.row.get_outcome_display()) if current else _("no finding")


def placed_words(note: RecordNote) -> str:
    """What a record says, and of what place where it is not of the whole."""
    words, place = said_words(note), place_of(note)
    return _("%(place)s: %(said)s") % {"place": place, "said": words} if place else words


def said_words(note: RecordNote) -> str:
    """What a record says."""
    row = note.row
    match row:
        case Vacancy():
            return str(SeatState.VACANT.label)
        case Appointment():
            vetting = _("vetting: %(result)s") % {"result": vetting_words(row)}
            return f"{holder_words(row)} · {vetting}"
        case FunctionHandover():
            words = row.get_stage_display()
            who = row.get_run_by_display() if row.run_by else ""
            return _("%(stage)s; run by: %(who)s") % {"stage": words, "who": who} if who else str(words)
        case BenchmarkFinding():
            words = row.get_outcome_display()
            if row.found_by is None:
                return str(words)
            return _("%(outcome)s, found by %(actor)s") % {"outcome": words, "actor": row.found_by.name}
    return str(row.get_status_display())


def kind_of(note: RecordNote, *, is_current: bool) -> str:
    """What a record counts for."""
    if note.is_retracted:
        return "retracted"
    if note.grade is Grade.DISPUTED:
        return "disputed"
    if not note.counts:
        return "draft"
    return "holds" if is_current else "superseded"
