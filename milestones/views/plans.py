"""The plan page, the list of plans, and the first page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from milestones.models import Plan
from milestones.pages.plan import compose_plan_page
from milestones.selectors.plan_page import plan_facts, reading_names
from milestones.selectors.plans import find_plan, visible_plans
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.moment import moment_of
from milestones.views.point import check_language, read_point


@require_safe
@answers_bad_addresses
def home(request: HttpRequest) -> HttpResponse:
    """The default plan's page; without it the first plan's, and without any plan how to load one."""
    plans = list(visible_plans(request.user))
    if not plans:
        check_language(request)
        return render_page(request, "milestones/no_plan.html", {})
    default = next((plan for plan in plans if plan.slug == settings.DEFAULT_PLAN), plans[0])
    return _show(request, default)


@require_safe
@answers_bad_addresses
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan that the reader may see."""
    check_language(request)
    plans = visible_plans(request.user)
    return render_page(request, "milestones/plan_list.html", {"plans": plans})


@require_safe
@answers_bad_addresses
def plan_page(request: HttpRequest, plan: str) -> HttpResponse:
    """One plan as of a day, under a reading, as known at an instant."""
    return _show(request, find_plan(plan, request.user))


def _show(request: HttpRequest, plan: Plan) -> HttpResponse:
    readings = reading_names(plan)
    point = read_point(request, plan, list(readings))
    facts = plan_facts(plan, on=point.on, user=request.user, known_at=point.known_at, reading=point.reading)
    language = translation.get_language()
    context = {
        "page": compose_plan_page(facts, is_rtl=translation.get_language_bidi()),
        "plan": plan,
        "point": point,
        "moment": moment_of(plan, point, readings, computed_at=facts.computed_at, is_stale=facts.is_stale),
    }
    cited = reverse("plan-page", args=[plan.slug]) + point.pinned_query(language)
    return render_page(request, "milestones/plan_page.html", context, plan=plan.slug, cited=cited)
