"""Filters of lists: by the parts of one plan."""

from typing import Any

from django.contrib.admin import RelatedFieldListFilter
from django.http import HttpRequest

from milestones.chosen import chosen_plan, plans_of
from milestones.limits import is_key


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
