"""The pages of reconstruction, each for a day and an instant: what is not there, or not to be seen, is not found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from milestones.models import Pillar
from milestones.selectors.evaluations import is_stale
from milestones.selectors.plan_page import reading_names
from milestones.selectors.plans import find_plan
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.moment import moment_of
from milestones.views.point import read_point
from pillars.reconstruction import pages

APP = "reconstruction"


@require_safe
@answers_bad_addresses
def needs_page(request: HttpRequest, plan: str) -> HttpResponse:
    """The needs as they were assessed by a day; `one` and `other` name two figures to compare."""
    one, other = request.GET.get("one", ""), request.GET.get("other", "")
    return _page(request, plan, "needs", lambda seen: pages.needs_page(seen, one, other))


@require_safe
@answers_bad_addresses
def appeal_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """One appeal's money."""
    return _page(request, plan, "appeal", lambda seen: pages.appeal_page(seen, slug), slug)


@require_safe
@answers_bad_addresses
def donor_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """One donor's money."""
    return _page(request, plan, "donor", lambda seen: pages.donor_page(seen, slug), slug)


@require_safe
@answers_bad_addresses
def channel_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """The money that goes through one channel."""
    return _page(request, plan, "channel", lambda seen: pages.channel_page(seen, slug), slug)


@require_safe
@answers_bad_addresses
def project_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """One project."""
    return _page(request, plan, "project", lambda seen: pages.project_page(seen, slug), slug)


@require_safe
@answers_bad_addresses
def finding_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """One finding."""
    return _page(request, plan, "finding", lambda seen: pages.finding_page(seen, slug), slug)


def _page(
    request: HttpRequest,
    plan: str,
    name: str,
    compose: Callable[[pages.Seen], dict[str, Any]],
    *arguments: str,
) -> HttpResponse:
    found = find_plan(plan, request.user)
    # Readings differ in gates, and these pages show none.
    point = replace(read_point(request, found, list(reading_names(found))), reading=None)
    try:
        context = compose(pages.Seen(found, request.user, point.on, point.known_at, point.query))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    pillar = Pillar.objects.filter(plan=found, slug=APP).first()
    context |= {
        "plan": found,
        "pillar_name": str(pillar) if pillar else "",
        "data": _data_address(found.slug, context["data"]),
        "point": point,
        "moment": moment_of(found, point, {}, computed_at=None, is_stale=is_stale(found)),
    }
    address = reverse(f"{APP}-{name}", args=[found.slug, *arguments])
    cited = address + point.pinned_query(translation.get_language())
    return render_page(request, "reconstruction/page.html", context, plan=found.slug, cited=cited)


def _data_address(plan: str, records: str) -> str:
    """The API's list of a page's records, such as "transactions?donor=uae"."""
    kind, _mark, narrowed = records.partition("?")
    query = urlencode({"plan": plan}) + (f"&{narrowed}" if narrowed else "")
    return f"{reverse(f'api:{APP}-{kind}')}?{query}"
