"""One key of an entry, in one dialect: how its value is read, written, described, and kept in columns.

A row is a map from column to value here; `keys` and `slugs` tell the rows that others name, by kind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from milestones.contingency.scales import Grade, Level
from milestones.limits import NAME_LENGTH, SLUG_LENGTH
from milestones.planfile import values
from milestones.planfile.cursor import UNNAMED, Cursor
from milestones.planfile.text import LANGUAGES, Text

Row = Mapping[str, Any]
Load = Callable[[Mapping[str, Any]], Any]
Columns = dict[str, Any]
Keys = Mapping[str, Mapping[str, int]]
"""By kind: the key of each row that may be named, by its slug."""
Slugs = Mapping[str, Mapping[int, str]]
"""The other way round."""
Schema = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Field:
    """A key whose value one column keeps as it is.

    `default` is what an absent value stands for. One that goes `always` is written even where it is the default.
    `spellings` are older words for the key.
    """

    key: str
    column: str = ""
    needed: bool = False
    default: Any = None
    always: bool = False
    help: str = ""
    spellings: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that keep it."""
        return (self.column or self.key,)

    @property
    def names(self) -> tuple[str, ...]:
        """The kinds whose rows it names."""
        return ()

    @property
    def stand_in(self) -> Any:
        """What is read where a needed value is missing, so that reading can go on to the other faults."""
        return None

    def read(self, value: object, cursor: Cursor) -> Any:
        """The value of plain data; raises Refused."""
        raise NotImplementedError

    def take(self, cursor: Cursor) -> Any:
        """The value in the file, faults reported; the default where it is absent."""
        reader: Callable[[object], Any] = lambda value: self.read(value, cursor)  # noqa: E731 - a bound argument
        if self.needed:
            return cursor.need(self.key, reader, self.stand_in)
        return cursor.get_or(self.key, reader, self.default)

    def dump(self, entry: Mapping[str, Any]) -> Any:
        """The entry's value as JSON has it; None where it goes without saying."""
        value = entry[self.key]
        if value is None or (value == self.default and not self.needed and not self.always):
            return None
        return self.plain(value)

    def plain(self, value: Any) -> Any:
        """The value as JSON has it."""
        return value

    def canonical(self, entry: Mapping[str, Any]) -> Any:
        """The entry's value in canonical JSON (`planfile.canonical`); None where it goes without saying."""
        return self.dump(entry)

    def restore(self, plain: Any) -> Any:
        """The value of what `canonical` gave; unchecked, for it was ours."""
        return plain

    def write(self, value: Any, keys: Keys) -> Columns:
        """The columns that keep the value."""
        return {self.columns[0]: value}

    def loader(self, slugs: Slugs) -> Load:
        """How the value is read from a row."""
        return itemgetter(self.columns[0])

    def schema(self) -> Schema:
        """The JSON Schema of a value."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Composed(Field):
    """A key whose value is read from a row as a whole."""

    def loader(self, slugs: Slugs) -> Load:
        return lambda row: self.load(row, slugs)

    def load(self, row: Row, slugs: Slugs) -> Any:
        """The value that the row's columns keep."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Line(Field):
    """A string, kept as "" where it is absent."""

    def write(self, value: str | None, keys: Keys) -> Columns:
        return {self.columns[0]: value or ""}

    def loader(self, slugs: Slugs) -> Load:
        column, default = self.columns[0], self.default
        return lambda row: row[column] or default


@dataclass(frozen=True, kw_only=True)
class Slug(Line):
    """A slug that names the entry itself, or something that has no kind."""

    stand_in = ""

    def read(self, value: object, cursor: Cursor) -> str | None:
        return None if value == "" and not self.needed else cursor.slug(value)

    def schema(self) -> Schema:
        return SLUG_SCHEMA if self.needed else {"anyOf": [SLUG_SCHEMA, {"const": ""}]}


SLUG_SCHEMA: Schema = {"$ref": "#/$defs/slug"}


def slug_schema(*, in_template: bool) -> Schema:
    """The JSON Schema of a slug; in a template it may hold `{area}`."""
    pattern = r"([a-z]|\{area\})([a-z0-9-]|\{area\})*" if in_template else values.SLUG.pattern
    return {"type": "string", "pattern": anchored(pattern), "maxLength": SLUG_LENGTH}


def map_schema(properties: Schema, needed: Sequence[str] = ()) -> Schema:
    """The JSON Schema of a map with these keys and no other."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": [*needed]} if needed else {})


def led(schema: Any, lead: Callable[[str], Schema]) -> Any:
    """The schema with what `lead` gives of a definition's name in the place of each reference to it."""
    if isinstance(schema, list):
        return [led(inner, lead) for inner in schema]
    if not isinstance(schema, Mapping):
        return schema
    told = {key: led(inner, lead) for key, inner in schema.items() if key != "$ref"}
    return told | (lead(schema["$ref"].removeprefix("#/$defs/")) if "$ref" in schema else {})


def anchored(pattern: str) -> str:
    """The pattern for a whole string."""
    return f"^(?:{pattern})$"


@dataclass(frozen=True, kw_only=True)
class Named(Field):
    """The slug of a row of another kind, looked up when all is read; None in a row whose part may not be named."""

    kind: str

    stand_in = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.column or self.key}_id",)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.kind,)

    def read(self, value: object, cursor: Cursor) -> str:
        return cursor.slug(value)

    def take(self, cursor: Cursor) -> str | None:
        given = [key for key in (self.key, *self.spellings) if cursor.has(key)]
        if len(given) > 1:
            message = f"{given[1]} is an older word for {self.key}, which stands here too; give one of them"
            cursor.error(given[1], f"{self.key}_twice", message)
        key = given[-1] if given else self.key
        return cursor.refer(key, self.kind) or (cursor.need(key, cursor.slug, "") if self.needed else None)

    def write(self, value: str | None, keys: Keys) -> Columns:
        return {self.columns[0]: None if value is None else keys[self.kind][value]}

    def loader(self, slugs: Slugs) -> Load:
        column, named = self.columns[0], slugs[self.kind]
        return lambda row: named.get(row[column])

    def schema(self) -> Schema:
        return SLUG_SCHEMA


@dataclass(frozen=True, kw_only=True)
class Words(Field):
    """A text in a column for each language; a `short` one is no longer than a name may be."""

    short: bool = False

    stand_in = UNNAMED

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{self.column or self.key}_{language}" for language in LANGUAGES)

    def read(self, value: object, cursor: Cursor) -> Text | None:
        return cursor.text(value, NAME_LENGTH if self.short else None)

    def plain(self, value: Text) -> Any:
        return value["en"] if tuple(value) == ("en",) else dict(value)

    def restore(self, plain: Any) -> Text:
        return Text(plain)

    def write(self, value: Text | None, keys: Keys) -> Columns:
        words: Mapping[str, str] = value or {}
        return dict(zip(self.columns, (words.get(language) for language in LANGUAGES), strict=True))

    def loader(self, slugs: Slugs) -> Load:
        by_language = tuple(zip(LANGUAGES, self.columns, strict=True))

        def load(row: Row) -> Text | None:
            text = Text({language: row[column] or "" for language, column in by_language})
            return text if text or self.needed else None

        return load

    def schema(self) -> Schema:
        return {"$ref": f"#/$defs/{'short_text' if self.short else 'text'}"}


@dataclass(frozen=True, kw_only=True)
class Code(Line):
    """A string in no language, of a form."""

    form: values.Form

    stand_in = "-"

    def read(self, value: object, cursor: Cursor) -> str | None:
        return self.form.read(value)

    def schema(self) -> Schema:
        pattern = {"pattern": anchored(rf"{self.form.pattern}|\s*")} if self.form.pattern else {}
        return {"type": "string", "maxLength": self.form.most, **pattern}


@dataclass(frozen=True, kw_only=True)
class Word(Line):
    """A word of a closed list. `called` says in a fault what the word is."""

    words: tuple[str, ...]
    called: str = ""

    def read(self, value: object, cursor: Cursor) -> str:
        return values.one_of(self.called or self.key.replace("_", " "), {word: word for word in self.words})(value)

    @property
    def stand_in(self) -> str:
        return self.words[0]

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, kw_only=True)
class Scale(Field):
    """A step of the scale of levels or of grades, kept as its number."""

    steps: type[Level] | type[Grade]

    def read(self, value: object, cursor: Cursor) -> Level | Grade:
        return values.one_of(self.steps.__name__.lower(), {step.slug: step for step in self.steps})(value)

    @property
    def stand_in(self) -> Level | Grade:
        return self.steps(1)

    def plain(self, value: Level | Grade) -> str:
        return value.slug

    @cached_property
    def _by_slug(self) -> Mapping[str, Level | Grade]:
        return {step.slug: step for step in self.steps}

    def restore(self, plain: str) -> Level | Grade:
        return self._by_slug[plain]

    def write(self, value: Level | Grade | None, keys: Keys) -> Columns:
        return {self.columns[0]: None if value is None else value.value}

    def loader(self, slugs: Slugs) -> Load:
        column = self.columns[0]
        steps: dict[int | None, Level | Grade | None] = {step.value: step for step in self.steps}
        steps[None] = None
        return lambda row: steps[row[column]]

    def schema(self) -> Schema:
        return {"enum": [step.slug for step in self.steps]}
