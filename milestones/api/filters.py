"""The filters of the lists: a closed set, over what the reader may see; values that are repeated mean "or"."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import Filter, FilterSet, ModelMultipleChoiceFilter, MultipleChoiceFilter

from milestones.api.parameters import (
    BadValue,
    read_day,
    read_exact_number,
    read_instant,
    read_number,
    read_slug,
)
from milestones.contingency.scales import Grade, Level, Status
from milestones.limits import INTEGER_MAX
from milestones.models import Milestone
from milestones.models.publication import Bounded

UNKNOWN = _("“%(value)s” is not known here. Choose from what is.")


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
        self._schema = schema

    def get_method(self, qs: QuerySet) -> Any:
        return qs.exclude if self.exclude else qs.filter

    def openapi(self) -> dict[str, Any]:
        """The value's schema."""
        return dict(self._schema)


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


day = _read_by(read_day, {"type": "string", "format": "date"})
instant = _read_by(read_instant, {"type": "string", "format": "date-time"})
truth = _read_by(_one_of_two, {"type": "boolean"})
number = _read_by(read_number(0, INTEGER_MAX), {"type": "integer", "minimum": 0})
exact_number = _read_by(read_exact_number, {"type": "string", "format": "decimal"})
slug = _read_by(read_slug, {"type": "string"})
"""A slug need not be known."""
code = _read_by(str, {"type": "string"})


class _PartField(forms.ModelMultipleChoiceField):
    """Slugs of rows that the reader may see; one that is hidden is as unknown as one that is not there."""

    default_error_messages = {"invalid_choice": UNKNOWN}


class PartFilter(ModelMultipleChoiceFilter):
    """A filter by the slugs of parts of a plan."""

    repeats = True

    def __init__(self, model: type[Bounded], column: str, text: str) -> None:
        super().__init__(
            field_name=column,
            queryset=lambda request: model.objects.visible_to(request.user).order_by(),
            to_field_name="slug",
            help_text=text,
            error_messages={"invalid_choice": UNKNOWN},
        )

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        if not value:
            return qs
        return qs.filter(**{f"{self.field_name}__in": [each.pk for each in value]})

    def openapi(self) -> dict[str, Any]:
        """One value's schema."""
        return {"type": "string"}


class WordFilter(MultipleChoiceFilter):
    """A filter by words of a scale; `stored` are the column's values for them."""

    repeats = True

    def __init__(self, column: str, stored: Mapping[str, Any], text: str, **kwargs: Any) -> None:
        super().__init__(
            field_name=column,
            choices=[(word, word) for word in stored],
            help_text=text,
            error_messages={"invalid_choice": UNKNOWN},
            **kwargs,
        )
        self.stored = stored

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        if not value:
            return qs
        if self.method is not None:
            return super().filter(qs, value)
        return qs.filter(**{f"{self.field_name}__in": [self.stored[word] for word in value]})

    def openapi(self) -> dict[str, Any]:
        """One value's schema."""
        return {"type": "string", "enum": list(self.stored)}


def words_of(scale: type[Level | Grade]) -> dict[str, int]:
    """The stored numbers of a scale by the plan file's words."""
    return {each.slug: each.value for each in scale}


def same(words: Any) -> dict[str, str]:
    """Words that are stored as they are."""
    return {str(word): str(word) for word in words}


class ChangeFilters(FilterSet):
    milestone = PartFilter(Milestone, "milestone", "Of these milestones, by slug.")
    old = WordFilter("old", same(Status), "From this status.")
    new = WordFilter("new", same(Status), "To this status.")
    on__gte = day("on", "On this day or later.", lookup="gte")
    on__lte = day("on", "On this day or earlier.", lookup="lte")
