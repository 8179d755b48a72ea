"""What a pillar app announces answers below its slug, a view for each address."""

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path, reverse
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from milestones.api import urls
from milestones.registry import ApiRoute, Registry


class Ferries(APIView):
    permission_classes = (AllowAny,)

    def get(self, request: Any, **kwargs: Any) -> Response:
        return Response({"ferry": kwargs.get("pk")})


@pytest.fixture
def site(settings: Any) -> None:
    """A site with a fourth pillar app, before the rest of the API."""
    registry = Registry()
    routes = (ApiRoute("ferries", Ferries), ApiRoute("ferries/<int:pk>", Ferries))
    for announced in (SimpleNamespace(label="sea", api=routes), SimpleNamespace(label="air", api=())):
        registry.add(announced)
    module = ModuleType("urls_with_the_sea")
    sea = [pattern for app in registry.apps() for pattern in urls.mounted(app.api, f"{app.label}/")]
    api = ([*sea, *urls.urlpatterns], "api")
    module.urlpatterns = [path("api/v1/", include(api))]
    settings.ROOT_URLCONF = module


@pytest.mark.parametrize(
    ("address", "name", "keys", "answer"),
    [("ferries/", "ferries", {}, {"ferry": None}), ("ferries/7/", "ferries-one", {"pk": 7}, {"ferry": 7})],
)
def test_a_route_answers_at_its_address_and_by_its_name(
    site: None, client: Client, address: str, name: str, keys: dict[str, int], answer: dict[str, Any]
) -> None:
    found = client.get(f"/api/v1/sea/{address}")
    assert (found.status_code, found.json()) == (200, answer)
    assert reverse(f"api:sea-{name}", kwargs=keys) == f"/api/v1/sea/{address}"


def test_below_an_app_without_routes_there_is_nothing(site: None, client: Client) -> None:
    found = client.get("/api/v1/air/ferries/")
    assert found.status_code == 404
    assert found.headers["Content-Type"] == "application/problem+json"


def test_the_api_mounts_every_route_of_the_apps_that_are_installed() -> None:
    mounted = {str(pattern.pattern) for pattern in urls.urlpatterns}
    announced = {f"{app.label}/{route.path}/" for app in urls.registry.apps() for route in app.api}
    assert announced
    assert announced <= mounted
    assert urls.urlpatterns[-1].pattern.regex.pattern == r"^(?:[\s\S]*/)?$"  # nothing stands behind the catch-all
