"""What analysts do to rows they have chosen in a list: publish, restrict, withhold, retract."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milestones.admin.reasons import flips_table, reason_of, with_reason
from milestones.admin.rules_at_save import NotSaved, is_about
from milestones.contingency.scales import Grade
from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach
from milestones.limits import REASON_LENGTH
from milestones.models import Milestone, Pillar, Plan, Publication
from milestones.models.choices import GRADES
from milestones.services.checking import kind_of
from milestones.services.publication import Drafts, drafts_of, set_publication
from milestones.services.raising import raise_grade
from milestones.services.retraction import retract
from milestones.services.saving import Entered
from milestones.services.trying import Effect, effect_of

FROM_ROW = "_from_row"
"""Sent by a record's own page with its key: where to come back to."""


def _set(
    modeladmin: Any, request: HttpRequest, queryset: QuerySet, publication: Publication
) -> TemplateResponse | None:
    """Set it at once; where that makes trouble for milestones, once that was shown and a reason given."""
    rows = list(queryset)
    plans = Plan.objects.filter(pk__in={plan_of(row) for row in rows})
    if len(plans) == 1:
        return _give(modeladmin, request, plans[0], Drafts(rows, ()), publication, is_asked=True)
    outcome = set_publication(rows, publication, user=request.user, at=timezone.now())
    if outcome.faults:
        raise NotSaved(outcome.faults)
    _tell_of(modeladmin, request, outcome, publication)
    return None


def _give(
    modeladmin: Any,
    request: HttpRequest,
    plan: Plan,
    drafts: Drafts,
    publication: Publication,
    *,
    is_asked: bool,
    listed: str = "",
) -> TemplateResponse | None:
    """Give rows of a plan a publication; unasked, or where a reason is wanted, say what that would do."""
    now = timezone.now()
    with transaction.atomic():
        effect = effect_of(
            plan, request.user, lambda: set_publication(drafts.chosen, publication, user=request.user, at=now)
        )
        if is_asked and effect.outcome.faults:
            raise NotSaved(effect.outcome.faults)
        wants_reason = is_asked and effect.is_trouble and not reason_of(request)
        is_done = is_asked and not wants_reason
        transaction.set_rollback(not is_done)
    if is_done:
        _tell_of(modeladmin, request, effect.outcome, publication)
        return None
    is_public = publication == Publication.PUBLISHED
    context = {
        "title": _("Publish these?") if is_public else capfirst(publication.label),
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "button": _("Publish") if is_public else _("Save"),
        "heading": _("This becomes public") if is_public else capfirst(publication.label),
        "becoming": _by_kind(drafts.chosen),
        "staying": _by_kind(drafts.staying),
        "is_plan_draft": is_public and plan.publication == Publication.DRAFT and plan not in drafts.chosen,
        "listed": listed,
        "effect": effect,
        "flips": flips_table(effect),
        "wants_reason": wants_reason,
        "reason": reason_of(request),
        "errors": [fault.message for fault in effect.outcome.faults],
    }
    return _question(modeladmin, request, "admin/milestones/confirm_publication.html", context)


def _tell_of(modeladmin: Any, request: HttpRequest, outcome: Entered, publication: Publication) -> None:
    for warning in outcome.warnings:
        if any(is_about(warning, row) for row in outcome.rows):
            modeladmin.message_user(request, warning.message, messages.WARNING)
    for row in outcome.rows:
        if isinstance(row, Plan) and publication == Publication.PUBLISHED:
            _warn_of_drafts(modeladmin, request, row)
        told = [{"changed": {"fields": [_("publication")]}}]
        modeladmin.log_change(request, row, with_reason(told, request))
    count = len(outcome.rows)
    text = ngettext("%(count)d is now %(publication)s.", "%(count)d are now %(publication)s.", count)
    words = {"count": count, "publication": publication.label}
    modeladmin.message_user(request, text % words, messages.SUCCESS if count else messages.WARNING)


def _warn_of_drafts(modeladmin: Any, request: HttpRequest, plan: Plan) -> None:
    """Say what of a plan that is public now is not."""
    count = len(drafts_of(plan, [], request.user).staying)
    if count:
        text = ngettext("%(count)d thing of it stays a draft.", "%(count)d things of it stay drafts.", count)
        modeladmin.message_user(request, text % {"count": count}, messages.WARNING)


@admin.action(permissions=["change"], description=gettext_lazy("Publish: seen by all"))
def publish(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    return _set(modeladmin, request, queryset, Publication.PUBLISHED)


@admin.action(permissions=["change"], description=gettext_lazy("Publish with all that hangs on it"))
def publish_whole(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """List what becomes public, what stays a draft and what that does to statuses; then publish what was listed."""
    rows = list(queryset)
    plans = Plan.objects.filter(pk__in={plan_of(row) for row in rows})
    if len(plans) != 1:
        modeladmin.message_user(request, _("Choose rows of one plan."), messages.WARNING)
        return None
    [plan] = plans
    drafts = drafts_of(plan, rows, request.user)
    listed = sha256(repr([(row._meta.label, row.pk) for row in drafts.chosen]).encode()).hexdigest()
    is_asked = "confirmed" in request.POST and request.POST.get("listed") == listed
    return _give(modeladmin, request, plan, drafts, Publication.PUBLISHED, is_asked=is_asked, listed=listed)


def _by_kind(rows: Iterable[Any]) -> list[tuple[Any, list[str]]]:
    kinds: dict[Any, list[str]] = {}
    for row in rows:
        kinds.setdefault(row._meta.verbose_name_plural, []).append(str(row))
    return list(kinds.items())


@admin.action(permissions=["change"], description=gettext_lazy("Restrict: seen by those cleared for it"))
def restrict(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    return _set(modeladmin, request, queryset, Publication.RESTRICTED)


@admin.action(permissions=["change"], description=gettext_lazy("Withhold as draft: seen by analysts"))
def withhold(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    return _set(modeladmin, request, queryset, Publication.DRAFT)


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


@admin.action(permissions=["verify"], description=gettext_lazy("Confirm: raise the grade"))
def raise_grades(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """Ask first, to which grade and why; then retract the records and enter them anew with that."""
    records = [row for row in queryset if would_change(raise_grades, row, request.user)]
    if not records:
        words = _("None of these can be raised by you: retracted, verified already, or entered by yourself.")
        modeladmin.message_user(request, words, messages.WARNING)
        return None
    kind, grade = kind_of(modeladmin.model), request.POST.get("grade", "")
    assert kind is not None  # every record has one
    if "confirmed" not in request.POST:
        return _ask(modeladmin, request, records)
    outcome = raise_grade(
        kind,
        records,
        grade=int(grade) if grade.isascii() and grade.isdigit() else None,
        reason=request.POST.get("reason", ""),
        user=request.user,
        at=timezone.now(),
    )
    if outcome.faults:
        return _ask(modeladmin, request, records, outcome.faults)
    for record in outcome.rows:
        modeladmin.log_addition(request, record, [{"added": {}}])
    count = len(outcome.rows)
    text = ngettext("The grade of %(count)d record was raised.", "The grades of %(count)d records were raised.", count)
    modeladmin.message_user(request, text % {"count": count}, messages.SUCCESS)
    return None


def _ask(
    modeladmin: Any, request: HttpRequest, records: Iterable[Any], faults: Iterable[Breach] = ()
) -> TemplateResponse:
    is_raised = request.POST["action"] == raise_grades.__name__
    effect = None if is_raised else _effect_of_retracting(modeladmin, request, [row.pk for row in records])
    context = {
        "effect": effect,
        "flips": effect and flips_table(effect),
        "title": _("Raise the grade of these records?") if is_raised else _("Retract these records?"),
        "grades": HIGHER if is_raised else (),
        "grade": request.POST.get("grade", ""),
        "records": records,
        "reason": request.POST.get("reason", ""),
        "errors": [fault.message for fault in faults],
    }
    return _question(modeladmin, request, "admin/milestones/confirm_retraction.html", context)


def _effect_of_retracting(modeladmin: Any, request: HttpRequest, keys: list[int]) -> Effect[Entered] | None:
    """What retracting would do; None of records of several plans."""
    records = list(modeladmin.model.objects.filter(pk__in=keys))
    plans, kind = Plan.objects.filter(pk__in={plan_of(row) for row in records}), kind_of(modeladmin.model)
    if len(plans) != 1 or kind is None:
        return None
    with transaction.atomic():
        effect = effect_of(
            plans[0], request.user, lambda: retract(kind, records, reason=TRIED, user=request.user, at=timezone.now())
        )
        transaction.set_rollback(True)
    return effect


TRIED = "–"
"""The reason of a retraction that is taken back at once."""


def _question(modeladmin: Any, request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    shared = {
        "opts": modeladmin.opts,
        "media": modeladmin.media,
        "action": request.POST["action"],
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "from_row": request.POST.get(FROM_ROW, ""),
        "most": REASON_LENGTH,
    }
    return TemplateResponse(request, template, modeladmin.admin_site.each_context(request) | shared | context)


GIVES = {publish: Publication.PUBLISHED, restrict: Publication.RESTRICTED, withhold: Publication.DRAFT}
PUBLICATION_ACTIONS = tuple(GIVES)
WHOLE = (Plan, Pillar, Milestone)
"""On whose rows others hang that are published with them."""


HIGHER = [(value, label) for value, label in GRADES if value > Grade.REPORTED]


def would_change(action: Any, row: Any, user: Any) -> bool:
    """Whether the action, by this user, would do anything to the row."""
    if action is raise_grades:
        is_raisable = row.retracted_at is None and row.verification < Grade.VERIFIED
        return is_raisable and (row.entered_by_id is None or row.entered_by_id != user.pk)
    if action is retract_mistakes:
        return row.retracted_at is None
    return action not in GIVES or row.publication != GIVES[action]
