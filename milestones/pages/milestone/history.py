"""Planned dates, original and revised, and what changed: statuses with their causes, records, dates, withdrawals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.plan import RelativeDate
from milestones.contingency.scales import Level, Status
from milestones.contingency.schedule import Planned
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.milestone_records import ChangeNote
from milestones.selectors.plan_page import PlanNames
from milestones.selectors.records import RecordNote
from milestones.wording.causes import causes_in_words
from milestones.wording.reasons import change_sentences
from milestones.wording.schedule import forecast_sentences, planned_words
from milestones.words import LEVEL_WORDS, STATUS_MARKS, Mark


def dates_part(facts: MilestonePageFacts, proof: MilestoneProof) -> Mapping[str, Any]:
    """The planned dates on the day of the page, the last day of its authority, and the forecast in sentences."""
    schedule = proof.explained.verdict.facts.schedule
    planned = ((_("Start"), schedule.start, "planned_start"), (_("Due"), schedule.due, "due"))
    return {
        "rows": [row for dated in planned if (row := _row(facts, *dated))],
        "lapses": facts.milestone.lapses,
        "forecast": forecast_sentences(proof.explained, on=proof.evaluation.on),
    }


def _row(facts: MilestonePageFacts, label: str, planned: Planned, field: str) -> Mapping[str, Any] | None:
    """One planned date, `original` and `revised` as written; `day` is what it comes to, `is_open` that none is."""
    revisions = [note for note in facts.revisions if getattr(note.row, field) is not None]
    revision = revisions[-1] if revisions else None
    if planned.original is None and revision is None:
        return None
    in_force = planned.original if revision is None else getattr(revision.row, field)
    is_relative = isinstance(in_force, RelativeDate)
    day = notation.day(planned.calendar_day)
    return {
        "label": label,
        "original": planned_words(planned.original, facts.names),
        "revised": "" if revision is None else planned_words(in_force, facts.names),
        "day": day if is_relative else "",
        "is_open": is_relative and not day,
        "revision": revision,
    }


def revision_words(note: RecordNote, names: PlanNames) -> str:
    """What a revision changed."""
    planned = ((_("start: %(when)s"), note.row.planned_start), (_("due: %(when)s"), note.row.due))
    told = [text % {"when": planned_words(when, names)} for text, when in planned if when is not None]
    return _("; ").join(told)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that changed, known since `at`; `learned` is that instant where it is told.

    For a status, `old` (None at first) and `new`; else `words` say what happened by which record.
    """

    at: datetime
    day: date
    learned: datetime | None = None
    words: str = ""
    record: RecordNote | None = None
    old: Mark | None = None
    new: Mark | None = None
    reasons: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()


def events_of(facts: MilestonePageFacts) -> list[Event]:
    """All that changed up to the day and instant of the page, by when the tracker learned it."""
    changes = [_status(change, facts) for change in facts.changes]
    return sorted([*changes, *_told_by_records(facts)], key=lambda event: event.at, reverse=True)


def _status(change: ChangeNote, facts: MilestonePageFacts) -> Event:
    row = change.row
    return Event(
        at=row.computed_at,
        day=row.on,
        learned=row.computed_at,
        old=STATUS_MARKS[Status(row.old)] if row.old else None,
        new=STATUS_MARKS[Status(row.new)],
        reasons=tuple(change_sentences(change.reasons, facts.names)),
        causes=causes_in_words(change.causes, facts.names),
    )


def _told_by_records(facts: MilestonePageFacts) -> Iterator[Event]:
    for record in facts.assessments:
        if record.is_retracted:
            words = _("Retracted: the record of %(day)s that said “%(level)s”.") % {
                "day": notation.day(record.row.date),
                "level": LEVEL_WORDS[Level(record.row.level)],
            }
            at = record.row.retracted_at
            yield Event(at, at.date(), None, words, record)
    for revision in facts.revisions:
        words = _("Dates revised: %(dates)s.") % {"dates": revision_words(revision, facts.names)}
        yield _event(words, revision)
    for withdrawal in facts.withdrawals:
        words = _("Given up: it is no longer pursued.")
        if withdrawal.ended_on is not None:
            words = _("Given up; taken up again on %(day)s.") % {"day": notation.day(withdrawal.ended_on)}
        yield _event(words, withdrawal.record)


def _event(words: str, record: RecordNote) -> Event:
    """What a record changed on its day, with the second clock where the tracker learned of it on another."""
    return Event(record.row.recorded_at, record.row.date, record.learned, words, record)
