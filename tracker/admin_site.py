"""The admin site: its title, its index by section, and its lists of keys to choose from."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CORE = "milestones"
# The core's pages as analysts use them: what is entered daily stands before what is set up once.
SECTIONS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("Plans and milestones"), ("Plan", "Milestone", "Gate", "Indicator")),
    (
        _("Records"),
        (
            "Assessment",
            "Observation",
            "ScheduleRevision",
            "Position",
            "Withdrawal",
            "WithdrawalEnding",
            "Waiver",
            "WaiverEnding",
        ),
    ),
    (_("Parts of a plan"), ("Pillar", "Phase", "Area", "Reading", "Actor", "Source", "Series")),
    (_("Workings"), ("StatusChange", "RecomputeMark", "JobRun")),
)


class PlanPartsJsonView(AutocompleteJsonView):
    """Rows to choose from, each with the slug of its plan: two plans may have a pillar of one name."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        plan = getattr(obj, "plan", None)
        return result if plan is None else result | {"text": f"{result['text']} ({plan.slug})"}


class TrackerAdminSite(admin.AdminSite):
    """The stock admin under the site's own name, its index cut into sections."""

    site_title = _("Peace-plan progress tracker")
    site_header = _("Peace-plan progress tracker")
    index_title = _("Records and plans")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The apps that the user may see, the core's models by section and before the others."""
        apps = super().get_app_list(request, app_label)
        sections = [section for app in apps if app["app_label"] == CORE for section in _sections(app)]
        return sections + [app for app in apps if app["app_label"] != CORE]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, PlanPartsJsonView.as_view(admin_site=self)(request))


def _sections(app: Any) -> list[dict[str, Any]]:
    by_name = {model["object_name"]: model for model in app["models"]}
    sections = [
        app | {"name": title, "models": [by_name.pop(name) for name in names if name in by_name]}
        for title, names in SECTIONS
    ]
    left = app | {"models": list(by_name.values())}
    return [section for section in [*sections, left] if section["models"]]
