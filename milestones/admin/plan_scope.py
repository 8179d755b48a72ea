"""Which plan a row or a page is about, so that keys are chosen from that plan."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from django.http import HttpRequest

from milestones.models import Plan
from milestones.models.fields import ExactDecimalField

AUTOCOMPLETE = "autocomplete"


def plan_path(model: type[Model]) -> str:
    """The lookup from the model to its plan, such as `milestone__plan`."""
    parent = model.hangs_on[0]
    related = model._meta.get_field(parent).related_model
    return parent if related is Plan else f"{parent}__{plan_path(related)}"


def plan_of(row: Model) -> Plan:
    """The plan that the row belongs to, or is."""
    while not isinstance(row, Plan):
        row = getattr(row, row.hangs_on[0])
    return row


LONGEST_KEY = 18
"""Digits of a key; a longer number does not fit a database's."""


def is_key(word: str) -> bool:
    """Whether a word from an address can be a row's key: a number that every database can look up."""
    return word.isascii() and word.isdecimal() and len(word) <= LONGEST_KEY


def page_plan_id(model: type[Model], request: HttpRequest, row: Model | None) -> int | None:
    """The plan of a row's page; of an empty form, that of the parent its address or its input names."""
    if row is not None and row.pk:
        return plan_of(row).pk
    if model is Plan:
        return None
    parent = model.hangs_on[0]
    named = request.POST.get(parent) or request.GET.get(parent) or ""
    if not is_key(named):
        return None
    related = model._meta.get_field(parent).related_model
    found = related._default_manager.visible_to(request.user).filter(pk=named).first()
    return found and plan_of(found).pk


class PlanAutocomplete(AutocompleteSelect):
    """A choice among the rows of one plan, where it is known which; among all, where not."""

    def __init__(self, *args: Any, plan_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan_id = plan_id

    def get_url(self) -> str:
        url = super().get_url()
        return url if self.plan_id is None else f"{url}?plan={self.plan_id}"


class PlanKeys:
    """For admins and inlines: keys lead to rows that the user may see, of the page's plan where known."""

    # The model's own validator says which number cannot be kept; the form's would only name the limit.
    formfield_overrides = {ExactDecimalField: {"max_digits": None, "decimal_places": None}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        rows = db_field.remote_field.model._default_manager
        if hasattr(rows, "visible_to"):
            kwargs.setdefault("queryset", rows.visible_to(request.user))
        if db_field.name in self.get_autocomplete_fields(request):
            plan_id = getattr(request, "page_plan_id", None)
            kwargs["widget"] = PlanAutocomplete(db_field, self.admin_site, plan_id=plan_id)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
