"""The pages of pillar apps' records, each for a day and an instant."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from milestones.models import Pillar
from milestones.pages.hues import hue_of
from milestones.pages.page import Page
from milestones.registry import registry
from milestones.selectors.evaluations import is_stale
from milestones.selectors.plan_page import reading_names
from milestones.selectors.plans import find_plan
from milestones.selectors.records import Viewpoint
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.moment import moment_of
from milestones.views.point import read_point

Builder = Callable[..., Page]
"""Takes the viewpoint and the parts of the address; raises ObjectDoesNotExist for what is not there to be seen."""


def pillar_path(app: str, route: str, name: str, build: Builder, *, asks: tuple[str, ...] = ()) -> URLPattern:
    """A page below the app's slug of a plan, called `<app>-<name>`; `asks` are parameters that its builder takes."""

    @require_safe
    @answers_bad_addresses
    def show(request: HttpRequest, plan: str, **parts: object) -> HttpResponse:
        found = find_plan(plan, request.user)
        # Readings differ in gates, and these pages show none.
        point = replace(read_point(request, found, list(reading_names(found))), reading=None)
        viewpoint = Viewpoint(found, request.user, point.on, point.known_at, point.query)
        asked = {parameter: request.GET.get(parameter, "") for parameter in asks}
        context: dict[str, object] = {
            "page": build(viewpoint, **parts, **asked),
            "app": registry.app(app),
            "plan": found,
            "pillar": Pillar.objects.filter(plan=found, slug=app).first(),
            "hue": hue_of(app),
            "point": point,
            "moment": moment_of(found, point, {}, computed_at=None, is_stale=is_stale(found)),
        }
        cited = reverse(f"{app}-{name}", args=[plan, *parts.values()])
        cited += point.pinned_query(translation.get_language())
        return render_page(request, "pages/page.html", context, plan=found.slug, cited=cited)

    return path(f"plans/<slug:plan>/{app}/{route}", show, name=f"{app}-{name}")
