"""The filters of the lists: a closed set, over what the reader may see; values that are repeated mean "or".

Each is asked of rows in memory, by its `field_name` and its `test`; of changes alone, of the database.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters import Filter, MultipleChoiceFilter
from rest_framework.exceptions import ErrorDetail

from milestones.api.parameters import AS_DAY, AS_INSTANT, AS_NUMBER, AS_SLUG, BadValue, Faults, unknown_word, whole
from milestones.contingency.scales import Grade, Level
from milestones.models.publication import Bounded

Test = Callable[[Any], bool]
LOOK_UPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": lambda held, value: bool(held == value),
    "gte": lambda held, value: held is not None and bool(held >= value),
    "lte": lambda held, value: held is not None and bool(held <= value),
    "isnull": lambda held, value: (held is None) == value,
}
"""Whether what is found passes the value that is asked for."""


class _ReadField(forms.Field):
    """A form field that reads its text by a function that raises BadValue."""

    def __init__(self, *args: Any, reads: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reads = reads

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return self.reads(value)
        except BadValue as bad:
            raise ValidationError(str(bad), code="invalid") from bad


class ReadFilter(Filter):
    """A filter whose one value is read by a function; `schema` describes it."""

    field_class = _ReadField
    repeats = False

    def __init__(self, *, schema: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.schema = schema

    def test(self, value: Any) -> Test:
        """Whether what a row holds there passes the value that was asked for."""
        passes = LOOK_UPS[self.lookup_expr]
        return lambda held: passes(held, value) != self.exclude


def _one_of_two(value: str) -> bool:
    if value not in ("true", "false"):
        raise BadValue(_("“%(value)s” is neither true nor false.") % {"value": value})
    return value == "true"


def _read_by(reads: Callable[[str], Any], schema: Mapping[str, Any]) -> Callable[..., ReadFilter]:
    """What makes the filters of one type of value: each by a column, its help text and a look-up."""

    def make(column: str, text: str, *, lookup: str = "exact", **options: Any) -> ReadFilter:
        options |= {"lookup_expr": lookup, "reads": reads, "schema": schema, "help_text": text}
        return ReadFilter(field_name=column, **options)

    return make


day = _read_by(*AS_DAY)
instant = _read_by(*AS_INSTANT)
truth = _read_by(_one_of_two, {"type": "boolean"})
number = _read_by(*whole(0))
exact_number = _read_by(*AS_NUMBER)
slug = _read_by(*AS_SLUG)
"""A slug need not be known."""
code = _read_by(str, {"type": "string"})


class _WordsField(forms.MultipleChoiceField):
    """Words; whether they are known is asked where what is known is at hand: `read_filters`."""

    def valid_value(self, value: Any) -> bool:
        return True


class _ChoiceFilter(MultipleChoiceFilter):
    """A filter by any of several words; `schema` is that of one."""

    repeats = True
    schema: Mapping[str, Any] = {"type": "string"}
    field_class = _WordsField

    def __init__(self, column: str, text: str) -> None:
        super().__init__(field_name=column, help_text=text, distinct=False)


class PartFilter(_ChoiceFilter):
    """A filter by the slugs of parts of a plan: rows of the model `named`."""

    def __init__(self, model: type[Bounded], column: str, text: str) -> None:
        super().__init__(f"{column}__slug", text)
        self.named = model

    def test(self, value: Any) -> Test:
        """Whether what a row holds there is one of the slugs."""
        return frozenset(value).__contains__


class WordFilter(_ChoiceFilter):
    """A filter by words of a scale; `stored` are the column's values for them."""

    def __init__(self, column: str, stored: Mapping[str, Any], text: str) -> None:
        super().__init__(column, text)
        self.stored, self.schema = stored, {"type": "string", "enum": list(stored)}

    def test(self, value: Any) -> Test:
        """Whether what a row holds there is what is stored for one of the words."""
        return frozenset(self.stored[word] for word in value).__contains__


Known = Callable[[type[Bounded], Collection[str]], Collection[str]]
"""Of the rows of a model and slugs that are asked for: every slug that the reader may ask for."""


def read_filters(filters: Mapping[str, Any], query: QueryDict, known: Known) -> tuple[dict[str, Any], Faults]:
    """The values of the filters that are given, and every fault found.

    A slug of a row that is hidden is as unknown as one of none.
    """
    values: dict[str, Any] = {}
    faults: Faults = {}
    for name, filter_ in filters.items():
        if name not in query:
            continue
        try:
            values[name] = filter_.field.clean(filter_.field.widget.value_from_datadict(query, {}, name))
            if isinstance(filter_, PartFilter):
                _refuse_unknown(values[name], known(filter_.named, values[name]))
            elif isinstance(filter_, WordFilter):
                _refuse_unknown(values[name], filter_.stored)
        except ValidationError as error:
            faults[name] = [ErrorDetail(" ".join(error.messages), code=error.error_list[0].code or "invalid")]
    return values, faults


def _refuse_unknown(words: Iterable[str], known: Collection[str]) -> None:
    unknown = [unknown_word(word, known) for word in words if word not in known]
    if unknown:
        raise ValidationError(unknown, code="invalid_choice")


def words_of(scale: type[Level | Grade]) -> dict[str, int]:
    """The stored numbers of a scale by the plan file's words."""
    return {step.slug: step.value for step in scale}


def same(words: Any) -> dict[str, str]:
    """Words that are stored as they are."""
    return {str(word): str(word) for word in words}
