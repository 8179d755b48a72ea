"""The pages of a plan: its own, its pillars' and its milestones', each for a day, an instant and a reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from milestones.models import Indicator, Pillar, Plan, Reading
from milestones.pages.blocks import Block, Text
from milestones.pages.changes import changes_page, statuses_section
from milestones.pages.corrections import corrections_page
from milestones.pages.links import ASSUME, page_address
from milestones.pages.milestone import compose_milestone_page
from milestones.pages.page import Page, PageLink
from milestones.pages.pillar import compose_pillar_page
from milestones.pages.plan import compose_plan_page
from milestones.pages.plan.actors import actor_page, actors_page
from milestones.pages.plan.graph import CHAIN, FIND, ONLY, PlanGraph
from milestones.pages.plan.indicator_pages import indicator_page, indicators_page
from milestones.pages.plan.milestone_list import MilestoneList
from milestones.pages.plan.readings import readings_page
from milestones.pages.plan.sources import sources_page
from milestones.pages.plan.text import text_page
from milestones.pages.plan.unsettled import unsettled_page
from milestones.pages.plan.what_if import what_if_page
from milestones.pages.plans import plan_entry
from milestones.pages.published import published_sentences
from milestones.pages.scene import scene_at
from milestones.registry import registry
from milestones.selectors.changes import Changes, changes_since
from milestones.selectors.milestone_page import milestone_facts
from milestones.selectors.plan_page import reading_names
from milestones.selectors.records import Viewpoint
from milestones.state import PlanState, state_of
from milestones.state.finding import preview_of
from milestones.state.standing import Freshness
from milestones.views.assumed import read_assumed
from milestones.views.choosing import read_choices, read_page, read_search, read_slugs
from milestones.views.crawling import dataset_of
from milestones.views.frame import language_query, render_page
from milestones.views.moment import moment_of
from milestones.views.point import as_text, asked_moment, is_preview, read_known_at, read_point, read_since
from milestones.views.seen import plan_seen, plans_seen
from milestones.views.tagged import public_page

Context = Callable[[Viewpoint], Mapping[str, object]]
"""What a page's template takes: `heading`, `summary` (how that stands, in a sentence, if at all) and what is its own.

`asked` are the parameters of the address beside those of the moment, of a page that has any; `until` is the instant
that its address to cite pins, where that is not the one of the evaluation; `published` are sentences on what was
published then and is computed otherwise today.
"""

EMBEDDED = {
    "glance": "milestones/first_look.html",
    "waits": "milestones/plan_waits.html",
    "deadlocks": "milestones/plan_deadlocks.html",
    "timeline": "milestones/plan_timeline.html",
    "indicators": "milestones/plan_indicators.html",
}
"""The parts of a plan's page that have an address of their own to be shown in a frame, each with its template."""
LONGEST_SUMMARY = 40
"""So many words of a plan's summary describe a page of it that says nothing in short itself."""


def show(
    request: HttpRequest,
    fresh: Freshness,
    template: str,
    context: Context,
    name: str,
    *parts: object,
    is_judged: bool = True,
) -> HttpResponse:
    """A page for the point that the address names; `name` is its address's, `parts` what follows the plan in it.

    One that is not `is_judged` shows records and no status, and is the same under every reading.
    """
    known_at = read_known_at(request)
    today = state = state_of(fresh, known_at)
    if is_preview(request):
        state = preview_of(today)
    plan, readings = state.plan, reading_names(state)
    point = read_point(request, plan, list(readings), known_at)
    viewpoint = Viewpoint(state, point.on, point.known_at, point.query, point.reading)
    path = reverse(name, args=[plan.slug, *parts])
    moment = moment_of(state, point, readings, is_judged=is_judged)
    about = {"plan": plan, "point": point, "moment": moment, "publishing": _publishing(today, viewpoint)}
    told = context(viewpoint)
    summary = told["summary"] or Truncator(plan.summary or plan.name).words(LONGEST_SUMMARY)
    asked = cast("Mapping[str, str]", told.get("asked", {}))
    until = cast("datetime | None", told.get("until", state.computed_at))
    pinned = replace(point, known_at=known_at or until)
    first, more = (
        [replace(link, is_current=link.address.removesuffix(viewpoint.query) == path) for link in links]
        for links in (_parts(viewpoint), _more(viewpoint))
    )
    response = render_page(
        request,
        template,
        {**told, **about, "summary": summary},
        plan=plan.slug,
        parts=first,
        more=more,
        cited="" if point.is_preview else path + pinned.pinned_query(translation.get_language(), asked),
    )
    if point.is_preview:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _publishing(today: PlanState, viewpoint: Viewpoint) -> list[Block]:
    """What publishing would change of the statuses, on a page that previews it."""
    if viewpoint.state is today:
        return []
    told = statuses_section(
        Changes(replace(viewpoint, state=today), viewpoint), _("Public today"), _("With the drafts")
    )
    return [told or Text(_("Publishing the drafts would change no status."))]


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
        "sources-page": _("Sources"),
        "readings-page": _("Readings") if len(viewpoint.rows(Reading)) > 1 else "",
        "unsettled-page": _("What would settle most"),
        "what-if-page": _("What if"),
        "corrections-page": _("Corrections"),
    }
    return [PageLink(words, page_address(viewpoint, name)) for name, words in pages.items() if words]


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Every plan in short, running ones first; the plan's page where there is one, and without any how to load one."""
    plans = plans_seen(request)
    if len(plans) == 1:
        return _overview(request, plans[0])
    return _listed(request, plans)


@public_page
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan in short, also where there is one."""
    return _listed(request, plans_seen(request))


def _listed(request: HttpRequest, plans: Sequence[Freshness]) -> HttpResponse:
    on, known_at = asked_moment(request)
    if not plans:
        heading = _("No plan is published here yet")
        summary = _("Where peace plans stand: what is done, what waits and for what, who says so, and since when.")
        return render_page(request, "milestones/no_plan.html", {"heading": heading, "summary": summary})
    query = language_query(request)
    running_first = sorted(plans, key=lambda plan: plan.today < plan.calendar_day)
    seen = [
        Viewpoint(state, on or plan.today, known_at, query=query)
        for plan in running_first
        if (state := state_of(plan, known_at)).rows(Plan)
    ]
    entries = [plan_entry(viewpoint) for viewpoint in seen]
    summary = " ".join(f"{entry.plan.name}{_(': ')}{entry.headline}" for entry in entries if entry.headline)
    context = {"heading": _("Plans"), "summary": summary, "entries": entries}
    # Each plan stands on a day of its own: nothing can be cited but one day of all.
    chosen = {"on": on, "known_at": known_at and as_text(known_at), "lang": translation.get_language()}
    cited = f"{request.path}?{urlencode(chosen)}" if on and known_at else ""
    return render_page(request, "milestones/plan_list.html", context, cited=cited)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
def embedded(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    """One part of a plan's page, light and by itself, which other sites may show in a frame: this and nothing else."""
    return _overview(request, plan_seen(request, plan), "milestones/embedded.html", "embedded", part)


@public_page
def plan_page(request: HttpRequest, plan: str) -> HttpResponse:
    """One plan."""
    return _overview(request, plan_seen(request, plan))


@public_page
def pillar_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """One pillar of a plan, with what the app named like it adds."""
    app = registry.app(slug)

    def context(viewpoint: Viewpoint) -> Mapping[str, object]:
        page = compose_pillar_page(scene_at(viewpoint), slug)
        panel = app.panel(viewpoint) if app and app.panel else ()
        about = {"heading": page.pillar.name, "summary": page.look.headline}
        return {"page": page, "panel": panel, "app": app, **about}

    fresh = plan_seen(request, plan)
    return show(request, fresh, "milestones/pillar_page.html", context, "pillar-page", slug)


@public_page
def milestones(request: HttpRequest, plan: str) -> HttpResponse:
    """All milestones of a plan, narrowed and ordered as the address asks."""

    def context(viewpoint: Viewpoint) -> Mapping[str, object]:
        listed = MilestoneList(scene_at(viewpoint))
        asked, number = read_choices(request, listed.choices), read_page(request)
        page = listed.page(asked, number)
        return {"page": page, "heading": _("Milestones"), "summary": page.counted, "asked": asked}

    fresh = plan_seen(request, plan)
    return show(request, fresh, "milestones/milestone_list.html", context, "milestones-page")


@public_page
def graph(request: HttpRequest, plan: str) -> HttpResponse:
    """What waits for what in a plan: all of it, or what is around a pillar or a thing, as the address asks."""

    def context(viewpoint: Viewpoint) -> Mapping[str, object]:
        drawn = PlanGraph(scene_at(viewpoint))
        known = {"focus": drawn.by_address, "pillar": drawn.scene.names.pillars, ONLY: (CHAIN,)}
        asked = read_slugs(request, known)
        if sought := read_search(request, FIND):
            asked[FIND] = sought
        page = drawn.page(asked)
        return {"page": page, "heading": page.heading, "summary": page.summary, "asked": asked}

    fresh = plan_seen(request, plan)
    return show(request, fresh, "milestones/graph_page.html", context, "graph-page")


@public_page
def milestone_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """One milestone's status with its proof."""

    def context(viewpoint: Viewpoint) -> Mapping[str, object]:
        page = compose_milestone_page(milestone_facts(viewpoint, slug))
        summary = " ".join(page.judged.lead.reasons) if page.judged else ""
        about = {"heading": page.facts.milestone.name, "summary": summary}
        return {"page": page, "published": published_sentences(viewpoint, of=slug), **about}

    fresh = plan_seen(request, plan)
    return show(request, fresh, "milestones/milestone_page.html", context, "milestone-page", slug)


def page_of_blocks(name: str, build: Callable[..., Page], *, is_judged: bool = True) -> Callable[..., HttpResponse]:
    """The view of a page made of a scene, or of a viewpoint where no status is judged, and of what follows the plan."""

    @public_page
    def view(request: HttpRequest, plan: str, **parts: object) -> HttpResponse:
        def context(viewpoint: Viewpoint) -> Mapping[str, object]:
            page = build(scene_at(viewpoint) if is_judged else viewpoint, *parts.values())
            return {"page": page, "heading": page.heading, "summary": page.summary}

        fresh = plan_seen(request, plan)
        return show(request, fresh, "pages/page.html", context, name, *parts.values(), is_judged=is_judged)

    return view


text = page_of_blocks("text-page", text_page)
actors, actor = page_of_blocks("actors-page", actors_page), page_of_blocks("actor-page", actor_page)
indicators = page_of_blocks("indicators-page", indicators_page)
indicator = page_of_blocks("indicator-page", indicator_page)
readings = page_of_blocks("readings-page", readings_page)
unsettled = page_of_blocks("unsettled-page", unsettled_page)
sources = page_of_blocks("sources-page", sources_page, is_judged=False)
corrections = page_of_blocks("corrections-page", corrections_page, is_judged=False)


@public_page
def what_if(request: HttpRequest, plan: str) -> HttpResponse:
    """What would follow from what the address assumes."""

    def context(viewpoint: Viewpoint) -> Mapping[str, object]:
        scene = scene_at(viewpoint)
        assumed = read_assumed(request, scene.evaluation.facts.plan)
        page = what_if_page(scene, assumed)
        asked = {ASSUME: " ".join(assumed)} if assumed else {}
        return {"page": page, "heading": page.heading, "summary": page.summary, "asked": asked}

    return show(request, plan_seen(request, plan), "pages/page.html", context, "what-if-page")


@public_page
def changes(request: HttpRequest, plan: str) -> HttpResponse:
    """What differs of a plan from an instant (`from`), or from the revision before, until another or now."""
    fresh, until = plan_seen(request, plan), read_known_at(request)
    since = read_since(request, until)

    def context(viewpoint: Viewpoint) -> Mapping[str, object]:
        begin = since or _revised_before(fresh, viewpoint.state) or until or _midnight(fresh, viewpoint)
        page = changes_page(changes_since(state_of(fresh, begin), viewpoint, begin))
        return {
            "page": page,
            "heading": page.heading,
            "summary": page.summary,
            "asked": {"from": as_text(begin)},
            "until": max(begin, viewpoint.state.computed_at or begin),
        }

    return show(request, fresh, "pages/page.html", context, "changes-page")


def _revised_before(fresh: Freshness, state: PlanState) -> datetime | None:
    """The instant of the revision before that of the state; its own where that is the first, None without any."""
    if state.revised_at is None:
        return None
    return state_of(fresh, state.revised_at - timedelta(microseconds=1)).revised_at


def _midnight(fresh: Freshness, viewpoint: Viewpoint) -> datetime:
    """When the day began: of a plan without a revision nothing differs since, whenever that is asked on it."""
    return datetime.combine(fresh.calendar_day, time(), ZoneInfo(viewpoint.plan.timezone)).astimezone(UTC)


def _overview(
    request: HttpRequest,
    fresh: Freshness,
    template: str = "milestones/plan_page.html",
    name: str = "plan-page",
    *parts: str,
) -> HttpResponse:
    def context(viewpoint: Viewpoint) -> Mapping[str, object]:
        page = compose_plan_page(scene_at(viewpoint))
        about = {"heading": viewpoint.plan.name, "summary": page.look.headline}
        dataset = dataset_of(request, viewpoint.state)
        shown = {"page": page, "published": published_sentences(viewpoint), "dataset": dataset}
        return {**shown, **about, "parts": [EMBEDDED[part] for part in parts]}

    return show(request, fresh, template, context, name, *parts)
