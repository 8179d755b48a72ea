"""The gate's page: before which step it stands, its conditions, the readings under which it stands, its waivers."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from milestones.admin.filters import PlanFilter, PlanPartFilter
from milestones.admin.inlines import ConditionInline, adding, naming
from milestones.admin.on_record import ENDED, records_of
from milestones.admin.structure import StructureAdmin
from milestones.admin.summaries import EMPTY
from milestones.models import GateReading, Waiver
from milestones.selectors.plan_page import plan_names
from milestones.state import state_for
from milestones.state.finding import preview_of
from milestones.wording.gates import meaning


class GatePage(StructureAdmin):
    list_display = ("__str__", "milestone", "before", "require", "conditions_count", "force", "rank")
    list_filter = (
        ("milestone__plan", PlanFilter),
        ("milestone__pillar", PlanPartFilter),
        "milestone__publication",
        "before",
        "force",
        ("readings", PlanPartFilter),
    )
    inlines = (ConditionInline, naming(GateReading, "reading"), adding(Waiver, _("set it aside"), at_most=1))
    follows = ((_("In words"), ("meaning",)), (_("On record"), ("waivers_there",)))
    waivers_there = records_of(Waiver, "source", "publication", ENDED)

    @admin.display(description=_("what it means"))
    def meaning(self, gate: Any) -> str:
        """The gate as it would be read were drafts published; a dash for one that its reader sees in part."""
        state = preview_of(state_for(gate.milestone.plan, gate.reader))
        groups = [group for row in state.engine_plan.milestones for group in row.groups if group.ref == gate.pk]
        return meaning(groups[0], plan_names(state)) if groups else EMPTY

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.annotate(conditions_number=Count("conditions", distinct=True))

    @admin.display(description=_("conditions"), ordering="conditions_number")
    def conditions_count(self, gate: Any) -> int:
        return int(gate.conditions_number)
