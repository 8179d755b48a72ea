"""Filters of lists: by the parts of one plan."""

from typing import Any

from django.contrib.admin import RelatedFieldListFilter
from django.http import HttpRequest

from milestones.limits import is_key


class PlanPartFilter(RelatedFieldListFilter):
    """The parts of the plan that is chosen already; of every plan, each with its plan's slug, where none is."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[int, str]]:
        parts = field.related_model._default_manager.visible_to(request.user).select_related("plan")
        beside = self.field_path.rpartition("__")[0]
        chosen = request.GET.get(f"{beside}__plan__id__exact" if beside else "plan__id__exact", "")
        if is_key(chosen):
            return [(part.pk, str(part)) for part in parts.filter(plan=chosen)]
        return [(part.pk, f"{part} ({part.plan.slug})") for part in parts]


class PlanFilter(RelatedFieldListFilter):
    """The plans that the user may see."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[int, str]]:
        plans = field.related_model._default_manager.visible_to(request.user)
        return [(plan.pk, str(plan)) for plan in plans]
