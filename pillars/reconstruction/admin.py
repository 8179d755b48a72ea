"""Reconstruction in the admin: structure that is edited, and records that are only added."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from milestones.admin.filters import PlanFilter, PlanPartFilter
from milestones.admin.records import RetractableAdmin
from milestones.admin.structure import PlanPartAdmin
from milestones.admin.summaries import EMPTY
from pillars.reconstruction.admin_tables import (
    finding_table,
    project_table,
    standing_today,
    state_of,
    unopened_table,
)
from pillars.reconstruction.models import (
    Appeal,
    Channel,
    Donor,
    Estimate,
    ExchangeRate,
    Finding,
    FindingEntry,
    NeedsAssessment,
    Project,
    ProjectStep,
    Sector,
    Territory,
    Transaction,
    UnitCount,
)

NOTES = ("note_en", "note_ar", "note_he")
OF_SOURCE = ("source__slug", "source__title_en", "source__title_ar", "source__title_he")
ENDING = ("source", ("verification", "publication"), "note")
STANDING = ("verification", "source", "publication", "is_standing")
CARRIED = ("plan", "date", "source", "verification", "publication")


def _names(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}__{name}" for name in ("slug", "name_en", "name_ar", "name_he"))


@admin.register(Sector)
class SectorAdmin(PlanPartAdmin):
    fields = ("plan", "name", "slug", "iati_code", "rank")
    list_display = ("__str__", "slug", "iati_code", "plan", "rank")


@admin.register(Territory)
class TerritoryAdmin(PlanPartAdmin):
    fields = ("plan", "name", "slug", "rank")


@admin.register(Appeal)
class AppealAdmin(PlanPartAdmin):
    fields = (
        "plan",
        "name",
        "slug",
        "summary",
        ("currency", "is_base_rate"),
        "milestone",
        "iati_identifier",
        "publication",
        "rank",
    )
    carried = ("plan", "currency", "publication")
    autocomplete_fields = ("plan", "milestone")
    list_display = ("__str__", "slug", "currency", "is_base_rate", "publication", "plan", "rank")
    list_filter = (("plan", PlanFilter), "is_base_rate", "publication")


@admin.register(Donor)
class DonorAdmin(PlanPartAdmin):
    fields = ("plan", "name", "slug", "actor", "part_of", "iati_ref", "rank")
    carried = ("plan", "part_of")
    list_display = ("__str__", "slug", "part_of", "plan", "rank")
    list_select_related = ("plan", "part_of")
    autocomplete_fields = ("plan", "actor", "part_of")


@admin.register(Channel)
class ChannelAdmin(PlanPartAdmin):
    fields = ("plan", "name", "slug", "kind", "holder", "iati_ref", "rank")
    carried = ("plan", "kind")
    list_display = ("__str__", "slug", "kind", "holder", "plan", "rank")
    list_filter = (("plan", PlanFilter), "kind")
    list_select_related = ("plan", "holder")
    autocomplete_fields = ("plan", "holder")


@admin.register(NeedsAssessment)
class NeedsAssessmentAdmin(PlanPartAdmin):
    fields = (
        "plan",
        "name",
        "slug",
        "actor",
        "published_on",
        ("covers_from", "covers_until"),
        "note",
        "publication",
        "rank",
    )
    carried = ("plan", "actor", "publication")
    list_display = (
        "__str__", "slug", "published_on", "covers_from", "covers_until", "publication", "plan", "rank",
    )  # fmt: skip
    list_filter = (("plan", PlanFilter), "publication")
    autocomplete_fields = ("plan", "actor")


@admin.register(Project)
class ProjectAdmin(PlanPartAdmin):
    carried = ("plan", "sector", "area", "implementer", "publication")
    list_display = ("__str__", "slug", "sector", "area", "implementer", "publication", "plan", "rank")
    list_filter = (("plan", PlanFilter), ("sector", PlanPartFilter), ("area", PlanPartFilter), "publication")
    list_select_related = ("plan", "sector", "area", "implementer")
    search_fields = (*PlanPartAdmin.search_fields, "iati_identifier")
    autocomplete_fields = ("plan", "sector", "area", "implementer", "milestone")
    fieldsets = (
        (None, {"fields": ("plan", "name", "slug", "description")}),
        (_("Where it belongs"), {"fields": (("sector", "area"), "implementer", "milestone")}),
        (_("IATI"), {"fields": ("iati_identifier",)}),
        (_("Publication"), {"fields": ("publication", "rank")}),
        (_("On record"), {"fields": ("records_there",)}),
    )
    readonly_fields = ("records_there",)

    @admin.display(description=_("records"))
    def records_there(self, project: Project) -> SafeString | str:
        return project_table(project, project.reader) if project.pk else EMPTY


@admin.register(Finding)
class FindingAdmin(PlanPartAdmin):
    """Findings with their states, below the differences that no finding was opened for yet."""

    change_list_template = "reconstruction/admin_findings.html"
    fieldsets = (
        (None, {"fields": ("plan", "name", "slug", ("about", "owner"))}),
        (_("Where it belongs"), {"fields": ("appeal", ("donor", "channel"), "project")}),
        (_("Publication"), {"fields": ("publication", "rank")}),
        (_("How it stands"), {"fields": ("standing",)}),
    )
    readonly_fields = ("standing",)
    carried = ("plan", "about", "appeal", "publication")
    list_display = (
        "__str__", "slug", "about", "state", "owner", "appeal", "project", "publication", "plan",
    )  # fmt: skip
    list_filter = (("plan", PlanFilter), "about", "publication")
    list_select_related = ("plan", "owner", "appeal", "project")
    autocomplete_fields = ("plan", "owner", "appeal", "donor", "channel", "project")

    @admin.display(description=_("how it stands"))
    def standing(self, finding: Finding) -> SafeString | str:
        return finding_table(finding, finding.reader) if finding.pk else EMPTY

    @admin.display(description=_("state"))
    def state(self, finding: Finding) -> str:
        return finding.standing_state

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each finding of it with its state today."""
        found = super().get_changelist_instance(request)
        plans = {row.plan_id: row.plan for row in found.result_list}
        standing = {key: standing_today(plan, request.user) for key, plan in plans.items()}
        for row in found.result_list:
            row.standing_state = state_of(row, standing[row.plan_id])
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = (extra_context or {}) | {"unopened": unopened_table(request.user)}
        return super().changelist_view(request, context)


@admin.register(Estimate)
class EstimateAdmin(RetractableAdmin):
    entered = (
        "plan",
        "assessment",
        ("date", "measured"),
        ("sector", "territory"),
        ("horizon", "months"),
        ("amount", "currency"),
        *ENDING,
    )
    carried = (*CARRIED, "assessment", "measured", "territory", "currency")
    list_display = ("date", "assessment", "measured", "sector", "horizon", "amount", "currency", *STANDING)
    list_display_links = ("date", "assessment")
    list_filter = (("plan", PlanFilter), "measured", "verification", "publication", "retracted_at")
    list_select_related = ("assessment", "sector", "source")
    search_fields = (*_names("assessment"), *_names("sector"), *OF_SOURCE, *NOTES)
    autocomplete_fields = ("plan", "assessment", "sector", "territory", "source")


@admin.register(Transaction)
class TransactionAdmin(RetractableAdmin):
    entered = (
        "plan",
        ("date", "stage", "side"),
        "appeal",
        ("donor", "channel"),
        "project",
        ("amount", "currency", "is_total"),
        "reference",
        *ENDING,
    )
    carried = (*CARRIED, "stage", "side", "appeal", "channel", "currency")
    list_display = (
        "date", "stage", "amount", "currency", "is_total", "donor", "channel", "appeal", "project", "side",
        *STANDING,
    )  # fmt: skip
    list_display_links = ("date", "stage")
    list_filter = (
        ("plan", PlanFilter),
        "stage",
        "side",
        ("appeal", PlanPartFilter),
        ("channel", PlanPartFilter),
        "verification",
        "publication",
        "retracted_at",
    )
    list_select_related = ("appeal", "donor", "channel", "project", "source")
    search_fields = (*_names("donor"), *_names("appeal"), *_names("project"), "reference", *OF_SOURCE, *NOTES)
    autocomplete_fields = ("plan", "appeal", "donor", "channel", "project", "source")


@admin.register(ExchangeRate)
class ExchangeRateAdmin(RetractableAdmin):
    entered = ("plan", "date", ("currency", "into", "rate"), *ENDING)
    carried = (*CARRIED, "currency", "into")
    list_display = ("date", "currency", "into", "rate", *STANDING)
    list_display_links = ("date", "currency")
    list_filter = (("plan", PlanFilter), "currency", "into", "publication", "retracted_at")
    list_select_related = ("source",)
    search_fields = ("currency", "into", *OF_SOURCE, *NOTES)
    autocomplete_fields = ("plan", "source")


@admin.register(ProjectStep)
class ProjectStepAdmin(RetractableAdmin):
    entered = ("plan", "project", ("date", "kind"), ("planned_start", "planned_end"), *ENDING)
    carried = (*CARRIED, "project")
    list_display = ("date", "project", "kind", "planned_start", "planned_end", *STANDING)
    list_display_links = ("date", "project")
    list_filter = (("plan", PlanFilter), "kind", "verification", "publication", "retracted_at")
    list_select_related = ("project", "source")
    search_fields = (*_names("project"), *OF_SOURCE, *NOTES)
    autocomplete_fields = ("plan", "project", "source")


@admin.register(UnitCount)
class UnitCountAdmin(RetractableAdmin):
    entered = ("plan", "project", ("date", "kind"), ("quantity", "unit", "is_total"), *ENDING)
    carried = (*CARRIED, "project", "kind", "unit")
    list_display = ("date", "project", "kind", "quantity", "unit", "is_total", *STANDING)
    list_display_links = ("date", "project")
    list_filter = (("plan", PlanFilter), "kind", "unit", "verification", "publication", "retracted_at")
    list_select_related = ("project", "source")
    search_fields = (*_names("project"), *OF_SOURCE, *NOTES)
    autocomplete_fields = ("plan", "project", "source")


@admin.register(FindingEntry)
class FindingEntryAdmin(RetractableAdmin):
    entered = ("plan", "finding", ("date", "state"), "actor", "claimant", *ENDING)
    carried = (*CARRIED, "finding")
    list_display = ("date", "finding", "state", "actor", "claimant", *STANDING)
    list_display_links = ("date", "finding")
    list_filter = (("plan", PlanFilter), "state", "verification", "publication", "retracted_at")
    list_select_related = ("finding", "actor", "source")
    search_fields = (*_names("finding"), *OF_SOURCE, *NOTES)
    autocomplete_fields = ("plan", "finding", "actor", "source")
