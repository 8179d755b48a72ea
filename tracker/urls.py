"""Every address of the site, by the app that answers it."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib import admin
from django.urls import URLResolver, include, path, re_path
from django.utils.module_loading import module_has_submodule

from milestones.api.views.service import NowhereView
from milestones.registry import registry


def pillar_pages() -> Iterator[URLResolver]:
    """The record pages of the pillar apps that are installed and have some."""
    for app in apps.get_app_configs():
        if registry.app(app.label) and module_has_submodule(app.module, "urls"):
            yield path("", include(f"{app.name}.urls"))


urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("milestones.api.urls")),
    re_path(r"^api(?:/[\s\S]*)?$", NowhereView.as_view()),
    path("", include("milestones.urls")),
    *pillar_pages(),
]

handler404 = "milestones.views.public.not_found"
