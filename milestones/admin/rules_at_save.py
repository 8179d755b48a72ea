"""A form and its inlines are saved whole or not at all: the plan must be valid with them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import ngettext

from milestones import notation
from milestones.admin.opened import OpenedForm
from milestones.admin.reasons import PREVIEW, REASON, asks_reason, is_reasoned, reason_of, with_reason
from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach
from milestones.lettering import isolated, isolated_words
from milestones.limits import REASON_LENGTH, is_key
from milestones.models import Indicator, Milestone, Plan
from milestones.services.checking import breaches_of, column_of
from milestones.services.retraction import remove
from milestones.services.review import decide_publication, review_of, submit_entered
from milestones.services.saving import Entered, Filled, beyond_rights, save
from milestones.services.trying import effect_of
from milestones.state import PlanState


def is_about(warning: Breach, row: Model) -> bool:
    """Whether a warning is about the row, or the milestone or indicator that it is part of."""
    entries, slug = warning.pointer[:2]
    part = row if isinstance(row, Milestone | Indicator) else getattr(row, "milestone", None)
    model = {"milestones": Milestone, "indicators": Indicator}.get(str(entries))
    return model is not None and isinstance(part, model) and part.slug == slug


class RulesForm(OpenedForm):
    """A form that asks the rules of its row, and shows why what it had saved was taken back."""

    refusals: tuple[Breach, ...] = ()
    is_held_back = False
    is_open = False
    """Whether it leaves open who may see the row."""

    def is_valid(self) -> bool:
        """Not where what it does is only to be seen: nothing is wrong with it, and it is not saved."""
        return super().is_valid() and not self.is_held_back

    def clean(self) -> dict[str, Any]:
        """Texts with the line ends of the plan file, whatever a browser sends."""
        super().clean()
        cleaned = self.cleaned_data.items()
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in cleaned}

    def _post_clean(self) -> None:
        """Say at its field what the row may not say; where the field has a fault already, that one is enough."""
        super()._post_clean()
        for breach in (*breaches_of(self.instance, at=timezone.now()), *self.refusals):
            column = column_of(type(self.instance), breach)
            if column not in self.errors:
                error = ValidationError(breach.sentence, breach.code, words_of(breach, self.instance))
                self.add_error(column if column in self.fields else None, error)


def words_of(breach: Breach, row: Model) -> dict[str, Any]:
    """What the breach's sentence names, as people read it: rows by their names, days in the reader's language."""
    words = isolated_words(breach.params)
    for name, value in breach.params.items():
        part = getattr(row, name, None)
        if isinstance(part, Model) and value == getattr(part, "slug", None):
            words[name] = isolated(part)
        elif isinstance(value, date) and not isinstance(value, datetime):
            words[name] = notation.day(value)
    return words


def tell_of_drafts(pages: Any, request: HttpRequest, outcome: Entered) -> None:
    """Say how many of the rows are drafts because their author may not publish them."""
    count = len(outcome.drafts)
    words = ngettext(
        "%(count)d is a draft until somebody publishes it.",
        "%(count)d are drafts until somebody publishes them.",
        count,
    )
    if count:
        pages.message_user(request, words % {"count": count}, messages.WARNING)


class NotSaved(Exception):
    """What was typed into a form and its lines, or chosen to be deleted, was refused together, by these rules."""

    def __init__(self, faults: tuple[Breach, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


class HeldBack(Exception):
    """What was typed may be saved, and is first to be seen: `told` says to the form's template what it does."""

    def __init__(self, **told: Any) -> None:
        super().__init__(told)
        self.told = told


class RulesAtSaveAdmin(admin.ModelAdmin):
    """Lets the services save and delete, and shows why where they refuse."""

    form = RulesForm
    change_form_template: Any = "admin/milestones/form.html"
    delete_confirmation_template = "admin/milestones/delete.html"

    def construct_change_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return with_reason(super().construct_change_message(request, *args, **kwargs), request)

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, **kwargs)
        form.refusals = getattr(request, "refusals", ())
        form.is_held_back = hasattr(request, "before_saving")
        return form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row, told = kwargs.get("obj"), getattr(request, "before_saving", {})
        may_save = self.has_add_permission(request) if row is None else self.has_change_permission(request, row)
        if row is not None and request.method == "POST":  # the form has put what was typed into the row
            stored = self.get_object(request, str(row.pk)) or row
            context |= {"original": stored, "subtitle": str(stored)}
        context |= {
            "may_save": may_save,
            "reason": request.POST.get(REASON, ""),
            "asks_reason": asks_reason(row or self.model()) or ("effect" in told and bool(told["effect"].trouble)),
            "most": REASON_LENGTH,
            "review": None if row is None else review_of(row),
            **told,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request: Any, object_id: str | None = None, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, *args, **kwargs)
        try:
            with transaction.atomic():
                self._lock(object_id)
                return super().changeform_view(request, object_id, *args, **kwargs)
        except NotSaved as refusal:
            request.refusals = refusal.faults
        except HeldBack as held:
            request.before_saving = held.told
        # Again, with nothing saved: this time the form is invalid and comes back with what was typed.
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _lock(self, object_id: str | None) -> None:
        """Have who saves the same row at the same time wait, and then see what was changed."""
        if object_id is not None and is_key(object_id):
            QuerySet(self.model).select_for_update().filter(pk=object_id).first()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        saved = Filled(obj, form.changed_data, is_open=form.is_open)
        request.filled = [saved]  # type: ignore[attr-defined] # with its lines
        request.removed = []  # type: ignore[attr-defined]

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        request.removed += formset.deleted_objects
        lines = {id(line.instance): line for line in formset.forms}
        for row in (*(row for row, _ in formset.changed_objects), *formset.new_objects):
            line = lines[id(row)]
            request.filled.append(Filled(row, line.changed_data, (line.prefix,), line.is_open))

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        row = form.instance

        def write() -> Entered:
            drafts, at = decide_publication(request.filled, request.user), timezone.now()
            if refused := beyond_rights(request.filled, request.user):
                raise NotSaved(refused)
            outcome = save(request.filled, user=request.user, at=at, removed=request.removed)
            if outcome.faults:
                raise NotSaved(outcome.faults)
            submit_entered(drafts, user=request.user, at=at)
            return replace(outcome, drafts=drafts)

        wants_reason = is_reasoned(request.filled, request.removed) and not reason_of(request)
        plan = Plan.objects.filter(pk=plan_of(row)).first()
        if plan is None:
            outcome = write()
        else:
            effect = effect_of(plan, request.user, write)
            outcome = effect.outcome
            wants_reason |= effect.wants_reason and not reason_of(request)
            if wants_reason or PREVIEW in request.POST:
                is_asked = wants_reason and PREVIEW not in request.POST
                raise HeldBack(effect=effect, in_words=self.in_words(row, effect.state), wants_reason=is_asked)
        for warning in outcome.warnings:
            if is_about(warning, row):
                self.message_user(request, warning.message, messages.WARNING)
        tell_of_drafts(self, request, outcome)

    def in_words(self, row: Any, state: PlanState) -> str:
        """What the row means in the state that its write made, in a sentence; of most kinds their fields say it."""
        return ""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[Any]) -> None:
        outcome = remove(queryset, user=request.user, at=timezone.now())
        if outcome.faults:
            raise NotSaved(outcome.faults)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._or_say_why(request, lambda: super(RulesAtSaveAdmin, self).delete_view(request, *args, **kwargs))

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._or_say_why(
            request, lambda: super(RulesAtSaveAdmin, self).changelist_view(request, *args, **kwargs)
        )

    def _or_say_why(self, request: HttpRequest, view: Any) -> HttpResponse:
        """The view's answer; where a rule refuses what it did, nothing is done and the page says why."""
        if request.method != "POST":
            return view()
        try:
            with transaction.atomic():
                return view()
        except NotSaved as refusal:
            for fault in refusal.faults:
                self.message_user(request, fault.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
