"""What analysts do to rows they have chosen in a list: publish, restrict, withhold, retract."""

from collections.abc import Callable, Iterable
from functools import partial
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

from milestones.admin.base import answer
from milestones.admin.reasons import reason_of, with_reason
from milestones.admin.rules_at_save import NotSaved, is_about
from milestones.contingency.scales import Grade
from milestones.kinds import Kind
from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach
from milestones.limits import REASON_LENGTH
from milestones.models import Milestone, Pillar, Plan, Publication, Submission
from milestones.models.choices import GRADES
from milestones.services.checking import kind_of
from milestones.services.publication import Drafts, drafts_of, set_publication
from milestones.services.retraction import raise_grade, retract
from milestones.services.review import send_back, submit
from milestones.services.saving import Entered
from milestones.services.trying import Effect, effect_of

FROM_ROW = "_from_row"
"""Sent by a record's own page with its key: where to come back to."""


def _plan_of(rows: Iterable[Any]) -> Plan | None:
    """The plan of the rows; None where they are of several."""
    plans = Plan.objects.filter(pk__in={plan_of(row) for row in rows})
    return plans[0] if len(plans) == 1 else None


def _giving(name: str, publication: Publication, words: Any) -> Any:
    """The action that gives rows this publication: at once, or where that makes trouble once a reason was given."""

    @admin.action(permissions=["publish"], description=words)
    def give(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
        rows = list(queryset)
        plan = _plan_of(rows)
        if plan is not None:
            return _give(modeladmin, request, plan, Drafts(rows, ()), publication, is_asked=True)
        outcome = set_publication(rows, publication, user=request.user, at=timezone.now())
        if outcome.faults:
            raise NotSaved(outcome.faults)
        _tell_of(modeladmin, request, outcome, publication)
        return None

    give.__name__ = name
    return give


publish = _giving("publish", Publication.PUBLISHED, gettext_lazy("Publish: seen by all"))
restrict = _giving("restrict", Publication.RESTRICTED, gettext_lazy("Restrict: seen by those cleared for it"))
withhold = _giving("withhold", Publication.DRAFT, gettext_lazy("Withhold as draft: seen by analysts"))


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
            count = len(drafts_of(row, [], request.user).staying)
            text = ngettext("%(count)d thing of it stays a draft.", "%(count)d things of it stay drafts.", count)
            if count:
                modeladmin.message_user(request, text % {"count": count}, messages.WARNING)
        told = [{"changed": {"fields": [_("publication")]}}]
        modeladmin.log_change(request, row, with_reason(told, request))
    count = len(outcome.rows)
    text = ngettext("%(count)d is now %(publication)s.", "%(count)d are now %(publication)s.", count)
    words = {"count": count, "publication": publication.label}
    modeladmin.message_user(request, text % words, messages.SUCCESS if count else messages.WARNING)


@admin.action(permissions=["publish"], description=gettext_lazy("Publish with all that hangs on it"))
def publish_whole(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """List what becomes public, what stays a draft and what that does to statuses; then publish what was listed."""
    rows = list(queryset)
    plan = _plan_of(rows)
    if plan is None:
        modeladmin.message_user(request, _("Choose rows of one plan."), messages.WARNING)
        return None
    drafts = drafts_of(plan, rows, request.user)
    listed = sha256(repr([(row._meta.label, row.pk) for row in drafts.chosen]).encode()).hexdigest()
    is_asked = "confirmed" in request.POST and request.POST.get("listed") == listed
    return _give(modeladmin, request, plan, drafts, Publication.PUBLISHED, is_asked=is_asked, listed=listed)


def _by_kind(rows: Iterable[Any]) -> list[tuple[Any, list[str]]]:
    kinds: dict[Any, list[str]] = {}
    for row in rows:
        kinds.setdefault(row._meta.verbose_name_plural, []).append(str(row))
    return list(kinds.items())


@admin.action(permissions=["retract"], description=gettext_lazy("Retract: entered by mistake"))
def retract_mistakes(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """Ask first, and why; then let the records count no more."""
    records = queryset.filter(retracted_at__isnull=True)
    if not records:
        modeladmin.message_user(request, _("All of these are retracted already."), messages.WARNING)
        return None
    outcome = _confirmed(modeladmin, request, records, retract)
    if not isinstance(outcome, Entered):
        return outcome
    for record in outcome.rows:
        modeladmin.log_change(request, record, [{"changed": {"fields": [_("retracted")]}}])
    count = len(outcome.rows)
    text = ngettext("%(count)d record was retracted.", "%(count)d records were retracted.", count)
    modeladmin.message_user(request, text % {"count": count}, messages.SUCCESS)
    return None


@admin.action(permissions=["verify"], description=gettext_lazy("Confirm: raise the grade"))
def raise_grades(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """Ask first, to which grade and why; then retract the records and enter them anew with that."""
    records = [row for row in queryset if would_change(raise_grades, row, request.user)]
    if not records:
        words = _("None of these can be raised by you: retracted, verified already, or entered by yourself.")
        modeladmin.message_user(request, words, messages.WARNING)
        return None
    grade = request.POST.get("grade", "")
    step = partial(raise_grade, grade=int(grade) if grade.isascii() and grade.isdigit() else None)
    outcome = _confirmed(modeladmin, request, records, step)
    if not isinstance(outcome, Entered):
        return outcome
    for record in outcome.rows:
        modeladmin.log_addition(request, record, [{"added": {}}])
    count = len(outcome.rows)
    text = ngettext("The grade of %(count)d record was raised.", "The grades of %(count)d records were raised.", count)
    modeladmin.message_user(request, text % {"count": count}, messages.SUCCESS)
    return None


def _confirmed(
    modeladmin: Any, request: HttpRequest, records: Iterable[Any], step: Callable[..., Entered]
) -> Entered | TemplateResponse:
    """What came of a step that takes records back; the question whether to take it and why, until that is answered."""
    kind = kind_of(modeladmin.model)
    assert kind is not None  # every record has one
    keys = [record.pk for record in records]
    faults: tuple[Breach, ...] = ()
    if "confirmed" in request.POST:
        reason = request.POST.get("reason", "")
        outcome = step(kind, records, reason=reason, user=request.user, at=timezone.now())
        if not outcome.faults:
            return outcome
        faults = outcome.faults
    is_raised = request.POST["action"] == raise_grades.__name__
    context = {
        "effect": None if is_raised else _effect_of_retracting(kind, keys, request.user),
        "title": _("Raise the grade of these records?") if is_raised else _("Retract these records?"),
        "grades": HIGHER if is_raised else (),
        "grade": request.POST.get("grade", ""),
        "records": records,
        "reason": request.POST.get("reason", ""),
        "errors": [fault.message for fault in faults],
    }
    return _question(modeladmin, request, "admin/milestones/confirm_retraction.html", context)


def _effect_of_retracting(kind: Kind, keys: list[int], user: Any) -> Effect[Entered] | None:
    """What retracting would do; None of records of several plans."""
    records: Any = kind.model._default_manager.filter(pk__in=keys)
    plan = _plan_of(records)
    if plan is None:
        return None
    with transaction.atomic():
        effect = effect_of(plan, user, lambda: retract(kind, records, reason=TRIED, user=user, at=timezone.now()))
        transaction.set_rollback(True)
    return effect


TRIED = "–"
"""The reason of a retraction that is taken back at once."""


def _question(modeladmin: Any, request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    shared = {
        "action": request.POST["action"],
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "from_row": request.POST.get(FROM_ROW, ""),
        "most": REASON_LENGTH,
    }
    return answer(modeladmin, request, template, shared | context)


@admin.action(permissions=["submit"], description=gettext_lazy("Submit for review"))
def submit_for_review(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    """Let the drafts wait for a publisher."""
    _tell_review(modeladmin, request, submit(queryset, user=request.user, at=timezone.now()), _("submitted for review"))


@admin.action(permissions=["publish"], description=gettext_lazy("Send back with remarks"))
def send_back_drafts(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """Ask what is to be mended; then send the drafts back."""
    errors: list[Any] = []
    if "confirmed" in request.POST:
        outcome = send_back(queryset, remarks=reason_of(request), user=request.user, at=timezone.now())
        if not outcome.faults:
            _tell_review(modeladmin, request, outcome, _("sent back"))
            return None
        errors = [fault.message for fault in outcome.faults]
    context = {"title": _("Send these back?"), "rows": queryset, "reason": reason_of(request), "errors": errors}
    return _question(modeladmin, request, "admin/milestones/confirm_sending_back.html", context)


def _tell_review(modeladmin: Any, request: HttpRequest, outcome: Entered, words: str) -> None:
    if outcome.faults:
        raise NotSaved(outcome.faults)
    for row in outcome.rows:
        modeladmin.log_change(request, row, with_reason([{"changed": {"fields": [words]}}], request))
    count = len(outcome.rows)
    text = ngettext("%(count)d is now %(publication)s.", "%(count)d are now %(publication)s.", count)
    modeladmin.message_user(request, text % {"count": count, "publication": words}, messages.SUCCESS)


GIVES = {publish: Publication.PUBLISHED, restrict: Publication.RESTRICTED, withhold: Publication.DRAFT}
PUBLICATION_ACTIONS = (*GIVES, submit_for_review, send_back_drafts)
WHOLE = (Plan, Pillar, Milestone)
"""On whose rows others hang that are published with them."""


HIGHER = [(value, label) for value, label in GRADES if value > Grade.REPORTED]


def would_change(action: Any, row: Any, user: Any) -> bool:
    """Whether the action, by this user, would do anything to the row."""
    if action is raise_grades:
        is_raisable = row.retracted_at is None and row.verification < Grade.VERIFIED
        return is_raisable and (row.entered_by_id is None or row.entered_by_id != user.pk)
    if action in (submit_for_review, send_back_drafts):
        if row.publication != Publication.DRAFT:
            return False
        known = Submission.latest([plan_of(row)]).get((row._meta.label, row.pk))
        return (known is not None and known.is_open) is (action is send_back_drafts)
    if action is retract_mistakes:
        return row.retracted_at is None
    return action not in GIVES or row.publication != GIVES[action]
