"""Lines of a page: parts with a place in a list, and records that are only added."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from milestones.admin.plan_scope import PlanKeys
from milestones.admin.records import CLOCKS_HELP, RecordForm
from milestones.admin.texts import DirectedTexts
from milestones.models import Condition, Gate, GateReading, Responsibility, ShownIndicator
from milestones.models.fields import required_of


class RankedFormSet(BaseInlineFormSet):
    """Lines with a rank: a new one stands after those that are there."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "rank" in form.fields and form.instance._state.adding:
            form.initial["rank"] = 1 + max((row.rank for row in self.get_queryset()), default=-1)


class Lines(PlanKeys):
    """Inlines with a rank."""

    formset = RankedFormSet
    extra = 0


class AddOnlyInline(PlanKeys, DirectedTexts, TranslationStackedInline):
    """Empty forms for new records; those that are there stand in a table of their own on the page."""

    form = RecordForm
    extra = 0
    entered: tuple[Any, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        fieldsets = [
            (None, {"fields": self.entered}),
            (_("Note"), {"fields": ("note",), "classes": ("collapse",)}),
            (_("Clocks"), {"fields": ("recorded_at",), "classes": ("collapse",), "description": CLOCKS_HELP}),
        ]
        return self.in_languages(fieldsets)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).none()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ResponsibilityInline(Lines, admin.TabularInline):
    model = Responsibility
    fields = ("actor", "rank")
    autocomplete_fields = ("actor",)


class ShownIndicatorInline(Lines, admin.TabularInline):
    model = ShownIndicator
    fields = ("indicator", "rank")
    autocomplete_fields = ("indicator",)


class GateReadingInline(Lines, admin.TabularInline):
    model = GateReading
    fields = ("reading", "rank")
    autocomplete_fields = ("reading",)


class ConditionFormSet(RankedFormSet):
    """A gate's conditions: at least one, and as many as the gate requires."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        standing = [form for form in self.forms if self._is_standing(form)]
        if not standing:
            raise ValidationError(
                gettext("A gate without conditions says nothing. Give it a condition, or delete the gate.")
            )
        self._check_require(self.instance, len(standing))

    def _is_standing(self, form: forms.ModelForm) -> bool:
        if self.can_delete and self._should_delete_form(form):
            return False
        return not form.instance._state.adding or form.has_changed()

    def _check_require(self, gate: Gate, count: int) -> None:
        try:
            required = required_of(gate.require, count=count)
        except ValueError:  # no count: the field itself has said so
            return
        if required > count:
            raise ValidationError(
                gettext(
                    "The gate requires %(required)d of %(count)d conditions. Require at most %(count)d, "
                    "or add conditions."
                ),
                params={"required": required, "count": count},
            )


class ConditionInline(Lines, admin.StackedInline):
    """Each condition is of one kind: fill one of its rows."""

    model = Condition
    formset = ConditionFormSet
    fields = (
        ("milestone", "reaches"),
        ("indicator", "at_least", "at_most"),
        ("pillar", "progress"),
        "date",
        ("for_days", "rank"),
    )
    autocomplete_fields = ("milestone", "indicator", "pillar")

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return 1 if obj is None else 0
