"""The core's kinds in the admin: what is entered together, and what is special to a page."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from milestones import models
from milestones.admin.filters import PlanFilter, PlanPartFilter
from milestones.admin.gates import GatePage
from milestones.admin.indicators import IndicatorPage, SeriesForm
from milestones.admin.kinds import Form, Section, register
from milestones.admin.milestones import PLANNED, REVISED, MilestonePage
from milestones.admin.on_record import RESTS, ended, rests
from milestones.admin.plans import PlanPage
from milestones.admin.record_pages import RecordAdmin, RetractableAdmin
from milestones.admin.structure import StructureAdmin
from milestones.kinds.core import KIND_OF


class ActorPage(StructureAdmin):
    follows = (RESTS,)
    rests = rests


class SourcePage(ActorPage):
    date_hierarchy = "date"


class SeriesPage(StructureAdmin):
    form = SeriesForm


class PositionPage(RetractableAdmin):
    list_display = ("date", "actor", "stance", "about", "source", "publication", "is_standing")
    list_filter = (("actor__plan", PlanFilter), "stance", "publication", "retracted_at")
    list_select_related = ("actor", "pillar", "milestone", "source")

    @admin.display(description=_("about"))
    def about(self, position: models.Position) -> str:
        return str(position.milestone or position.pillar or _("the plan"))


class SchedulePage(RecordAdmin):
    list_display = ("date", "milestone", "planned_start_on", "due_on", "source", "publication")
    list_filter = (("milestone__plan", PlanFilter), ("milestone__pillar", PlanPartFilter), "publication")


class EndedPage(RecordAdmin):
    """What is over from the day on which its ending says so; the next form is about another row."""

    carried = ("date", "source", "publication")

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """With the ending of a row that is there, or the way to say it."""
        told = [] if obj is None else [(_("Ended"), {"fields": ("ending_there",)})]
        return [*super().get_fieldsets(request, obj), *told]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(() if obj is None else ("ending_there",)))

    @admin.display(description=_("Ended"))
    def ending_there(self, row: Any) -> Any:
        return ended(row, row)

    @admin.display(description=_("ended on"), ordering="ending__date")
    def ended_on(self, row: Any) -> Any:
        return row.ending.date if hasattr(row, "ending") else None


class WithdrawalPage(EndedPage):
    list_display = ("date", "milestone", "source", "publication", "ended_on")
    list_select_related = ("milestone", "source", "ending")


class WaiverPage(EndedPage):
    list_display = ("date", "gate", "source", "publication", "ended_on")
    list_select_related = ("gate__milestone", "source", "ending")


FORMS: dict[Any, Form] = {
    models.Plan: Form("name", "slug", "summary", "licence",
                      Section(_("Rules"), "verification", "timezone", ("as_of", "ended")), page=PlanPage),
    models.Pillar: Form("name", "slug", "summary"),
    models.Reading: Form("name", "slug", "actor"),
    models.Phase: Form("name", "slug", ("start", "end")),
    models.Area: Form("name", "slug", "p_code"),
    models.Actor: Form("name", "slug", "kind", "url", page=ActorPage),
    models.Source: Form("title", "slug", "url", "archived_url", ("date", "language", "tier"), "publisher",
                        page=SourcePage, narrowed_by=("language",),
                        carried=("publisher_en", "publisher_ar", "publisher_he", "language")),
    models.Clause: Form(("source", "number"), "text", carried=("source",)),
    models.Indicator: Form(
        "name", "slug", "publication",
        Section(_("What is counted"), "unit", "definition", ("decimals", "direction")),
        Section(_("Where it belongs"), "pillar", "area", "rank"),
        Section(_("Promise"), "baseline", ("target", "target_date")),
        Section(_("How it is read"), "verification", "official", "stale_after", "measure"),
        page=IndicatorPage,
    ),
    models.Milestone: Form(
        "name", "slug", "publication",
        Section(_("What is promised"), "description", "kind", "source", "clause"),
        Section(_("Where it belongs"), "pillar", "phase", "area", ("weight", "rank")),
        Section(_("Original schedule"), *PLANNED, "lapses"),
        Section(_("Who judges"), "certifier", "certifier_none_designated", "verification"),
        page=MilestonePage, carried=("phase", "area"),
    ),
    models.Gate: Form(("before", "require"), "force", "rank",
                      Section(_("Where the text says so"), "source", "clause", "note"), page=GatePage),
    models.Series: Form("indicator", "name", "slug", "actor", "definition", page=SeriesPage, carried=("actor",)),
    models.Observation: Form("indicator", ("date", "value"), ("series", "verification"),
                             carried=("series",), narrowed_by=("indicator__pillar",), has_grid=True),
    models.Assessment: Form("milestone", ("date", "level", "verification"), narrowed_by=("milestone__pillar",),
                            has_grid=True),
    models.ScheduleRevision: Form("milestone", "date", *REVISED, page=SchedulePage),
    models.Position: Form("actor", ("date", "stance"), "pillar", "milestone", page=PositionPage),
    models.Withdrawal: Form("milestone", "date", page=WithdrawalPage, narrowed_by=("milestone__pillar",)),
    models.Waiver: Form("gate", "date", page=WaiverPage, narrowed_by=("gate__milestone__pillar",)),
    models.WithdrawalEnding: Form("withdrawal", "date",
                                  narrowed_by=("withdrawal__milestone__pillar",)),
    models.WaiverEnding: Form("waiver", "date", narrowed_by=("waiver__gate__milestone__pillar",)),
}  # fmt: skip

register((KIND_OF[model] for model in FORMS), FORMS)
