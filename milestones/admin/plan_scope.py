"""Which plan a row or a page is about, so that keys are chosen from that plan."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from milestones.admin.by_role import rows_to_name
from milestones.chosen import chosen_plan
from milestones.kinds.kind import plan_of
from milestones.limits import is_key
from milestones.models import Plan
from milestones.models.fields import ExactDecimalField


def page_plan_id(model: Any, request: HttpRequest, row: Model | None) -> int | None:
    """The plan of a row's page; of an empty form, that of the parent its address or its input names, or the chosen."""
    if row is not None and row.pk:
        return plan_of(row)
    if model is Plan:
        return None
    parent = model.hangs_on[0]
    named = request.POST.get(parent) or request.GET.get(parent) or ""
    if not is_key(named):
        plan = chosen_plan(request)
        return None if plan is None else plan.pk
    related = model._meta.get_field(parent).related_model
    owner = related._default_manager.visible_to(request.user).filter(pk=named).first()
    return owner and plan_of(owner)


class PlanAutocomplete(AutocompleteSelect):
    """A choice among the rows of one plan, where it is known which; among all, where not."""

    def __init__(self, *args: Any, plan_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan_id = plan_id

    def get_url(self) -> str:
        url = super().get_url()
        return url if self.plan_id is None else f"{url}?plan={self.plan_id}"

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        """What is chosen; of what was sent and can be no key, nothing."""
        return super().optgroups(name, [key for key in value if is_key(str(key))], attrs)


class KeyField(forms.ModelChoiceField):
    """A choice of a row, which says so of what can be no key before a database is asked."""

    def to_python(self, value: Any) -> Model | None:
        if value not in self.empty_values and not is_key(str(value)):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return super().to_python(value)


class DayField(forms.DateField):
    """A day, which repeats what was typed where that is none."""

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(
                _("“%(value)s” is no date. Write year, month and day, such as 2026-01-31."),
                code="invalid",
                params={"value": value},
            ) from error


class PlanKeys:
    """For admins and inlines: rows, and keys to rows, that the user may see, of the page's plan where known."""

    formfield_overrides = {
        # The model's own validator says which number cannot be kept; the form's would only name the limit.
        ExactDecimalField: {"max_digits": None, "decimal_places": None},
        models.DateField: {"form_class": DayField, "widget": AdminDateWidget},
    }

    admin_site: Any
    get_autocomplete_fields: Any

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field; beside a choice of a row nothing deletes that row, on which others rest."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        rows = db_field.remote_field.model._default_manager
        if hasattr(rows, "visible_to"):
            kwargs.setdefault("queryset", rows_to_name(db_field, rows.visible_to(request.user), request.user))
        if db_field.name in self.get_autocomplete_fields(request):
            plan_id = getattr(request, "page_plan_id", None)
            kwargs["widget"] = PlanAutocomplete(db_field, self.admin_site, plan_id=plan_id)
        kwargs.setdefault("form_class", KeyField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
