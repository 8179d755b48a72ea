"""The filters of the lists: a closed set, over what the reader may see; values that are repeated mean "or"."""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
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
from milestones.contingency.scales import Before, Force, Grade, Level, Status
from milestones.limits import INTEGER_MAX
from milestones.models import Actor, Area, Indicator, Milestone, Phase, Pillar, Plan, Source
from milestones.models.choices import ActorKind, Stance, Tier

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


def day(column: str, text: str, *, lookup: str) -> ReadFilter:
    """A filter by a day."""
    schema = {"type": "string", "format": "date"}
    return ReadFilter(field_name=column, lookup_expr=lookup, reads=read_day, schema=schema, help_text=text)


def instant(column: str, text: str, *, lookup: str) -> ReadFilter:
    """A filter by an instant."""
    schema = {"type": "string", "format": "date-time"}
    return ReadFilter(
        field_name=column, lookup_expr=lookup, reads=read_instant, schema=schema, help_text=text
    )


def truth(column: str, text: str, *, lookup: str = "exact", **kwargs: Any) -> ReadFilter:
    """A filter by true or false."""
    schema = {"type": "boolean"}
    return ReadFilter(
        field_name=column, lookup_expr=lookup, reads=_one_of_two, schema=schema, help_text=text, **kwargs
    )


def number(column: str, text: str, *, lookup: str = "exact") -> ReadFilter:
    """A filter by a whole number."""
    schema = {"type": "integer", "minimum": 0}
    reads = read_number(0, INTEGER_MAX)
    return ReadFilter(field_name=column, lookup_expr=lookup, reads=reads, schema=schema, help_text=text)


def exact_number(column: str, text: str, *, lookup: str) -> ReadFilter:
    """A filter by a number that may have decimals."""
    schema = {"type": "string", "format": "decimal"}
    return ReadFilter(
        field_name=column, lookup_expr=lookup, reads=read_exact_number, schema=schema, help_text=text
    )


def slug(column: str, text: str) -> ReadFilter:
    """A filter by a slug that need not be known."""
    return ReadFilter(field_name=column, reads=read_slug, schema={"type": "string"}, help_text=text)


def code(column: str, text: str) -> ReadFilter:
    """A filter by a text that stands in a column as it is."""
    return ReadFilter(field_name=column, reads=str, schema={"type": "string"}, help_text=text)


class _PartField(forms.ModelMultipleChoiceField):
    """Slugs of rows that the reader may see; one that is hidden is as unknown as one that is not there."""

    default_error_messages = {"invalid_choice": UNKNOWN}


class PartFilter(ModelMultipleChoiceFilter):
    """A filter by the slugs of parts of a plan."""

    repeats = True

    def __init__(self, model: type[Model], column: str, text: str) -> None:
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


def words_of(scale: type[IntEnum]) -> dict[str, int]:
    """The stored numbers of a scale by the plan file's words."""
    return {each.slug: each.value for each in scale}


def same(words: Any) -> dict[str, str]:
    """Words that are stored as they are."""
    return {str(word): str(word) for word in words}


GRADES, LEVELS = words_of(Grade), words_of(Level)
OF_PLAN = "Of these plans, by slug."


class PartFilters(FilterSet):
    """What every part of a plan is filtered by."""

    plan = PartFilter(Plan, "plan", OF_PLAN)


class ActorFilters(PartFilters):
    kind = WordFilter("kind", same(ActorKind.values), "Of this kind.")


class SourceFilters(PartFilters):
    tier = WordFilter("tier", same(Tier.values), "Read in this way.")
    date__gte = day("date", "Published on this day or later.", lookup="gte")
    date__lte = day("date", "Published on this day or earlier.", lookup="lte")


class IndicatorFilters(PartFilters):
    pillar = PartFilter(Pillar, "pillar", "Of these pillars, by slug.")
    area = PartFilter(Area, "area", "Of these areas, by slug.")


class MilestoneFilters(PartFilters):
    """Those of structure; `status`, `overdue` and `due` are of the verdict, and applied by the view."""

    pillar = PartFilter(Pillar, "pillar", "Of these pillars, by slug.")
    phase = PartFilter(Phase, "phase", "Of these phases, by slug.")
    area = PartFilter(Area, "area", "Of these areas, by slug.")
    certifier = PartFilter(Actor, "certifier", "Certified by these actors, by slug.")
    responsible = PartFilter(Actor, "responsible", "Owed by any of these actors, by slug.")
    status = WordFilter("status", same(Status), "Of these statuses.", method="leave")
    overdue = truth("overdue", "Past due, not complete and not withdrawn.", method="leave")
    due__gte = day("due", "Due, by the date in force, on this day or later.", lookup="gte")
    due__lte = day("due", "Due, by the date in force, on this day or earlier.", lookup="lte")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        for name in ("plan", "pillar", "phase", "area", "certifier"):
            queryset = self.filters[name].filter(queryset, self.form.cleaned_data[name])
        owed_by = self.form.cleaned_data["responsible"]
        if owed_by:
            keys = [each.pk for each in owed_by]
            queryset = queryset.filter(
                pk__in=Milestone.objects.filter(responsible__in=keys).order_by().values("pk")
            )
        return queryset

    def leave(self, queryset: QuerySet, _name: str, _value: Any) -> QuerySet:
        """Nothing: the view does it."""
        return queryset


class RecordFilters(FilterSet):
    """What every record is filtered by."""

    source = PartFilter(Source, "source", "From these sources, by slug.")
    date__gte = day("date", "Of this day or later.", lookup="gte")
    date__lte = day("date", "Of this day or earlier.", lookup="lte")
    recorded_at__gte = instant("recorded_at", "Learned at this instant or later.", lookup="gte")
    recorded_at__lte = instant("recorded_at", "Learned at this instant or earlier.", lookup="lte")
    retracted = truth("retracted_at", "Taken back as mistaken.", lookup="isnull", exclude=True)


class ObservationFilters(RecordFilters):
    plan = PartFilter(Plan, "indicator__plan", OF_PLAN)
    indicator = PartFilter(Indicator, "indicator", "Of these indicators, by slug.")
    series = slug("series", "Of this series, by slug.")
    verification = WordFilter("verification", GRADES, "Of this grade.")


class AssessmentFilters(RecordFilters):
    plan = PartFilter(Plan, "milestone__plan", OF_PLAN)
    milestone = PartFilter(Milestone, "milestone", "Of these milestones, by slug.")
    level = WordFilter("level", LEVELS, "Of this level.")
    verification = WordFilter("verification", GRADES, "Of this grade.")


class PositionFilters(RecordFilters):
    plan = PartFilter(Plan, "actor__plan", OF_PLAN)
    actor = PartFilter(Actor, "actor", "Of these actors, by slug.")
    stance = WordFilter("stance", same(Stance.values), "Of this stance.")
    milestone = PartFilter(Milestone, "milestone", "About these milestones, by slug.")
    pillar = PartFilter(Pillar, "pillar", "About these pillars, by slug.")


class GateFilters(FilterSet):
    plan = PartFilter(Plan, "milestone__plan", OF_PLAN)
    milestone = PartFilter(Milestone, "milestone", "Before these milestones, by slug.")
    before = WordFilter("before", same(Before), "Before this step.")
    force = WordFilter("force", same(Force), "Of this force.")


class ConditionFilters(FilterSet):
    plan = PartFilter(Plan, "gate__milestone__plan", OF_PLAN)
    gate = number("gate", "Of this gate, by its number.")
    waiting = PartFilter(Milestone, "gate__milestone", "Before these milestones, by slug.")
    milestone = PartFilter(Milestone, "milestone", "That wait for these milestones, by slug.")
    indicator = PartFilter(Indicator, "indicator", "That wait for these indicators, by slug.")
    pillar = PartFilter(Pillar, "pillar", "That wait for these pillars, by slug.")


class ChangeFilters(FilterSet):
    milestone = PartFilter(Milestone, "milestone", "Of these milestones, by slug.")
    old = WordFilter("old", same(Status), "From this status.")
    new = WordFilter("new", same(Status), "To this status.")
    on__gte = day("on", "On this day or later.", lookup="gte")
    on__lte = day("on", "On this day or earlier.", lookup="lte")
