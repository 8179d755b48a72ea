"""The API's addresses."""

from collections.abc import Sequence
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import URLPattern, path, re_path
from rest_framework.views import APIView

from milestones.api import core
from milestones.api.pillar_routes import pillar_routes
from milestones.api.views import (
    changes,
    compare,
    export,
    graph,
    milestones,
    plans,
    revisions,
    runs,
    service,
    unsettled,
    what_if,
)
from milestones.api.views.indicators import IndicatorView
from milestones.models import Indicator
from milestones.registry import registry

app_name = "api"


def _list_and_one(
    name: str, address: str, many: type[APIView], one: type[APIView], key: str
) -> list[URLPattern]:
    return [
        path(f"{address}/", many.as_view(), name=address),
        path(f"{address}/{key}/", one.as_view(), name=name),
    ]


IMAGES: dict[str, Sequence[str]] = {"img-src": [SELF, "data:"]}
"""Swagger's stylesheet draws its arrows from data addresses; an image runs nothing."""

PART = "<slug:plan>/<slug:slug>"
VIEWS: dict[Any, type[APIView]] = {Indicator: IndicatorView}
"""The rows that tell more than their columns."""

RESOURCES = [
    *_list_and_one("plan", "plans", plans.PlanListView, plans.PlanView, "<slug:plan>"),
    path("plans/<slug:plan>/evaluation/", plans.EvaluationView.as_view(), name="evaluation"),
    path("plans/<slug:plan>/graph/", graph.GraphView.as_view(), name="graph"),
    path("plans/<slug:plan>/what-if/", what_if.WhatIfView.as_view(), name="what-if"),
    path("plans/<slug:plan>/unsettled/", unsettled.UnsettledView.as_view(), name="unsettled"),
    path("plans/<slug:plan>/series/", runs.RunsView.as_view(), name="plan-series"),
    path("plans/<slug:plan>/compare/", compare.ComparisonView.as_view(), name="comparison"),
    path("plans/<slug:plan>/revisions/", revisions.RevisionListView.as_view(), name="revisions"),
    path("plans/<slug:plan>/revisions/<int:number>/", revisions.RevisionView.as_view(), name="revision"),
    path("changes/", changes.PlansChangeListView.as_view(), name="all-changes"),
    path("plans/<slug:plan>/changes/", changes.ChangeListView.as_view(), name="changes"),
    path("plans/<slug:plan>/changes/<int:pk>/", changes.ChangeView.as_view(), name="change"),
    *_list_and_one("milestone", "milestones", milestones.MilestoneListView, milestones.MilestoneView, PART),
    path(f"milestones/{PART}/explanation/", milestones.ExplanationView.as_view(), name="explanation"),
    *(
        pattern
        for model, resource in core.RESOURCES.items()
        for pattern in _list_and_one(
            resource.route, resource.path, resource.many, VIEWS.get(model, resource.one), resource.key
        )
    ),
    *(
        path(
            f"{resource.path}/{resource.key}/retract/",
            resource.retract.as_view(),
            name=f"{resource.route}-retract",
        )
        for resource in core.RESOURCES.values()
        if resource.retract
    ),
    *pillar_routes(registry.apps()),
    path("status/", service.StatusView.as_view(), name="status"),
    path("schema/", service.SchemaView.as_view(), name="schema"),
    path("docs/", csp_update(IMAGES)(service.DocumentationView.as_view()), name="docs"),
]
LISTS = export.lists_among(
    [
        changes.ChangeListView,
        *(
            getattr(resource.callback, "view_class", None)
            for resource in RESOURCES
            if not resource.pattern.regex.groups
        ),
    ]
)
"""The lists of which a plan's export has a table each."""
NAMELESS = {
    str(resource.pattern).rstrip("/"): resource.name
    for resource in RESOURCES
    if not resource.pattern.regex.groups and resource.name
}
"""The routes that take no name, by their path."""

urlpatterns = [
    path("", service.RootView.as_view(routes=NAMELESS), name="root"),
    *RESOURCES,
    path("plans/<slug:plan>/export/", export.ExportView.as_view(tables=LISTS), name="export"),
    # A line break is part of an address too.
    re_path(r"^(?:[\s\S]*/)?$", service.NowhereView.as_view(known=tuple(NAMELESS))),
]
