"""The gate's page: before which step it stands, its conditions, the readings under which it stands, its waivers."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Max, Model, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from milestones.admin.base import page_of
from milestones.admin.boundary import leave_out_hidden
from milestones.admin.filters import PlanFilter, PlanPartFilter
from milestones.admin.inlines import AddOnlyInline, ConditionInline, GateReadingInline
from milestones.admin.records import enter_as
from milestones.admin.structure import StructureAdmin
from milestones.admin.summaries import EMPTY, add_link, day, link, table
from milestones.models import Gate, Waiver, WaiverEnding


class WaiverInline(AddOnlyInline):
    model = Waiver
    max_num = 1
    entered = ("date", "source", "publication")
    autocomplete_fields = ("source",)
    verbose_name_plural = _("waive it")


@admin.register(Gate)
class GateAdmin(StructureAdmin):
    fixed = ("milestone",)
    carried = ("milestone", "before", "source")
    list_display = ("__str__", "milestone", "before", "require", "conditions_count", "force", "rank")
    list_filter = (
        ("milestone__plan", PlanFilter),
        ("milestone__pillar", PlanPartFilter),
        "milestone__publication",
        "before",
        "force",
        ("readings", PlanPartFilter),
    )
    list_select_related = ("milestone",)
    search_fields = (
        "milestone__slug",
        "milestone__name_en",
        "milestone__name_ar",
        "milestone__name_he",
        "clause",
    )
    autocomplete_fields = ("milestone", "source")
    readonly_fields = ("waivers_there",)
    inlines = (ConditionInline, GateReadingInline, WaiverInline)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        fieldsets = [
            (None, {"fields": ("milestone", ("before", "require"), "force", "rank")}),
            (_("Where the text says so"), {"fields": ("source", "clause", "note")}),
        ]
        if obj is not None:
            fieldsets.append((_("On record"), {"fields": ("waivers_there",)}))
        return self.in_languages(fieldsets)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.annotate(conditions_number=Count("conditions", distinct=True))

    def save_model(self, request: HttpRequest, obj: Gate, form: Any, change: bool) -> None:
        if not change and "rank" not in form.changed_data:
            last = obj.milestone.gates.aggregate(last=Max("rank"))["last"]
            obj.rank = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        enter_as(request.user, formset)
        super().save_formset(request, form, formset, change)

    @admin.display(description=_("conditions"), ordering="conditions_number")
    def conditions_count(self, gate: Gate) -> int:
        return gate.conditions_number

    @admin.display(description=_("waivers"))
    def waivers_there(self, gate: Gate) -> SafeString:
        seen = gate.waivers.visible_to(gate.reader)
        found = list(seen.select_related("ending", "source").order_by("-date", "-pk"))
        leave_out_hidden(found, gate.reader)
        return table(
            (_("Date"), _("Source"), _("Publication"), _("Ended")),
            (
                (
                    link(page_of(record), day(record.date)),
                    record.source or EMPTY,
                    record.get_publication_display(),
                    day(record.ending.date)
                    if hasattr(record, "ending")
                    else add_link(gate.reader, WaiverEnding, _("End it"), waiver=record.pk) or EMPTY,
                )
                for record in found
            ),
        )
