"""The addresses of what the pillar apps answer, each below its app's slug."""

import re
from collections.abc import Iterable

from django.urls import URLPattern, path

from milestones.registry import ApiRoute, PillarApp

CONVERTER = re.compile(r"/?<[^>]*>")


def pillar_routes(apps: Iterable[PillarApp]) -> list[URLPattern]:
    """Every route of every app, `<slug>/<path>/`."""
    return [_pattern(f"{app.slug}/{route.path}", route) for app in apps for route in app.api]


def _pattern(address: str, route: ApiRoute) -> URLPattern:
    name = CONVERTER.sub("", address).replace("/", "-")
    is_one = CONVERTER.search(address) is not None
    return path(f"{address}/", route.view.as_view(), name=f"{name}-one" if is_one else name)
