"""Rows that are edited, with the history of their edits: to be read, never to be brought back past the rules."""

from typing import Any

from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import display_for_field, flatten
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponse
from django.shortcuts import get_object_or_404
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

from milestones.admin.base import BoundedAdmin
from milestones.admin.boundary import leave_out_hidden, sees_everything
from milestones.admin.numbers import show_plain
from milestones.admin.rules_at_save import RulesAtSaveAdmin
from milestones.admin.summaries import EMPTY
from milestones.limits import is_key
from milestones.models.publication import Published, publications_seen_by


class InWords(HistoricalRecordContextHelper):
    """What changed, in the words of the row's page; a dash for what is empty, gone or hidden."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        if isinstance(value, DeletedObject):
            return EMPTY
        if isinstance(value, Model):
            return value
        return display_for_field(value, self.model._meta.get_field(change.field), EMPTY)


class HistoryAdmin(RulesAtSaveAdmin, BoundedAdmin, SimpleHistoryAdmin):
    """Rows with their history, of which a user sees the versions that were not hidden from such users."""

    object_history_list_template = "admin/milestones/history_list.html"
    object_history_form_template = "admin/milestones/old_version.html"

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def get_history_queryset(self, request: HttpRequest, *args: Any) -> QuerySet:
        versions = super().get_history_queryset(request, *args)
        if issubclass(self.model, Published) and not sees_everything(request.user):
            return versions.filter(publication__in=publications_seen_by(request.user))
        return versions

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> InWords:
        return InWords(self.model, historical_record)

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, *args: Any, **kwargs: Any
    ) -> None:
        leave_out_hidden(historical_records, request.user)
        super().set_history_delta_changes(request, historical_records, *args, **kwargs)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """An old version, to be read: brought back by a POST it would pass the plan's rules by."""
        if request.method != "GET":
            raise PermissionDenied
        if not is_key(object_id) or not is_key(version_id):
            raise Http404
        self.refuse_hidden(request, object_id)
        versions = self.get_history_queryset(request, self.model.history, self.opts.pk.attname, object_id)
        context = {"version": get_object_or_404(versions, pk=version_id), "opts": self.opts}
        return super().history_form_view(request, object_id, version_id, context)

    def render_history_view(
        self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        if "original" in context:
            context["original"].reader = request.user
            leave_out_hidden([context["original"]], request.user)
            context["adminform"] = self._to_be_read(context["adminform"])
        return super().render_history_view(request, template, context, **kwargs)

    def _to_be_read(self, page: AdminForm) -> AdminForm:
        """The version's own columns, closed to editing and open to the eye; not what follows today."""
        columns = {field.name for field in self.opts.fields}
        shown: list[Any] = [
            (title, options | {"fields": own, "classes": ()})
            for title, options in page.fieldsets
            if (own := [name for name in flatten(list(options["fields"])) if name in columns])
        ]
        names: list[Any] = [name for _title, options in shown for name in options["fields"]]
        read = AdminForm(page.form, shown, {}, names, model_admin=self)
        show_plain(read, self.model)
        return read
