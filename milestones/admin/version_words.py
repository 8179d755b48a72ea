"""What a version of a row said, and what is different from the one before, in the words of the row's form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from milestones.admin.summaries import EMPTY
from milestones.models import SeenBy
from milestones.selectors.row_history import Version, table_of_kind
from milestones.wording import columns

Names = Mapping[tuple[Any, int], str]
"""What other rows are called, by model and key; of those that the reader may see."""


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the row in the words of its form: before and after; `language` where it is a text's own."""

    label: str
    old: str
    new: str
    language: str = ""


def lines_between(model: type[Model], before: Version | None, after: Version, names: Names) -> Iterator[Line]:
    """Each column of the version that is told otherwise than before; of none before it, each column."""
    own_change = False
    for name in table_of_kind(model._meta.label_lower).columns[1:]:
        column: Any = model._meta.get_field(name)
        old = "" if before is None else in_words(column, before.columns[name], names)
        new = in_words(column, after.columns[name], names)
        if old != new:
            own_change |= name == "publication"
            yield Line(capfirst(str(column.verbose_name)), old, new, getattr(column, "language", ""))
    if before is None or (before.seen_by != after.seen_by and not own_change):
        words = dict(SeenBy.choices)
        yield Line(
            _("Seen by, with all that it hangs on"),
            str(words[before.seen_by]) if before else "",
            str(words[after.seen_by]),
        )


def in_words(column: Any, value: Any, names: Names) -> str:
    """A column's value as its form says it; a dash for what is empty, gone or hidden."""
    if column.is_relation:
        return names.get((column.related_model, value), EMPTY)
    return columns.in_words(column, value) or EMPTY
