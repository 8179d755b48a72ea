"""The milestone's page: what is promised, where it stands and why, what is on record, and new records."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones.admin.base import list_address, page_of, public_address
from milestones.admin.boundary import leave_out_hidden
from milestones.admin.filters import PlanFilter, PlanPartFilter
from milestones.admin.inlines import AddOnlyInline, ResponsibilityInline, ShownIndicatorInline
from milestones.admin.records import enter_as
from milestones.admin.structure import PlanPartAdmin
from milestones.admin.summaries import (
    EMPTY,
    NEWEST,
    add_link,
    badge,
    dates_table,
    day,
    gates_table,
    level_range,
    link,
    table,
    why_now,
)
from milestones.contingency.plan import RevisedDate
from milestones.contingency.schedule import stated
from milestones.models import (
    Assessment,
    Gate,
    Milestone,
    ScheduleRevision,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.wording.schedule import planned_words

PLANNED = (
    "planned_start_on",
    ("planned_start_days", "planned_start_after", "planned_start_reaches"),
    "due_on",
    ("due_days", "due_after", "due_reaches"),
)

REVISED = (
    ("planned_start_on", "planned_start_lifted"),
    PLANNED[1],
    ("due_on", "due_lifted"),
    PLANNED[3],
)


class AssessmentInline(AddOnlyInline):
    model = Assessment
    entered = (("date", "level", "verification"), "source", "publication")
    autocomplete_fields = ("source",)
    verbose_name_plural = _("new assessments")


class ScheduleRevisionInline(AddOnlyInline):
    model = ScheduleRevision
    fk_name = "milestone"
    entered = ("date", *REVISED, "source", "publication")
    autocomplete_fields = ("source", "planned_start_after", "due_after")
    verbose_name_plural = _("new schedule revisions")


class WithdrawalInline(AddOnlyInline):
    model = Withdrawal
    max_num = 1
    entered = ("date", "source", "publication")
    autocomplete_fields = ("source",)
    verbose_name_plural = _("withdraw it")


@admin.register(Milestone)
class MilestoneAdmin(PlanPartAdmin):
    carried = ("plan", "pillar", "phase", "area", "source", "publication")
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
    search_fields = ("slug", "name_en", "name_ar", "name_he", "clause")
    autocomplete_fields = (
        "plan",
        "pillar",
        "phase",
        "area",
        "source",
        "certifier",
        "planned_start_after",
        "due_after",
    )
    readonly_fields = (
        "status",
        "level",
        "why",
        "dates",
        "changes",
        "gates_there",
        "assessments_there",
        "revisions_there",
        "withdrawals_there",
    )
    inlines = (
        AssessmentInline,
        ScheduleRevisionInline,
        WithdrawalInline,
        ResponsibilityInline,
        ShownIndicatorInline,
    )
    promised = (
        (None, {"fields": ("plan", "name", "slug", "publication")}),
        (_("What is promised"), {"fields": ("description", "source", "clause")}),
        (_("Where it belongs"), {"fields": ("pillar", "phase", "area", ("weight", "rank"))}),
        (_("Original schedule"), {"fields": (*PLANNED, "lapses")}),
        (_("Who judges"), {"fields": ("certifier", "certifier_none_designated", "verification")}),
    )
    follows = (
        (
            _("Contingency status, computed from what is published"),
            {"fields": ("status", "level", "why", "dates", "changes")},
        ),
        (_("Gates"), {"fields": ("gates_there",)}),
        (_("On record"), {"fields": ("assessments_there", "revisions_there", "withdrawals_there")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if obj is None:
            return self.in_languages(self.promised)
        first, *rest = self.promised
        seldom_edited = ((title, options | {"classes": ("collapse",)}) for title, options in rest)
        return self.in_languages((first, *self.follows, *seldom_edited))

    def view_on_site(self, obj: Milestone) -> str | None:
        return public_address("milestone-page", obj.plan.slug, obj.slug)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        enter_as(request.user, formset)
        if formset.model is ScheduleRevision and form.instance.pk:
            _rank_after(form.instance, formset)
        super().save_formset(request, form, formset, change)

    @admin.display(description=_("status"), ordering="current__status")
    def status(self, milestone: Milestone) -> SafeString | str:
        current = getattr(milestone, "current", None)
        return EMPTY if current is None else badge(current.status)

    @admin.display(description=_("level"), ordering="current__level_low")
    def level(self, milestone: Milestone) -> str:
        current = getattr(milestone, "current", None)
        if current is None:
            return EMPTY
        return level_range(current.get_level_low_display(), current.get_level_high_display())

    @admin.display(description=_("why"))
    def why(self, milestone: Milestone) -> SafeString | str:
        current = getattr(milestone, "current", None)
        return EMPTY if current is None else why_now(current)

    @admin.display(description=_("dates"))
    def dates(self, milestone: Milestone) -> SafeString | str:
        current = getattr(milestone, "current", None)
        return EMPTY if current is None else dates_table(current)

    @admin.display(description=_("changes of status"))
    def changes(self, milestone: Milestone) -> SafeString:
        newest = milestone.status_changes.order_by("-computed_at", "-pk")[:NEWEST]
        return table(
            (_("On"), _("Before"), _("After"), _("More")),
            (
                (
                    day(change.on),
                    badge(change.old) if change.old else EMPTY,
                    badge(change.new),
                    link(page_of(change), _("Why")),
                )
                for change in newest
            ),
        )

    @admin.display(description=_("gates"))
    def gates_there(self, milestone: Milestone) -> SafeString:
        add = add_link(milestone.reader, Gate, _("Add a gate"), milestone=milestone.pk)
        return format_html("{}<p>{}</p>", gates_table(milestone), add)

    @admin.display(description=_("assessments"))
    def assessments_there(self, milestone: Milestone) -> SafeString:
        newest = (
            milestone.assessments.visible_to(milestone.reader)
            .select_related("source")
            .order_by("-date", "-recorded_at", "-pk")
        )
        rows = (
            (
                link(page_of(record), day(record.date)),
                record.get_level_display(),
                record.get_verification_display(),
                record.source or EMPTY,
                record.get_publication_display(),
                gettext("no, retracted") if record.retracted_at else gettext("yes"),
            )
            for record in newest[:NEWEST]
        )
        headings = (_("Date"), _("Level"), _("Grade"), _("Source"), _("Publication"), _("Counts"))
        more = link(list_address(Assessment, milestone__id__exact=milestone.pk), _("All assessments"))
        return format_html("{}<p>{}</p>", table(headings, rows), more)

    @admin.display(description=_("schedule revisions"))
    def revisions_there(self, milestone: Milestone) -> SafeString:
        seen = milestone.schedule_revisions.visible_to(milestone.reader)
        newest = seen.select_related("planned_start_after", "due_after", "source")
        rows = (
            (
                link(page_of(record), day(record.date)),
                _planned(record.planned_start, milestone),
                _planned(record.due, milestone),
                record.source or EMPTY,
                record.get_publication_display(),
            )
            for record in newest.order_by("-date", "-rank", "-pk")[:NEWEST]
        )
        return table((_("Date"), _("Planned start"), _("Due"), _("Source"), _("Publication")), rows)

    @admin.display(description=_("withdrawals"))
    def withdrawals_there(self, milestone: Milestone) -> SafeString:
        seen = milestone.withdrawals.visible_to(milestone.reader)
        found = list(seen.select_related("ending", "source").order_by("-date", "-pk"))
        leave_out_hidden(found, milestone.reader)
        return table(
            (_("Date"), _("Source"), _("Publication"), _("Ended")),
            (
                (
                    link(page_of(record), day(record.date)),
                    record.source or EMPTY,
                    record.get_publication_display(),
                    day(record.ending.date)
                    if hasattr(record, "ending")
                    else add_link(milestone.reader, WithdrawalEnding, _("End it"), withdrawal=record.pk)
                    or EMPTY,
                )
                for record in found
            ),
        )


def _planned(planned: RevisedDate | None, milestone: Milestone) -> str:
    """A day, so many days after a milestone's level, or that it was lifted; a dash for nothing."""
    if planned is None or isinstance(planned, dt.date):
        return day(planned)
    return planned_words(stated(planned), _names(milestone))


def _names(milestone: Milestone) -> PlanNames:
    """The names that the milestone's reader may see, asked for once."""
    if not hasattr(milestone, "names_seen"):
        milestone.names_seen = plan_names(milestone.plan, user=milestone.reader)
    return milestone.names_seen


def _rank_after(milestone: Milestone, formset: Any) -> None:
    """Put new revisions after those that are there: of several of one date the last holds."""
    ranks = milestone.schedule_revisions.values_list("rank", flat=True)
    for rank, form in enumerate(formset.extra_forms, start=1 + max(ranks, default=-1)):
        form.instance.rank = rank
