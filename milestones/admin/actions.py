"""What analysts do to rows they have chosen in a list: publish, restrict, withhold, retract."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milestones.admin.rules_at_save import NotSaved, is_about
from milestones.kinds.rules import Breach
from milestones.limits import REASON_LENGTH
from milestones.models import Publication
from milestones.services.checking import kind_of
from milestones.services.publication import set_publication
from milestones.services.retraction import retract

FROM_ROW = "_from_row"
"""Sent by a record's own page with its key: where to come back to."""


def _set(modeladmin: Any, request: HttpRequest, queryset: QuerySet, publication: Publication) -> None:
    outcome = set_publication(queryset, publication, user=request.user, at=timezone.now())
    if outcome.faults:
        raise NotSaved(outcome.faults)
    for warning in outcome.warnings:
        if any(is_about(warning, row) for row in outcome.rows):
            modeladmin.message_user(request, warning.message, messages.WARNING)
    for row in outcome.rows:
        modeladmin.log_change(request, row, [{"changed": {"fields": [_("publication")]}}])
    count = len(outcome.rows)
    text = ngettext("%(count)d is now %(publication)s.", "%(count)d are now %(publication)s.", count)
    words = {"count": count, "publication": publication.label}
    modeladmin.message_user(request, text % words, messages.SUCCESS if count else messages.WARNING)


@admin.action(permissions=["change"], description=gettext_lazy("Publish: seen by all"))
def publish(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    _set(modeladmin, request, queryset, Publication.PUBLISHED)


@admin.action(permissions=["change"], description=gettext_lazy("Restrict: seen by those cleared for it"))
def restrict(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    _set(modeladmin, request, queryset, Publication.RESTRICTED)


@admin.action(permissions=["change"], description=gettext_lazy("Withhold as draft: seen by analysts"))
def withhold(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    _set(modeladmin, request, queryset, Publication.DRAFT)


@admin.action(permissions=["change"], description=gettext_lazy("Retract: entered by mistake"))
def retract_mistakes(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """Ask first, and why; then let the records count no more."""
    records = queryset.filter(retracted_at__isnull=True)
    if not records:
        modeladmin.message_user(request, _("All of these are retracted already."), messages.WARNING)
        return None
    if "confirmed" not in request.POST:
        return _ask(modeladmin, request, records)
    kind, reason = kind_of(modeladmin.model), request.POST.get("reason", "")
    assert kind is not None  # every record has one
    outcome = retract(kind, records, reason=reason, user=request.user, at=timezone.now())
    if outcome.faults:
        return _ask(modeladmin, request, records, outcome.faults)
    retracted = outcome.rows
    for record in retracted:
        modeladmin.log_change(request, record, [{"changed": {"fields": [_("retracted")]}}])
    text = ngettext("%(count)d record was retracted.", "%(count)d records were retracted.", len(retracted))
    modeladmin.message_user(request, text % {"count": len(retracted)}, messages.SUCCESS)
    return None


def _ask(
    modeladmin: Any, request: HttpRequest, records: QuerySet, faults: Iterable[Breach] = ()
) -> TemplateResponse:
    context = modeladmin.admin_site.each_context(request) | {
        "title": _("Retract these records?"),
        "opts": modeladmin.opts,
        "media": modeladmin.media,
        "records": records,
        "action": request.POST["action"],
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "from_row": request.POST.get(FROM_ROW, ""),
        "reason": request.POST.get("reason", ""),
        "most": REASON_LENGTH,
        "errors": [fault.message for fault in faults],
    }
    return TemplateResponse(request, "admin/milestones/confirm_retraction.html", context)


GIVES = {publish: Publication.PUBLISHED, restrict: Publication.RESTRICTED, withhold: Publication.DRAFT}
PUBLICATION_ACTIONS = tuple(GIVES)


def would_change(action: Any, row: Any) -> bool:
    """Whether the action would do anything to the row."""
    if action is retract_mistakes:
        return row.retracted_at is None
    return action not in GIVES or row.publication != GIVES[action]
