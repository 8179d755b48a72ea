"""The structure of a plan in the admin: edited, with its history."""

from typing import Any

from django.db.models import Max, Model
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from milestones.admin.actions import PUBLICATION_ACTIONS
from milestones.admin.filters import PlanFilter
from milestones.admin.histories import HistoryAdmin
from milestones.admin.texts import DirectedTexts
from milestones.models.publication import Published


class StructureAdmin(HistoryAdmin, DirectedTexts, TranslationAdmin):
    """Rows that are edited; `fixed` names the keys that stay as they were first saved."""

    fixed: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if obj is None else (*fields, *self.fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        return super().get_prepopulated_fields(request, obj) if obj is None else {}

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not issubclass(self.model, Published):
            for action in PUBLICATION_ACTIONS:
                actions.pop(action.__name__, None)
        return actions

    actions = PUBLICATION_ACTIONS

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go, and what forbids it: records and changes of status, which nobody may delete."""
        going, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return going, counts, set() if protected else lacking, protected


class PlanPartAdmin(StructureAdmin):
    """Parts of a plan, named by a slug in it."""

    fixed = ("plan",)
    carried = ("plan",)
    autocomplete_fields = ("plan",)
    list_select_related = ("plan",)
    list_display: tuple[Any, ...] = ("__str__", "slug", "plan", "rank")
    list_filter = (("plan", PlanFilter),)
    search_fields = ("slug", "name_en", "name_ar", "name_he")
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and "rank" not in form.changed_data:
            last = self.model.objects.filter(plan=obj.plan_id).aggregate(last=Max("rank"))["last"]
            obj.rank = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)
