"""Demilitarisation in the admin: structure is edited with its history, records are added and then stay."""

from django.contrib import admin

from milestones.admin.filters import PlanFilter, PlanPartFilter
from milestones.admin.record_pages import NOTES, OF_SOURCE
from milestones.admin.records import RetractableAdmin
from milestones.admin.structure import PlanPartAdmin
from pillars.demilitarisation import models

EMBARGO = ("publication", "embargoed_until")


@admin.register(models.ArmsCategory)
class ArmsCategoryAdmin(PlanPartAdmin):
    fields = ("plan", "name", "slug", "kind", "unit", "definition", "rank")
    carried = ("plan", "kind", "unit_en", "unit_ar", "unit_he")
    list_display = ("__str__", "slug", "kind", "unit", "plan", "rank")
    list_filter = (("plan", PlanFilter), "kind")


@admin.register(models.CountingSeries)
class CountingSeriesAdmin(PlanPartAdmin):
    fields = ("plan", "name", "slug", "actor", "decides", "definition", "rank")
    list_display = ("__str__", "slug", "actor", "decides", "plan", "rank")
    list_filter = (("plan", PlanFilter), "decides")
    list_select_related = ("plan", "actor")
    autocomplete_fields = ("plan", "actor")


@admin.register(models.PullbackLine)
class PullbackLineAdmin(PlanPartAdmin):
    fields = ("plan", "name", "slug", "definition", "rank")


class EmbargoedAdmin(RetractableAdmin):
    """Records of a plan that may be held back until a day."""

    list_display_links = ("date",)
    search_fields = (*OF_SOURCE, *NOTES)


@admin.register(models.ArmsTotal)
class ArmsTotalAdmin(EmbargoedAdmin):
    entered = (
        ("plan", "category"),
        ("date", "basis", "claimant"),
        ("low", "high"),
        ("phase", "area"),
        ("source", "verification"),
        EMBARGO,
        "note",
    )
    carried = ("plan", "category", "date", "basis", "source", "verification", "publication")
    list_display = ("date", "category", "basis", "claimant", "phase", "area", "low", "high", "verification",
                    "publication", "embargoed_until", "is_standing")  # fmt: skip
    list_filter = (("plan", PlanFilter), ("category", PlanPartFilter), "basis", "verification", "publication",
                   "retracted_at")  # fmt: skip
    list_select_related = ("category", "claimant", "phase", "area")
    autocomplete_fields = ("plan", "category", "claimant", "phase", "area", "source")


@admin.register(models.Tally)
class TallyAdmin(EmbargoedAdmin):
    entered = (
        ("plan", "category", "series"),
        ("date", "step", "scope"),
        ("phase", "area"),
        ("handed_in", "accepted", "rejected"),
        ("disputed", "disputed_by"),
        ("source", "verification"),
        EMBARGO,
        "note",
    )
    carried = ("plan", "category", "series", "date", "step", "scope", "phase", "source", "verification",
               "publication")  # fmt: skip
    list_display = ("date", "category", "series", "scope", "phase", "area", "handed_in", "accepted", "rejected",
                    "disputed", "verification", "publication", "embargoed_until", "is_standing")  # fmt: skip
    list_filter = (("plan", PlanFilter), ("category", PlanPartFilter), ("series", PlanPartFilter), "step",
                   "scope", "verification", "publication", "retracted_at")  # fmt: skip
    list_select_related = ("category", "series", "phase", "area")
    autocomplete_fields = ("plan", "category", "series", "phase", "area", "disputed_by", "source")


@admin.register(models.Inspection)
class InspectionAdmin(EmbargoedAdmin):
    entered = (
        "plan",
        ("date", "kind", "outcome"),
        ("inspector", "witness"),
        "mandate",
        "figures_published",
        ("category", "phase", "area"),
        ("source", "verification"),
        EMBARGO,
        "note",
    )
    carried = ("plan", "date", "kind", "inspector", "source", "verification", "publication")
    list_display = ("date", "kind", "outcome", "inspector", "witness", "area", "figures_published", "verification",
                    "publication", "embargoed_until", "is_standing")  # fmt: skip
    list_filter = (("plan", PlanFilter), "kind", "outcome", ("area", PlanPartFilter), "verification",
                   "publication", "retracted_at")  # fmt: skip
    list_select_related = ("inspector", "witness", "area")
    autocomplete_fields = ("plan", "inspector", "witness", "category", "phase", "area", "source")


@admin.register(models.Incident)
class IncidentAdmin(EmbargoedAdmin):
    entered = (
        ("plan", "case"),
        ("happened_on", "kind", "area"),
        ("alleged_by", "alleged_against", "denied_by"),
        ("date", "investigated_by", "finding"),
        ("source", "verification"),
        EMBARGO,
        "note",
    )
    carried = ("plan", "kind", "source", "verification", "publication")
    list_display = ("date", "case", "happened_on", "kind", "area", "alleged_by", "alleged_against", "finding",
                    "verification", "publication", "embargoed_until", "is_standing")  # fmt: skip
    list_display_links = ("date", "case")
    list_filter = (("plan", PlanFilter), "kind", "finding", ("area", PlanPartFilter), "verification",
                   "publication", "retracted_at")  # fmt: skip
    list_select_related = ("area", "alleged_by", "alleged_against")
    search_fields = ("case", *OF_SOURCE, *NOTES)
    autocomplete_fields = ("plan", "area", "alleged_by", "alleged_against", "denied_by", "investigated_by",
                           "source")  # fmt: skip


@admin.register(models.LineClaim)
class LineClaimAdmin(EmbargoedAdmin):
    entered = (
        ("plan", "line"),
        ("date", "claimant"),
        ("low", "high"),
        ("source", "verification"),
        EMBARGO,
        "note",
    )
    carried = ("plan", "line", "date", "source", "verification", "publication")
    list_display = ("date", "line", "claimant", "low", "high", "verification", "publication", "embargoed_until",
                    "is_standing")  # fmt: skip
    list_filter = (("plan", PlanFilter), ("line", PlanPartFilter), "verification", "publication",
                   "retracted_at")  # fmt: skip
    list_select_related = ("line", "claimant")
    autocomplete_fields = ("plan", "line", "claimant", "source")


@admin.register(models.Pullback)
class PullbackAdmin(EmbargoedAdmin):
    entered = (
        "plan",
        ("date", "step"),
        ("phase", "area", "line"),
        ("leaves", "takes_over"),
        ("soldiers", "police", "personnel"),
        ("source", "verification"),
        EMBARGO,
        "note",
    )
    carried = ("plan", "phase", "leaves", "date", "source", "verification", "publication")
    list_display = ("date", "step", "phase", "area", "line", "leaves", "takes_over", "soldiers", "police",
                    "personnel", "verification", "publication", "embargoed_until", "is_standing")  # fmt: skip
    list_filter = (("plan", PlanFilter), "step", ("area", PlanPartFilter), "verification", "publication",
                   "retracted_at")  # fmt: skip
    list_select_related = ("phase", "area", "line", "leaves", "takes_over")
    autocomplete_fields = ("plan", "phase", "area", "line", "leaves", "takes_over", "source")
