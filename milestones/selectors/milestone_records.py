"""What is on record about one milestone, as its reader may see it: rows with their sources."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from milestones.contingency.reasons import Reason
from milestones.models import (
    Assessment,
    Gate,
    GateReading,
    Observation,
    Plan,
    Position,
    Responsibility,
    ScheduleRevision,
    StatusChange,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.selectors.causes import newest_changes, seen_reasons
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
    rows = Assessment.objects.filter(milestone__plan=viewpoint.plan, milestone__slug__in=milestones)
    by_milestone: dict[str, list[RecordNote]] = defaultdict(list)
    for note in viewpoint.notes(rows.select_related("milestone")):
        by_milestone[note.row.milestone.slug].append(note)
    return by_milestone


def observations(indicators: Collection[str], viewpoint: Viewpoint) -> dict[int, RecordNote]:
    """The observations of the indicators that had come, by key."""
    rows = Observation.objects.filter(indicator__plan=viewpoint.plan, indicator__slug__in=indicators)
    return {note.row.pk: note for note in viewpoint.notes(rows)}


def gates(keys: Collection[Any], viewpoint: Viewpoint) -> dict[Any, GateNote]:
    """The gates by key, with their readings and waivers."""
    readings: dict[int, list[ReadingNote]] = defaultdict(list)
    named = GateReading.objects.filter(gate__in=keys).select_related("reading__actor")
    for row in named.order_by("reading__rank", "reading__pk"):
        readings[row.gate_id].append(reading_note(row.reading))
    waivers: dict[int, list[SuspensionNote]] = defaultdict(list)
    for waiver in _suspensions(Waiver.objects.filter(gate__in=keys), WaiverEnding, viewpoint):
        waivers[waiver.record.row.gate_id].append(waiver)
    return {
        gate.pk: GateNote(
            gate, viewpoint.source(gate.source_id), tuple(readings[gate.pk]), tuple(waivers[gate.pk])
        )
        for gate in Gate.objects.filter(pk__in=keys).visible_to(viewpoint.user)
    }


def reading_note(reading: Any) -> ReadingNote:
    """A reading with whose it is."""
    return ReadingNote(reading.slug, reading.name, reading.actor.name if reading.actor else "")


def revisions(milestone: int, viewpoint: Viewpoint) -> tuple[RecordNote, ...]:
    """The changes of the milestone's planned dates, oldest first."""
    rows = ScheduleRevision.objects.filter(milestone=milestone)
    return viewpoint.notes(
        rows.select_related("planned_start_after", "due_after"), order=("date", "rank", "pk")
    )


def withdrawals(milestone: int, viewpoint: Viewpoint) -> tuple[SuspensionNote, ...]:
    """The milestone's withdrawals, oldest first."""
    return _suspensions(Withdrawal.objects.filter(milestone=milestone), WithdrawalEnding, viewpoint)


def positions(milestone: int, viewpoint: Viewpoint) -> tuple[RecordNote, ...]:
    """What actors said about the milestone, newest first."""
    return viewpoint.notes(Position.objects.filter(milestone=milestone).select_related("actor"))


def changes(milestone: int, viewpoint: Viewpoint) -> tuple[ChangeNote, ...]:
    """The milestone's latest changes of status, newest first, of the default reading."""
    rows = StatusChange.objects.filter(milestone=milestone)
    newest = newest_changes(rows, viewpoint, most=LATEST_CHANGES)
    reasons = seen_reasons([(milestone, row.reasons) for row, _causes in newest], viewpoint.user)
    return tuple(
        ChangeNote(row, tuple(map(Reason.from_dict, why)), causes)
        for (row, causes), why in zip(newest, reasons, strict=True)
    )


def owed_by(milestones: Collection[str], plan: Plan) -> dict[str, tuple[str, ...]]:
    """The actors who owe the milestones, by milestone, in the plan's order."""
    actors: dict[str, list[str]] = defaultdict(list)
    rows = Responsibility.objects.filter(milestone__plan=plan, milestone__slug__in=milestones)
    for row in rows.select_related("actor", "milestone").order_by("rank", "id"):
        actors[row.milestone.slug].append(row.actor.name)
    return {slug: tuple(names) for slug, names in actors.items()}


def _suspensions(rows: Any, ending: Any, viewpoint: Viewpoint) -> tuple[SuspensionNote, ...]:
    """The suspensions that had come, oldest first, each with its ending where that had."""
    ended = Prefetch("ending", ending.objects.visible_to(viewpoint.user))
    return tuple(
        SuspensionNote(note, end.date if end is not None and viewpoint.holds(end) else None)
        for note in viewpoint.notes(rows.prefetch_related(ended), order=("date", "pk"))
        for end in (getattr(note.row, "ending", None),)
    )
