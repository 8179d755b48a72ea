"""The pages of a plan: its own, its pillars' and its milestones', each for a day, an instant and a reading."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from milestones.models import Plan
from milestones.pages.changes import changes_page
from milestones.pages.compare import compare_page
from milestones.pages.corrections import corrections_page, published_sentences
from milestones.pages.links import ASSUME
from milestones.pages.milestone.page import compose_milestone_page
from milestones.pages.pillar.page import compose_pillar_page
from milestones.pages.plan.actors import actor_page, actors_page
from milestones.pages.plan.areas import areas_page
from milestones.pages.plan.awaited import unsettled_page
from milestones.pages.plan.course import film_page, levels_page
from milestones.pages.plan.graph import CHAIN, FIND, ONLY, PlanGraph
from milestones.pages.plan.indicator_pages import indicator_page, indicators_page
from milestones.pages.plan.milestone_list import SEARCH, MilestoneList
from milestones.pages.plan.page import compose_plan_page, plan_entry
from milestones.pages.plan.sources import source_page, sources_page
from milestones.pages.plan.text import text_page
from milestones.pages.plan.timeline import timeline_page
from milestones.pages.plan.what_if import what_if_page
from milestones.pages.readings import readings_page
from milestones.pages.revisions import revisions_page
from milestones.pages.scene import scene_at
from milestones.planfile.quantities import plain_instant
from milestones.registry import registry
from milestones.selectors.changes import changes_since
from milestones.selectors.milestone_page import milestone_facts
from milestones.selectors.plan_page import reading_names
from milestones.selectors.records import Viewpoint
from milestones.state import PlanState, state_of
from milestones.state.standing import Freshness
from milestones.views.asked import read_assumed, read_chosen, read_other, read_page
from milestones.views.crawling import dataset_of
from milestones.views.frame import kept_query, plan_seen, plans_seen, render_page
from milestones.views.point import asked_moment, read_since
from milestones.views.public import public_page
from milestones.views.showing import EMBEDDED, blocks_path, plan_path, show, told

PARTS = {
    "glance": "milestones/first_look.html",
    "waits": "milestones/plan_waits.html",
    "deadlocks": "milestones/plan_deadlocks.html",
    "timeline": "milestones/plan_timeline.html",
    "indicators": "milestones/plan_indicators.html",
}
"""The parts of a plan's page that have an address of their own to be shown in a frame, each with its template."""


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Every plan in short, running ones first; the plan's page where there is one, and without any how to load one."""
    plans = plans_seen(request)
    if len(plans) == 1:
        return _overview(request, plans[0].slug)
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
    query = kept_query(request)
    running_first = sorted(plans, key=lambda plan: plan.today < plan.calendar_day)
    seen = [
        Viewpoint(state, on or plan.today, known_at, query=query)
        for plan in running_first
        if (state := state_of(plan, known_at)).rows(Plan)
    ]
    entries = [plan_entry(viewpoint) for viewpoint in seen]
    summary = " ".join(f"{entry['plan'].name}{_(': ')}{entry['headline']}" for entry in entries if entry["headline"])
    context = {"heading": _("Plans"), "summary": summary, "entries": entries}
    # Each plan stands on a day of its own: nothing can be cited but one day of all.
    chosen = {"on": on, "known_at": known_at and plain_instant(known_at), "lang": translation.get_language()}
    cited = f"{request.path}?{urlencode(chosen)}" if on and known_at else ""
    return render_page(request, "milestones/plan_list.html", context, cited=cited)


@public_page
def embedded(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    """One part of a plan's page, light and by itself, which other sites may show in a frame."""
    return _overview(request, plan, EMBEDDED, "embedded", part=part)


@public_page
def plan_page(request: HttpRequest, plan: str) -> HttpResponse:
    """One plan."""
    return _overview(request, plan)


def _pillar(request: HttpRequest, viewpoint: Viewpoint, slug: str) -> Mapping[str, object]:
    """One pillar of a plan, with what the app named like it adds."""
    app = registry.app(slug)
    page = compose_pillar_page(scene_at(viewpoint), slug)
    panel = app.panel(viewpoint) if app else ()
    about = {"heading": page["pillar"].name, "summary": page["look"]["headline"]}
    return {"page": page, "panel": panel, "app": app, **about}


def _milestones(request: HttpRequest, viewpoint: Viewpoint) -> Mapping[str, object]:
    """All milestones of a plan, narrowed and ordered as the address asks."""
    listed = MilestoneList(scene_at(viewpoint))
    page = listed.page(read_chosen(request, listed.known, search=SEARCH), read_page(request))
    return {"page": page, "heading": _("Milestones"), "summary": page["counted"], "asked": page["asked"]}


def _milestone(request: HttpRequest, viewpoint: Viewpoint, slug: str) -> Mapping[str, object]:
    """One milestone's status with its proof."""
    facts = milestone_facts(viewpoint, slug)
    page = compose_milestone_page(facts)
    summary = " ".join(page["judged"]["lead"]["reasons"]) if page["judged"] else ""
    about = {"heading": facts.milestone.name, "summary": summary}
    return {"page": page, "published": published_sentences(viewpoint, of=slug), **about}


def _graph(request: HttpRequest, viewpoint: Viewpoint) -> Mapping[str, object]:
    """What waits for what in a plan: all of it, or what is around a pillar or a thing, as the address asks."""
    graph = PlanGraph(scene_at(viewpoint))
    known = {"focus": graph.by_address, "pillar": graph.scene.names.pillars, ONLY: (CHAIN,)}
    asked = read_chosen(request, known, search=FIND)
    return told(graph.page(asked), asked=asked)


def _what_if(request: HttpRequest, viewpoint: Viewpoint) -> Mapping[str, object]:
    """What would follow from what the address assumes."""
    scene = scene_at(viewpoint)
    assumed = read_assumed(request, scene.evaluation.facts.plan)
    return told(what_if_page(scene, assumed), asked={ASSUME: " ".join(assumed)} if assumed else {})


def _changes(request: HttpRequest, viewpoint: Viewpoint) -> Mapping[str, object]:
    """What differs of a plan from an instant (`from`), or from the revision before, until another or now."""
    fresh, state, until = plan_seen(request, viewpoint.plan.slug), viewpoint.state, viewpoint.known_at
    # Of a plan without a revision nothing differs since the day began, whenever that is asked on it.
    end = until or datetime.combine(fresh.calendar_day, time(), ZoneInfo(viewpoint.plan.timezone)).astimezone(UTC)
    begin = read_since(request, until) or _revised_before(fresh, state) or end
    page = changes_page(changes_since(state_of(fresh, begin), viewpoint, begin), end)
    return told(page, asked={"from": plain_instant(begin)}, until=max(begin, state.computed_at or begin))


def _compare(request: HttpRequest, viewpoint: Viewpoint) -> Mapping[str, object]:
    """What differs of a plan between the page's own point and another."""
    other, asked = read_other(request, plan_seen(request, viewpoint.plan.slug), viewpoint)
    return told(compare_page(viewpoint, other, asked), asked=asked)


def _film(request: HttpRequest, viewpoint: Viewpoint) -> Mapping[str, object]:
    """How the milestones stood on each day on which one changed: one day of them, and all as a table."""
    number = read_page(request, "frame") if request.GET.get("frame") else None
    return told(film_page(scene_at(viewpoint), number), asked={"frame": str(number)} if number else {})


def _readings(request: HttpRequest, viewpoint: Viewpoint) -> Mapping[str, object]:
    """What the readings of a plan differ in, in its order or in that of the statuses under one of them."""
    asked = read_chosen(request, {"ordering": reading_names(viewpoint.state)})
    return told(readings_page(scene_at(viewpoint), **asked), asked=asked)


def _revised_before(fresh: Freshness, state: PlanState) -> datetime | None:
    """The instant of the revision before that of the state; its own where that is the first, None without any."""
    if state.revised_at is None:
        return None
    return state_of(fresh, state.revised_at - timedelta(microseconds=1)).revised_at


def _overview(
    request: HttpRequest,
    slug: str,
    template: str = "milestones/plan_page.html",
    name: str = "plan-page",
    **parts: object,
) -> HttpResponse:
    def context(request: HttpRequest, viewpoint: Viewpoint, part: str = "") -> Mapping[str, object]:
        page = compose_plan_page(scene_at(viewpoint))
        about = {"heading": viewpoint.plan.name, "summary": page["look"]["headline"]}
        dataset = dataset_of(request, viewpoint.state)
        shown = {"page": page, "published": published_sentences(viewpoint), "dataset": dataset}
        return {**shown, **about, "parts": [PARTS[part]] if part else []}

    return show(request, slug, template, context, name, parts)


PATHS = (
    plan_path("pillars/<slug:slug>/", "pillar-page", _pillar, "milestones/pillar_page.html"),
    plan_path("milestones/", "milestones-page", _milestones, "milestones/milestone_list.html"),
    plan_path("milestones/<slug:slug>/", "milestone-page", _milestone, "milestones/milestone_page.html"),
    plan_path("graph/", "graph-page", _graph),
    plan_path("what-if/", "what-if-page", _what_if),
    plan_path("changes/", "changes-page", _changes),
    plan_path("compare/", "compare-page", _compare),
    plan_path("days/", "film-page", _film),
    blocks_path("areas/", "areas-page", areas_page),
    blocks_path("timeline/", "timeline-page", timeline_page),
    blocks_path("levels/", "levels-page", levels_page),
    blocks_path("text/", "text-page", text_page),
    blocks_path("actors/", "actors-page", actors_page),
    blocks_path("actors/<slug:slug>/", "actor-page", actor_page),
    blocks_path("indicators/", "indicators-page", indicators_page),
    blocks_path("indicators/<slug:slug>/", "indicator-page", indicator_page),
    plan_path("readings/", "readings-page", _readings),
    blocks_path("unsettled/", "unsettled-page", unsettled_page),
    blocks_path("sources/", "sources-page", sources_page, is_judged=False),
    blocks_path("sources/<slug:slug>/", "source-page", source_page, is_judged=False),
    blocks_path("corrections/", "corrections-page", corrections_page, is_judged=False),
    blocks_path("revisions/", "revisions-page", revisions_page, is_judged=False),
)
"""The pages of a plan beside its own."""
