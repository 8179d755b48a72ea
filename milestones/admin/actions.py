"""What analysts do to rows they have chosen in a list: publish, restrict, withhold, retract."""

from collections.abc import Callable, Iterable, Sequence
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
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from milestones.admin.base import answer
from milestones.admin.reasons import reason_of, with_reason
from milestones.admin.rules_at_save import NotSaved, is_about
from milestones.contingency.scales import Grade
from milestones.kinds.kind import plan_of
from milestones.limits import REASON_LENGTH
from milestones.models import Milestone, Pillar, Plan, Publication
from milestones.models.choices import GRADES
from milestones.services.checking import kind_of
from milestones.services.publication import Drafts, drafts_of, set_publication
from milestones.services.raising import raise_grade
from milestones.services.retraction import retract
from milestones.services.review import send_back, submit, waiting_reviews
from milestones.services.rights import has_part, never_counted
from milestones.services.saving import Entered
from milestones.services.trying import Effect, effect_of

IS_NOW = ngettext_lazy("%(count)d is now %(publication)s.", "%(count)d are now %(publication)s.", "count")
RETRACTED = ngettext_lazy("%(count)d record was retracted.", "%(count)d records were retracted.", "count")
RAISED = ngettext_lazy(
    "The grade of %(count)d record was raised.", "The grades of %(count)d records were raised.", "count"
)
FROM_ROW = "_from_row"
"""Sent by a record's own page with its key: where to come back to."""


def _plan_of(modeladmin: Any, request: HttpRequest, rows: Iterable[Any]) -> Plan | None:
    """The plan of the rows; of several, None, and a word that this is done plan by plan."""
    plans = Plan.objects.filter(pk__in={plan_of(row) for row in rows})
    if len(plans) == 1:
        return plans[0]
    modeladmin.message_user(request, _("Choose rows of one plan."), messages.WARNING)
    return None


def _giving(name: str, publication: Publication, words: Any) -> Any:
    """The action that gives rows this publication: at once, or where that makes trouble once a reason was given."""

    @admin.action(permissions=["publish"], description=words)
    def give(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
        rows = list(queryset)
        plan = _plan_of(modeladmin, request, rows)
        return _give(modeladmin, request, plan, Drafts(rows, []), publication, is_asked=True) if plan else None

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
        wants_reason = is_asked and bool(effect.trouble) and not reason_of(request)
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
        "named": drafts.named,
        "staying": _by_kind(drafts.staying),
        "is_plan_draft": is_public and plan.publication == Publication.DRAFT and plan not in drafts.chosen,
        "listed": listed,
        "effect": effect,
        "wants_reason": wants_reason,
        "reason": reason_of(request),
        "errors": [fault.message for fault in effect.outcome.faults],
    }
    return _question(modeladmin, request, "publication", context)


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
    _tell(modeladmin, request, outcome.rows, what=publication.label, logged=_("publication"))


@admin.action(permissions=["publish"], description=gettext_lazy("Publish with all that hangs on it"))
def publish_whole(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """List what becomes public, what stays a draft and what that does to statuses; then publish what was listed."""
    rows = list(queryset)
    plan = _plan_of(modeladmin, request, rows)
    if plan is None:
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
    plan, kind = _plan_of(modeladmin, request, records), kind_of(modeladmin.model)
    if plan is None or kind is None:
        return None
    tried: Any = partial(_effect_of_retracting, plan, kind, [record.pk for record in records], request.user)
    context = {"title": _("Retract these records?"), "records": records, "effect": SimpleLazyObject(tried)}
    step = partial(retract, kind, records)
    return _ask(modeladmin, request, "retraction", context, step, partial(_tell, words=RETRACTED, what=_("retracted")))


@admin.action(permissions=["verify"], description=gettext_lazy("Confirm: raise the grade"))
def raise_grades(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """Ask first, to which grade and why; then retract the records and enter them anew with that."""
    records = [row for row in queryset if would_change(raise_grades, row, request.user)]
    if not records:
        words = _(
            "None of these can be raised by you: retracted, verified already, or entered by yourself, by whom you "
            "invited or who invited you."
        )
        modeladmin.message_user(request, words, messages.WARNING)
        return None
    grade = request.POST.get("grade", "")
    context = {"title": _("Raise the grade of these records?"), "records": records, "grades": HIGHER, "grade": grade}
    given = int(grade) if len(grade) == 1 and grade.isdecimal() else None
    kind: Any = kind_of(modeladmin.model)
    step = partial(raise_grade, kind, records, grade=given)
    return _ask(modeladmin, request, "retraction", context, step, partial(_tell, words=RAISED))


def _ask(
    modeladmin: Any,
    request: HttpRequest,
    step_name: str,
    context: dict[str, Any],
    step: Callable[..., Entered],
    tell: Callable[[Any, HttpRequest, Sequence[Any]], None],
) -> TemplateResponse | None:
    """Take a step and tell of it; until it is confirmed with a reason that will do, ask for that."""
    errors: list[str] = []
    reason = request.POST.get("reason", "") or reason_of(request)
    if "confirmed" in request.POST:
        outcome = step(reason=reason, user=request.user, at=timezone.now())
        if not outcome.faults:
            tell(modeladmin, request, outcome.rows)
            return None
        errors = [fault.message for fault in outcome.faults]
    return _question(modeladmin, request, step_name, {"reason": reason, "errors": errors} | context)


def _effect_of_retracting(plan: Plan, kind: Any, keys: list[int], user: Any) -> Effect[Entered]:
    """What retracting would do."""
    records = kind.model._default_manager.filter(pk__in=keys)
    with transaction.atomic():
        effect = effect_of(plan, user, lambda: retract(kind, records, reason=TRIED, user=user, at=timezone.now()))
        transaction.set_rollback(True)
    return effect


TRIED = "–"
"""The reason of a retraction that is taken back at once."""


def _question(modeladmin: Any, request: HttpRequest, step_name: str, context: dict[str, Any]) -> TemplateResponse:
    shared = {
        "action": request.POST["action"],
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "from_row": request.POST.get(FROM_ROW, ""),
        "most": REASON_LENGTH,
    }
    return answer(modeladmin, request, f"admin/milestones/confirm_{step_name}.html", shared | context)


def _tell(
    modeladmin: Any, request: HttpRequest, rows: Sequence[Any], words: Any = IS_NOW, *, what: Any = "", logged: str = ""
) -> None:
    """Log what was done to the rows, without a word for it that they were added, and say how many they are."""
    if rows and not what:
        request.entered_anew = str(rows[0].pk)  # type: ignore[attr-defined]
    told = with_reason([{"changed": {"fields": [logged or what]}} if what else {"added": {}}], request)
    for row in rows:
        (modeladmin.log_change if what else modeladmin.log_addition)(request, row, told)
    counted, nothing = words % {"count": len(rows), "publication": what}, _("Nothing was changed: it was so already.")
    modeladmin.message_user(request, *((counted, messages.SUCCESS) if rows else (nothing, messages.WARNING)))


@admin.action(permissions=["submit"], description=gettext_lazy("Submit for review"))
def submit_for_review(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    """Let the drafts wait for a publisher."""
    outcome = submit(queryset, user=request.user, at=timezone.now())
    if outcome.faults:
        raise NotSaved(outcome.faults)
    _tell(modeladmin, request, outcome.rows, what=_("submitted for review"))


@admin.action(permissions=["publish"], description=gettext_lazy("Send back with remarks"))
def send_back_drafts(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
    """Ask what is to be mended; then send the drafts back."""
    context = {"title": _("Send these back?"), "rows": queryset}
    return _ask(
        modeladmin,
        request,
        "sending_back",
        context,
        lambda reason, **told: send_back(queryset, remarks=reason, **told),
        partial(_tell, what=_("sent back")),
    )


GIVES = {publish: Publication.PUBLISHED, restrict: Publication.RESTRICTED, withhold: Publication.DRAFT}
PUBLICATION_ACTIONS = (*GIVES, submit_for_review, send_back_drafts)
WHOLE = (Plan, Pillar, Milestone)
"""On whose rows others hang that are published with them."""
HIGHER = [(value, label) for value, label in GRADES if value > Grade.REPORTED]


def would_change(action: Any, row: Any, user: Any) -> bool:
    """Whether the action, by this user, would do anything to the row."""
    if getattr(row, "retracted_at", None) is not None:
        return action in GIVES and row.publication != GIVES[action] and not never_counted(row)
    if action is raise_grades:
        return row.verification < Grade.VERIFIED and not has_part(user, row.entered_by_id)
    if action in (submit_for_review, send_back_drafts):
        if row.publication != Publication.DRAFT:
            return False
        (waiting,) = waiting_reviews([row])
        return (waiting is not None) is (action is send_back_drafts)
    return action not in GIVES or row.publication != GIVES[action]
