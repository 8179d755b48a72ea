"""Taking an entry out for good: asked for by an administrator, done by another, or at once where there is one alone."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.admin.actions import TRIED
from milestones.admin.base import BoundedAdmin, answer, own_path, page_of, shown_as
from milestones.admin.by_role import ByRole
from milestones.admin.histories import lines_between
from milestones.admin.lists import PlanFilter, ValueFilter
from milestones.admin.plan_history import names_today
from milestones.admin.reasons import reason_of, reasons_given
from milestones.admin.workings import ReadOnly
from milestones.kinds.rules import Breach
from milestones.limits import REASON_LENGTH
from milestones.models import AppendOnly, PlanEntry
from milestones.selectors.row_history import names_of_rows, versions_of
from milestones.services.redaction import faults_of, redact


class RedactionFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("redaction"), "redaction"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("asked", _("asked for")), ("done", _("redacted"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "asked":
            log = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(PlanEntry))
            return queryset.filter(redacted_at=None, pk__in=list(log.values_list("object_id", flat=True)))
        return queryset.filter(redacted_at__isnull=False) if self.value() == "done" else queryset


@admin.register(PlanEntry)
class PlanEntryAdmin(ReadOnly, ByRole, BoundedAdmin):
    of_all = ("first", "last")
    fields = ("plan", "of_kind", "key", "publication", "first", "last", "redacted_at", "redaction_reason")
    list_display = ("name", "of_kind", "plan", "publication", "first", "last", "redacted_at")
    list_filter = (("plan", PlanFilter), ("kind", ValueFilter), RedactionFilter)
    list_select_related = ("plan",)
    name = shown_as(gettext_lazy("name"), lambda entry: entry.name, "key")
    of_kind = shown_as(gettext_lazy("kind"), lambda entry: entry.get_kind_display(), "kind")

    def make_ready(self, rows: Any, request: HttpRequest) -> None:
        """Each entry with what its row is called today; where it is gone, its key."""
        super().make_ready(rows, request)
        names = names_today([(entry.kind, entry.key, entry.first) for entry in rows], request.user)
        for entry in rows:
            entry.name = names.get((entry.kind, entry.key), entry.key)

    def get_urls(self) -> list[Any]:
        return [own_path(self, "<int:key>/redaction/", self.redaction_view, "redaction"), *super().get_urls()]

    def redaction_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """What would be taken out, and why; then asked for, or done. The admin's log of the entry keeps what is asked.

        An administrator carries out what another asked for with the same reason; whoever words it otherwise asks anew.
        """
        if not request.user.is_superuser:
            raise PermissionDenied
        entry = get_object_or_404(PlanEntry, pk=key)
        administrators = get_user_model().objects.filter(is_superuser=True, is_staff=True, is_active=True)
        others = set(map(str, administrators.exclude(pk=request.user.pk)))
        asked = [] if entry.redacted_at else list(reasons_given(entry))
        seconded = {told.words: told.who for told in reversed(asked) if told.who in others}
        refused = faults_of(entry, TRIED)
        faults = refused
        if request.method == "POST" and not refused:
            faults = self._take_out(request, entry, seconded, is_alone=not others)
            if not faults:
                return HttpResponseRedirect(page_of(entry))
        model = apps.get_model(entry.kind)
        versions = list(versions_of(entry.kind, [entry.pk]).values())
        names = names_of_rows(model, versions, request.user)
        context = {
            "title": _("Take out for good"),
            "entry": entry,
            "row": f"{entry.get_kind_display()} {entry.key}",
            "is_record": issubclass(model, AppendOnly),
            "lines": [line for version in versions for line in lines_between(model, None, version, names)],
            "asked": asked,
            "is_alone": not others,
            "is_refused": bool(refused),
            "errors": [fault.message for fault in faults],
            "reason": reason_of(request) or next(reversed(seconded), ""),
            "most": REASON_LENGTH,
        }
        return answer(self, request, "admin/milestones/redaction.html", context)

    @transaction.atomic
    def _take_out(
        self, request: HttpRequest, entry: PlanEntry, seconded: dict[str, str], *, is_alone: bool
    ) -> tuple[Breach, ...]:
        """Do it where nobody else has to look, or another asked for the same; else keep that it was asked for."""
        reason = reason_of(request)
        if "read" not in request.POST:
            return (Breach(("read",), "unread", _("Tick that you have read that this cannot be undone.")),)
        who = seconded.get(reason)
        if is_alone or who:
            faults = redact(entry, reason=reason, user=request.user, at=timezone.now()).faults
            what = _("redacted, as %(who)s asked") % {"who": who} if who else _("redacted")
            words = _(
                "Taken out for good. Now run “manage.py redact” without an entry, which vacuums the database, restart "
                "all processes and make backups anew."
            )
        else:
            faults = faults_of(entry, reason)
            what = _("redaction asked for")
            words = _(
                "Nothing is taken out yet. Another administrator finds this in the list of entries, and confirms it."
            )
        if not faults:
            self.log_change(request, entry, [{"changed": {"fields": [what]}}, {"reason": reason}])
            self.message_user(request, words, messages.SUCCESS if is_alone or who else messages.WARNING)
        return faults
