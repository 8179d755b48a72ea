"""The API's addresses."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import URLPattern, path, re_path
from rest_framework.views import APIView

from milestones.api import core
from milestones.api.serializers.milestones import RESOURCE
from milestones.api.views import (
    changes,
    compare,
    drafts,
    export,
    graph,
    milestones,
    plans,
    revisions,
    runs,
    service,
    what_if,
)
from milestones.api.views.indicators import IndicatorView
from milestones.models import Indicator
from milestones.registry import ApiRoute, registry

app_name = "api"
NAMED = re.compile(r"/?<[^>]*>")


def mounted(routes: Iterable[ApiRoute], below: str = "") -> list[URLPattern]:
    """Each route at its address, called as it says or as its address reads, with `-one` where that names a row."""
    patterns = []
    for route in routes:
        read, names = NAMED.subn("", address := f"{below}{route.path}")
        name = route.name or read.replace("/", "-") + ("-one" if names else "")
        patterns.append(path(f"{address}/", route.view.as_view(), name=name))
    return patterns


IMAGES: dict[str, Sequence[str]] = {"img-src": [SELF, "data:"]}
"""Swagger's stylesheet draws its arrows from data addresses; an image runs nothing."""

VIEWS: dict[Any, type[APIView]] = {Indicator: IndicatorView}
"""The rows that tell more than their columns."""

OF_PLANS = {
    "evaluation": ("evaluation", plans.EvaluationView),
    "graph": ("graph", graph.GraphView),
    "what-if": ("what-if", what_if.WhatIfView),
    "unsettled": ("unsettled", plans.UnsettledView),
    "drafts": ("drafts", drafts.DraftListView),
    "series": ("plan-series", runs.RunsView),
    "compare": ("comparison", compare.ComparisonView),
    "revisions": ("revisions", revisions.RevisionListView),
    "revisions/<int:number>": ("revision", revisions.RevisionView),
    "changes": ("changes", changes.ChangeListView),
    "changes/<int:pk>": ("change", changes.ChangeView),
}
RESOURCES = [
    *mounted(
        [
            *plans.PLANS.routes(plans.PlanView, plans.PlanListView),
            *(ApiRoute(f"plans/<slug:plan>/{below}", view, name) for below, (name, view) in OF_PLANS.items()),
            ApiRoute("changes", changes.PlansChangeListView, "all-changes"),
            *RESOURCE.routes(milestones.MilestoneView, milestones.MilestoneListView),
            ApiRoute(f"milestones/{RESOURCE.key}/explanation", milestones.ExplanationView, "explanation"),
            *(route for model, part in core.RESOURCES.items() for route in part.routes(VIEWS.get(model))),
        ]
    ),
    *(pattern for app in registry.apps() for pattern in mounted(app.api, f"{app.label}/")),
    *mounted([ApiRoute("status", service.StatusView), ApiRoute("schema", service.SchemaView)]),
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
