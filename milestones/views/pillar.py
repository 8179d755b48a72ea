"""The pillar page: one pillar of a plan, with what the pillar's app adds to it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from milestones.pages.blocks import Block
from milestones.pages.pillar import compose_pillar_page
from milestones.registry import registry
from milestones.selectors.pillar_page import pillar_facts
from milestones.selectors.plan_page import reading_names
from milestones.selectors.plans import find_plan
from milestones.selectors.records import Viewpoint
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.moment import moment_of
from milestones.views.point import read_point


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
        "panel": panel_of(slug, Viewpoint(found, request.user, point.on, point.known_at, point.query)),
        "app": registry.app(slug),
        "plan": found,
        "point": point,
        "moment": moment_of(found, point, readings, computed_at=facts.computed_at, is_stale=facts.is_stale),
    }
    cited = reverse("pillar-page", args=[found.slug, slug]) + point.pinned_query(translation.get_language())
    return render_page(request, "milestones/pillar_page.html", context, plan=found.slug, cited=cited)


def panel_of(slug: str, viewpoint: Viewpoint) -> Sequence[Block]:
    """What the app named like the pillar adds to its page; nothing where none is installed."""
    app = registry.app(slug)
    return app.panel(viewpoint) if app and app.panel else ()
