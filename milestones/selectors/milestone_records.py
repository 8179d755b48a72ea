"""What is on record about one milestone, as its reader may see it: rows with their sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from milestones.contingency.reasons import Reason
from milestones.models import Gate, GateReading, Milestone, Reading, Responsibility, StatusChange, Waiver, WaiverEnding
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


def notes_about(
    part: type[Any], slugs: Iterable[str], records: type[Any], key: str, viewpoint: Viewpoint
) -> dict[str, tuple[RecordNote, ...]]:
    """By slug the records of milestones or indicators that had come, newest first; drafts and retracted ones too.

    `key` is the column by which a record names what it is about.
    """
    rows = viewpoint.rows(records).by(key)
    keys = {row.slug: row.pk for row in viewpoint.rows(part)}
    return {slug: viewpoint.notes(rows[keys[slug]]) for slug in slugs if slug in keys}


def gates(keys: Iterable[Any], viewpoint: Viewpoint) -> dict[Any, GateNote]:
    """The gates by key, with their readings and waivers."""
    limited, shown = viewpoint.rows(GateReading).by("gate_id"), viewpoint.rows(Gate).by_key
    order = {reading.pk: place for place, reading in enumerate(viewpoint.rows(Reading))}
    return {
        gate.pk: GateNote(
            gate,
            viewpoint.source(gate.source_id),
            tuple(reading_note(row.reading) for row in sorted(limited[gate.pk], key=lambda row: order[row.reading_id])),
            suspensions(viewpoint.rows(Waiver, gate_id=gate.pk), WaiverEnding, "waiver_id", viewpoint),
        )
        for gate in (shown[key] for key in keys if key in shown)
    }


def reading_note(reading: Reading) -> ReadingNote:
    """A reading with whose it is."""
    return ReadingNote(reading.slug, reading.name, reading.actor.name if reading.actor else "")


def changes(milestone: int, viewpoint: Viewpoint) -> tuple[ChangeNote, ...]:
    """The milestone's latest changes of status, newest first, of the default reading."""
    rows = StatusChange.objects.filter(milestone=milestone)
    return tuple(
        ChangeNote(row, tuple(map(Reason.from_dict, told_reasons(row, viewpoint.state))), causes)
        for row, causes in newest_changes(rows, viewpoint, most=LATEST_CHANGES)
    )


def owed_by(milestones: Iterable[str], viewpoint: Viewpoint) -> dict[str, tuple[str, ...]]:
    """The actors who owe the milestones, by milestone, in the plan's order."""
    rows = viewpoint.rows(Responsibility).by("milestone_id")
    owed = {row.slug: tuple(owing.actor.name for owing in rows[row.pk]) for row in viewpoint.rows(Milestone)}
    return {slug: owed[slug] for slug in milestones if owed.get(slug)}


def suspensions(
    rows: Iterable[Any], ending: type[Any], column: str, viewpoint: Viewpoint
) -> tuple[SuspensionNote, ...]:
    """The suspensions that had come, oldest first, each with its ending where that had."""
    endings = viewpoint.rows(ending).by(column)
    return tuple(
        SuspensionNote(note, next((end.date for end in endings[note.row.pk] if viewpoint.holds(end)), None))
        for note in viewpoint.notes(rows, order=("date", "pk"))
    )
