"""Keys whose value several columns keep, or that are written in more than one way."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from milestones.contingency.plan import LIFTED, Lifted, RelativeDate, RevisedDate
from milestones.contingency.scales import Level
from milestones.contingency.schedule import stated
from milestones.limits import REASON_LENGTH
from milestones.planfile import values
from milestones.planfile.cursor import Cursor
from milestones.planfile.fields import (
    SLUG_SCHEMA,
    Columns,
    Composed,
    Field,
    Keys,
    Named,
    Row,
    Scale,
    Schema,
    Slugs,
    Words,
    map_schema,
)
from milestones.planfile.quantities import DAY_SCHEMA, INSTANT_SCHEMA, Instant, Whole, plain_instant
from milestones.planfile.text import Text
from milestones.planfile.vocabulary import NONE_DESIGNATED

ACTOR, AREA, MILESTONE, PILLAR, SOURCE = (
    f"milestones.{name}" for name in ("actor", "area", "milestone", "pillar", "source")
)
"""The kinds of the core that keys written by hand name."""

Require = Literal["all", "any"] | int
LEVEL_OF = {level.slug: level for level in Level}


@dataclass(frozen=True, kw_only=True)
class Recorded(Instant):
    """The instant at which a record was learned: midnight UTC of its day, unless it says otherwise."""

    key: str = "recorded"
    column: str = "recorded_at"

    def take(self, cursor: Cursor) -> dt.datetime:
        day = cursor.get("date", values.as_date) or dt.date(2000, 1, 1)
        return cursor.get_or(self.key, values.as_instant, midnight(day))

    def dump(self, entry: Mapping[str, Any]) -> str | None:
        return None if entry[self.key] == midnight(entry["date"]) else plain_instant(entry[self.key])

    def canonical(self, entry: Mapping[str, Any]) -> str:
        return plain_instant(entry[self.key])


def midnight(day: dt.date) -> dt.datetime:
    """The beginning of the day in UTC."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


@dataclass(frozen=True, slots=True)
class Retraction:
    """From when on a record no longer counts, and why, where that was said."""

    at: dt.datetime
    reason: Text | None = None

    def says_no_more_than(self, other: "Retraction") -> bool:
        """Whether it is the other, or the other before all of its reason was said, by whatever marks they quote."""
        own, others = ({} if text is None else text.unmarked() for text in (self.reason, other.reason))
        return self.at == other.at and own.items() <= others.items()


REASONS = {"en": "retraction_reason", "ar": "retraction_reason_ar", "he": "retraction_reason_he"}
"""By language the column that keeps the reason; the first also keeps one that was said in no language."""


@dataclass(frozen=True, kw_only=True)
class Retracted(Composed, Instant):
    """A retraction: an instant, or with its reason {at, reason}."""

    key: str = "retracted"
    columns = ("retracted_at", *REASONS.values())

    def take(self, cursor: Cursor) -> Retraction | None:
        if isinstance(cursor.raw.get(self.key), dict):
            return cursor.inside(self.key, self._with_reason)
        return super().take(cursor)  # type: ignore[no-any-return]

    def _with_reason(self, cursor: Cursor) -> Retraction | None:
        cursor.check_keys(("at", "reason"))
        at = cursor.need("at", values.as_instant, midnight(dt.date(2000, 1, 1)))
        return Retraction(at, cursor.get("reason", lambda value: cursor.text(value, REASON_LENGTH)))

    def read(self, value: object, cursor: Cursor) -> Retraction:
        return Retraction(values.as_instant(value))

    def plain(self, value: Retraction) -> Any:
        at, reason = plain_instant(value.at), value.reason
        return at if reason is None else {"at": at, "reason": REASON.plain(reason)}

    def restore(self, plain: Any) -> Retraction:
        given = plain if isinstance(plain, dict) else {"at": plain}
        reason = given.get("reason")
        return Retraction(super().restore(given["at"]), None if reason is None else REASON.restore(reason))

    def write(self, value: Retraction | None, keys: Keys) -> Columns:
        reason: Mapping[str, str] = (value and value.reason) or {}
        at = None if value is None else value.at
        return {"retracted_at": at} | {column: reason.get(code, "") for code, column in REASONS.items()}

    def load(self, row: Row, slugs: Slugs) -> Retraction | None:
        at, reason = row["retracted_at"], Text({code: row[column] for code, column in REASONS.items()})
        return None if at is None else Retraction(at, reason or None)

    def schema(self) -> Schema:
        reason = {"anyOf": [{"$ref": "#/$defs/reason"}, {"type": "null"}]}
        return {"anyOf": [INSTANT_SCHEMA, map_schema({"at": INSTANT_SCHEMA, "reason": reason}, ["at"])]}


REASON = Words(key="reason")


@dataclass(frozen=True, kw_only=True)
class Planned(Composed):
    """A date, or so many days after a milestone's level; where it is `liftable`, the word `none` for no date.

    Read as none at all from a row whose milestone may not be named.
    """

    liftable: bool = False
    names = (MILESTONE,)

    @property
    def columns(self) -> tuple[str, ...]:
        parts = ("on", "days", "after_id", "reaches", *(["lifted"] if self.liftable else []))
        return tuple(f"{self.key}_{part}" for part in parts)

    def take(self, cursor: Cursor) -> RevisedDate | None:
        value = cursor.raw.get(self.key)
        if isinstance(value, dict):
            return cursor.inside(self.key, _relative_date)
        return super().take(cursor)  # type: ignore[no-any-return]

    def read(self, value: object, cursor: Cursor) -> RevisedDate:
        if self.liftable and value == LIFTED:
            return LIFTED
        if not isinstance(value, str):
            raise values.wrong_type("a date, or {days, after, reaches},", value)
        return values.as_date(value)

    def plain(self, value: RevisedDate) -> Any:
        return stated(value)

    def restore(self, plain: Any) -> RevisedDate:
        if isinstance(plain, dict):
            return RelativeDate(**plain | {"reaches": LEVEL_OF[plain["reaches"]]})
        return LIFTED if plain == LIFTED.value else dt.date.fromisoformat(plain)

    def write(self, value: RevisedDate | None, keys: Keys) -> Columns:
        parts: tuple[object, ...] = (None if isinstance(value, Lifted) else value, None, None, None)
        if isinstance(value, RelativeDate):
            after = keys[MILESTONE][value.after]
            parts = (None, value.days, after, value.reaches.value) if after is not None else (None,) * 4
        lifted = (isinstance(value, Lifted),) if self.liftable else ()
        return dict(zip(self.columns, (*parts, *lifted), strict=True))

    def load(self, row: Row, slugs: Slugs) -> RevisedDate | None:
        on, days, after, reaches, *lifted = (row[column] for column in self.columns)
        if any(lifted):
            return LIFTED
        if after is None:
            return on  # type: ignore[no-any-return]
        slug = slugs[MILESTONE].get(after)
        return None if slug is None else RelativeDate(days=days, after=slug, reaches=Level(reaches))

    def schema(self) -> Schema:
        parts = {field.key: field.schema() for field in RELATIVE}
        relative = map_schema(parts, list(parts))
        return {"anyOf": [DAY_SCHEMA, relative, *([{"const": LIFTED.value}] if self.liftable else [])]}


RELATIVE: tuple[Field, ...] = (
    Whole(key="days", needed=True, least=None, most=None),
    Named(key="after", needed=True, kind=MILESTONE),
    Scale(key="reaches", needed=True, steps=Level),
)


def _relative_date(cursor: Cursor) -> RelativeDate:
    cursor.check_keys([field.key for field in RELATIVE])
    days, after, reaches = (field.take(cursor) for field in RELATIVE)
    return RelativeDate(days=days, after=after, reaches=reaches)


@dataclass(frozen=True, kw_only=True)
class Certifier(Composed):
    """An actor, or the word for nobody."""

    key: str = "certifier"
    columns = ("certifier_id", "certifier_none_designated")
    names = (ACTOR,)

    def take(self, cursor: Cursor) -> str | None:
        if cursor.raw.get(self.key) == NONE_DESIGNATED:
            return NONE_DESIGNATED
        return cursor.refer(self.key, ACTOR)

    def write(self, value: str | None, keys: Keys) -> Columns:
        nobody = value == NONE_DESIGNATED
        actor = None if value is None or nobody else keys[ACTOR][value]
        return dict(zip(self.columns, (actor, nobody), strict=True))

    def load(self, row: Row, slugs: Slugs) -> str | None:
        return NONE_DESIGNATED if row["certifier_none_designated"] else slugs[ACTOR].get(row["certifier_id"])

    def schema(self) -> Schema:
        return SLUG_SCHEMA


@dataclass(frozen=True, kw_only=True)
class Required(Composed):
    """How many conditions must hold: all, any, or a number."""

    key: str = "require"
    default: Require = "all"

    def read(self, value: object, cursor: Cursor) -> Require:
        if isinstance(value, str) and not value.lstrip("+-").isdigit():
            words: dict[str, Require] = {"all": "all", "any": "any"}
            return values.one_of("number of conditions", words)(value)
        return values.as_whole_number(value)

    def write(self, value: Require, keys: Keys) -> Columns:
        return {"require": str(value)}

    def load(self, row: Row, slugs: Slugs) -> Require:
        words: dict[str, Require] = {"all": "all", "any": "any"}
        return words.get(row["require"]) or int(row["require"])

    def schema(self) -> Schema:
        return {"type": ["integer", "string"], "pattern": r"^(?:all|any|[+-]*[0-9]+)$"}


@dataclass(frozen=True, slots=True)
class About:
    """What a position is about: one milestone, one pillar, or (with neither) the plan."""

    milestone: str | None = None
    pillar: str | None = None


@dataclass(frozen=True, kw_only=True)
class Subject(Composed):
    """What a position is about: {milestone} or {pillar}."""

    key: str = "about"
    default: About = About()
    columns = ("milestone_id", "pillar_id")
    names = (MILESTONE, PILLAR)

    def take(self, cursor: Cursor) -> About:
        return cursor.inside(self.key, _about) or About()

    def plain(self, value: About) -> dict[str, str]:
        named = {"milestone": value.milestone, "pillar": value.pillar}
        return {key: slug for key, slug in named.items() if slug is not None}

    def restore(self, plain: Mapping[str, str]) -> About:
        return About(**plain)

    def write(self, value: About, keys: Keys) -> Columns:
        return {
            "milestone_id": value.milestone and keys[MILESTONE][value.milestone],
            "pillar_id": value.pillar and keys[PILLAR][value.pillar],
        }

    def load(self, row: Row, slugs: Slugs) -> About:
        return About(slugs[MILESTONE].get(row["milestone_id"]), slugs[PILLAR].get(row["pillar_id"]))

    def schema(self) -> Schema:
        either = map_schema({"milestone": SLUG_SCHEMA, "pillar": SLUG_SCHEMA})
        return either | {"minProperties": 1, "maxProperties": 1}


def _about(cursor: Cursor) -> About:
    known = ("milestone", "pillar")
    cursor.check_keys(known)
    if sum(cursor.has(key) for key in known) != 1:
        message = "a position is about one milestone or one pillar; leave `about` out for the plan as a whole"
        cursor.error(None, "position_about", message)
    return About(milestone=cursor.refer("milestone", MILESTONE), pillar=cursor.refer("pillar", PILLAR))


@dataclass(frozen=True, kw_only=True)
class TemplateArea(Named):
    """The entry's area, which in a template is the area that it is repeated for."""

    key: str = "area"
    kind: str = AREA

    def take(self, cursor: Cursor) -> str | None:
        area = super().take(cursor)
        if cursor.area is None:
            return area
        if area is not None and area != cursor.area.slug:
            message = 'in a template the area is the one it is repeated for; leave `area` out, or write "{area}"'
            cursor.error("area", "template_area", message)
        return str(cursor.area.slug)
