"""The structure of a plan in the admin: edited, with its history."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Model
from django.http import HttpRequest
from django.http.response import HttpResponse
from modeltranslation.admin import TranslationAdmin
from simple_history.admin import SimpleHistoryAdmin

from milestones.admin.actions import PUBLICATION_ACTIONS
from milestones.admin.base import BoundedAdmin
from milestones.admin.filters import PlanFilter
from milestones.admin.rules_at_save import RulesAtSaveAdmin
from milestones.admin.texts import DirectedTexts
from milestones.models.publication import Published


class StructureAdmin(RulesAtSaveAdmin, BoundedAdmin, SimpleHistoryAdmin, DirectedTexts, TranslationAdmin):
    """Rows that are edited; `fixed` names the keys that stay as they were first saved."""

    object_history_list_template = "admin/milestones/history_list.html"
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

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def history_form_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """An old version, to be read: brought back by a POST it would pass the plan's rules by."""
        if request.method != "GET":
            raise PermissionDenied
        self.refuse_hidden(request, object_id)
        return super().history_form_view(request, object_id, *args, **kwargs)


class PlanPartAdmin(StructureAdmin):
    """Parts of a plan, named by a slug in it."""

    fixed = ("plan",)
    carried = ("plan",)
    autocomplete_fields = ("plan",)
    list_select_related = ("plan",)
    list_display = ("__str__", "slug", "plan", "rank")
    list_filter = (("plan", PlanFilter),)
    search_fields = ("slug", "name_en", "name_ar", "name_he")
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and "rank" not in form.changed_data:
            last = self.model.objects.filter(plan=obj.plan_id).aggregate(last=Max("rank"))["last"]
            obj.rank = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)
