"""Readers of the plan itself and of the lists that everything else refers to."""

from dataclasses import fields

from milestones.contingency.scales import Grade
from milestones.planfile.cursor import UNNAMED, Cursor
from milestones.planfile.document import (
    NONE_DESIGNATED,
    About,
    Actor,
    ActorKind,
    Area,
    Phase,
    Pillar,
    PlanHeader,
    Position,
    Reading,
    Source,
    Stance,
    Tier,
)
from milestones.planfile.read_records import day, keys_of, publication, record_source, recorded
from milestones.planfile.text import Text
from milestones.planfile.values import (
    as_code,
    as_date,
    as_grade,
    as_instant,
    as_language,
    as_timezone,
    as_url,
    word_of,
)


def slug(cursor: Cursor) -> str:
    """The entry's own slug; "" if it has none that can be read."""
    return cursor.need("slug", cursor.slug, "")


def name(cursor: Cursor) -> Text:
    """The entry's name."""
    return cursor.need("name", cursor.short_text, UNNAMED)


def read_header(cursor: Cursor) -> PlanHeader:
    """The plan itself."""
    cursor.check_keys(keys_of(PlanHeader))
    return PlanHeader(
        slug=slug(cursor),
        name=name(cursor),
        summary=cursor.get("summary", cursor.text),
        verification=cursor.get_or("verification", as_grade, Grade.CORROBORATED),
        timezone=cursor.get_or("timezone", as_timezone, "UTC"),
        as_of=cursor.get("as_of", as_date),
        publication=publication(cursor),
    )


def read_reading(cursor: Cursor) -> Reading:
    """A way to read the text."""
    cursor.check_keys(keys_of(Reading))
    return Reading(slug=slug(cursor), name=name(cursor), actor=cursor.refer("actor", "actor"))


def read_actor(cursor: Cursor) -> Actor:
    """An actor."""
    cursor.check_keys(keys_of(Actor))
    actor = Actor(
        slug=slug(cursor),
        name=name(cursor),
        kind=cursor.get("kind", word_of("kind of actor", ActorKind)),
        url=cursor.get("url", as_url),
    )
    if actor.slug == NONE_DESIGNATED:
        message = f'"{NONE_DESIGNATED}" says that the text names nobody; it cannot name an actor'
        cursor.error("slug", "reserved_slug", message, slug=NONE_DESIGNATED)
    return actor


def read_source(cursor: Cursor) -> Source:
    """A source."""
    cursor.check_keys(keys_of(Source))
    return Source(
        slug=slug(cursor),
        title=cursor.need("title", cursor.short_text, UNNAMED),
        publisher=cursor.get("publisher", cursor.short_text),
        date=cursor.get("date", as_date),
        url=cursor.get("url", as_url),
        language=cursor.get("language", as_language),
        tier=cursor.get("tier", word_of("tier", Tier)),
        publication=publication(cursor),
    )


def read_pillar(cursor: Cursor) -> Pillar:
    """A pillar."""
    cursor.check_keys(keys_of(Pillar))
    return Pillar(slug=slug(cursor), name=name(cursor), summary=cursor.get("summary", cursor.text))


def read_phase(cursor: Cursor) -> Phase:
    """A phase, which does not end before it starts."""
    cursor.check_keys(keys_of(Phase))
    start, end = cursor.get("start", as_date), cursor.get("end", as_date)
    if start is not None and end is not None and end < start:
        message = f"the phase ends ({end}) before it starts ({start})"
        cursor.error("end", "end_before_start", message, start=str(start), end=str(end))
    return Phase(slug=slug(cursor), name=name(cursor), start=start, end=end)


def read_area(cursor: Cursor) -> Area:
    """An area."""
    cursor.check_keys(keys_of(Area))
    return Area(slug=slug(cursor), name=name(cursor), p_code=cursor.get("p_code", as_code))


def read_position(cursor: Cursor) -> Position:
    """What an actor says."""
    cursor.check_keys(keys_of(Position))
    return Position(
        actor=cursor.need_reference("actor", "actor"),
        date=day(cursor),
        stance=cursor.need("stance", word_of("stance", Stance), Stance.NO_POSITION),
        recorded=recorded(cursor),
        about=cursor.inside("about", read_about) or About(),
        source=record_source(cursor),
        note=cursor.get("note", cursor.text),
        retracted=cursor.get("retracted", as_instant),
        publication=publication(cursor),
    )


def read_about(cursor: Cursor) -> About:
    """What a position is about: one milestone or one pillar."""
    known = [field.name for field in fields(About)]
    cursor.check_keys(known)
    if sum(cursor.has(key) for key in known) != 1:
        message = "a position is about one milestone or one pillar; leave `about` out for the plan as a whole"
        cursor.error(None, "position_about", message)
    return About(milestone=cursor.refer("milestone", "milestone"), pillar=cursor.refer("pillar", "pillar"))
