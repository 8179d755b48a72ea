"""What a role allows in the admin: the same that it allows anywhere, asked of the same predicates."""

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

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "delete", obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the user may publish some such row; as are the three that follow, asked of a list's actions."""
        return self._may(request, "publish")

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "submit")

    def has_retract_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "retract")

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return issubclass(self.model, GradedRecord) and self._may(request, "verify")

    def _may(self, request: HttpRequest, action: str, row: Model | None = None) -> bool:
        user = request.user
        return may_somewhere(user, action, self.model) if row is None else is_allowed(user, action, row)


class LinesByRole:
    """For the lines of a page: who may change it by a role may fill in those that the role adds or changes."""

    model: Any

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_add_permission(request, obj) or self._may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) or self._may(request, "change", obj)

    def _may(self, request: HttpRequest, action: str, page: Model | None) -> bool:
        is_open = page is None or is_allowed(request.user, "change", page)
        return is_open and may_somewhere(request.user, action, self.model)


def rows_to_name(key: Any, rows: Any, user: Any) -> Any:
    """Of these rows those that the key may lead to: beyond the user's own reach where it is a condition or a date."""
    return rows if key.model is Condition or key.name.endswith("_after") else in_reach(rows, user)
