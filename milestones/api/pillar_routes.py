"""The addresses of what the pillar apps answer, each below its app's slug."""

import re
from collections.abc import Iterable, Iterator

from django.urls import URLPattern, path
from rest_framework.viewsets import ViewSetMixin

from milestones.registry import ApiRoute, PillarApp

CONVERTER = re.compile(r"/?<[^>]*>")


def pillar_routes(apps: Iterable[PillarApp]) -> list[URLPattern]:
    """Every route of every app, `<slug>/<path>/`."""
    return [pattern for app in apps for route in app.api for pattern in _patterns(app, route)]


def _patterns(app: PillarApp, route: ApiRoute) -> Iterator[URLPattern]:
    address = f"{app.slug}/{route.path}"
    name = CONVERTER.sub("", address).replace("/", "-")
    if not issubclass(route.viewset, ViewSetMixin):
        is_one = CONVERTER.search(address) is not None
        yield path(f"{address}/", route.viewset.as_view(), name=f"{name}-one" if is_one else name)
        return
    if hasattr(route.viewset, "list"):
        yield path(f"{address}/", route.viewset.as_view({"get": "list"}), name=name)
    if hasattr(route.viewset, "retrieve"):
        one = route.viewset.as_view({"get": "retrieve"})
        yield path(f"{address}/<int:pk>/", one, name=f"{name}-one")
