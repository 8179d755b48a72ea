from django.contrib.admin.apps import AdminConfig


class TrackerAdminConfig(AdminConfig):
    """The admin with this site's own index."""

    default_site = "tracker.admin_site.TrackerAdminSite"
