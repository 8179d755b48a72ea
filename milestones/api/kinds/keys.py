"""The keys by which the API tells the rows of a kind: each leads to a column of the row, or to one further on."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import capfirst

from milestones.kinds import Kind, KindField, ValueType
from milestones.kinds.fields import in_english
from milestones.models import Plan
from milestones.models.publication import Bounded

END_OF_CLAUSE = re.compile(r"(?=[;.](\s|$))")


@dataclass(frozen=True, eq=False)
class Key:
    """A key of a row: `path` is the look-up from the row to the column, such as "stage" or "seat__body"."""

    name: str
    path: str
    model: type[Bounded]
    """The model of the row."""
    field: KindField

    @property
    def is_reference(self) -> bool:
        """Whether it names another row."""
        return self.field.value_type is ValueType.REFERENCE

    @property
    def is_by_slug(self) -> bool:
        """Whether it names the other row by a slug rather than by a number."""
        related: Any = self.field.references
        return any(column.name == "slug" for column in related._meta.concrete_fields)

    @cached_property
    def may_hide(self) -> bool:
        """Whether a reader who sees the row may yet not see what it names, so that nothing of that is told."""
        related: Any = self.field.references
        if related is None or "__" in self.path or self.path in self.model.hangs_on:
            return False
        return bool(related.has_publication() or related.hangs_on != ("plan",))

    @property
    def source(self) -> str:
        """The look-up of the value that is told."""
        if not self.is_reference:
            return self.path
        if not self.is_by_slug:
            return f"{self.path}_id"
        return f"{self.path}__slug"

    @property
    def may_be_null(self) -> bool:
        """Whether it may be told as null."""
        return bool(self.field.column.null)

    @property
    def title(self) -> str:
        """The column's name, in English."""
        return capfirst(in_english(self.field.column.verbose_name))

    @property
    def text(self) -> str:
        """What the column holds, as one reads it who sees null where a form is empty, and slugs for rows."""
        words = self.field.help_text
        if self.may_be_null:
            words = words.replace("empty", "null").replace("Empty", "Null")
        if self.is_reference:
            words = END_OF_CLAUSE.sub(", by slug" if self.is_by_slug else ", by number", words, count=1)
        return words


def keys_of(
    kind: Kind, *, renamed: Mapping[str, str], also: Mapping[str, str], omitted: Collection[str]
) -> Iterator[Key]:
    """The plan, `also` (keys with the look-ups that they follow), and every column by its name here."""
    plan = {} if kind.model is Plan else {"plan": kind.in_plan}
    for name, path in {**plan, **also}.items():
        yield Key(name, path, kind.model, KindField(column=_column(kind.model, path), key=name))
    for field in kind.fields_alone:
        if field.name not in omitted:
            yield Key(renamed.get(field.name, field.name), field.name, kind.model, field)


def _column(model: Any, path: str) -> Any:
    first, _, rest = path.partition("__")
    column = model._meta.get_field(first)
    return _column(column.related_model, rest) if rest else column
