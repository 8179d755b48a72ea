"""Every address of the site, by the app that answers it."""

from django.contrib import admin
from django.urls import include, path

from tracker import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("milestones.api.urls")),
    path("", include("milestones.urls")),
]

handler404 = "milestones.views.errors.not_found"
