"""Readers of milestones, their schedule and their assessments."""

from decimal import Decimal

from milestones.contingency.plan import LIFTED, PlannedDate, RelativeDate, RevisedDate
from milestones.contingency.scales import Grade, Level
from milestones.planfile.cursor import Cursor
from milestones.planfile.document import NONE_DESIGNATED, Assessment, Milestone, ScheduleRevision
from milestones.planfile.read_entries import name, slug
from milestones.planfile.read_gates import read_gate
from milestones.planfile.read_records import (
    day,
    keys_of,
    publication,
    read_suspensions,
    record_source,
    recorded,
)
from milestones.planfile.templates import template_area
from milestones.planfile.values import (
    as_code,
    as_date,
    as_decimal,
    as_grade,
    as_instant,
    as_level,
    as_whole_number,
    wrong_type,
)


def read_milestone(cursor: Cursor) -> Milestone:
    """A milestone with all it holds."""
    cursor.check_keys(keys_of(Milestone))
    return Milestone(
        slug=slug(cursor),
        name=name(cursor),
        pillar=cursor.need("pillar", cursor.slug, ""),
        description=cursor.get("description", cursor.text),
        phase=cursor.refer("phase", "phase"),
        area=template_area(cursor),
        responsible=cursor.slugs("responsible", "actor"),
        source=cursor.refer("source", "source"),
        clause=cursor.get("clause", as_code),
        planned_start=planned(cursor, "planned_start"),
        due=planned(cursor, "due"),
        lapses=cursor.get("lapses", as_date),
        weight=cursor.get_or("weight", as_decimal, Decimal(1)),
        verification=cursor.get("verification", as_grade),
        certifier=certifier(cursor),
        indicators=cursor.slugs("indicators", "indicator"),
        publication=publication(cursor),
        schedule=cursor.each("schedule", read_revision),
        withdrawn=read_suspensions(cursor, "withdrawn"),
        assessments=cursor.each("assessments", read_assessment),
        gates=cursor.each("gates", read_gate),
    )


def certifier(cursor: Cursor) -> str | None:
    """The actor who judges completion, or the word for nobody."""
    if cursor.raw.get("certifier") == NONE_DESIGNATED:
        return NONE_DESIGNATED
    return cursor.refer("certifier", "actor")


def planned(cursor: Cursor, key: str) -> PlannedDate | None:
    """A date, or one that follows a milestone's level."""
    value = cursor.raw.get(key)
    if isinstance(value, dict):
        return cursor.inside(key, read_relative_date)
    if value is None or isinstance(value, str):
        return cursor.get(key, as_date)
    wrong = wrong_type("a date, or {days, after, reaches},", value)
    cursor.error(key, wrong.code, wrong.message, **wrong.params)
    return None


def revised(cursor: Cursor, key: str) -> RevisedDate | None:
    """A date as a revision gives it; the word `none` lifts it."""
    return LIFTED if cursor.raw.get(key) == LIFTED else planned(cursor, key)


def read_relative_date(cursor: Cursor) -> RelativeDate:
    """So many days after a milestone reached a level."""
    cursor.check_keys(keys_of(RelativeDate))
    return RelativeDate(
        days=cursor.need("days", as_whole_number, 0),
        after=cursor.need("after", cursor.slug, ""),
        reaches=cursor.need("reaches", as_level, Level.COMPLETE),
    )


def read_revision(cursor: Cursor) -> ScheduleRevision:
    """A schedule revision."""
    cursor.check_keys(keys_of(ScheduleRevision))
    return ScheduleRevision(
        date=day(cursor),
        recorded=recorded(cursor),
        planned_start=revised(cursor, "planned_start"),
        due=revised(cursor, "due"),
        source=record_source(cursor),
        note=cursor.get("note", cursor.text),
        publication=publication(cursor),
    )


def read_assessment(cursor: Cursor) -> Assessment:
    """An assessment."""
    cursor.check_keys(keys_of(Assessment))
    return Assessment(
        date=day(cursor),
        level=cursor.need("level", as_level, Level.NOT_INITIATED),
        recorded=recorded(cursor),
        verification=cursor.get_or("verification", as_grade, Grade.REPORTED),
        source=record_source(cursor),
        note=cursor.get("note", cursor.text),
        retracted=cursor.get("retracted", as_instant),
        publication=publication(cursor),
    )
