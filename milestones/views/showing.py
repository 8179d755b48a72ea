"""How a page of a plan is shown, for the day, the instant and the reading of its address, and where its menus lead."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import cast

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from milestones.models import Area, Indicator, Pillar, Reading
from milestones.pages.blocks import Block, Text
from milestones.pages.changes import statuses_section
from milestones.pages.hues import hue_of
from milestones.pages.links import page_address, query_with
from milestones.pages.page import Page, PageLink
from milestones.pages.paging import PAGE, table_as_csv, turned
from milestones.pages.scene import scene_at
from milestones.pictures.alone import NoPicture, standing_alone
from milestones.registry import registry
from milestones.selectors.changes import Changes
from milestones.selectors.plan_page import reading_names
from milestones.selectors.records import Viewpoint
from milestones.state import PlanState, state_of
from milestones.state.finding import preview_of
from milestones.views.asked import read_page
from milestones.views.frame import plan_seen, render_page, unshared
from milestones.views.moment import moment_of
from milestones.views.point import is_preview, read_known_at, read_point
from milestones.views.public import EMBED, PICTURE, public_page

Context = Callable[..., Mapping[str, object]]
"""What a page's template takes, of the request, the viewpoint and the parts of the address after the plan: `heading`,
`summary` (how that stands, in a sentence, if at all) and what is its own. Raises ObjectDoesNotExist.

`asked` are the parameters of the address beside those of the moment, of a page that has any; `until` is the instant
that its address to cite pins, where that is not the one of the evaluation; `published` are sentences on what was
published then and is computed otherwise today.
"""
LONGEST_SUMMARY = 40
"""So many words of a plan's summary describe a page of it that says nothing in short itself."""
OF_BLOCKS = "pages/page.html"
EMBEDDED, TABLE = "milestones/embedded.html", "table"


def plan_path(
    route: str, name: str, context: Context, template: str = OF_BLOCKS, *, is_judged: bool = True
) -> URLPattern:
    """The address of a page below a plan's own."""

    @public_page
    def view(request: HttpRequest, plan: str, **parts: object) -> HttpResponse:
        return show(request, plan, template, context, name, parts, is_judged=is_judged)

    return path(f"plans/<slug:plan>/{route}", view, name=name)


def blocks_path(route: str, name: str, build: Callable[..., Page], *, is_judged: bool = True) -> URLPattern:
    """One of a page made of a scene, or of a viewpoint where no status is judged, and of what follows the plan."""

    def context(request: HttpRequest, viewpoint: Viewpoint, **parts: object) -> Mapping[str, object]:
        return told(build(scene_at(viewpoint) if is_judged else viewpoint, *parts.values()))

    return plan_path(route, name, context, is_judged=is_judged)


def pillar_path(
    app: str, route: str, name: str, build: Callable[..., Page], *, asks: tuple[str, ...] = (), is_below: bool = True
) -> URLPattern:
    """A page of a plan, below the app's slug if `is_below`, called `<app>-<name>`; its builder takes what it `asks`."""

    def context(request: HttpRequest, viewpoint: Viewpoint, **parts: object) -> Mapping[str, object]:
        asked = {name: value for name in asks if (value := request.GET.get(name, "").strip())}
        pillar = next(iter(viewpoint.rows(Pillar, slug=app)), None)
        page = build(viewpoint, **parts, **asked)
        return told(page, pillar=pillar, hue=hue_of(app), app=registry.app(app), asked=asked)

    return plan_path(f"{app}/{route}" if is_below else route, f"{app}-{name}", context, is_judged=False)


def told(page: Page, **beside: object) -> Mapping[str, object]:
    """What the template takes of a page made of blocks, and of what is beside it."""
    return {"page": page, "heading": page.heading, "summary": page.summary, **beside}


def show(
    request: HttpRequest,
    slug: str,
    template: str,
    context: Context,
    name: str,
    parts: Mapping[str, object],
    *,
    is_judged: bool = True,
) -> HttpResponse:
    """A page for the point that the address names; `name` is its address's, `parts` what follows the plan's slug in it.

    One that is not `is_judged` shows records and no status, and is the same under every reading.
    """
    fresh, known_at = plan_seen(request, slug), read_known_at(request)
    today = state = state_of(fresh, known_at)
    if is_preview(request, fresh.plan_id):
        state = preview_of(today)
    plan, readings = state.plan, reading_names(state)
    point = read_point(request, plan, list(readings), known_at)
    viewpoint = Viewpoint(state, point.on, point.known_at, point.query, point.reading)
    of_plan = template == EMBEDDED  # a part of the plan's page, which is what is to be cited
    address = reverse("plan-page", args=[plan.slug]) if of_plan else reverse(name, args=[plan.slug, *parts.values()])
    moment = moment_of(state, point, readings, is_judged=is_judged)
    about = {"plan": plan, "point": point, "moment": moment, "publishing": _publishing(today, viewpoint)}
    shown = context(request, viewpoint, **parts)
    if TABLE in request.GET:
        return unshared(request, _as_csv(request, shown["page"], f"{slug}-{name}"), is_preview=point.is_preview)
    shown = _turned(request, viewpoint, shown)
    summary = shown["summary"] or Truncator(plan.summary or plan.name).words(LONGEST_SUMMARY)
    asked = cast("Mapping[str, str]", shown.get("asked", {}))
    until = cast("datetime | None", shown.get("until", state.computed_at))
    pinned = replace(point, known_at=known_at or until)
    first, more = (
        [replace(link, is_current=link.address.removesuffix(viewpoint.query) == address) for link in links]
        for links in (_parts(viewpoint), _more(viewpoint))
    )
    has_blocks = isinstance(shown["page"], Page) or "blocks" in cast("Mapping[str, object]", shown["page"])
    may_be_framed = template == EMBEDDED or (has_blocks and not request.GET.keys().isdisjoint({EMBED, PICTURE}))
    is_framed = may_be_framed and not point.is_preview
    response = render_page(
        request,
        EMBEDDED if is_framed else template,
        {**shown, **about, "summary": summary, "is_framed": is_framed},
        plan=plan.slug,
        parts=first,
        more=more,
        cited="" if point.is_preview else address + pinned.pinned_query(translation.get_language(), asked),
    )
    unshared(request, response, is_preview=point.is_preview)
    if (picture := request.GET.get(PICTURE)) and not point.is_preview:
        return _alone(request, response, picture, viewpoint)
    return framed(request, response) if is_framed else response


def framed(request: HttpRequest, response: HttpResponse, **policy: list[str]) -> HttpResponse:
    """A page, or a picture of it, that other sites may show in a frame."""
    allowed = csp_replace({"frame-ancestors": ["*"], **policy})
    xframe_options_exempt(allowed(lambda _request: response))(request)  # which say so of the response itself
    return response


def _as_csv(request: HttpRequest, page: object, name: str) -> HttpResponse:
    """A table of the page as CSV; raises BadParameter, and Http404 where it has no such table."""
    number = read_page(request, TABLE)
    if not isinstance(page, Page):
        raise Http404
    try:
        response = HttpResponse(table_as_csv(page, number), content_type="text/csv; charset=utf-8")
    except IndexError as error:
        raise Http404 from error
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{number}.csv"'
    return response


def _alone(request: HttpRequest, response: HttpResponse, name: str, viewpoint: Viewpoint) -> HttpResponse:
    """One picture of the page as a file, which other sites may show in a frame; raises Http404."""
    try:
        address = request.build_absolute_uri()
        drawn = standing_alone(response.content, name, address, licence=viewpoint.plan.licence)
    except NoPicture as error:
        raise Http404 from error
    response.content, response.headers["Content-Type"] = drawn, "image/svg+xml"
    response.headers["Content-Disposition"] = f'inline; filename="{viewpoint.plan.slug}-{viewpoint.on}-{name}.svg"'
    return framed(request, response, **{"style-src": [UNSAFE_INLINE]})


def _turned(request: HttpRequest, viewpoint: Viewpoint, shown: Mapping[str, object]) -> Mapping[str, object]:
    """What the template takes, with long tables turned to the page that the address asks for."""
    page, asked = shown.get("page"), cast("Mapping[str, object]", shown.get("asked", {}))
    if not isinstance(page, Page):
        return shown
    page, turn = turned(page, read_page(request), lambda number: query_with(viewpoint, **{**asked, PAGE: number}))
    return {**shown, "page": page, "asked": {**asked, PAGE: str(turn)} if turn > 1 else asked}


def _publishing(today: PlanState, viewpoint: Viewpoint) -> list[Block]:
    """What publishing would change of the statuses, on a page that previews it."""
    if viewpoint.state is today:
        return []
    reading = viewpoint.reading if viewpoint.reading in reading_names(today) else None
    earlier = replace(viewpoint, state=today, reading=reading)
    differing = statuses_section(Changes(earlier, viewpoint), _("Public today"), _("With the drafts"))
    return [differing or Text(_("Publishing the drafts would change no status."))]


def _parts(viewpoint: Viewpoint) -> list[PageLink]:
    """The plan's own page, its pillars' and what these lead to, and the parts of it that are asked for most."""
    overview, pillars = page_address(viewpoint, "plan-page"), viewpoint.rows(Pillar)
    apps = [app for pillar in pillars if (app := registry.app(pillar.slug))]
    return [
        PageLink(_("Overview"), overview),
        *(PageLink(row.name, page_address(viewpoint, "pillar-page", row.slug)) for row in pillars),
        PageLink(_("Milestones"), page_address(viewpoint, "milestones-page")),
        PageLink(_("Graph"), page_address(viewpoint, "graph-page")),
        *(link for app in apps for link in app.links(viewpoint)),
        PageLink(_("Actors"), page_address(viewpoint, "actors-page")),
        PageLink(_("Changes"), page_address(viewpoint, "changes-page")),
    ]


def _more(viewpoint: Viewpoint) -> list[PageLink]:
    """The other parts of the plan, without those that it has nothing for."""
    pages = {
        "text-page": _("Text"),
        "indicators-page": _("Indicators") if viewpoint.rows(Indicator) else "",
        "areas-page": _("Areas") if viewpoint.rows(Area) else "",
        "sources-page": _("Sources"),
        "readings-page": _("Readings") if len(viewpoint.rows(Reading)) > 1 else "",
        "unsettled-page": _("What would settle most"),
        "what-if-page": _("What if"),
        "compare-page": _("Compare"),
        "timeline-page": _("Timeline"),
        "film-page": _("Day by day"),
        "levels-page": _("Shares by level"),
        "corrections-page": _("Corrections"),
        "revisions-page": _("Revisions"),
    }
    return [PageLink(words, page_address(viewpoint, name)) for name, words in pages.items() if words]
