"""What the tracker does by itself, to be read: changes of status, recompute marks, job runs."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from milestones.admin.base import BoundedAdmin, shown_as
from milestones.admin.by_role import ByRole
from milestones.admin.exports import ExportedAdmin
from milestones.admin.lists import PlanFilter, ValueFilter, sees_everything
from milestones.admin.summaries import badge, lines, why_then
from milestones.chosen import of_chosen_plan
from milestones.models import JobRun, Plan, RecomputeMark, Revision, SeenBy, StatusChange
from milestones.models.publication import by_sight
from milestones.selectors.causes import told_causes
from milestones.selectors.plan_page import plan_names
from milestones.services.rights import in_reach
from milestones.state import state_for
from milestones.state.boundary import own_number
from milestones.wording.causes import causes_in_words


def told_cause(row: Any) -> SafeString | str:
    """What caused a change or a revision, as far as its reader may be told."""
    causes = told_causes(row.cause.get("causes", ()), state_for(row.plan, row.reader))
    return lines(causes_in_words(causes, plan_names(state_for(row.plan))))


class ReadOnly(ExportedAdmin):
    """Rows that only the tracker itself writes."""

    actions = None
    of_all: tuple[str, ...] = ()
    """The columns that tell of hidden rows too, if only how many there are: shown to those who see everything."""

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self._told_to(request.user, super().get_fields(request, obj))

    def get_list_display(self, request: HttpRequest) -> Any:
        return self._told_to(request.user, super().get_list_display(request))

    def _told_to(self, user: Any, columns: Any) -> list[Any]:
        return [name for name in columns if name not in self.of_all or sees_everything(user)]

    def _never(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never


@admin.register(StatusChange)
class StatusChangeAdmin(ReadOnly, ByRole, BoundedAdmin):
    fields = ("milestone", "plan", "on", "before", "after", "why", "causes", "computed_at", "revision")
    readonly_fields = ("before", "after", "why", "causes")
    list_display = ("on", "milestone", "before", "after", "plan", "computed_at")
    list_display_links = ("on", "milestone")
    list_filter = (("plan", PlanFilter), "new", "old")
    list_select_related = ("milestone", "plan")
    search_fields = ("milestone__slug", "milestone__name_en", "milestone__name_ar", "milestone__name_he")
    date_hierarchy = "on"

    before = shown_as(_("before"), lambda change: badge(change.old), "old")
    after = shown_as(_("after"), lambda change: badge(change.new), "new")
    why = shown_as(_("why"), why_then)
    causes = shown_as(_("cause"), told_cause)


class OfPlansAdmin(ReadOnly, ByRole, admin.ModelAdmin):
    """Rows about a plan, or about none: seen by who may see the plan."""

    list_filter: Any = (("plan", PlanFilter),)
    list_select_related = ("plan",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        plans = Plan.objects.visible_to(request.user).order_by()
        rows = super().get_queryset(request).filter(Q(plan__in=plans.values("pk")) | Q(plan__isnull=True))
        return of_chosen_plan(in_reach(rows, request.user), self.model, request)


def _as_counted(revisions: Any, seen: Any) -> Any:
    own = own_number(seen)
    alike = Revision.objects.filter(plan=OuterRef("plan"), number__lt=OuterRef("number"), **{own: OuterRef(own)})
    return revisions.filter(~Exists(alike))


def _as_seen(marks: Any, seen: Any) -> Any:
    return marks.filter(Q(cause__seen_by__isnull=True) | Q(cause__seen_by__in=SeenBy.within(seen)))


@admin.register(Revision)
class RevisionAdmin(ReadOnly, ByRole, BoundedAdmin):
    of_all = ("number",)
    fields = ("plan", "number", "at", "method", "causes")
    readonly_fields = ("causes",)
    list_display = ("number", "plan", "at", "method")
    list_filter = (("plan", PlanFilter),)
    list_select_related = ("plan",)
    date_hierarchy = "at"
    causes = shown_as(_("cause"), told_cause)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those that changed what the user sees."""
        return by_sight(super().get_queryset(request), request.user, _as_counted)


@admin.register(RecomputeMark)
class RecomputeMarkAdmin(OfPlansAdmin):
    of_all = ("causes",)
    fields = ("raised_at", "plan", "causes")
    readonly_fields = ("causes",)
    list_display = ("raised_at", "plan")
    causes = shown_as(_("cause"), lambda mark: lines(causes_in_words([mark.cause], plan_names(state_for(mark.plan)))))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those of edits to rows that the user sees."""
        return by_sight(super().get_queryset(request), request.user, _as_seen)


@admin.register(JobRun)
class JobRunAdmin(OfPlansAdmin):
    of_all = ("did",)
    of_task = shown_as(_("task"), JobRun.get_task_display, "task")
    did = shown_as(_("detail"), JobRun.get_detail_display)
    fields = ("of_task", "plan", "started_at", "finished_at", "outcome", "did")
    readonly_fields = ("of_task", "did")
    list_display = ("started_at", "of_task", "plan", "outcome", "finished_at")
    list_filter = (("task", ValueFilter), "outcome", ("plan", PlanFilter))
    date_hierarchy = "started_at"
