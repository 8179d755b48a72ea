"""What is followed rather than read: changes of status as Atom, and a plan's dates as iCalendar."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from milestones.models import Milestone, Pillar, StatusChange
from milestones.pages.followed import ChangeFeed, add_changes, calendar_of
from milestones.planfile.composed import midnight
from milestones.selectors.causes import newest_changes
from milestones.selectors.plan_page import reading_names
from milestones.selectors.records import Viewpoint
from milestones.state import state_of
from milestones.views.frame import plan_seen
from milestones.views.point import check_language, read_known_at, read_point
from milestones.views.public import public_page

MOST_ENTRIES = 50
PART = "slug-of-a-milestone"
"""Stands in an address for the slug of a milestone."""


@public_page
def feed(
    request: HttpRequest, plan: str, slug: str = "", model: type[Pillar | Milestone] | None = None
) -> HttpResponse:
    """The newest changes of status in a plan, or of a pillar's or one milestone."""
    check_language(request)
    fresh = plan_seen(request, plan)
    state = state_of(fresh)
    viewpoint = Viewpoint(state, fresh.today)
    rows, about = StatusChange.objects.filter(plan=state.plan_id), state.plan.name
    page = reverse("plan-page", args=[plan])
    if model is not None:
        row = state.rows(model).get(slug=slug)
        about, name = row.name, "pillar" if model is Pillar else "milestone"
        rows = rows.filter(**{"milestone__pillar" if model is Pillar else "milestone": row.pk})
        page = reverse(f"{name}-page", args=[plan, slug])
    language = translation.get_language()
    changes = ChangeFeed(
        title=_("Changes of status: %(name)s") % {"name": about},
        link=f"{request.build_absolute_uri(page)}?lang={language}",
        description=_("What became of each milestone, by the published text and the records, with what caused it."),
        language=language,
        author_name=_("Peace plan tracker"),
        feed_url=f"{request.build_absolute_uri(request.path)}?lang={language}",
        feed_guid=_tag(request, f"{page}changes/{language}").format(BEGAN),
        feed_copyright=state.plan.licence or None,
        since=state.revised_at or midnight(fresh.today),
    )
    add_changes(
        changes,
        newest_changes(rows, viewpoint, most=MOST_ENTRIES),
        state,
        page=_milestone_page(request, plan),
        tag=_tag(request, f"/changes/{{}}/{language}"),
    )
    content_type = "application/atom+xml; charset=utf-8"
    return HttpResponse(changes.writeString("utf-8"), content_type=content_type)


BEGAN = "2026-01-01"
"""A day on which the site's name was its own, by which tags of whole feeds are minted (RFC 4151)."""


@public_page
def dates(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan's dates, for the day, the instant and the reading of the address."""
    known_at = read_known_at(request)
    state = state_of(plan_seen(request, plan), known_at)
    point = read_point(request, state.plan, list(reading_names(state)), known_at)
    viewpoint = Viewpoint(state, point.on, point.known_at, reading=point.reading)
    body = calendar_of(viewpoint, host=_host(request), page=_milestone_page(request, plan))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", status=HTTPStatus.OK)
    response.headers["Content-Disposition"] = f'inline; filename="{plan}.ics"'
    return response


def _milestone_page(request: HttpRequest, plan: str) -> str:
    """The address of a milestone's page, with {} for its slug."""
    page = request.build_absolute_uri(reverse("milestone-page", args=[plan, PART]))
    return f"{page.replace(PART, '{}')}?lang={translation.get_language()}"


def _tag(request: HttpRequest, specific: str) -> str:
    """A tag URI of this site, with {} for the day on which it was minted."""
    return f"tag:{_host(request)},{{}}:{specific.removeprefix('/')}"


def _host(request: HttpRequest) -> str:
    """The site's name without a port."""
    return request.get_host().partition(":")[0]
