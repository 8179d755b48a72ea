"""A form and its inlines are saved whole or not at all: the plan must be valid with them."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import CheckConstraint, Model, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseRedirect

from milestones.admin.plan_scope import plan_of
from milestones.contingency.findings import PlanFault
from milestones.models import Indicator, Milestone, Plan
from milestones.services.plan_rules import refuse_faults, sentence
from milestones.services.publication import refuse_hidden_conditions


def check_plan(plan: Plan) -> list[PlanFault]:
    """Raise a ValidationError where the rows as they now are break a rule of the plan as a whole; else its warnings."""
    plan = Plan.objects.get(pk=plan.pk)
    refuse_hidden_conditions(plan)
    return refuse_faults(plan)


def is_about(warning: PlanFault, row: Model) -> bool:
    """Whether a warning is about the row, or the milestone or indicator that it is part of."""
    entries = {"milestones": Milestone, "indicators": Indicator}.get(warning.place.entries)
    part = row if isinstance(row, Milestone | Indicator) else getattr(row, "milestone", None)
    return entries is not None and isinstance(part, entries) and part.slug == warning.place.slug


MOST_PLACES = 4
"""Of a constraint on more columns than these no single field is the place."""


class RulesForm(forms.ModelForm):
    """A form that shows why what it had saved was taken back, and what breaks a constraint at its field."""

    refusals: tuple[str, ...] = ()

    def _update_errors(self, errors: ValidationError) -> None:
        said = getattr(errors, "error_dict", {})
        self._leave_out_names_of_constraints(said)
        for error in tuple(said.get(NON_FIELD_ERRORS, ())):
            if place := self._place(error):
                said[NON_FIELD_ERRORS].remove(error)
                said.setdefault(place, []).append(error)
        if NON_FIELD_ERRORS in said and not said[NON_FIELD_ERRORS]:
            del said[NON_FIELD_ERRORS]
        super()._update_errors(errors)

    def _leave_out_names_of_constraints(self, said: dict[str, list[ValidationError]]) -> None:
        """A constraint that has no sentence of its own adds nothing to a sentence that is there."""
        nameless = {
            constraint.get_violation_error_message()
            for constraint in self._meta.model._meta.constraints
            if constraint.violation_error_message == constraint.default_violation_error_message
        }
        general = said.get(NON_FIELD_ERRORS, [])
        telling = [error for error in general if error.message not in nameless]
        if general and (telling or len(said) > 1 or self.errors):
            said[NON_FIELD_ERRORS] = telling

    def _place(self, error: ValidationError) -> str | None:
        """The field of the constraint that the error speaks of, the one that was changed last in the form's order."""
        for constraint in self._meta.model._meta.constraints:
            if (
                isinstance(constraint, CheckConstraint)
                and constraint.violation_error_message == error.message
            ):
                named = {leaf[0].partition("__")[0] for leaf in _leaves(constraint.condition)}
                places = [name for name in self.fields if name in named]
                changed = [name for name in places if name in self.changed_data]
                return (changed or places)[-1] if places and len(named) <= MOST_PLACES else None
        return None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for refusal in self.refusals:
            self.add_error(None, refusal)
        return cleaned


def _leaves(condition: Q) -> Iterator[tuple[str, Any]]:
    """The single comparisons of a condition."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _leaves(child)
        else:
            yield child


class RulesAtSaveAdmin(admin.ModelAdmin):
    """Asks the plan's rules after a save or a deletion, in its transaction, and takes it back where they refuse."""

    form = RulesForm

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.refusals = getattr(request, "refusals", ())
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            # Again, with nothing saved: this time the form is invalid and comes back with what was typed.
            request.refusals = tuple(refusal.messages)
            return super().changeform_view(request, *args, **kwargs)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if not change:
            # Their parent had no key when they were validated, so they could not be compared with it.
            for row in formset.new_objects:
                row.clean()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for warning in check_plan(plan_of(form.instance)):
            if is_about(warning, form.instance):
                self.message_user(request, sentence(warning), messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        plan = plan_of(obj)
        super().delete_model(request, obj)
        if obj is not plan:
            check_plan(plan)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        plans = {plan_of(row) for row in queryset} if self.model is not Plan else set()
        super().delete_queryset(request, queryset)
        for plan in plans:
            check_plan(plan)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._or_say_why(
            request, lambda: super(RulesAtSaveAdmin, self).delete_view(request, *args, **kwargs)
        )

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
        except ValidationError as refusal:
            for message in refusal.messages:
                self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
