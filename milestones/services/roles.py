"""The roles of staff: groups with the permissions that each needs."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from milestones.kinds.format import every_kind
from milestones.models import (
    Condition,
    GateReading,
    Invitation,
    Membership,
    RepeatableAnswer,
    Responsibility,
    ShownIndicator,
    TokenGrant,
)
from milestones.services.rights import RIGHTS, WORK

ANALYST = "analyst"
READER = "reader"

# Lines of a milestone's or gate's page: taking one out is an edit of that page, and has its history.
LINES = (Condition, GateReading, Responsibility, ShownIndicator)


OF_ACCOUNTS = (Invitation, Membership, TokenGrant, RepeatableAnswer)
"""What is about accounts, and no part of a plan."""


@transaction.atomic
def make_roles() -> list[Group]:
    """Make the groups `analyst`, `reader` and one a role, or bring their permissions up to date.

    An analyst may all that concerns plans, everywhere. A role's group has the role everywhere, and sees the admin.
    """
    apps = {kind.model._meta.app_label for kind in every_kind()}
    accounts = ContentType.objects.get_for_models(*OF_ACCOUNTS).values()
    core: Any = Permission.objects.filter(content_type__app_label__in=apps).exclude(content_type__in=list(accounts))
    named = {right.partition(".")[2] for right in WORK}
    views = core.filter(codename__startswith="view_").exclude(codename__in=["view_restricted", "view_draft"])
    lines = ContentType.objects.get_for_models(*LINES).values()
    deletes_lines = Q(content_type__in=list(lines), codename__startswith="delete_")
    historical = Q(codename__contains="_historical")
    enters = Q(codename__startswith="add_") | Q(codename__startswith="change_")
    roles = {
        ANALYST: core.filter(
            Q(codename__startswith="view_") | (enters & ~historical) | deletes_lines | Q(codename__in=named)
        ),
        READER: views,
    }
    for role, rights in RIGHTS.items():
        own = core.filter(codename__in=[right.partition(".")[2] for right in rights])
        roles[role.value] = views | own
    return [_make(name, permissions) for name, permissions in roles.items()]


def _make(name: str, permissions: Any) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.set(permissions)
    return group
