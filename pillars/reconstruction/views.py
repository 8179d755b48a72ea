"""The pages of reconstruction: needs, an appeal's money, projects, findings, each with all its records."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milestones.models import Plan
from milestones.selectors.evaluations import is_stale
from milestones.selectors.plan_page import reading_names
from milestones.selectors.plans import Reader, find_plan
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.moment import moment_of
from milestones.views.point import read_point
from pillars.reconstruction.money_lines import appeal_parts, estimate_line, needs_part, transaction_line
from pillars.reconstruction.project_lines import finding_lines, project_lines
from pillars.reconstruction.selectors import money_facts, needs_facts, records_for, work_facts

Instant = dt.datetime | None


def needs_context(plan: Plan, user: Reader, on: dt.date, known_at: Instant) -> dict[str, Any]:
    """The needs and every figure."""
    facts = needs_facts(plan, user=user, on=on, known_at=known_at)
    return {
        "heading": _("Needs"),
        "needs": needs_part(facts),
        "assessments": facts.assessments,
        "records": tuple(estimate_line(note, facts) for note in facts.estimates),
    }


def work_context(plan: Plan, user: Reader, on: dt.date, known_at: Instant) -> dict[str, Any]:
    """The projects with their records, and the findings."""
    facts = work_facts(plan, user=user, on=on, known_at=known_at)
    records = records_for(plan, user)
    return {
        "heading": _("Projects and findings"),
        "projects": project_lines(facts, records, on, known_at),
        "findings": finding_lines(facts, records, on, known_at),
        "with_records": True,
    }


@require_safe
@answers_bad_addresses
def needs_page(request: HttpRequest, plan: str) -> HttpResponse:
    """The needs as they were assessed by a day."""
    return _page(request, plan, "needs", needs_context)


@require_safe
@answers_bad_addresses
def work_page(request: HttpRequest, plan: str) -> HttpResponse:
    """Projects and findings as of a day."""
    return _page(request, plan, "work", work_context)


@require_safe
@answers_bad_addresses
def appeal_page(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """One appeal's money as of a day."""

    def context(found: Plan, user: Reader, on: dt.date, known_at: Instant) -> dict[str, Any]:
        facts = money_facts(found, user=user, on=on, known_at=known_at, appeal=slug)
        if not facts.appeals:
            raise Http404
        return {
            "heading": str(facts.appeals[0]),
            "appeals": appeal_parts(facts, on, known_at),
            "records": tuple(transaction_line(note, facts) for note in facts.transactions),
        }

    return _page(request, plan, "appeal", context, slug)


def _page(
    request: HttpRequest,
    plan: str,
    name: str,
    compose: Callable[[Plan, Reader, dt.date, Instant], dict[str, Any]],
    *arguments: str,
) -> HttpResponse:
    found = find_plan(plan, request.user)
    # Readings differ in gates, and these pages show none.
    point = replace(read_point(request, found, list(reading_names(found))), reading=None)
    context = compose(found, request.user, point.on, point.known_at) | {
        "plan": found,
        "point": point,
        "moment": moment_of(found, point, {}, computed_at=None, is_stale=is_stale(found)),
    }
    address = reverse(f"reconstruction-{name}", args=[found.slug, *arguments])
    cited = address + point.pinned_query(translation.get_language())
    return render_page(request, "reconstruction/page.html", context, plan=found.slug, cited=cited)
