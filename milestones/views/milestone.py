"""The milestone page: one milestone's status with its proof."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from milestones.pages.milestone import compose_milestone_page
from milestones.selectors.milestone_page import milestone_facts
from milestones.selectors.plan_page import reading_names
from milestones.selectors.plans import find_plan
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.moment import moment_of
from milestones.views.point import read_point


@require_safe
@answers_bad_addresses
def milestone_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """One milestone as of a day, under a reading, as known at an instant."""
    found = find_plan(plan, request.user)
    readings = reading_names(found)
    point = read_point(request, found, list(readings))
    facts = milestone_facts(
        found, slug, on=point.on, user=request.user, known_at=point.known_at, reading=point.reading
    )
    context = {
        "page": compose_milestone_page(facts, chosen=point.chosen, is_rtl=translation.get_language_bidi()),
        "plan": found,
        "point": point,
        "moment": moment_of(found, point, readings, computed_at=facts.computed_at, is_stale=facts.is_stale),
    }
    cited = reverse("milestone-page", args=[found.slug, slug]) + point.pinned_query(
        translation.get_language()
    )
    return render_page(request, "milestones/milestone_page.html", context, plan=found.slug, cited=cited)
