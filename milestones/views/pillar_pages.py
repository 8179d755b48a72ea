"""The pages of pillar apps' records, each for a day and an instant."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from milestones.models import Pillar
from milestones.pages.hues import hue_of
from milestones.pages.page import Page
from milestones.registry import registry
from milestones.selectors.records import Viewpoint
from milestones.views.plan_pages import show
from milestones.views.seen import plan_seen
from milestones.views.tagged import public_page

Builder = Callable[..., Page]
"""Takes the viewpoint and the parts of the address; raises ObjectDoesNotExist for what is not there to be seen."""


def pillar_path(app: str, route: str, name: str, build: Builder, *, asks: tuple[str, ...] = ()) -> URLPattern:
    """A page below the app's slug of a plan, called `<app>-<name>`; `asks` are parameters that its builder takes."""

    address = f"{app}-{name}"

    @public_page
    def view(request: HttpRequest, plan: str, **parts: object) -> HttpResponse:
        def context(viewpoint: Viewpoint) -> Mapping[str, object]:
            asked = {parameter: request.GET.get(parameter, "") for parameter in asks}
            page = build(viewpoint, **parts, **asked)
            return {
                "page": page,
                "heading": page.heading,
                "summary": page.summary,
                "pillar": next(iter(viewpoint.rows(Pillar, slug=app)), None),
                "hue": hue_of(app),
                "app": registry.app(app),
            }

        fresh = plan_seen(request, plan)
        return show(request, fresh, "pages/page.html", context, address, *parts.values(), is_judged=False)

    return path(f"plans/<slug:plan>/{app}/{route}", view, name=address)
