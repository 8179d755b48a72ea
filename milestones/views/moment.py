"""For which day, reading and instant a page speaks, in words, with the choices that its switches offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milestones import notation
from milestones.models import Plan
from milestones.views.point import Point, as_text


@dataclass(frozen=True, slots=True)
class Moment:
    """What a page of a plan says about itself; texts that do not apply are empty.

    `is_last_day`: the plan has ended and the page speaks for its last day. `runs_past_records`: the day lies after
    the one up to which the plan's records were compiled.
    """

    on: date
    on_words: str
    is_today: bool
    is_last_day: bool
    reading: str
    reading_name: str
    readings: tuple[tuple[str, str], ...]
    known_at: str
    known_at_words: str
    as_of: date | None
    as_of_words: str
    runs_past_records: bool
    computed_at_words: str
    is_stale: bool


def moment_of(
    plan: Plan, point: Point, readings: Mapping[str, str], *, computed_at: datetime | None, is_stale: bool
) -> Moment:
    """The moment of a page; `computed_at` is of the stored evaluation, shown where the page rests on it."""
    is_stored = point.is_today and point.known_at is None and point.reading == next(iter(readings), None)
    return Moment(
        on=point.on,
        on_words=notation.day(point.on),
        is_today=point.is_today and point.on != plan.ended,
        is_last_day=point.on == plan.ended,
        reading=point.reading or "",
        reading_name=readings.get(point.reading or "", ""),
        readings=tuple(readings.items()),
        known_at=as_text(point.known_at) if point.known_at else "",
        known_at_words=notation.instant(point.known_at) if point.known_at else "",
        as_of=plan.as_of,
        as_of_words=notation.day(plan.as_of) if plan.as_of else "",
        runs_past_records=plan.as_of is not None and point.on > plan.as_of,
        computed_at_words=notation.instant(computed_at) if computed_at and is_stored else "",
        is_stale=is_stale and is_stored,
    )
