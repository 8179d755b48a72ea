"""The pages of the site itself: its data, and who runs it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.models import Plan
from milestones.state import PlanState, state_of
from milestones.views.crawling import dataset_of
from milestones.views.frame import render_page
from milestones.views.point import asked_moment
from milestones.views.seen import plans_seen
from milestones.views.tagged import public_page


@dataclass(frozen=True, slots=True)
class PlanData:
    """A plan with its newest revision, and the same for catalogues."""

    state: PlanState
    dataset: SafeString


@public_page
def data_page(request: HttpRequest) -> HttpResponse:
    """What data there are of every plan, in which forms, under which licence, and how to cite them."""
    asked_moment(request)
    states = [state_of(fresh, None) for fresh in plans_seen(request)]
    context = {
        "heading": _("Data"),
        "summary": _("Everything that these pages say can be had as data, free of charge and without an account."),
        "plans": [PlanData(state, dataset_of(request, state)) for state in states if state.rows(Plan)],
    }
    return render_page(request, "milestones/data.html", context, cited="")  # it tells of now


@public_page
def about_page(request: HttpRequest) -> HttpResponse:
    """Who runs this site and pays for it, what it is independent of, and where to have a mistake corrected."""
    asked_moment(request)
    context = {
        "heading": _("About this site"),
        "summary": _(
            "It tells where peace plans stand: what was promised on which condition, what is on record, who says "
            "so, and what follows by fixed rules that anybody can check."
        ),
        "operator": settings.OPERATOR,
        "funding": settings.FUNDING,
        "contact": settings.CONTACT_URL,
        "version": settings.VERSION,
    }
    return render_page(request, "milestones/about.html", context)
