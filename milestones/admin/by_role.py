"""What a role allows in the admin: the same that it allows anywhere, asked of the same predicates."""

from functools import partialmethod
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from milestones.models import Condition, GradedRecord
from milestones.services.rights import in_reach, is_allowed, may_somewhere, reaches


class ByRole:
    """For the pages of a kind: whoever has no permission on it may what a role allows, where it is held."""

    model: Any

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or reaches(request.user, self.model)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) or reaches(request.user, self.model, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_somewhere(request.user, "add", self.model)

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return issubclass(self.model, GradedRecord) and self._may("verify", request)

    def _may(self, action: str, request: HttpRequest, obj: Model | None = None) -> bool:
        user = request.user
        return may_somewhere(user, action, self.model) if obj is None else is_allowed(user, action, obj)

    has_change_permission = partialmethod(_may, "change")
    has_delete_permission = partialmethod(_may, "delete")
    has_publish_permission = partialmethod(_may, "publish")
    has_submit_permission = partialmethod(_may, "submit")
    has_retract_permission = partialmethod(_may, "retract")


class LinesByRole:
    """For the lines of a page: who may change it by a role may fill in those that the role adds or changes."""

    model: Any

    def _may(self, action: str, request: HttpRequest, page: Model | None = None) -> bool:
        if getattr(super(), f"has_{action}_permission")(request, page):
            return True
        is_open = page is None or is_allowed(request.user, "change", page)
        return is_open and may_somewhere(request.user, action, self.model)

    has_add_permission = partialmethod(_may, "add")
    has_change_permission = partialmethod(_may, "change")


def rows_to_name(key: Any, rows: Any, user: Any) -> Any:
    """Of these rows those that the key may lead to: beyond the user's own reach where it is a condition or a date."""
    return rows if key.model is Condition or key.name.endswith("_after") else in_reach(rows, user)
