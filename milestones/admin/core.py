"""The core's kinds in the admin: what is entered together, and what is special to a page."""

from typing import Any

from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from milestones import models
from milestones.admin.base import DirectedTexts, shown_as
from milestones.admin.inlines import Lines, OnlyNew, adding
from milestones.admin.kinds import Form, KindPages, Section, register
from milestones.admin.lists import PlanFilter, PlanPartFilter
from milestones.admin.milestones import PLANNED, REVISED, GatePage, MilestonePage
from milestones.admin.on_record import COUNTS, RESTS, ended, records_of, rests
from milestones.admin.plan_history import PlanHistoryAdmin
from milestones.admin.row_pages import RecordAdmin, RetractableAdmin, StructureAdmin
from milestones.admin.summaries import day
from milestones.chosen import KEPT
from milestones.kinds.core import KIND_OF


class SeriesInline(Lines, DirectedTexts, TranslationStackedInline):
    model = models.Series
    fieldsets = (
        (None, {"fields": (("slug", "rank"), "actor", "name")}),
        (_("Definition"), {"fields": ("definition",), "classes": ("collapse",)}),
    )
    autocomplete_fields = ("actor",)


class IndicatorPage(StructureAdmin):
    list_display = ("__str__", "slug", "plan", "pillar", "unit", "target", "target_date", "publication")
    list_filter = (("plan", PlanFilter), ("pillar", PlanPartFilter), "publication", "direction", "verification")
    inlines = (adding(models.Observation, _("new observations")), SeriesInline)
    follows = ((_("On record"), ("observations_there",)), RESTS)
    rests = rests
    observations_there = records_of(
        models.Observation, "value", "series", "verification", "source", "publication", COUNTS
    )


class PartInline(Lines, DirectedTexts, TranslationTabularInline):
    """Parts of a plan that are little more than a name."""


def part_lines(model: Any) -> type[PartInline]:
    """The parts of one kind, each with its short columns."""
    pages = KindPages(KIND_OF[model], Form())
    keys = tuple(key.name for key in pages.keys)
    options = {"model": model, "fields": ("name", "slug", *pages.columns(), "rank"), "autocomplete_fields": keys}
    return type(f"{model.__name__}Inline", (PartInline,), options)


class NewMilestones(OnlyNew, PartInline):
    """Milestones entered by little more than their names; their own pages say the rest."""

    model = models.Milestone
    formset: Any = BaseInlineFormSet
    fields = ("name", "slug", "pillar", "due_on")
    autocomplete_fields = ("pillar",)
    verbose_name_plural = _("new milestones")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The forms, in the plan's pillar where there is but one."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        pillars = obj.pillars.all()[:2]
        formset.form.base_fields["pillar"].initial = pillars[0].pk if len(pillars) == 1 else None
        return formset


class PlanPage(PlanHistoryAdmin, StructureAdmin):
    list_display = ("__str__", "slug", "publication", "as_of", "computed_for")
    list_filter = ("publication",)
    list_select_related = ("current",)
    inlines = tuple(map(part_lines, (models.Reading, models.Pillar, models.Phase, models.Area)))
    follows = ((_("What follows"), ("computed_for",)),)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj is None else (*self.inlines, NewMilestones)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """From here on the new plan is the one that is worked at."""
        request.session[KEPT] = obj.pk
        return super().response_add(request, obj, post_url_continue)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "GET":
            self.admin_site.tell_of_failures(request)
        return super().changelist_view(request, extra_context)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET":
            self.admin_site.tell_of_failures(request, object_id)
        return super().change_view(request, object_id, *args, **kwargs)

    computed_for = shown_as(
        _("computed for"), lambda plan: day(plan.current.on if hasattr(plan, "current") else None), "current__on"
    )


class ActorPage(StructureAdmin):
    follows = (RESTS,)
    rests = rests


class PositionPage(RetractableAdmin):
    list_display = ("date", "actor", "stance", "about", "source", "publication", "is_standing")
    list_filter = (("actor__plan", PlanFilter), "stance", "publication", "retracted_at")
    list_select_related = ("actor", "pillar", "milestone", "source")
    about = shown_as(_("about"), lambda position: str(position.milestone or position.pillar or _("the plan")))


class EndedPage(RecordAdmin):
    """What is over from the day on which its ending says so; the next form is about another row."""

    carried = ("date", "source", "publication")
    readonly_fields = (*RecordAdmin.readonly_fields, "ending_there")
    ending_there = shown_as(_("Ended"), lambda row: ended(row, row))
    ended_on = shown_as(_("ended on"), lambda row: row.ending.date if hasattr(row, "ending") else None, "ending__date")

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """With the ending of a row that is there, or the way to say it."""
        told = [] if obj is None else [(_("Ended"), {"fields": ("ending_there",)})]
        return [*super().get_fieldsets(request, obj), *told]


FORMS: dict[Any, Form] = {
    models.Plan: Form("name", "slug", "summary", "licence",
                      Section(_("Rules"), "verification", "timezone", ("as_of", "ended")), page=PlanPage),
    models.Pillar: Form("name", "slug", "summary"),
    models.Reading: Form("name", "slug", "actor"),
    models.Phase: Form("name", "slug", ("start", "end")),
    models.Area: Form("name", "slug", "p_code"),
    models.Actor: Form("name", "slug", "kind", "url", page=ActorPage),
    models.Source: Form("title", "slug", "url", "archived_url", ("date", "language", "tier"), "publisher",
                        page=ActorPage, date_hierarchy="date", narrowed_by=("language",),
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
    models.Series: Form("indicator", "name", "slug", "actor", "definition", carried=("actor",)),
    models.Observation: Form("indicator", ("date", "value"), ("series", "verification"),
                             carried=("series",), narrowed_by=("indicator__pillar",), has_grid=True),
    models.Assessment: Form("milestone", ("date", "level", "verification"), narrowed_by=("milestone__pillar",),
                            has_grid=True),
    models.ScheduleRevision: Form(
        "milestone", "date", *REVISED,
        list_display=("date", "milestone", "planned_start_on", "due_on", "source", "publication"),
        list_filter=(("milestone__plan", PlanFilter), ("milestone__pillar", PlanPartFilter), "publication"),
    ),
    models.Position: Form("actor", ("date", "stance"), "pillar", "milestone", page=PositionPage),
    models.Withdrawal: Form("milestone", "date", page=EndedPage, narrowed_by=("milestone__pillar",),
                            list_display=("date", "milestone", "source", "publication", "ended_on"),
                            list_select_related=("milestone", "source", "ending")),
    models.Waiver: Form("gate", "date", page=EndedPage, narrowed_by=("gate__milestone__pillar",),
                        list_display=("date", "gate", "source", "publication", "ended_on"),
                        list_select_related=("gate__milestone", "source", "ending")),
    models.WithdrawalEnding: Form("withdrawal", "date",
                                  narrowed_by=("withdrawal__milestone__pillar",)),
    models.WaiverEnding: Form("waiver", "date", narrowed_by=("waiver__gate__milestone__pillar",)),
}  # fmt: skip

register((KIND_OF[model] for model in FORMS), FORMS)
