"""What a list shows: asked only what a database can look up, telling only what its reader may see; its filters."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.admin import AllValuesFieldListFilter, RelatedFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.views.main import ChangeList
from django.db import router
from django.db.models import Field, Model, OneToOneRel, QuerySet
from django.http import HttpRequest

from milestones.chosen import chosen_plan, plans_of
from milestones.limits import KEY_DIGITS, is_key
from milestones.models.publication import EVERYTHING, Bounded, publications_seen_by

LAST_YEAR = dt.MAXYEAR - 1
"""The last year whose end is a date too."""


class BoundedChangeList(ChangeList):
    """Refuses what no row can match before a database is asked, and leaves out what is hidden from the user."""

    model_admin: Any

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        parameters = super().get_filters_params(params)
        parameters.pop("lang", None)  # which is the page's language, and no filter
        for name, values in parameters.items():
            for value in values:
                _refuse(name, str(value))
        return parameters

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.asks_all = sees_everything(request.user)
        super().__init__(request, *args, **kwargs)

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet:
        """The rows asked for; by a key that may lead to what is hidden, those where it leads to what is not."""
        rows = super().get_queryset(request, *args, **kwargs)
        for name in () if self.asks_all else self.get_filters_params():
            key = key_beside(self.model, name.partition("__")[0])
            if key and name.endswith("__isnull"):
                raise IncorrectLookupParameters  # it would tell a hidden one from none
            if key:
                rows = rows.filter(**{f"{key.name}__in": key.related_model._default_manager.visible_to(request.user)})
        return rows

    def get_ordering_field(self, field_name: Any) -> Any:
        """None of a key by which what is hidden would have its place."""
        is_told = self.asks_all or not key_beside(self.model, field_name)
        return super().get_ordering_field(field_name) if is_told else None

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not (self.query or self.has_active_filters):
            self.full_result_count = self.result_count  # these are all
        self.model_admin.make_ready(self.result_list, request)


def _refuse(name: str, value: str) -> None:
    """Raise IncorrectLookupParameters for a value that makes a database or a calendar fail."""
    too_long = any(len(_digits(word)) > KEY_DIGITS for word in value.split(","))
    beyond = name.endswith("__year") and (not _digits(value) or not 0 < int(_digits(value)) <= LAST_YEAR)
    if "\0" in name or "\0" in value or too_long or beyond:
        raise IncorrectLookupParameters


def _digits(word: str) -> str:
    """The digits of a whole number; empty where the word is none."""
    bare = word.strip().removeprefix("-").removeprefix("+").replace("_", "")
    return bare if bare.isdecimal() else ""


class PlanPartFilter(RelatedFieldListFilter):
    """The parts of the plan that is chosen already; of every plan, each with its plan's slug, where none is."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[int, str]]:
        parts = field.related_model._default_manager.visible_to(request.user).select_related("plan")
        beside = self.field_path.rpartition("__")[0]
        named = request.GET.get(f"{beside}__plan__id__exact" if beside else "plan__id__exact", "")
        plan = chosen_plan(request)
        if is_key(named) or plan:
            return [(part.pk, str(part)) for part in parts.filter(plan=named if is_key(named) else plan)]
        return [(part.pk, f"{part} ({part.plan.slug})") for part in parts]


class PlanFilter(RelatedFieldListFilter):
    """The plans that the user may see; none where one is chosen, unless the address names another."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[int, str]]:
        is_offered = self.lookup_kwarg in request.GET or not chosen_plan(request)
        return [(plan.pk, str(plan)) for plan in plans_of(request)] if is_offered else []


class ValueFilter(AllValuesFieldListFilter):
    """By the values that there are, as their rows tell them; the empty one is told as a dash."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        way, column = f"get_{self.field.name}_display", self.field.attname
        rows = {value: self.field.model(**{column: value}) for value in self.lookup_choices}
        for choice in super().choices(changelist):
            told = choice["display"]
            words = getattr(rows[told], way)() if told in rows and hasattr(rows[told], way) else told
            yield choice | {"display": words or self.empty_value_display}


def sees_everything(user: Any, plan_id: int | None = None) -> bool:
    """Whether nothing at all is hidden from the user, of a plan or of every plan."""
    return publications_seen_by(user, plan_id) >= EVERYTHING


def hidden_keys(row: Model, user: Any) -> list[str]:
    """The names of the row's keys that lead to rows which the user may not see."""
    if sees_everything(user):
        return []
    return [key.name for key in _keys(type(row)) if row.pk and _hidden([row], key, user)]


def leave_out_hidden(rows: Iterable[Model], user: Any) -> None:
    """Have rows of one model name nothing hidden: a key to a hidden row, or an ending, reads as if there were none.

    Only what is read changes: the columns keep their values, and saving a row keeps them too.
    """
    rows = [row for row in rows if row is not None]
    if not rows or sees_everything(user):
        return
    keys: tuple[Any, ...] = (*_keys(type(rows[0])), *_endings(type(rows[0])))
    for key in keys:
        for row in _hidden(rows, key, user):
            key.set_cached_value(row, None)


def _keys(model: Any) -> list[Field]:
    """The keys to rows that have a publication boundary."""
    return [
        field
        for field in model._meta.concrete_fields
        if (field.many_to_one or field.one_to_one) and issubclass(field.related_model, Bounded)
    ]


def key_beside(model: Any, name: object) -> Any:
    """The key of that name or column, if it may lead to what is hidden from who sees the row; else None."""
    beside = (key for key in _keys(model) if key.name not in getattr(model, "hangs_on", ()))
    return next((key for key in beside if name in (key.name, key.attname)), None)


def _endings(model: type[Model]) -> list[OneToOneRel]:
    """What there is at most one of for each row, and has a boundary of its own."""
    related = model._meta.related_objects
    return [key for key in related if key.one_to_one and issubclass(key.related_model, Bounded)]


def _hidden(rows: Sequence[Model], key: Any, user: Any) -> list[Model]:
    """Those of the rows whose key leads to a hidden row."""
    seen: QuerySet = key.related_model._default_manager.visible_to(user).order_by()
    if isinstance(key, OneToOneRel):
        there = set(
            seen.filter(**{f"{key.field.name}__in": [row.pk for row in rows]}).values_list(key.field.attname, flat=True)
        )
        return [row for row in rows if row.pk not in there]
    named = {getattr(row, key.attname) for row in rows} - {None}
    there = set(seen.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return [row for row in rows if getattr(row, key.attname) in named - there]


def deletion_in_numbers(rows: Iterable[Model]) -> tuple[list[Any], list[str]]:
    """What would go and what forbids it, by name the rows themselves, by kind and number what hangs on them."""
    rows = list(rows)
    if not rows:
        return [], []
    collector = NestedObjects(using=router.db_for_write(type(rows[0])), origin=rows)
    collector.collect(rows)
    chosen = set(rows)
    going = Counter(type(row) for group in collector.model_objs.values() for row in group - chosen)
    return [*map(str, rows), *_counted(going)], _counted(Counter(map(type, collector.protected)))


def _counted(kinds: Counter[type[Model]]) -> list[str]:
    return sorted(f"{model._meta.verbose_name_plural}: {number}" for model, number in kinds.items())
