"""The milestone's page: what is promised, where it stands and why, what is on record, and new records."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from milestones import notation
from milestones.admin.base import page_of, shown_as
from milestones.admin.inlines import ConditionInline, adding, naming
from milestones.admin.lists import PlanFilter, PlanPartFilter
from milestones.admin.on_record import COUNTS, ENDED, records_of
from milestones.admin.row_pages import StructureAdmin
from milestones.admin.summaries import (
    EMPTY,
    NEWEST,
    add_link,
    badge,
    dates_table,
    day,
    gates_table,
    link,
    requires,
    table,
    why_now,
)
from milestones.contingency.plan import RevisedDate
from milestones.models import (
    Assessment,
    Gate,
    GateReading,
    Milestone,
    Responsibility,
    ScheduleRevision,
    ShownIndicator,
    Waiver,
    Withdrawal,
)
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.state import PlanState, state_for
from milestones.state.finding import as_if_published, preview_of
from milestones.wording.gates import meaning
from milestones.wording.schedule import planned_words
from milestones.words import WORDS

PLANNED = (
    "planned_start_on",
    ("planned_start_days", "planned_start_after", "planned_start_reaches"),
    "due_on",
    ("due_days", "due_after", "due_reaches"),
)

REVISED = (("planned_start_on", "planned_start_lifted"), PLANNED[1], ("due_on", "due_lifted"), PLANNED[3])


def _now(words: Any, tell: Callable[[Any], Any], ordering: str | None = None) -> Any:
    """What is told of how a milestone stands; a dash where nothing is computed of it."""

    return shown_as(words, lambda row: tell(row.current) if getattr(row, "current", None) else EMPTY, ordering)


class MilestonePage(StructureAdmin):
    list_display = ("__str__", "status", "level", "pillar", "due_on", "publication", "plan")
    list_filter = (
        ("plan", PlanFilter),
        ("pillar", PlanPartFilter),
        "current__status",
        "publication",
        "verification",
        ("phase", PlanPartFilter),
    )
    list_select_related = ("plan", "pillar", "current")
    date_hierarchy = "due_on"
    inlines = (
        adding(Assessment, _("new assessments")),
        adding(ScheduleRevision, _("new schedule revisions")),
        adding(Withdrawal, _("give it up"), at_most=1),
        naming(Responsibility, "actor"),
        naming(ShownIndicator, "indicator"),
    )
    follows = (
        (_("Contingency status, computed from what is published"), ("status", "level", "why", "dates", "changes")),
        (capfirst(WORDS["gates"]), ("gates_there",)),
        (_("On record"), ("assessments_there", "revisions_there", "withdrawals_there")),
    )
    assessments_there = records_of(Assessment, "level", "verification", "source", "publication", COUNTS)
    revisions_there = records_of(
        ScheduleRevision,
        (_("Planned start"), lambda revision, milestone: _planned(revision.planned_start, milestone)),
        (_("Due"), lambda revision, milestone: _planned(revision.due, milestone)),
        "source",
        "publication",
    )
    withdrawals_there = records_of(Withdrawal, "source", "publication", ENDED)

    status = _now(_("status"), lambda current: badge(current.status), "current__status")
    level = _now(
        _("level"), lambda current: notation.level_range(current.level_low, current.level_high), "current__level_low"
    )
    why = _now(_("why"), why_now)
    dates = _now(_("dates"), dates_table)

    @admin.display(description=_("changes of status"))
    def changes(self, milestone: Milestone) -> SafeString:
        newest = milestone.status_changes.order_by("-computed_at", "-pk")[:NEWEST]
        told = ((day(row.on), badge(row.old), badge(row.new), link(page_of(row), _("Why"))) for row in newest)
        return table((_("On"), _("Before"), _("After"), _("More")), told)

    @admin.display(description=WORDS["gates"])
    def gates_there(self, milestone: Any) -> SafeString:
        add = add_link(milestone.reader, Gate, _("Add conditions"), milestone=milestone.pk)
        return format_html("{}<p>{}</p>", gates_table(milestone), add)


def _planned(planned: RevisedDate | None, milestone: Milestone) -> str:
    """A day, so many days after a milestone's level, or that it was lifted; a dash for nothing."""
    if planned is None or isinstance(planned, dt.date):
        return day(planned)
    return planned_words(planned, _names(milestone))


def _names(milestone: Any) -> PlanNames:
    """The names that the milestone's reader may see, asked for once."""
    if not hasattr(milestone, "names_seen"):
        milestone.names_seen = plan_names(state_for(milestone.plan, milestone.reader))
    return milestone.names_seen


def _meaning(gate: Gate, state: PlanState) -> str:
    """The gate as it would be read were drafts published; a dash for one that its reader sees in part."""
    groups = [group for row in state.engine_plan.milestones for group in row.groups if group.ref == gate.pk]
    return meaning(groups[0], plan_names(state)) if groups else EMPTY


class GatePage(StructureAdmin):
    list_display = ("__str__", "milestone", "before", requires, "conditions_count", "force", "rank")
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
    conditions_count = shown_as(_("conditions"), lambda gate: int(gate.conditions_number), "conditions_number")

    @admin.display(description=_("what it means"))
    def meaning(self, gate: Any) -> str:
        return _meaning(gate, preview_of(state_for(gate.milestone.plan, gate.reader)))

    def in_words(self, row: Any, state: PlanState) -> str:
        return _meaning(row, as_if_published(state))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.annotate(conditions_number=Count("conditions", distinct=True))
