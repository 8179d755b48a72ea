"""The pages of governance: a body with its seats, a function, a benchmark, each with all its records."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milestones.models import Pillar
from milestones.selectors.evaluations import is_stale
from milestones.selectors.plan_page import reading_names
from milestones.selectors.plans import find_plan
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.milestone_page.records import RecordLine
from milestones.views.moment import moment_of
from milestones.views.plan_page.cards import hue_of
from milestones.views.point import read_point
from pillars.governance import selectors
from pillars.governance.ladders import LadderPart, delivery_ladders, finding_ladders, handover_ladders
from pillars.governance.notes import BenchmarkNote, BodyNote, FunctionNote
from pillars.governance.panels import body_part
from pillars.governance.record_wording import record_lines
from pillars.governance.wording import benchmark_line, function_line, state_key

APP = "governance"


@dataclass(frozen=True, slots=True)
class Look:
    """What a page is drawn for: the day, and the hue of its pillar."""

    on: dt.date
    hue: int


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page: its route, the API's list of its records, what finds its row and puts it into words."""

    route: str
    records: str
    find: Callable[..., Any]
    compose: Callable[[Any, Look], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RecordList:
    """Records under a heading, and their pictures."""

    heading: str
    lines: tuple[RecordLine, ...]
    ladders: tuple[LadderPart, ...] = ()


def body_context(note: BodyNote, look: Look) -> dict[str, Any]:
    """A body's page."""
    lines = [
        line
        for seat in note.seats
        for line in record_lines(seat.records, (seat.current,) if seat.current else (), of=seat.seat.name)
    ]
    part = body_part(note)
    return {
        "about": part.line,
        "body": part,
        "key": state_key(),
        "lists": (RecordList(_("Appointments and vacancies"), tuple(lines)),),
    }


def function_context(note: FunctionNote, look: Look) -> dict[str, Any]:
    """A function's page."""
    line = function_line(note)
    handovers = handover_ladders(note, on=look.on, hue=look.hue)
    lists = [RecordList(_("Handover"), record_lines(note.handover_records, note.stages), handovers)]
    if line.is_service:
        records = record_lines(note.delivery_records, note.deliveries)
        lists.append(RecordList(_("Delivery"), records, delivery_ladders(note, on=look.on, hue=look.hue)))
    return {"about": line, "function": line, "lists": tuple(lists)}


def benchmark_context(note: BenchmarkNote, look: Look) -> dict[str, Any]:
    """A benchmark's page."""
    line = benchmark_line(note)
    records = record_lines(note.records, (note.current,) if note.current else ())
    findings = RecordList(_("Findings"), records, finding_ladders(note, on=look.on, hue=look.hue))
    return {"about": line, "benchmark": line, "lists": (findings,)}


@require_safe
@answers_bad_addresses
def body_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """A body and its seats, as of a day."""
    page = Page("governance-body", "appointments", selectors.body_note, body_context)
    return _page(request, plan, slug, page)


@require_safe
@answers_bad_addresses
def function_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """A function and its handover, as of a day."""
    page = Page("governance-function", "handovers", selectors.function_note, function_context)
    return _page(request, plan, slug, page)


@require_safe
@answers_bad_addresses
def benchmark_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """A benchmark and what was found of it, as of a day."""
    page = Page("governance-benchmark", "findings", selectors.benchmark_note, benchmark_context)
    return _page(request, plan, slug, page)


def _page(request: HttpRequest, plan: str, slug: str, page: Page) -> HttpResponse:
    found = find_plan(plan, request.user)
    readings = reading_names(found)
    point = read_point(request, found, list(readings))
    try:
        note = page.find(found, slug, user=request.user, on=point.on, known_at=point.known_at)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    pillars = {pillar.slug: pillar.name for pillar in Pillar.objects.filter(plan=found)}
    hue = hue_of(list(pillars).index(APP) if APP in pillars else 0)
    context = page.compose(note, Look(point.on, hue)) | {
        "plan": found,
        "pillar_name": pillars.get(APP, ""),
        "data": f"{reverse(f'api:governance-{page.records}')}?{urlencode({'plan': found.slug})}",
        "point": point,
        "moment": moment_of(found, point, readings, computed_at=None, is_stale=is_stale(found)),
    }
    cited = reverse(page.route, args=[found.slug, slug]) + point.pinned_query(translation.get_language())
    return render_page(request, "governance/record_page.html", context, plan=found.slug, cited=cited)
