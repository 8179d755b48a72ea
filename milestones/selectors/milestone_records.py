"""What is on record about one milestone, as its reader may see it: rows with their sources, in plain data."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from milestones.contingency.plan import RevisedDate
from milestones.contingency.scales import Grade, Status
from milestones.models import (
    Assessment,
    Gate,
    GateReading,
    Observation,
    Plan,
    Position,
    Responsibility,
    ScheduleRevision,
    Source,
    StatusChange,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.selectors.causes import seen_causes, seen_reasons
from milestones.selectors.plans import Reader

LATEST_CHANGES = 30


@dataclass(frozen=True, slots=True)
class Instant:
    """Up to which day and instant a page's records run; `known_at` None: all that is recorded."""

    on: date
    known_at: datetime | None

    def holds(self, row: Any) -> bool:
        """Whether a dated record had come, and had been learned."""
        return row.date <= self.on and self.has_learned(row.recorded_at)

    def has_learned(self, recorded_at: datetime | None) -> bool:
        """Whether the tracker had learned something by then; False for None."""
        return recorded_at is not None and (self.known_at is None or recorded_at <= self.known_at)


@dataclass(frozen=True, slots=True)
class SourceNote:
    """The document that a statement rests on."""

    title: str
    publisher: str
    url: str
    day: date | None
    language: str
    tier: str
    tier_words: str


SourceOf = Callable[[int | None], SourceNote | None]


@dataclass(frozen=True, slots=True)
class RecordNote:
    """An assessment (with its level) or an observation (with value and series); `publication` is empty if public."""

    key: int
    day: date
    recorded_at: datetime
    retracted_at: datetime | None
    grade: Grade
    publication: str
    note: str
    source: SourceNote | None
    level: int | None = None
    value: Decimal | None = None
    series: str = ""


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


def visible_sources(plan: Plan, user: Reader) -> SourceOf:
    """A look-up of the plan's sources by key; None for one that the reader may not see."""
    found = {
        source.pk: SourceNote(
            title=source.title,
            publisher=source.publisher or "",
            url=source.url,
            day=source.date,
            language=source.language,
            tier=source.tier,
            tier_words=str(source.get_tier_display()) if source.tier else "",
        )
        for source in Source.objects.filter(plan=plan).visible_to(user)
    }
    return lambda key: None if key is None else found.get(key)


def assessments(
    milestones: Collection[str], plan: Plan, user: Reader, instant: Instant, source: SourceOf
) -> dict[str, list[RecordNote]]:
    """The assessments of the milestones that had come, newest first, by milestone; drafts and retracted ones too."""
    rows = Assessment.objects.filter(milestone__plan=plan, milestone__slug__in=milestones)
    rows = rows.visible_to(user).select_related("milestone").order_by("-date", "-recorded_at", "-pk")
    found: dict[str, list[RecordNote]] = defaultdict(list)
    for row in rows:
        if instant.holds(row):
            found[row.milestone.slug].append(_record(row, instant, source, level=row.level))
    return found


def observations(
    indicators: Collection[str], plan: Plan, user: Reader, instant: Instant, source: SourceOf
) -> dict[int, RecordNote]:
    """The observations of the indicators that had come, by key."""
    rows = Observation.objects.filter(indicator__plan=plan, indicator__slug__in=indicators).visible_to(user)
    return {
        row.pk: _record(row, instant, source, value=row.value, series=row.series)
        for row in rows.order_by("date", "recorded_at", "pk")
        if instant.holds(row)
    }


def gates(keys: Collection[int], user: Reader, instant: Instant, source: SourceOf) -> dict[int, GateNote]:
    """The gates by key, with their readings and waivers."""
    readings: dict[int, list[ReadingNote]] = defaultdict(list)
    named = GateReading.objects.filter(gate__in=keys).select_related("reading__actor")
    for row in named.order_by("reading__rank", "reading__pk"):
        readings[row.gate_id].append(reading_note(row.reading))
    waivers: dict[int, list[SuspensionNote]] = defaultdict(list)
    ending = Prefetch("ending", WaiverEnding.objects.visible_to(user))
    for waiver in Waiver.objects.filter(gate__in=keys).visible_to(user).prefetch_related(ending):
        if instant.holds(waiver):
            waivers[waiver.gate_id].append(_suspension(waiver, instant, source))
    return {
        gate.pk: GateNote(
            key=gate.pk,
            note=gate.note or "",
            clause=gate.clause,
            source=source(gate.source_id),
            readings=tuple(readings[gate.pk]),
            waivers=tuple(waivers[gate.pk]),
        )
        for gate in Gate.objects.filter(pk__in=keys).visible_to(user)
    }


def reading_note(reading: Any) -> ReadingNote:
    """A reading with whose it is."""
    return ReadingNote(reading.slug, reading.name, reading.actor.name if reading.actor else "")


def revisions(milestone: int, user: Reader, instant: Instant, source: SourceOf) -> tuple[RevisionNote, ...]:
    """The changes of the milestone's planned dates, oldest first."""
    rows = ScheduleRevision.objects.filter(milestone=milestone).visible_to(user)
    rows = rows.select_related("planned_start_after", "due_after").order_by("date", "rank", "pk")
    return tuple(
        RevisionNote(
            row.date, row.recorded_at, row.note or "", source(row.source_id), row.planned_start, row.due
        )
        for row in rows
        if instant.holds(row)
    )


def withdrawals(
    milestone: int, user: Reader, instant: Instant, source: SourceOf
) -> tuple[SuspensionNote, ...]:
    """The milestone's withdrawals, oldest first."""
    ending = Prefetch("ending", WithdrawalEnding.objects.visible_to(user))
    rows = Withdrawal.objects.filter(milestone=milestone).visible_to(user).prefetch_related(ending)
    return tuple(
        _suspension(row, instant, source) for row in rows.order_by("date", "pk") if instant.holds(row)
    )


def positions(milestone: int, user: Reader, instant: Instant, source: SourceOf) -> tuple[PositionNote, ...]:
    """What actors said about the milestone, newest first."""
    rows = Position.objects.filter(milestone=milestone).visible_to(user).select_related("actor")
    return tuple(
        PositionNote(
            actor=row.actor.name,
            stance=row.stance,
            stance_words=str(row.get_stance_display()),
            day=row.date,
            note=row.note or "",
            source=source(row.source_id),
            is_retracted=instant.has_learned(row.retracted_at),
        )
        for row in rows.order_by("-date", "-recorded_at", "-pk")
        if instant.holds(row)
    )


def changes(milestone: int, user: Reader, instant: Instant) -> tuple[ChangeNote, ...]:
    """The milestone's latest changes of status, newest first, of the default reading."""
    rows = StatusChange.objects.filter(milestone=milestone, on__lte=instant.on).visible_to(user)
    if instant.known_at is not None:
        rows = rows.filter(computed_at__lte=instant.known_at)
    newest = list(rows.order_by("-computed_at", "-pk")[:LATEST_CHANGES])
    causes = seen_causes([row.cause.get("causes", ()) for row in newest], user)
    reasons = seen_reasons([(milestone, row.reasons) for row in newest], user)
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


def label_of(row: Any) -> str:
    """How a row that not everybody sees is labelled; empty for a published one."""
    return "" if row.publication == "published" else str(row.get_publication_display())


def of_keys(records: Iterable[RecordNote]) -> dict[int, RecordNote]:
    """The records by key."""
    return {record.key: record for record in records}


def _record(row: Any, instant: Instant, source: SourceOf, **fields: Any) -> RecordNote:
    return RecordNote(
        key=row.pk,
        day=row.date,
        recorded_at=row.recorded_at,
        retracted_at=row.retracted_at if instant.has_learned(row.retracted_at) else None,
        grade=Grade(row.verification),
        publication=label_of(row),
        note=row.note or "",
        source=source(row.source_id),
        **fields,
    )


def _suspension(row: Any, instant: Instant, source: SourceOf) -> SuspensionNote:
    ending = getattr(row, "ending", None)
    ended_on = ending.date if ending is not None and instant.holds(ending) else None
    return SuspensionNote(row.date, row.recorded_at, row.note or "", source(row.source_id), ended_on)
