"""Governance in the admin: bodies with their seats, functions, benchmarks, and the records on them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from milestones.admin.filters import PlanFilter
from milestones.admin.histories import HistoryAdmin
from milestones.admin.records import RetractableAdmin
from milestones.admin.structure import PlanPartAdmin
from pillars.governance.models import (
    Appointment,
    Benchmark,
    BenchmarkFinding,
    Body,
    Function,
    FunctionHandover,
    Portfolio,
    Seat,
    ServedArea,
    ServiceDelivery,
    Vacancy,
)

NOTES = ("note_en", "note_ar", "note_he")
STANDING = ("verification", "publication", "retracted_at")


def _names(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}__{name}" for name in ("slug", "name_en", "name_ar", "name_he"))


@admin.register(Body)
class BodyAdmin(PlanPartAdmin):
    list_display = ("__str__", "slug", "kind", "size", "publication", "plan", "rank")
    list_filter = (("plan", PlanFilter), "kind", "publication")
    carried = ("plan", "kind", "source", "publication")
    autocomplete_fields = ("plan", "actor", "source")
    fieldsets = (
        (None, {"fields": ("plan", "name", "slug", ("kind", "size"), "actor", "description")}),
        (_("Source"), {"fields": ("source", "clause")}),
        (_("Publication"), {"fields": ("publication", "rank")}),
    )


@admin.register(Portfolio)
class PortfolioAdmin(PlanPartAdmin):
    fields = ("plan", "body", "name", "slug", "rank")
    carried = ("plan", "body")
    list_display = ("__str__", "slug", "body", "plan", "rank")
    list_select_related = ("plan", "body")
    autocomplete_fields = ("plan", "body")


@admin.register(Seat)
class SeatAdmin(PlanPartAdmin):
    fields = ("plan", "body", "name", "slug", "portfolio", "must_be_independent", "rank")
    carried = ("plan", "body", "must_be_independent")
    list_display = ("__str__", "slug", "body", "portfolio", "must_be_independent", "plan", "rank")
    list_filter = (("plan", PlanFilter), "must_be_independent")
    list_select_related = ("plan", "body", "portfolio")
    autocomplete_fields = ("plan", "body", "portfolio")


@admin.register(Function)
class FunctionAdmin(PlanPartAdmin):
    list_display = ("__str__", "slug", "kind", "receiver", "publication", "plan", "rank")
    list_filter = (("plan", PlanFilter), "kind", "publication")
    list_select_related = ("plan", "receiver")
    carried = ("plan", "kind", "receiver", "source", "publication")
    autocomplete_fields = ("plan", "receiver", "source")
    fieldsets = (
        (None, {"fields": ("plan", "name", "slug", "kind", "receiver", "description")}),
        (_("Source"), {"fields": ("source", "clause")}),
        (_("Publication"), {"fields": ("publication", "rank")}),
    )


@admin.register(ServedArea)
class ServedAreaAdmin(HistoryAdmin):
    fields = ("plan", "area", "slug", "weight", "source", "rank")
    carried = ("plan", "source")
    list_display = ("__str__", "slug", "weight", "source", "plan", "rank")
    list_filter = (("plan", PlanFilter),)
    list_select_related = ("plan", "area", "source")
    search_fields = ("slug", "area__name_en", "area__name_ar", "area__name_he")
    autocomplete_fields = ("plan", "area", "source")


@admin.register(Benchmark)
class BenchmarkAdmin(PlanPartAdmin):
    list_display = ("__str__", "slug", "kind", "judge", "judge_none_designated", "due", "publication", "plan")
    list_filter = (("plan", PlanFilter), "kind", "judge_none_designated", "publication")
    list_select_related = ("plan", "judge")
    carried = ("plan", "kind", "source", "publication")
    autocomplete_fields = ("plan", "judge", "milestone", "source")
    fieldsets = (
        (None, {"fields": ("plan", "name", "slug", "kind", "due", "milestone", "description")}),
        (_("Judge"), {"fields": ("judge", "judge_none_designated")}),
        (_("Source"), {"fields": ("source", "clause")}),
        (_("Publication"), {"fields": ("publication", "rank")}),
    )


@admin.register(Appointment)
class AppointmentAdmin(RetractableAdmin):
    entered = (
        "seat",
        ("date", "until"),
        ("holder", "verification"),
        ("vetting", "vetted_by"),
        "source",
        "publication",
        "note",
    )
    carried = ("seat", "date", "source", "verification", "publication")
    list_display = (
        "date",
        "seat",
        "holder",
        "vetting",
        "verification",
        "source",
        "publication",
        "is_standing",
    )
    list_display_links = ("date", "seat")
    list_filter = (("seat__plan", PlanFilter), "vetting", *STANDING)
    list_select_related = ("seat", "source")
    search_fields = (*_names("seat"), "holder", *NOTES)
    autocomplete_fields = ("seat", "vetted_by", "source")


@admin.register(Vacancy)
class VacancyAdmin(RetractableAdmin):
    entered = ("seat", ("date", "verification"), "source", "publication", "note")
    carried = ("date", "source", "verification", "publication")
    list_display = ("date", "seat", "verification", "source", "publication", "is_standing")
    list_display_links = ("date", "seat")
    list_filter = (("seat__plan", PlanFilter), *STANDING)
    list_select_related = ("seat", "source")
    search_fields = (*_names("seat"), *NOTES)
    autocomplete_fields = ("seat", "source")


@admin.register(FunctionHandover)
class FunctionHandoverAdmin(RetractableAdmin):
    entered = (
        "function",
        ("date", "area"),
        ("stage", "run_by", "verification"),
        "source",
        "publication",
        "note",
    )
    carried = ("function", "date", "source", "verification", "publication")
    list_display = (
        "date",
        "function",
        "area",
        "stage",
        "run_by",
        "verification",
        "source",
        "publication",
        "is_standing",
    )
    list_display_links = ("date", "function")
    list_filter = (("function__plan", PlanFilter), "stage", "run_by", *STANDING)
    list_select_related = ("function", "area", "source")
    search_fields = (*_names("function"), *NOTES)
    autocomplete_fields = ("function", "area", "source")


@admin.register(ServiceDelivery)
class ServiceDeliveryAdmin(RetractableAdmin):
    entered = ("function", ("date", "area"), ("status", "verification"), "source", "publication", "note")
    carried = ("function", "date", "source", "verification", "publication")
    list_display = (
        "date",
        "function",
        "area",
        "status",
        "verification",
        "source",
        "publication",
        "is_standing",
    )
    list_display_links = ("date", "function")
    list_filter = (("function__plan", PlanFilter), "status", *STANDING)
    list_select_related = ("function", "area", "source")
    search_fields = (*_names("function"), *NOTES)
    autocomplete_fields = ("function", "area", "source")


@admin.register(BenchmarkFinding)
class BenchmarkFindingAdmin(RetractableAdmin):
    entered = (
        "benchmark",
        ("date", "outcome"),
        ("found_by", "verification"),
        "source",
        "publication",
        "note",
    )
    carried = ("date", "found_by", "source", "verification", "publication")
    list_display = ("date", "benchmark", "outcome", "found_by", "verification", "publication", "is_standing")
    list_display_links = ("date", "benchmark")
    list_filter = (("benchmark__plan", PlanFilter), "outcome", *STANDING)
    list_select_related = ("benchmark", "found_by")
    search_fields = (*_names("benchmark"), *NOTES)
    autocomplete_fields = ("benchmark", "found_by", "source")
