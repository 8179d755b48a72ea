"""The search over plans: one page of what is found for a reader's words, plan by plan."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from milestones.models import Plan
from milestones.pages.scene import moment_words, scene_at
from milestones.pages.search import found_in
from milestones.selectors.plan_page import reading_names
from milestones.selectors.records import Viewpoint
from milestones.state import state_of
from milestones.state.standing import Freshness
from milestones.views.asked import read_search
from milestones.views.frame import kept_query, plan_seen, plans_seen, render_page
from milestones.views.point import asked_moment, read_point
from milestones.views.public import public_page

WORDS, PLAN = "q", "plan"


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """What has the words `q`: in every plan to be seen, or in the one named, at its moment, as it is read."""
    words, slug = read_search(request, WORDS), request.GET.get(PLAN, "").strip()
    viewpoints = list(_within(request, plan_seen(request, slug))) if slug else list(_everywhere(request))
    hits = [(at.plan, moment_words(at), blocks) for at in viewpoints if (blocks := found_in(scene_at(at), words))]
    offered = _("Find milestones, indicators, actors, clauses and sources by words of any of the three languages.")
    missed = _("Nothing here has all of these words: %(words)s.") % {"words": words}
    context = {
        "heading": _("Search"),
        "summary": missed if words and not hits else offered,
        "words": words,
        "found": hits,
        "kept": {name: value for name, value in request.GET.items() if name != WORDS and value},
        "everywhere": reverse("search") + kept_query(request, **{WORDS: words}) if slug else "",
    }
    return render_page(request, "milestones/search.html", context, plan=slug or None, cited="")


def _within(request: HttpRequest, fresh: Freshness) -> Iterator[Viewpoint]:
    _on, known_at = asked_moment(request)
    state = state_of(fresh, known_at)
    point = read_point(request, state.plan, list(reading_names(state)), known_at)
    yield Viewpoint(state, point.on, point.known_at, point.query, point.reading)


def _everywhere(request: HttpRequest) -> Iterator[Viewpoint]:
    on, known_at = asked_moment(request)
    query = kept_query(request)
    for fresh in plans_seen(request):
        state = state_of(fresh, known_at)
        if state.rows(Plan):
            yield Viewpoint(state, on or fresh.today, known_at, query)
