"""The pages of demilitarisation's records: each kind as a list, each record by itself."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from milestones import notation
from milestones.models import Plan
from milestones.selectors.plan_page import reading_names
from milestones.selectors.plans import find_plan
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.moment import moment_of
from milestones.views.point import Point, read_point
from pillars.demilitarisation.panels import pillar_hue, stages_of
from pillars.demilitarisation.record_kinds import KIND_OF, KINDS, Kind
from pillars.demilitarisation.record_tables import row_of, table_of
from pillars.demilitarisation.selectors import pillar_of, records
from pillars.demilitarisation.strips import strip_of


@require_safe
@answers_bad_addresses
def kind_page(request: HttpRequest, plan: str, kind: str) -> HttpResponse:
    """All records of one kind as of a day, as known at an instant, newest first."""
    found, point, shown = _asked(request, plan, kind)
    rows = list(records(shown.model, found, request.user, on=point.on, known_at=point.known_at))
    stages = None
    if shown is KIND_OF["tallies"]:
        stages = stages_of(found, request.user, on=point.on, known_at=point.known_at)
    strip = None if stages else strip_of(shown, rows, hue=pillar_hue(found))
    context = {"table": table_of(shown, rows), "stages": stages, "strip": strip}
    address = reverse("demilitarisation-kind", args=[found.slug, shown.slug])
    return _page(request, "demilitarisation/kind_page.html", context, found, point, shown, address)


@require_safe
@answers_bad_addresses
def record_page(request: HttpRequest, plan: str, kind: str, pk: int) -> HttpResponse:
    """One record with all that it says, its source and its clocks."""
    found, point, shown = _asked(request, plan, kind)
    rows = records(shown.model, found, request.user, on=point.on, known_at=point.known_at)
    record = next((row for row in rows if row.pk == pk), None)
    if record is None:
        raise Http404
    context = {
        "strip": strip_of(shown, rows, hue=pillar_hue(found), looked_at=pk),
        "row": row_of(shown.columns, record),
        "day": notation.day(record.date),
        "recorded": notation.instant(record.recorded_at),
    }
    address = reverse("demilitarisation-record", args=[found.slug, shown.slug, pk])
    return _page(request, "demilitarisation/record_page.html", context, found, point, shown, address)


def _asked(request: HttpRequest, plan: str, kind: str) -> tuple[Plan, Point, Kind]:
    found = find_plan(plan, request.user)
    if kind not in KIND_OF:
        raise Http404
    return found, read_point(request, found, list(reading_names(found))), KIND_OF[kind]


def _page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    plan: Plan,
    point: Point,
    kind: Kind,
    address: str,
) -> HttpResponse:
    around = {
        "plan": plan,
        "point": point,
        "kind": kind,
        "kinds": KINDS,
        "pillar": pillar_of(plan),
        "moment": moment_of(plan, point, reading_names(plan), computed_at=None, is_stale=False),
    }
    cited = address + point.pinned_query(translation.get_language())
    return render_page(request, template, around | dict(context), plan=plan.slug, cited=cited)
