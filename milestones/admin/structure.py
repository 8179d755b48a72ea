"""The structure of a plan in the admin: edited, with its history."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from milestones.admin.actions import PUBLICATION_ACTIONS, WHOLE, publish_whole
from milestones.admin.base import public_address
from milestones.admin.histories import HistoryAdmin
from milestones.admin.texts import DirectedTexts
from milestones.models.publication import VIEW_DRAFT, Published


class StructureAdmin(HistoryAdmin, DirectedTexts, TranslationAdmin):
    """Rows that are edited.

    `fixed` names the keys that stay as they were first saved, the last of them that of the list in which the row has
    its rank. `follows` are sections that a saved row's page has after the first, with what it does not edit; the
    others are folded there.
    """

    fixed: tuple[str, ...] = ()
    follows: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def view_on_site(self, obj: Model) -> str | None:
        return public_address(obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        address = row and public_address(row)
        if address and request.user.has_perm(VIEW_DRAFT):
            context |= {"preview_address": f"{address}?preview=1"}
        if row is not None:
            actions = [self.get_actions(request).get(publish_whole.__name__)]
            context |= {"row_actions": [(name, words) for _action, name, words in filter(None, actions)]}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if obj is None else (*fields, *self.fixed, *(name for _, names in self.follows for name in names))

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        first, *rest = super().get_fieldsets(request, obj)
        if obj is None or not self.follows:
            return [first, *rest]
        followed = [(title, {"fields": names}) for title, names in self.follows]
        return [first, *followed, *((title, options | {"classes": ("collapse",)}) for title, options in rest)]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        return super().get_prepopulated_fields(request, obj) if obj is None else {}

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not issubclass(self.model, WHOLE):
            actions.pop(publish_whole.__name__, None)
        if not issubclass(self.model, Published):
            for action in PUBLICATION_ACTIONS:
                actions.pop(action.__name__, None)
        return actions

    actions = (*PUBLICATION_ACTIONS, publish_whole)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go, and what forbids it: records and changes of status, which nobody may delete."""
        going, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return going, counts, set() if protected else lacking, protected
