"""Readers of the parts that records have in common, and of the records that milestones and gates share."""

from dataclasses import fields
from datetime import UTC, date, datetime, time
from functools import cache

from milestones.planfile.cursor import Cursor
from milestones.planfile.document import Ending, Publication, Suspension
from milestones.planfile.values import as_date, as_instant, word_of

NO_DAY = date(2000, 1, 1)
"""Stands in for a date that cannot be read."""

as_publication = word_of("publication", Publication)


@cache
def keys_of(kind: type) -> frozenset[str]:
    """The keys of an entry: its class has an attribute for each."""
    return frozenset(field.name for field in fields(kind))


def publication(cursor: Cursor) -> Publication:
    """Who may see an entry; everybody, unless it says otherwise."""
    return cursor.get_or("publication", as_publication, Publication.PUBLISHED)


def day(cursor: Cursor) -> date:
    """The day for which a record speaks."""
    return cursor.need("date", as_date, NO_DAY)


def recorded(cursor: Cursor) -> datetime:
    """The instant at which a record was learned: midnight UTC of its day, unless it says otherwise."""
    spoken_for = cursor.get("date", as_date) or NO_DAY
    return cursor.get("recorded", as_instant) or datetime.combine(spoken_for, time(), UTC)


def record_source(cursor: Cursor) -> str | None:
    """The source of a record, which is warned of where there is none."""
    if not cursor.has("source"):
        cursor.report.warn(cursor.path, "unsourced", "this record names no source")
    return cursor.refer("source", "source")


def read_suspensions(cursor: Cursor, key: str) -> tuple[Suspension, ...]:
    """One waiver or withdrawal, or a list of them."""
    if isinstance(cursor.raw.get(key), list):
        return cursor.each(key, read_suspension)
    one = cursor.inside(key, read_suspension)
    return () if one is None else (one,)


def read_suspension(cursor: Cursor) -> Suspension:
    """A waiver or a withdrawal."""
    cursor.check_keys(keys_of(Suspension))
    return Suspension(
        date=day(cursor),
        recorded=recorded(cursor),
        source=record_source(cursor),
        note=cursor.get("note", cursor.text),
        ended=cursor.inside("ended", read_ending),
        publication=publication(cursor),
    )


def read_ending(cursor: Cursor) -> Ending:
    """The end of a waiver or a withdrawal."""
    cursor.check_keys(keys_of(Ending))
    return Ending(date=day(cursor), recorded=recorded(cursor), source=record_source(cursor))
