"""The filters of the lists: a closed set, over what the reader may see; values that are repeated mean "or".

Each is asked of rows in memory, by its `column` and its `test`; of changes alone, of the database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from milestones.api.parameters import (
    AS_DAY,
    AS_INSTANT,
    AS_NUMBER,
    AS_SLUG,
    AS_TRUTH,
    BadValue,
    Values,
    unknown_word,
    whole,
)
from milestones.contingency.scales import Grade, Level
from milestones.models.publication import Bounded

LOOK_UPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": lambda held, value: bool(held == value),
    "gte": lambda held, value: held is not None and bool(held >= value),
    "lte": lambda held, value: held is not None and bool(held <= value),
    "isnull": lambda held, value: (held is None) is value,
    "in": lambda held, values: held in values,
}
"""Whether what is found passes the value that is asked for."""


@dataclass(frozen=True)
class Filter:
    """What narrows a list by a column, one value of which is read so; the look-up `in` takes several, any will do."""

    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    column: str
    text: str
    lookup: str = "exact"
    named: type[Bounded] | None = None
    """The model of the parts of a plan that are asked for by slug, which must be known."""

    @property
    def repeats(self) -> bool:
        """Whether several values may be asked for."""
        return self.lookup == "in"

    def test(self, value: Any) -> Callable[[Any], bool]:
        """Whether what a row holds there passes what was asked for."""
        passes = LOOK_UPS[self.lookup]
        return lambda held: passes(held, value)


AS_TEXT: Values = (str, {"type": "string"})
day = partial(Filter, *AS_DAY)
instant = partial(Filter, *AS_INSTANT)
truth = partial(Filter, *AS_TRUTH)
number = partial(Filter, *whole(0))
exact_number = partial(Filter, *AS_NUMBER)
slug = partial(Filter, *AS_SLUG)
"""A slug need not be known."""
code = partial(Filter, *AS_TEXT)


def happened(column: str, text: str) -> Filter:
    """A filter by whether the column has a value."""
    read, schema = AS_TRUTH
    return Filter(lambda value: not read(value), schema, column, text, "isnull")


def part(model: type[Bounded], column: str, text: str) -> Filter:
    """A filter by the slugs of parts of a plan: rows of the model."""
    return Filter(*AS_TEXT, f"{column}__slug", text, "in", model)


def word(column: str, stored: Mapping[str, Any], text: str) -> Filter:
    """A filter by words of a scale; `stored` are the column's values for them."""

    def read(value: str) -> Any:
        if value not in stored:
            raise BadValue(unknown_word(value, stored))
        return stored[value]

    return Filter(read, {"type": "string", "enum": list(stored)}, column, text, "in")


def words_of(scale: type[Level | Grade]) -> dict[str, int]:
    """The stored numbers of a scale by the plan file's words."""
    return {step.slug: step.value for step in scale}


def same(words: Any) -> dict[str, str]:
    """Words that are stored as they are."""
    return {str(word): str(word) for word in words}
