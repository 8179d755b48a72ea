"""The roles of staff: groups with the permissions that each needs."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from milestones.models import Condition, GateReading, Responsibility, ShownIndicator
from milestones.registry import registry

ANALYST = "analyst"
READER = "reader"

# Lines of a milestone's or gate's page: taking one out is an edit of that page, and has its history.
LINES = (Condition, GateReading, Responsibility, ShownIndicator)


@transaction.atomic
def make_roles() -> list[Group]:
    """Make the groups `analyst` and `reader`, or bring their permissions up to date."""
    apps = {"milestones", *(model._meta.app_label for model in registry.watched())}
    core: Any = Permission.objects.filter(content_type__app_label__in=apps)
    lines = ContentType.objects.get_for_models(*LINES).values()
    deletes_lines = Q(content_type__in=list(lines), codename__startswith="delete_")
    historical = Q(codename__contains="_historical")
    enters = Q(codename__startswith="add_") | Q(codename__startswith="change_")
    roles = {
        ANALYST: core.filter(Q(codename__startswith="view_") | (enters & ~historical) | deletes_lines),
        READER: core.filter(codename__startswith="view_").exclude(
            codename__in=["view_restricted", "view_draft"]
        ),
    }
    return [_make(name, permissions) for name, permissions in roles.items()]


def _make(name: str, permissions: Any) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.set(permissions)
    return group
