"""One key of a section's entry: how it is read from the file, kept in columns, and written again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from milestones.contingency.scales import Grade
from milestones.limits import INTEGER_MAX, is_exact
from milestones.planfile.cursor import Cursor
from milestones.planfile.document import Publication
from milestones.planfile.faults import Refused
from milestones.planfile.read_records import as_publication
from milestones.planfile.text import LANGUAGES, Text
from milestones.planfile.values import (
    as_code,
    as_date,
    as_decimal,
    as_grade,
    as_instant,
    as_whole_number,
    one_of,
    wrong_type,
)

Columns = dict[str, Any]
Keys = Mapping[type[Model], Mapping[str, int]]
"""By model: the key of each row that may be named, by its slug."""
Slugs = Mapping[type[Model], Mapping[int, str]]
"""The other way round."""

PLAN_PARTS = ("actor", "area", "indicator", "milestone", "phase", "pillar", "source")
"""The kinds of the core's parts that an entry may name by their slug."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """A key whose value one column keeps as it is; `read` takes plain data or raises Refused."""

    key: str
    read: Callable[[object], Any] = lambda value: value
    column: str = ""
    needed: bool = False
    default: Any = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that keep it."""
        return (self.column or self.key,)

    def take(self, cursor: Cursor) -> Any:
        """The value in the file, faults reported; the default where it is absent."""
        if self.needed:
            return cursor.need(self.key, self.read, self.default)
        return cursor.get_or(self.key, self.read, self.default)

    def write(self, value: Any, keys: Keys) -> Columns:
        """The columns that keep the value."""
        return {self.columns[0]: value}

    def load(self, row: Mapping[str, Any], slugs: Slugs) -> Any:
        """The value that a row keeps."""
        return row[self.columns[0]]

    def dump(self, value: Any) -> Any:
        """The value as plain data; None where the default goes without saying."""
        return None if value == self.default and not self.needed else _plain(value)


@dataclass(frozen=True, kw_only=True)
class Words(Field):
    """A text in a column for each language; a `short` one is no longer than a name may be."""

    short: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{self.key}_{language}" for language in LANGUAGES)

    def take(self, cursor: Cursor) -> Text | None:
        read = cursor.short_text if self.short else cursor.text
        return cursor.need(self.key, read, Text("-")) if self.needed else cursor.get(self.key, read)

    def write(self, value: Text | None, keys: Keys) -> Columns:
        said: Mapping[str, str] = value or {}
        return {f"{self.key}_{language}": said.get(language) for language in LANGUAGES}

    def load(self, row: Mapping[str, Any], slugs: Slugs) -> Text | None:
        return Text({language: row[f"{self.key}_{language}"] or "" for language in LANGUAGES}) or None

    def dump(self, value: Text | None) -> Any:
        if value is None:
            return None
        return value["en"] if tuple(value) == ("en",) else dict(value)


@dataclass(frozen=True, kw_only=True)
class Named(Field):
    """The slug of another row: a part of the plan (`kind`) or an entry of another table of the section (`model`)."""

    model: type[Model] = field(kw_only=True)
    kind: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.column or self.key}_id",)

    def take(self, cursor: Cursor) -> str | None:
        kind = self.kind or f"{self.model._meta.label_lower}"
        return cursor.need_reference(self.key, kind) if self.needed else cursor.refer(self.key, kind)

    def write(self, value: str | None, keys: Keys) -> Columns:
        return {self.columns[0]: None if value is None else keys[self.model][value]}

    def load(self, row: Mapping[str, Any], slugs: Slugs) -> str | None:
        key = row[self.columns[0]]
        return None if key is None else slugs[self.model].get(key)


@dataclass(frozen=True, kw_only=True)
class Code(Field):
    """A string in no language; empty in its column where it is absent."""

    read: Callable[[object], Any] = as_code

    def write(self, value: str | None, keys: Keys) -> Columns:
        return {self.columns[0]: value or ""}

    def load(self, row: Mapping[str, Any], slugs: Slugs) -> str | None:
        return row[self.columns[0]] or None


@dataclass(frozen=True, kw_only=True)
class GradeOf(Field):
    """The verification of a record."""

    key: str = "verification"
    read: Callable[[object], Any] = as_grade
    default: Any = Grade.REPORTED

    def write(self, value: Grade, keys: Keys) -> Columns:
        return {self.columns[0]: value.value}

    def load(self, row: Mapping[str, Any], slugs: Slugs) -> Grade:
        return Grade(row[self.columns[0]])

    def dump(self, value: Grade) -> str:
        return value.slug


@dataclass(frozen=True, kw_only=True)
class PublicationOf(Field):
    """Who may see the row."""

    key: str = "publication"
    read: Callable[[object], Any] = as_publication
    default: Any = Publication.PUBLISHED

    def write(self, value: Publication, keys: Keys) -> Columns:
        return {"publication": value.value}

    def load(self, row: Mapping[str, Any], slugs: Slugs) -> Publication:
        return Publication(row["publication"])

    def dump(self, value: Publication) -> str | None:
        return None if value is Publication.PUBLISHED else value.value


def word(key: str, words: Mapping[str, Any], **options: Any) -> Field:
    """One of a closed list of words, kept as it is."""
    read = one_of(key.replace("_", " "), {each: each for each in words})
    return Field(key=key, read=read, **options)


def day(key: str, **options: Any) -> Field:
    """A date."""
    stand_in = {"default": date(2000, 1, 1)} if options.get("needed") else {}
    return Field(key=key, read=as_date, **{**stand_in, **options})


def instant(key: str, **options: Any) -> Field:
    """An instant with its zone."""
    return Field(key=key, read=as_instant, **options)


def number(key: str, **options: Any) -> Field:
    """An exact number that the database keeps without loss."""
    stand_in = {"default": Decimal(0)} if options.get("needed") else {}
    return Field(key=key, read=_kept_number, **{**stand_in, **options})


def whole(key: str, **options: Any) -> Field:
    """A whole number, not negative."""
    stand_in = {"default": 0} if options.get("needed") else {}
    return Field(key=key, read=_whole, **{**stand_in, **options})


def flag(key: str, **options: Any) -> Field:
    """true or false; false where it is absent."""
    return Field(key=key, read=_flag, **{"default": False, **options})


def _kept_number(value: object) -> Decimal:
    found = as_decimal(_as_read(value))
    if not is_exact(found):
        raise Refused(
            "inexact", f"{found} cannot be kept exactly: at most 15 digits, 10 of them after the point"
        )
    return found


def _whole(value: object) -> int:
    found = as_whole_number(_as_read(value))
    if not 0 <= found <= INTEGER_MAX:
        raise wrong_type(f"a whole number from 0 to {INTEGER_MAX}", value, "bad_number")
    return found


def _as_read(value: object) -> object:
    """A section's whole number, which it holds as int, as the readers of values take it."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise wrong_type("true or false", value)
    return value


def _plain(value: Any) -> Any:
    """Plain data as sections keep it: whole numbers as int, other numbers as strings."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value, "f")
    return value
