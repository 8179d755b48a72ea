from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class TrackerAdminConfig(AdminConfig):
    """The admin with this site's own index."""

    default_site = "tracker.admin_site.TrackerAdminSite"

    def ready(self) -> None:
        super().ready()
        for label in ("otp_totp.TOTPDevice", "otp_static.StaticDevice"):
            admin.site.unregister(apps.get_model(label))  # whose pages show secrets; an account has one of its own
        # django-axes' action fails outside a log-in; expired attempts go by themselves, at each log-in.
        for model, of_model in admin.site._registry.items():
            if model._meta.label == "axes.AccessAttempt":
                of_model.actions = ()
