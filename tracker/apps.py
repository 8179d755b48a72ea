from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class TrackerAdminConfig(AdminConfig):
    """The admin with this site's own index."""

    default_site = "tracker.admin_site.TrackerAdminSite"

    def ready(self) -> None:
        super().ready()
        # django-axes' action fails outside a log-in; expired attempts go by themselves, at each log-in.
        for model, of_model in admin.site._registry.items():
            if model._meta.label == "axes.AccessAttempt":
                of_model.actions = ()
