"""What is on record about one milestone, as its reader may see it: rows with their sources."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from milestones.contingency.reasons import Reason
from milestones.models import (
    Assessment,
    Gate,
    GateReading,
    Indicator,
    Milestone,
    Observation,
    Position,
    Reading,
    Responsibility,
    ScheduleRevision,
    StatusChange,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.selectors.causes import newest_changes, told_reasons
from milestones.selectors.records import RecordNote, SourceNote, Viewpoint

LATEST_CHANGES = 30


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """A reading of the text; `actor` is empty where it is nobody's own."""

    slug: str
    name: str
    actor: str


@dataclass(frozen=True, slots=True)
class SuspensionNote:
    """A waiver or a withdrawal; `ended_on` is None while it stands."""

    record: RecordNote
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class GateNote:
    """Where a gate stands written, and under which readings; none named means every reading."""

    row: Gate
    source: SourceNote | None
    readings: tuple[ReadingNote, ...]
    waivers: tuple[SuspensionNote, ...]


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """One change of status; reasons and causes without what the reader may not be told."""

    row: StatusChange
    reasons: tuple[Reason, ...]
    causes: tuple[Mapping[str, Any], ...]


def assessments(milestones: Collection[str], viewpoint: Viewpoint) -> dict[str, list[RecordNote]]:
    """The assessments of the milestones that had come, newest first, by milestone; drafts and retracted ones too."""
    rows = viewpoint.rows(Assessment).by("milestone_id")
    by_slug = viewpoint.rows(Milestone).by("slug")
    by_milestone: dict[str, list[RecordNote]] = defaultdict(list)
    for slug in milestones:
        for milestone in by_slug[slug]:
            by_milestone[slug].extend(viewpoint.notes(rows[milestone.pk]))
    return by_milestone


def observations(indicators: Collection[str], viewpoint: Viewpoint) -> dict[int, RecordNote]:
    """The observations of the indicators that had come, by key."""
    rows = viewpoint.rows(Observation).by("indicator_id")
    by_slug = viewpoint.rows(Indicator).by("slug")
    own = (rows[indicator.pk] for slug in indicators for indicator in by_slug[slug])
    return {note.row.pk: note for of_indicator in own for note in viewpoint.notes(of_indicator)}


def gates(keys: Iterable[Any], viewpoint: Viewpoint) -> dict[Any, GateNote]:
    """The gates by key, with their readings and waivers."""
    limited, shown = viewpoint.rows(GateReading).by("gate_id"), viewpoint.rows(Gate).by_key
    order = {reading.pk: place for place, reading in enumerate(viewpoint.rows(Reading))}
    return {
        gate.pk: GateNote(
            gate,
            viewpoint.source(gate.source_id),
            tuple(reading_note(row.reading) for row in sorted(limited[gate.pk], key=lambda row: order[row.reading_id])),
            _suspensions(viewpoint.rows(Waiver, gate_id=gate.pk), WaiverEnding, "waiver_id", viewpoint),
        )
        for gate in (shown[key] for key in keys if key in shown)
    }


def reading_note(reading: Reading) -> ReadingNote:
    """A reading with whose it is."""
    return ReadingNote(reading.slug, reading.name, reading.actor.name if reading.actor else "")


def revisions(milestone: int, viewpoint: Viewpoint) -> tuple[RecordNote, ...]:
    """The changes of the milestone's planned dates, oldest first."""
    rows = viewpoint.rows(ScheduleRevision, milestone_id=milestone)
    return viewpoint.notes(rows, order=("date", "rank", "pk"))


def withdrawals(milestone: int, viewpoint: Viewpoint) -> tuple[SuspensionNote, ...]:
    """The milestone's withdrawals, oldest first."""
    rows = viewpoint.rows(Withdrawal, milestone_id=milestone)
    return _suspensions(rows, WithdrawalEnding, "withdrawal_id", viewpoint)


def positions(milestone: int, viewpoint: Viewpoint) -> tuple[RecordNote, ...]:
    """What actors said about the milestone, newest first."""
    return viewpoint.notes(viewpoint.rows(Position, milestone_id=milestone))


def changes(milestone: int, viewpoint: Viewpoint) -> tuple[ChangeNote, ...]:
    """The milestone's latest changes of status, newest first, of the default reading."""
    rows = StatusChange.objects.filter(milestone=milestone)
    return tuple(
        ChangeNote(row, tuple(map(Reason.from_dict, told_reasons(row, viewpoint.state))), causes)
        for row, causes in newest_changes(rows, viewpoint, most=LATEST_CHANGES)
    )


def owed_by(milestones: Collection[str], viewpoint: Viewpoint) -> dict[str, tuple[str, ...]]:
    """The actors who owe the milestones, by milestone, in the plan's order."""
    owed = viewpoint.rows(Responsibility).by("milestone_id")
    by_slug = viewpoint.rows(Milestone).by("slug")
    return {
        slug: tuple(row.actor.name for row in owed[milestone.pk])
        for slug in milestones
        for milestone in by_slug[slug]
        if owed[milestone.pk]
    }


def _suspensions(
    rows: Iterable[Any], ending: type[Any], column: str, viewpoint: Viewpoint
) -> tuple[SuspensionNote, ...]:
    """The suspensions that had come, oldest first, each with its ending where that had."""
    endings = viewpoint.rows(ending).by(column)
    return tuple(
        SuspensionNote(note, next((end.date for end in endings[note.row.pk] if viewpoint.holds(end)), None))
        for note in viewpoint.notes(rows, order=("date", "pk"))
    )
