"""Reconstruction in the admin: what is entered together stands together; projects and findings tell how they stand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.admin.kinds import Form, register
from milestones.admin.structure import StructureAdmin
from milestones.admin.summaries import EMPTY
from pillars.reconstruction import models
from pillars.reconstruction.admin_tables import finding_table, project_table, standing_today, state_of, unopened_table
from pillars.reconstruction.kinds import KINDS


class ProjectPage(StructureAdmin):
    """A project's page, with what is on record of it."""

    readonly_fields = ("records_there",)

    @admin.display(description=_("records"))
    def records_there(self, project: Any) -> SafeString | str:
        return project_table(project, project.reader) if project.pk else EMPTY


class FindingPage(StructureAdmin):
    """Findings with their states, below the differences that no finding was opened for yet."""

    change_list_template = "reconstruction/admin_findings.html"
    readonly_fields = ("standing",)
    list_display = (
        "__str__", "slug", "about", "state", "owner", "appeal", "project", "publication", "plan",
    )  # fmt: skip

    @admin.display(description=_("how it stands"))
    def standing(self, finding: Any) -> SafeString | str:
        return finding_table(finding, finding.reader) if finding.pk else EMPTY

    @admin.display(description=pgettext_lazy("a finding", "state"))
    def state(self, finding: Any) -> str:
        return str(finding.standing_state)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each finding of it with its state today."""
        changelist = super().get_changelist_instance(request)
        plans = {row.plan_id: row.plan for row in changelist.result_list}
        standing = {key: standing_today(plan, request.user) for key, plan in plans.items()}
        for row in changelist.result_list:
            row.standing_state = state_of(row, standing[row.plan_id])
        return changelist

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = (extra_context or {}) | {"unopened": unopened_table(request.user)}
        return super().changelist_view(request, context)


AMOUNT = ("amount", "currency")

register(
    KINDS,
    {
        models.Sector: Form("name", "slug", "iati_code"),
        models.Appeal: Form("name", "slug", "summary", ("currency", "is_base_rate"), "milestone", "iati_identifier",
                            carried=("currency",)),
        models.Donor: Form("name", "slug", "actor", "part_of", "iati_ref", carried=("part_of",)),
        models.Channel: Form("name", "slug", "kind", "holder", "iati_ref"),
        models.NeedsAssessment: Form("name", "slug", "actor", "published_on", ("covers_from", "covers_until"), "note",
                                     carried=("actor",)),
        models.Project: Form("name", "slug", "description", ("sector", "area"), "implementer", "milestone",
                             "iati_identifier", "records_there", page=ProjectPage,
                             carried=("sector", "area", "implementer")),
        models.Finding: Form("name", "slug", ("about", "owner"), "appeal", ("donor", "channel"), "project", "standing",
                             page=FindingPage, carried=("appeal",)),
        models.Estimate: Form("assessment", ("date", "measured"), ("sector", "territory"), ("horizon", "months"),
                              AMOUNT, carried=("measured", "territory", "currency")),
        models.Transaction: Form(("date", "stage", "side"), "appeal", ("donor", "channel"), "project",
                                 (*AMOUNT, "is_total"), "reference", narrowed_by=("appeal",),
                                 carried=("stage", "side", "appeal", "channel", "currency"), has_grid=True),
        models.ExchangeRate: Form("date", ("currency", "into", "rate"), narrowed_by=("currency", "into"),
                                  carried=("currency", "into")),
        models.ProjectStep: Form("project", ("date", "kind"), ("planned_start", "planned_end")),
        models.UnitCount: Form("project", ("date", "kind"), ("quantity", "unit", "is_total"), carried=("kind", "unit"),
                               has_grid=True),
        models.FindingEntry: Form("finding", ("date", "state"), "actor", "claimant"),
    },
)  # fmt: skip
