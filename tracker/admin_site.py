"""The admin site: its title, its index by section, and its lists of keys to choose from."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milestones.chosen import choose_plan, chosen_plan, plan_choice
from milestones.limits import is_key
from milestones.models import Assessment, Observation, Publication
from milestones.pages.desk import desk_context
from milestones.services.checking import kind_of
from milestones.services.invitations import TOKENS, may_be_invited
from milestones.services.rights import is_allowed, may_somewhere
from tracker.failures import tell_of_failures
from tracker.second_factor import LoginForm, second_factor

CORE = "milestones"
# The core's pages as analysts use them: what is entered daily stands before what is set up once.
SECTIONS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("Plans and milestones"), ("Plan", "Milestone", "Gate", "Indicator")),
    (_("Records"), ("Assessment", "Observation", "ScheduleRevision", "Position", "Withdrawal", "Waiver", "Import")),
    (_("Parts of a plan"), ("Pillar", "Phase", "Area", "Reading", "Actor", "Source", "Clause", "Series")),
    (_("Accounts and tokens"), ("Membership", "TokenGrant")),
    (_("Workings"), ("StatusChange", "Revision", "PlanEntry", "RecomputeMark", "JobRun")),
)


class PlanPartsJsonView(AutocompleteJsonView):
    """Rows to choose from, each with the slug of its plan: two plans may have a pillar of one name."""

    def get_queryset(self) -> QuerySet[Model]:
        """The rows found; for a term with a NUL byte, which no database takes, none."""
        self.request.key_to_fill = self.source_field  # type: ignore[attr-defined]
        if "\0" in self.term:
            return self.model_admin.get_queryset(self.request).none()
        return super().get_queryset()

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        plan = None if chosen_plan(self.request) else getattr(obj, "plan", None)
        return result if plan is None else result | {"text": f"{result['text']} ({plan.slug})"}


class Invitation(PasswordResetConfirmView):
    """Django's, for an account that waits for its first password and for no other."""

    token_generator, template_name = TOKENS, "admin/invitation.html"

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if user is not None and may_be_invited(user) else None


class TrackerAdminSite(admin.AdminSite):
    """The stock admin under the site's own name, its index cut into sections."""

    site_title = _("Peace plan tracker")
    login_form = LoginForm
    site_header = _("Peace plan tracker")
    index_title = _("Records and plans")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The apps that the user may see, the core's models by section and before the others."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"] = [told for told in app["models"] if not _is_on_anothers_page(told["model"])]
        sections = [section for app in apps if app["app_label"] == CORE for section in _sections(app)]
        return sections + [app for app in apps if app["app_label"] != CORE]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The desk of the chosen plan, or all tables; it tells of plans whose changes cannot be worked in."""
        self.tell_of_failures(request)
        plan = chosen_plan(request)
        if plan is None:
            return super().index(request, extra_context)
        context = self.each_context(request) | {"title": str(plan), "subtitle": None}
        may_publish = partial(is_allowed, request.user, "publish")
        may_add = partial(may_somewhere, request.user, "add")
        context |= desk_context(plan, request.user, may_publish=may_publish, may_add=may_add)
        context |= {"app_list": self.get_app_list(request)}
        request.current_app = self.name
        return TemplateResponse(request, "admin/desk.html", context)

    tell_of_failures = staticmethod(tell_of_failures)

    def get_urls(self) -> list[Any]:
        return [
            path("plan/", self.admin_view(choose_plan), name="choose-plan"),
            path("second-factor/", self.admin_view(second_factor), name="second-factor"),
            path("invitation/<uidb64>/<token>/", self.invitation, name="invitation"),
            *super().get_urls(),
        ]

    def invitation(self, request: HttpRequest, **link: str) -> HttpResponseBase:
        """Where somebody who was invited sets a password; the link is worth nothing after that."""
        told = {"site_title": self.site_title, "site_header": self.site_header}
        view = Invitation.as_view(success_url=reverse("admin:login"), extra_context=told)
        return view(request, **link)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request) | plan_choice(request)
        plan = context.get("plan_chosen")
        if plan is not None:
            adds, is_draft = partial(may_somewhere, request.user, "add"), plan.publication == Publication.DRAFT
            context |= {"may_assess": adds(Assessment), "may_observe": adds(Observation)}
            context |= {"may_publish_plan": is_draft and is_allowed(request.user, "publish", plan)}
        return context

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return super().admin_view(_keys_in_reach(view), cacheable)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, PlanPartsJsonView.as_view(admin_site=self)(request))


def _keys_in_reach(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, which is told of chosen rows only by what can be a key, and answers 400 to numbers out of reach."""

    @wraps(view)
    def reached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if ACTION_CHECKBOX_NAME in request.POST:
            sent = request.POST.copy()
            chosen = [key for key in sent.getlist(ACTION_CHECKBOX_NAME) if is_key(key)]
            sent.setlist(ACTION_CHECKBOX_NAME, chosen)
            request.POST = sent  # type: ignore[assignment]  # a copy, which views read as the original
        if any(name.endswith(("__regex", "__iregex")) for name in request.GET):
            raise BadRequest("A list is not searched by a pattern.")  # each database fails on a wrong one in its way
        try:
            return view(request, *args, **kwargs)
        except OverflowError as error:  # a calendar or SQLite, asked for a number that is too long for it
            raise BadRequest("A number in the address is too long.") from error
        except ValueError as error:
            if any(name.endswith("__year") for name in request.GET):
                raise BadRequest("The year in the address is too late.") from error
            raise

    return reached


def _is_on_anothers_page(model: type[Model]) -> bool:
    """Whether a row, such as the end of a waiver, is entered and found on the page of what it belongs to."""
    kind = kind_of(model)
    return kind is not None and kind.is_single


def _sections(app: Any) -> list[dict[str, Any]]:
    by_name = {model["object_name"]: model for model in app["models"]}
    sections = [
        app | {"name": title, "models": [by_name.pop(name) for name in names if name in by_name]}
        for title, names in SECTIONS
    ]
    left = app | {"models": list(by_name.values())}
    return [section for section in [*sections, left] if section["models"]]
