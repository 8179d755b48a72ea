"""What is on record about one milestone, as its reader may see it: rows with their sources, in plain data."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from milestones.contingency.plan import RevisedDate
from milestones.contingency.scales import Status
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
from milestones.selectors.causes import seen_causes, seen_reasons
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

    day: date
    recorded_at: datetime
    note: str
    source: SourceNote | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class GateNote:
    """Where a gate stands written, and under which readings; none named means every reading."""

    key: int
    note: str
    clause: str
    source: SourceNote | None
    readings: tuple[ReadingNote, ...]
    waivers: tuple[SuspensionNote, ...]


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """One change of the planned dates; None gives nothing, LIFTED no date any more."""

    day: date
    recorded_at: datetime
    note: str
    source: SourceNote | None
    planned_start: RevisedDate | None
    due: RevisedDate | None


@dataclass(frozen=True, slots=True)
class PositionNote:
    """What an actor said about the milestone."""

    actor: str
    stance: str
    stance_words: str
    day: date
    note: str
    source: SourceNote | None
    is_retracted: bool


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """One change of status; `old` is None for the first one. Reasons and causes are data."""

    old: Status | None
    new: Status
    on: date
    computed_at: datetime
    reasons: tuple[Mapping[str, Any], ...]
    causes: tuple[Mapping[str, Any], ...]


def assessments(milestones: Collection[str], viewpoint: Viewpoint) -> dict[str, list[RecordNote]]:
    """The assessments of the milestones that had come, newest first, by milestone; drafts and retracted ones too."""
    rows = Assessment.objects.filter(milestone__plan=viewpoint.plan, milestone__slug__in=milestones)
    found: dict[str, list[RecordNote]] = defaultdict(list)
    for note in viewpoint.notes(rows.select_related("milestone")):
        found[note.row.milestone.slug].append(note)
    return found


def observations(indicators: Collection[str], viewpoint: Viewpoint) -> dict[int, RecordNote]:
    """The observations of the indicators that had come, by key."""
    rows = Observation.objects.filter(indicator__plan=viewpoint.plan, indicator__slug__in=indicators)
    return of_keys(viewpoint.notes(rows))


def gates(keys: Collection[int], viewpoint: Viewpoint) -> dict[int, GateNote]:
    """The gates by key, with their readings and waivers."""
    readings: dict[int, list[ReadingNote]] = defaultdict(list)
    named = GateReading.objects.filter(gate__in=keys).select_related("reading__actor")
    for row in named.order_by("reading__rank", "reading__pk"):
        readings[row.gate_id].append(reading_note(row.reading))
    waivers: dict[int, list[SuspensionNote]] = defaultdict(list)
    ending = Prefetch("ending", WaiverEnding.objects.visible_to(viewpoint.user))
    for waiver in Waiver.objects.filter(gate__in=keys).visible_to(viewpoint.user).prefetch_related(ending):
        if viewpoint.holds(waiver):
            waivers[waiver.gate_id].append(_suspension(waiver, viewpoint))
    return {
        gate.pk: GateNote(
            key=gate.pk,
            note=gate.note or "",
            clause=gate.clause,
            source=viewpoint.source(gate.source_id),
            readings=tuple(readings[gate.pk]),
            waivers=tuple(waivers[gate.pk]),
        )
        for gate in Gate.objects.filter(pk__in=keys).visible_to(viewpoint.user)
    }


def reading_note(reading: Any) -> ReadingNote:
    """A reading with whose it is."""
    return ReadingNote(reading.slug, reading.name, reading.actor.name if reading.actor else "")


def revisions(milestone: int, viewpoint: Viewpoint) -> tuple[RevisionNote, ...]:
    """The changes of the milestone's planned dates, oldest first."""
    rows = ScheduleRevision.objects.filter(milestone=milestone).visible_to(viewpoint.user)
    rows = rows.select_related("planned_start_after", "due_after").order_by("date", "rank", "pk")
    return tuple(
        RevisionNote(
            row.date,
            row.recorded_at,
            row.note or "",
            viewpoint.source(row.source_id),
            row.planned_start,
            row.due,
        )
        for row in rows
        if viewpoint.holds(row)
    )


def withdrawals(milestone: int, viewpoint: Viewpoint) -> tuple[SuspensionNote, ...]:
    """The milestone's withdrawals, oldest first."""
    ending = Prefetch("ending", WithdrawalEnding.objects.visible_to(viewpoint.user))
    rows = Withdrawal.objects.filter(milestone=milestone).visible_to(viewpoint.user).prefetch_related(ending)
    return tuple(_suspension(row, viewpoint) for row in rows.order_by("date", "pk") if viewpoint.holds(row))


def positions(milestone: int, viewpoint: Viewpoint) -> tuple[PositionNote, ...]:
    """What actors said about the milestone, newest first."""
    rows = Position.objects.filter(milestone=milestone).visible_to(viewpoint.user).select_related("actor")
    return tuple(
        PositionNote(
            actor=row.actor.name,
            stance=row.stance,
            stance_words=str(row.get_stance_display()),
            day=row.date,
            note=row.note or "",
            source=viewpoint.source(row.source_id),
            is_retracted=viewpoint.has_learned(row.retracted_at),
        )
        for row in rows.order_by("-date", "-recorded_at", "-pk")
        if viewpoint.holds(row)
    )


def changes(milestone: int, viewpoint: Viewpoint) -> tuple[ChangeNote, ...]:
    """The milestone's latest changes of status, newest first, of the default reading."""
    rows = StatusChange.objects.filter(milestone=milestone, on__lte=viewpoint.on).visible_to(viewpoint.user)
    if viewpoint.known_at is not None:
        rows = rows.filter(computed_at__lte=viewpoint.known_at)
    newest = list(rows.order_by("-computed_at", "-pk")[:LATEST_CHANGES])
    causes = seen_causes([row.cause.get("causes", ()) for row in newest], viewpoint.user)
    reasons = seen_reasons([(milestone, row.reasons) for row in newest], viewpoint.user)
    return tuple(
        ChangeNote(
            old=Status(row.old) if row.old else None,
            new=Status(row.new),
            on=row.on,
            computed_at=row.computed_at,
            reasons=why,
            causes=seen,
        )
        for row, seen, why in zip(newest, causes, reasons, strict=True)
    )


def owed_by(milestones: Collection[str], plan: Plan) -> dict[str, tuple[str, ...]]:
    """The actors who owe the milestones, by milestone, in the plan's order."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = Responsibility.objects.filter(milestone__plan=plan, milestone__slug__in=milestones)
    for row in rows.select_related("actor", "milestone").order_by("rank", "id"):
        found[row.milestone.slug].append(row.actor.name)
    return {slug: tuple(actors) for slug, actors in found.items()}


def of_keys(records: Iterable[RecordNote]) -> dict[int, RecordNote]:
    """The records by key."""
    return {record.row.pk: record for record in records}


def _suspension(row: Any, viewpoint: Viewpoint) -> SuspensionNote:
    ending = getattr(row, "ending", None)
    ended_on = ending.date if ending is not None and viewpoint.holds(ending) else None
    return SuspensionNote(
        row.date, row.recorded_at, row.note or "", viewpoint.source(row.source_id), ended_on
    )
