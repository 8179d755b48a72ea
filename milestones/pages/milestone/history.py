"""What changed, newest first: statuses with their causes and reasons, retractions, revised dates, withdrawals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.scales import Level, Status
from milestones.pages.milestone.dates import revision_words
from milestones.selectors.milestone_page import MilestonePageFacts
from milestones.selectors.milestone_records import ChangeNote
from milestones.selectors.records import RecordNote, SourceNote
from milestones.verdict_marks import LEVEL_WORDS, STATUS_MARKS, Mark
from milestones.wording.causes import causes_in_words
from milestones.wording.reasons import change_sentences


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that changed. For a status, `old` (None at first) and `new`; else `words` say what happened."""

    day: str
    learned: str
    words: str
    old: Mark | None
    new: Mark | None
    reasons: tuple[str, ...]
    causes: tuple[str, ...]
    note: str
    source: SourceNote | None


def events_of(facts: MilestonePageFacts) -> tuple[Event, ...]:
    """All that changed up to the day and instant of the page, by when the tracker learned it."""
    found = [*_statuses(facts), *_retractions(facts), *_revisions(facts), *_withdrawals(facts)]
    return tuple(event for _at, event in sorted(found, key=lambda each: each[0], reverse=True))


def _statuses(facts: MilestonePageFacts) -> Iterator[tuple[datetime, Event]]:
    for change in facts.changes:
        yield change.row.computed_at, _status(change, facts)


def _status(change: ChangeNote, facts: MilestonePageFacts) -> Event:
    row = change.row
    return Event(
        day=notation.day(row.on),
        learned=notation.instant(row.computed_at),
        words="",
        old=STATUS_MARKS[Status(row.old)] if row.old else None,
        new=STATUS_MARKS[Status(row.new)],
        reasons=tuple(change_sentences(change.reasons, facts.names)),
        causes=causes_in_words(change.causes, facts.names),
        note="",
        source=None,
    )


def _event(words: str, record: RecordNote) -> tuple[datetime, Event]:
    """What a record changed on its day, with the second clock where the tracker learned of it on another."""
    row = record.row
    learned, note = notation.instant(record.learned), row.note or ""
    return row.recorded_at, Event(
        notation.day(row.date), learned, words, None, None, (), (), note, record.source
    )


def _retractions(facts: MilestonePageFacts) -> Iterator[tuple[datetime, Event]]:
    for record in facts.assessments:
        row = record.row
        if not record.is_retracted:
            continue
        row = record.row
        words = _("Retracted: the record of %(day)s that said “%(level)s”.") % {
            "day": notation.day(row.date),
            "level": LEVEL_WORDS[Level(row.level)],
        }
        day, note = notation.day(row.retracted_at.date()), row.note or ""
        yield row.retracted_at, Event(day, "", words, None, None, (), (), note, record.source)


def _revisions(facts: MilestonePageFacts) -> Iterator[tuple[datetime, Event]]:
    for revision in facts.revisions:
        words = _("Dates revised: %(dates)s.") % {"dates": revision_words(revision, facts.names)}
        yield _event(words, revision)


def _withdrawals(facts: MilestonePageFacts) -> Iterator[tuple[datetime, Event]]:
    for withdrawal in facts.withdrawals:
        if withdrawal.ended_on is None:
            words = _("Withdrawn: it is no longer pursued.")
        else:
            words = _("Withdrawn; taken up again on %(day)s.") % {"day": notation.day(withdrawal.ended_on)}
        yield _event(words, withdrawal.record)
