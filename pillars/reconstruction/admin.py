"""Reconstruction in the admin: what is entered together stands together; projects and findings tell how they stand."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from milestones.admin.base import shown_as
from milestones.admin.kinds import Form, register
from milestones.admin.on_record import COUNTS, records_of
from milestones.admin.row_pages import StructureAdmin
from milestones.admin.summaries import EMPTY, add_link, table
from milestones.limits import SLUG_LENGTH
from milestones.models import Plan
from milestones.selectors.plans import Reader, local_date, visible_plans
from milestones.selectors.records import Viewpoint
from milestones.state import state_for
from pillars.reconstruction import models
from pillars.reconstruction.kinds import KINDS
from pillars.reconstruction.pages.findings import FindingNote, finding_notes
from pillars.reconstruction.selectors import PLACES, Facts

AMOUNT = ("amount", "currency")


def standing_today(plan: Plan, reader: Reader) -> tuple[FindingNote, ...]:
    """The plan's findings as the reader may see them today, open ones first."""
    today = local_date(plan, timezone.now())
    return finding_notes(Facts(Viewpoint(state_for(plan, reader), today)))


def note_of(finding: models.Finding, standing: Iterable[FindingNote]) -> FindingNote | None:
    """The finding as it stands; None where it does not, since nothing was entered and nothing differs."""
    return next((note for note in standing if note.finding.slug == finding.slug), None)


def unopened_table(reader: Reader) -> SafeString | str:
    """The differences that no finding was opened for, plan by plan, each with the way to open one."""
    rows = [
        (plan, note.name, note.finding.about.label, note.accounts, _opening(plan, note, reader))
        for plan in visible_plans(reader)
        for note in standing_today(plan, reader)
        if not note.finding.slug
    ]
    return table((_("Plan"), _("Differs"), _("About"), _("Accounts"), _("Finding")), rows) if rows else ""


def _opening(plan: Plan, note: FindingNote, reader: Reader) -> SafeString | str:
    """A link to the empty form, begun with what is known of the difference."""
    about = note.finding.about.value
    named = {kind: slug for kind, slug in asdict(note.finding.place).items() if slug is not None}
    begun = {
        "plan": plan.pk,
        "about": about,
        f"name_{get_language()}": note.name,
        "slug": "-".join([about, *named.values()])[:SLUG_LENGTH].strip("-"),
        **{kind: PLACES[kind].objects.get(plan=plan, slug=slug).pk for kind, slug in named.items()},
    }
    return add_link(reader, models.Finding, _("Open a finding"), **begun)


class ProjectPage(StructureAdmin):
    """A project's page, with what is on record of it, newest first, and the way to enter more."""

    follows = ((_("On record"), ("steps_there", "units_there", "money_there")),)
    steps_there = records_of(models.ProjectStep, "kind", "verification", COUNTS, by="project")
    units_there = records_of(models.UnitCount, "kind", "quantity", "unit", "verification", COUNTS, by="project")
    money_there = records_of(models.Transaction, "stage", *AMOUNT, "verification", COUNTS, by="project")


class FindingPage(StructureAdmin):
    """Findings with their states, below the differences that no finding was opened for yet."""

    change_list_template = "reconstruction/admin_findings.html"
    readonly_fields = ("standing",)
    follows = ((_("On record"), ("entries_there",)),)
    by_whom = (_("By"), lambda entry, finding: entry.actor or entry.claimant)
    entries_there = records_of(models.FindingEntry, "state", by_whom, "note", by="finding")
    state = shown_as(pgettext_lazy("a finding", "state"), lambda finding: str(finding.standing_state))
    list_display = (
        "__str__", "slug", "about", "state", "owner", "appeal", "project", "publication", "plan",
    )  # fmt: skip

    @admin.display(description=_("how it stands"))
    def standing(self, finding: Any) -> str:
        """The finding as it stands; a dash where it does not yet."""
        note = note_of(finding, standing_today(finding.plan, finding.reader)) if finding.pk else None
        return _("%(state)s. %(accounts)s") % {"state": note.state, "accounts": note.accounts} if note else EMPTY

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each finding of it with its state today."""
        changelist = super().get_changelist_instance(request)
        plans = {row.plan_id: row.plan for row in changelist.result_list}
        standing = {key: standing_today(plan, request.user) for key, plan in plans.items()}
        for row in changelist.result_list:
            note = note_of(row, standing[row.plan_id])
            row.standing_state = note.state if note else EMPTY
        return changelist

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = (extra_context or {}) | {"unopened": unopened_table(request.user)}
        return super().changelist_view(request, context)


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
                             "iati_identifier", page=ProjectPage,
                             carried=("sector", "area", "implementer")),
        models.Finding: Form("name", "slug", ("about", "owner"), "appeal", ("donor", "channel"), "project", "standing",
                             page=FindingPage, carried=("appeal",)),
        models.Estimate: Form("assessment", ("date", "measured"), ("sector", "territory"), ("horizon", "months"),
                              AMOUNT, carried=("measured", "territory", "currency"),
                              unlisted=("territory", "horizon", "months")),
        models.Transaction: Form(("date", "stage", "side"), "appeal", ("donor", "channel"), "project",
                                 (*AMOUNT, "is_total"), "reference", narrowed_by=("appeal",),
                                 carried=("stage", "side", "appeal", "channel", "currency"), has_grid=True,
                                 unlisted=("side", "appeal", "project", "is_total", "reference")),
        models.ExchangeRate: Form("date", ("currency", "into", "rate"), narrowed_by=("currency", "into"),
                                  carried=("currency", "into")),
        models.ProjectStep: Form("project", ("date", "kind"), ("planned_start", "planned_end")),
        models.UnitCount: Form("project", ("date", "kind"), ("quantity", "unit", "is_total"), carried=("kind", "unit"),
                               has_grid=True),
        models.FindingEntry: Form("finding", ("date", "state"), "actor", "claimant"),
    },
)  # fmt: skip
