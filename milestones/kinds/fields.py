"""One column of a kind, as every door reads it: what type of value it holds, and whether it may be absent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import override

from milestones.contingency.scales import Grade, Level
from milestones.models.choices import GRADES, LEVELS
from milestones.models.fields import ExactDecimalField, validate_slug
from milestones.planfile.text import LANGUAGES, Text

SCALES: tuple[tuple[type[Level] | type[Grade], Any], ...] = ((Level, LEVELS), (Grade, GRADES))


class ValueType(Enum):
    """What a column holds; a translated text is one value, though each language has a column of its own."""

    SLUG = "slug"
    TEXT = "text"
    CODE = "code"
    WORD = "word"
    SCALE = "scale"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"
    NUMBER = "number"
    WHOLE = "whole"
    REFERENCE = "reference"


def in_english(words: Any) -> str:
    """Words that are translated where people read them, for those who read the API, a schema or a report."""
    with override("en"):
        return str(words)


@dataclass(frozen=True)
class KindField:
    """A column of a kind's model and the key it is told by, in the plan file and in the API."""

    column: Any
    """The model's field: a django.db.models.Field, with the attributes of its class."""
    key: str
    is_translated: bool = False

    @property
    def name(self) -> str:
        """The column's name in the model; `date` of a record, `seat` of a key."""
        return str(self.column.name)

    @property
    def is_needed(self) -> bool:
        """Whether a row cannot do without it."""
        return not (self.column.null or self.column.blank or self.column.has_default())

    @property
    def is_short(self) -> bool:
        """Whether a text has the length of a name at most."""
        return self.column.max_length is not None

    @property
    def default(self) -> Any:
        """What an absent value stands for in the column; None where that is nothing."""
        if self.is_needed or not self.column.has_default():
            return None
        return self.column.get_default()

    @property
    def words(self) -> Mapping[Any, Any]:
        """The stored value of each word of a closed list, with its words for people; empty where it has none."""
        return dict(self.column.choices or ())

    @property
    def scale(self) -> type[Level] | type[Grade]:
        """The scale whose numbers it holds. Raises StopIteration where it holds none of a scale."""
        return next(scale for scale, words in SCALES if all(pair in words for pair in self.column.choices))

    @property
    def references(self) -> type[models.Model] | None:
        """The model whose rows it names."""
        return self.column.related_model if self.column.is_relation else None

    @property
    def help_text(self) -> str:
        """The column's text for those who read the API or a schema, in English."""
        return in_english(self.column.help_text)

    @cached_property
    def value_type(self) -> ValueType:
        """What it holds, by the class of the column; the first that fits."""
        column = self.column
        if self.is_translated:
            return ValueType.TEXT
        if column.is_relation:
            return ValueType.REFERENCE
        if column.choices:
            return ValueType.SCALE if isinstance(column, models.IntegerField) else ValueType.WORD
        if validate_slug in column.validators:
            return ValueType.SLUG
        for column_class, value_type in BY_CLASS:
            if isinstance(column, column_class):
                return value_type
        raise TypeError(f"{column} is of no class that a kind can tell. Name its type in kinds/fields.py.")

    def value_of(self, row: models.Model) -> Any:
        """What the row says in it: a text in its languages, a slug for another row, None for what is empty."""
        if self.is_translated:
            words = {language: getattr(row, f"{self.name}_{language}") or "" for language in LANGUAGES}
            return Text(words) or None
        value = getattr(row, self.column.attname)
        if self.value_type is ValueType.REFERENCE and value is not None:
            return getattr(getattr(row, self.name), "slug", value)
        return None if value == "" else value


BY_CLASS: tuple[tuple[type[Any], ValueType], ...] = (
    (models.BooleanField, ValueType.FLAG),
    (models.DateTimeField, ValueType.INSTANT),  # before dates: it is one of them
    (models.DateField, ValueType.DAY),
    (ExactDecimalField, ValueType.NUMBER),
    (models.IntegerField, ValueType.WHOLE),
    (models.CharField, ValueType.CODE),
    (models.TextField, ValueType.CODE),
)
