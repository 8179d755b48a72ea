"""Which records a level or a reading rests on (section 1): the proof behind a range."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from milestones.contingency.days import NEVER
from milestones.contingency.plan import Assessment, Indicator, Observation, Revision, Suspension
from milestones.contingency.scales import Grade


def is_recorded(recorded: datetime, known_at: datetime | None) -> bool:
    """Whether the tracker had learned it by `known_at` (None: all that is recorded is known)."""
    return known_at is None or recorded <= known_at


def is_known(record: Assessment | Observation, known_at: datetime | None) -> bool:
    """Whether the record had been learned and not been retracted by `known_at`."""
    if record.retracted is not None and is_recorded(record.retracted, known_at):
        return False
    return is_recorded(record.recorded, known_at)


@dataclass(frozen=True, slots=True)
class Asked:
    """What records are asked by: the grade required, the day, and the instant up to which they are known."""

    required: Grade
    on: int
    known_at: datetime | None

    def has(self, record: Assessment | Observation) -> bool:
        """Whether the record had come, and been learned and not been retracted."""
        return record.date.toordinal() <= self.on and is_known(record, self.known_at)


def standing_periods(suspensions: Sequence[Suspension], known_at: datetime | None) -> list[tuple[int, int]]:
    """The periods [first day, day after the last) in which a waiver or withdrawal stands, as known."""
    periods = []
    for suspension in suspensions:
        if not is_recorded(suspension.recorded, known_at):
            continue
        ending = suspension.ended
        ends = NEVER
        if ending is not None and is_recorded(ending.recorded, known_at):
            ends = ending.date.toordinal()
        if suspension.date.toordinal() < ends:
            periods.append((suspension.date.toordinal(), ends))
    return periods


def stands(suspensions: Sequence[Suspension], day: int, known_at: datetime | None) -> bool:
    """Whether any of the waivers or withdrawals stands on the day."""
    if not suspensions:
        return False
    return any(first <= day < end for first, end in standing_periods(suspensions, known_at))


def known_revisions(revisions: Sequence[Revision], on: int, known_at: datetime | None) -> list[Revision]:
    """The schedule revisions that count on the day, oldest first, in list order within one date."""
    counting = [r for r in revisions if r.date.toordinal() <= on and is_recorded(r.recorded, known_at)]
    return sorted(counting, key=lambda revision: revision.date)


KINDS = ("base", "later", "superseded", "disputed")
"""What a record may count for."""

RecordType = TypeVar("RecordType", Assessment, Observation)


@dataclass(frozen=True, slots=True)
class Evidence(Generic[RecordType]):
    """The records known on the day, oldest first, by what they count for.

    `base`: the qualifying ones with the latest date; `later`: those that do not qualify and come at or after it;
    `superseded`: older than the base; `disputed`: set aside. With no base, `later` holds all that are claimed.
    """

    base: tuple[RecordType, ...]
    later: tuple[RecordType, ...]
    superseded: tuple[RecordType, ...]
    disputed: tuple[RecordType, ...]

    def as_dict(self) -> dict[str, list[Hashable]]:
        """The refs of the records."""
        return {kind: [record.ref for record in getattr(self, kind)] for kind in KINDS}


@dataclass(frozen=True, slots=True)
class SeriesEvidence:
    """One series of an indicator. `is_read`: whether its values are in the reading.

    `is_stale`: its base is too old to speak for the day; `is_claim`: no record of it qualifies.
    """

    series: str
    records: Evidence[Observation]
    is_read: bool
    is_stale: bool
    is_claim: bool

    def as_dict(self) -> dict[str, Any]:
        """The series with the refs of its records."""
        return {
            "series": self.series,
            "is_read": self.is_read,
            "is_stale": self.is_stale,
            "is_claim": self.is_claim,
            "evidence": self.records.as_dict(),
        }


def sort_out(records: Iterable[RecordType], asked: Asked) -> Evidence[RecordType]:
    """The records by what they count for on the day."""
    clocks = attrgetter("date", "recorded")
    known = sorted(filter(asked.has, records), key=clocks)
    newest = next((record for record in reversed(known) if record.grade >= asked.required), None)

    def counts_for(record: RecordType) -> str:
        if record.grade is Grade.DISPUTED:
            return "disputed"
        if newest is None:
            return "later"
        if record.grade >= asked.required:
            return "base" if record.date == newest.date else "superseded"
        return "later" if clocks(record) >= clocks(newest) else "superseded"

    return Evidence(**{kind: tuple(record for record in known if counts_for(record) == kind) for kind in KINDS})


def series_evidence(indicator: Indicator, asked: Asked, *, has_reading: bool) -> tuple[SeriesEvidence, ...]:
    """The observations behind an indicator's reading, a series at a time, by slug."""
    by_series: dict[str, list[Observation]] = defaultdict(list)
    for observation in indicator.observations:
        by_series[observation.series].append(observation)
    sorted_out = {slug: sort_out(records, asked) for slug, records in by_series.items()}
    read = [slug for slug in sorted_out if indicator.official in (None, slug)]
    bases = [sorted_out[slug].base[0].date for slug in read if sorted_out[slug].base]
    latest_base = max(bases, default=None)
    evidence = []
    for slug in sorted(sorted_out):
        records = sorted_out[slug]
        is_claim = not records.base
        age = asked.on - records.base[0].date.toordinal() if records.base else 0
        is_stale = indicator.stale_after is not None and age > indicator.stale_after
        counts = any(latest_base is None or record.date >= latest_base for record in records.later)
        is_read = slug in read and has_reading and not is_stale and (counts if is_claim else True)
        evidence.append(SeriesEvidence(slug, records, is_read, is_stale, is_claim))
    return tuple(evidence)
