"""The plan that its reader works at: chosen once in the header, kept in the session, and then that of every list."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http.response import HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from milestones.limits import is_key
from milestones.models import Plan
from milestones.models.publication import memberships_of, plan_path
from milestones.selectors.plans import visible_plans

KEPT = "plan"
"""Where the session keeps the key of the plan; 0 for all of them."""
LIST = "_changelist"
AUTOCOMPLETE = "autocomplete"


def plans_of(request: Any) -> list[Plan]:
    """The plans that the reader may see, by slug; asked for once a request."""
    if not hasattr(request, "plans_seen"):
        request.plans_seen = list(visible_plans(request.user))
    seen: list[Plan] = request.plans_seen
    return seen


def chosen_plan(request: Any) -> Plan | None:
    """The plan that was chosen, else the only one there is or that the reader has a role in; None for all of them."""
    kept = request.session.get(KEPT) if hasattr(request, "session") else 0
    plans = plans_of(request)
    if kept is None:
        held = {membership.plan_id for membership in memberships_of(request.user)}
        plans = [plan for plan in plans if plan.pk in held] or plans
        return plans[0] if len(plans) == 1 else None
    return next((plan for plan in plans if plan.pk == kept), None)


def choose_plan(request: Any) -> HttpResponse:
    """Keep the plan that was sent, and go back to the list, if it was one, or else to the desk."""
    sent = request.POST.get("plan", "")
    plan = next((plan for plan in plans_of(request) if str(plan.pk) == sent), None)
    if plan is not None or (sent == "" and request.user.is_superuser):
        request.session[KEPT] = 0 if plan is None else plan.pk
    elif request.method == "POST":
        messages.error(request, _("Choose one of the plans."))
    here = request.POST.get("next", "")
    return HttpResponseRedirect(here if _is_list(here) else reverse("admin:index"))


def plan_choice(request: Any) -> dict[str, Any]:
    """What the header of every page needs to offer the plans."""
    if not request.user.is_authenticated:
        return {}
    return {"plans_offered": plans_of(request), "plan_chosen": chosen_plan(request)}


def of_chosen_plan(rows: QuerySet[Model], model: type[Model], request: Any) -> QuerySet[Model]:
    """The rows of the chosen plan, for lists and look-ups; all where the address names another part or plan."""
    match = request.resolver_match
    page = (match and match.url_name) or ""
    named = request.GET.get("plan", "") if page == AUTOCOMPLETE else ""
    if is_key(named):
        return rows.filter(**{plan_path(model): named})
    if page != AUTOCOMPLETE and (model is Plan or names_others(request) or not page.endswith(LIST)):
        return rows
    plan = chosen_plan(request)
    return rows if plan is None else rows.filter(**{plan_path(model): plan.pk})


def names_others(request: Any) -> bool:
    """Whether a list is of a part that its address names, or its action of rows that it names, in whichever plan."""
    is_part = any(name.endswith("__id__exact") for name in request.GET)
    return is_part or (ACTION_CHECKBOX_NAME in request.POST and request.POST.get("select_across") != "1")


def _is_list(path: str) -> bool:
    """Whether it is the address of a list of this site's admin."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return admin.site.name in match.namespaces and (match.url_name or "").endswith(LIST)
