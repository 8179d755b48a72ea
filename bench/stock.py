"""A stock application of the Django REST framework over the tracker's tables, as its tutorial would write it.

A list's rows are as long as the tracker's: a milestone's columns, those that it names by slug, and its stored verdict.
"""

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path
from rest_framework import pagination, permissions, serializers, viewsets
from rest_framework.renderers import JSONRenderer
from rest_framework.routers import DefaultRouter

from milestones.models import Milestone, MilestoneStatus

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bench.stock.has_stock_addresses",
]
"""As `startproject` writes it, with what leads to the addresses below."""


class VerdictSerializer(serializers.ModelSerializer[MilestoneStatus]):
    class Meta:
        model = MilestoneStatus
        exclude = ("verdict",)


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    plan = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    pillar = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    phase = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    area = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    source = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    certifier = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    responsible = serializers.SlugRelatedField[Any](slug_field="slug", many=True, read_only=True)
    current = VerdictSerializer(read_only=True)

    class Meta:
        model = Milestone
        exclude = ("due_after", "planned_start_after", "indicators")


class MilestoneViewSet(viewsets.ModelViewSet[Milestone]):
    queryset = (
        Milestone.objects.select_related("plan", "pillar", "phase", "area", "source", "certifier", "current")
        .prefetch_related("responsible")
        .order_by("rank", "pk")
    )
    serializer_class = MilestoneSerializer
    pagination_class = pagination.LimitOffsetPagination
    permission_classes = (permissions.IsAuthenticatedOrReadOnly,)
    renderer_classes = (JSONRenderer,)
    throttle_classes = ()
    filter_backends = ()
    lookup_field = "slug"

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(plan__slug=self.request.query_params["plan"])


router = DefaultRouter()
router.register("milestones", MilestoneViewSet)
urlpatterns = [path("stock/", include(router.urls))]


def has_stock_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Answer by the addresses of this file."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = "bench.stock"  # type: ignore[attr-defined]
        return get_response(request)

    return answer


def stock_application() -> WSGIHandler:
    """The application, beside the tracker's in one process."""
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        return WSGIHandler()
