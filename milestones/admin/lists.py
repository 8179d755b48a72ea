"""The list of a model's rows: asked only what a database can look up, telling only what its reader may see."""

import datetime as dt
from typing import Any

from django.contrib.admin import RelatedFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from milestones.admin.boundary import key_beside, leave_out_hidden, sees_everything
from milestones.chosen import chosen_plan, plans_of
from milestones.limits import KEY_DIGITS, is_key

LAST_YEAR = dt.MAXYEAR - 1
"""The last year whose end is a date too."""


class BoundedChangeList(ChangeList):
    """Refuses what no row can match before a database is asked, and leaves out what is hidden from the user."""

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
        leave_out_hidden(self.result_list, request.user)


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
