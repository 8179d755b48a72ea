"""Which records a level or a reading rests on (section 1): the proof behind a range."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from milestones.contingency.facts import Facts
from milestones.contingency.plan import Assessment, Observation
from milestones.contingency.records import is_known
from milestones.contingency.scales import Grade

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


def level_evidence(facts: Facts, milestone: str) -> Evidence[Assessment]:
    """The assessments behind a milestone's range."""
    found = facts.by_slug[milestone].milestone
    return _sort_out(facts, found.assessments, found.verification)


def value_evidence(facts: Facts, indicator: str) -> tuple[SeriesEvidence, ...]:
    """The observations behind an indicator's reading, a series at a time, by slug."""
    found = facts.indicators[indicator]
    by_series: dict[str, list[Observation]] = defaultdict(list)
    for observation in found.observations:
        by_series[observation.series].append(observation)
    sorted_out = {slug: _sort_out(facts, records, found.verification) for slug, records in by_series.items()}
    read = [slug for slug in sorted_out if found.official in (None, slug)]
    bases = [sorted_out[slug].base[0].date for slug in read if sorted_out[slug].base]
    latest_base = max(bases, default=None)
    has_reading = facts.values(indicator).at(facts.on)[0] is not None
    evidence = []
    for slug in sorted(sorted_out):
        records = sorted_out[slug]
        is_claim = not records.base
        age = facts.on - records.base[0].date.toordinal() if records.base else 0
        is_stale = found.stale_after is not None and age > found.stale_after
        counts = any(latest_base is None or each.date >= latest_base for each in records.later)
        is_read = slug in read and has_reading and not is_stale and (counts if is_claim else True)
        evidence.append(SeriesEvidence(slug, records, is_read, is_stale, is_claim))
    return tuple(evidence)


def current_range(facts: Facts, indicator: str) -> tuple[Decimal, Decimal] | None:
    """The reading's smallest and largest value on the day; None without a reading."""
    low, high = facts.values(indicator).at(facts.on)
    return None if low is None or high is None else (low, high)


def _sort_out(
    facts: Facts, records: Sequence[RecordType], verification: Grade | None
) -> Evidence[RecordType]:
    required = facts.plan.verification if verification is None else verification
    known = sorted(
        (each for each in records if each.date.toordinal() <= facts.on and is_known(each, facts.known_at)),
        key=lambda each: (each.date, each.recorded),
    )
    disputed = tuple(each for each in known if each.grade is Grade.DISPUTED)
    counting = [each for each in known if each.grade is not Grade.DISPUTED]
    qualifying = [each for each in counting if each.grade >= required]
    if not qualifying:
        return Evidence((), tuple(counting), (), disputed)
    newest = qualifying[-1]
    base = tuple(each for each in qualifying if each.date == newest.date)
    later = tuple(
        each
        for each in counting
        if each.grade < required and (each.date, each.recorded) >= (newest.date, newest.recorded)
    )
    kept = {id(each) for each in base} | {id(each) for each in later}
    return Evidence(base, later, tuple(each for each in counting if id(each) not in kept), disputed)
