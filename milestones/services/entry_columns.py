"""How one key of a plan file is kept in the columns of a row, both ways.

A row here is a map from column to value; `slugs` and `keys` tell the names of the rows that it points to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol, TypeVar

from django.db.models import Model

from milestones.contingency.plan import LIFTED, Lifted, PlannedDate, RelativeDate, RevisedDate
from milestones.contingency.scales import Level
from milestones.models import Actor, Milestone, Pillar
from milestones.planfile.document import NONE_DESIGNATED, About, Require
from milestones.planfile.text import LANGUAGES, Text

Row = Mapping[str, Any]
Columns = dict[str, Any]
Slugs = Mapping[type[Model], Mapping[int, str]]
"""By model: the slug of each row that may be named, by its primary key."""
Keys = Mapping[type[Model], Mapping[str, int]]
"""By model: the primary key of each row, by its slug."""

Word = TypeVar("Word", bound=Enum)


class Column(Protocol):
    """One key of an entry and the columns that keep it."""

    @property
    def key(self) -> str:
        """The key."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns."""

    def read(self, row: Row, slugs: Slugs) -> Any:
        """The key's value in a row."""

    def write(self, value: Any, keys: Keys) -> Columns:
        """The columns that keep the value."""


@dataclass(frozen=True)
class Plain:
    """A value that a column keeps as it is."""

    key: str
    column: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column or self.key,)

    def read(self, row: Row, slugs: Slugs) -> Any:
        return row[self.columns[0]]

    def write(self, value: Any, keys: Keys) -> Columns:
        return {self.columns[0]: value}


@dataclass(frozen=True)
class Code(Plain):
    """A string, which is empty in the column where the key is absent."""

    def read(self, row: Row, slugs: Slugs) -> Any:
        return row[self.key] or None

    def write(self, value: Any, keys: Keys) -> Columns:
        return {self.key: value or ""}


@dataclass(frozen=True)
class OneOf(Plain):
    """A word or step of a scale; an absent one is kept as `absent`."""

    scale: type[Enum] = field(kw_only=True)
    absent: str | None = None

    def read(self, row: Row, slugs: Slugs) -> Any:
        value = row[self.key]
        return None if value is None or value == self.absent else self.scale(value)

    def write(self, value: Any, keys: Keys) -> Columns:
        return {self.key: self.absent if value is None else value.value}


@dataclass(frozen=True)
class Words:
    """A text in a column for each language."""

    key: str
    required: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{self.key}_{language}" for language in LANGUAGES)

    def read(self, row: Row, slugs: Slugs) -> Text | None:
        text = Text({language: row[f"{self.key}_{language}"] or "" for language in LANGUAGES})
        return text if text or self.required else None

    def write(self, value: Text | None, keys: Keys) -> Columns:
        words: Mapping[str, str] = value or {}
        return {f"{self.key}_{language}": words.get(language) for language in LANGUAGES}


@dataclass(frozen=True)
class Reference:
    """The slug of a row of another model; None where that row may not be named."""

    key: str
    model: type[Model]
    column: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column or f"{self.key}_id",)

    def read(self, row: Row, slugs: Slugs) -> str | None:
        return slugs[self.model].get(row[self.columns[0]])

    def write(self, value: str | None, keys: Keys) -> Columns:
        return {self.columns[0]: None if value is None else keys[self.model][value]}


@dataclass(frozen=True)
class Planned:
    """A day, or so many days after a milestone's level.

    Kept as none at all while the milestone that it follows has no key yet, and read so where it may not be named.
    """

    key: str

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{self.key}_{part}" for part in ("on", "days", "after_id", "reaches"))

    def read(self, row: Row, slugs: Slugs) -> PlannedDate | None:
        day, days, after, reaches = (row[column] for column in self.columns)
        if after is None:
            return day  # type: ignore[no-any-return]
        if after not in slugs[Milestone]:
            return None
        return RelativeDate(days=days, after=slugs[Milestone][after], reaches=Level(reaches))

    def write(self, value: PlannedDate | None, keys: Keys) -> Columns:
        parts: tuple[object, ...] = (value, None, None, None)
        if isinstance(value, RelativeDate):
            after = keys[Milestone].get(value.after)
            parts = (None, value.days, after, value.reaches.value) if after is not None else (None,) * 4
        return dict(zip(self.columns, parts, strict=True))


@dataclass(frozen=True)
class Revised:
    """A planned date as a revision gives it, which may be that there is none any more."""

    key: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (*Planned(self.key).columns, f"{self.key}_lifted")

    def read(self, row: Row, slugs: Slugs) -> RevisedDate | None:
        return LIFTED if row[f"{self.key}_lifted"] else Planned(self.key).read(row, slugs)

    def write(self, value: RevisedDate | None, keys: Keys) -> Columns:
        is_lifted = isinstance(value, Lifted)
        given = None if isinstance(value, Lifted) else value
        return {**Planned(self.key).write(given, keys), f"{self.key}_lifted": is_lifted}


@dataclass(frozen=True)
class Certifier:
    """An actor, or the word for nobody."""

    key: str = "certifier"
    columns = ("certifier_id", "certifier_none_designated")

    def read(self, row: Row, slugs: Slugs) -> str | None:
        if row["certifier_none_designated"]:
            return NONE_DESIGNATED
        return slugs[Actor].get(row["certifier_id"])

    def write(self, value: str | None, keys: Keys) -> Columns:
        nobody = value == NONE_DESIGNATED
        actor = None if value is None or nobody else keys[Actor][value]
        return {"certifier_id": actor, "certifier_none_designated": nobody}


@dataclass(frozen=True)
class Required:
    """How many conditions must hold: all, any, or a number."""

    key: str = "require"
    columns = ("require",)

    def read(self, row: Row, slugs: Slugs) -> Require:
        words: dict[str, Require] = {"all": "all", "any": "any"}
        return words.get(row["require"]) or int(row["require"])

    def write(self, value: Require, keys: Keys) -> Columns:
        return {"require": str(value)}


@dataclass(frozen=True)
class Subject:
    """What a position is about."""

    key: str = "about"
    columns = ("milestone_id", "pillar_id")

    def read(self, row: Row, slugs: Slugs) -> About:
        return About(
            milestone=slugs[Milestone].get(row["milestone_id"]), pillar=slugs[Pillar].get(row["pillar_id"])
        )

    def write(self, value: About, keys: Keys) -> Columns:
        return {
            "milestone_id": value.milestone and keys[Milestone][value.milestone],
            "pillar_id": value.pillar and keys[Pillar][value.pillar],
        }
