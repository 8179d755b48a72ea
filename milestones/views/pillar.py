"""The pillar page: one pillar of a plan, with what the pillar's app adds to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from milestones.models import Plan
from milestones.registry import registry
from milestones.selectors.pillar_page import pillar_facts
from milestones.selectors.plan_page import reading_names
from milestones.selectors.plans import Reader, find_plan
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.moment import moment_of
from milestones.views.pillar_page import compose_pillar_page
from milestones.views.point import Point, read_point


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A part of the page that the pillar's app adds, with what its template finds under `panel`."""

    template: str
    context: Mapping[str, Any]


@require_safe
@answers_bad_addresses
def pillar_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """One pillar as of a day, under a reading, as known at an instant."""
    found = find_plan(plan, request.user)
    readings = reading_names(found)
    point = read_point(request, found, list(readings))
    facts = pillar_facts(
        found, slug, on=point.on, user=request.user, known_at=point.known_at, reading=point.reading
    )
    context = {
        "page": compose_pillar_page(facts, is_rtl=translation.get_language_bidi()),
        "panels": tuple(_panels(slug, found, request.user, point)),
        "plan": found,
        "point": point,
        "moment": moment_of(found, point, readings, computed_at=facts.computed_at, is_stale=facts.is_stale),
    }
    cited = reverse("pillar-page", args=[found.slug, slug]) + point.pinned_query(translation.get_language())
    return render_page(request, "milestones/pillar_page.html", context, plan=found.slug, cited=cited)


def _panels(slug: str, plan: Plan, user: Reader, point: Point) -> Iterator[ShownPanel]:
    """What the app named like the pillar has to show; nothing where none is installed."""
    app = registry.app(slug)
    for panel in app.panels if app else ():
        context = panel.context(plan, user, point.on, point.known_at)
        if context is not None:
            yield ShownPanel(panel.template, context)
