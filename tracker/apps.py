from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

APPS: dict[str, Promise] = {"auth": _("People and roles"), "axes": _("Sign-ins")}
"""What apps of others are called."""
GROUPS: dict[str, Promise] = {
    "analyst": _("analyst: all work on every plan"),
    "reader": _("reader: sees the admin, and changes nothing"),
}
"""What the groups do that are no role's."""
SECRETS: dict[str, Promise] = {
    "otp_totp.TOTPDevice": _("second factor"),
    "otp_static.StaticDevice": _("recovery codes"),
    "otp_static.StaticToken": _("recovery code"),
    "knox.AuthToken": _("token"),
}
"""What is called so, and has no page, which would show secrets: an account has one of its own, with what each may."""


class TrackerAdminConfig(AdminConfig):
    """The admin with this site's own index."""

    default_site = "tracker.admin_site.TrackerAdminSite"

    def ready(self) -> None:
        super().ready()
        for label, name in APPS.items():
            vars(apps.get_app_config(label))["verbose_name"] = name
        for label, name in SECRETS.items():
            model: Any = apps.get_model(label)
            model._meta.verbose_name = model._meta.verbose_name_plural = name
            if admin.site.is_registered(model):
                admin.site.unregister(model)
        apps.get_model("auth.Permission").__str__ = permission_in_words  # type: ignore[method-assign]
        apps.get_model("auth.Group").__str__ = group_in_words  # type: ignore[method-assign]
        # django-axes' action fails outside a log-in; expired attempts go by themselves, at each log-in.
        admin.site.get_model_admin(apps.get_model("axes.AccessAttempt")).actions = ()


def group_in_words(group: Any) -> str:
    """What the role that is a group's is called and does, in the reader's language; another group's own name."""
    roles = apps.get_model("milestones.Membership")._meta.get_field("role").flatchoices
    return str((GROUPS | dict(roles)).get(group.name, group.name))


def permission_in_words(permission: Any) -> str:
    """What a permission is about, and what it allows, in the reader's language: Django keeps it in English."""
    kind = permission.content_type
    words = {"add": gettext("Add"), "change": gettext("Change"), "delete": gettext("Delete"), "view": gettext("View")}
    told = words.get(permission.codename.removesuffix(f"_{kind.model}")) or gettext(permission.name)
    return f"{capfirst(kind.name)}: {told}"
