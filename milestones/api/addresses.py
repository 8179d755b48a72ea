"""Where the API tells a row: its own address or, of a line that has none, that of the row in whose entry it stands."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import Model
from rest_framework.request import Request
from rest_framework.reverse import reverse

from milestones.api.columns import value_at
from milestones.api.core import RESOURCES
from milestones.api.kinds.shapes import KindSerializer
from milestones.api.serializers.milestones import MilestoneSerializer
from milestones.api.views.lists import RowView
from milestones.api.views.plans import PLANS
from milestones.models import Milestone, Plan
from milestones.models.publication import plan_path
from milestones.registry import registry
from milestones.state import PlanState


@cache
def shapes() -> Mapping[type[Model], type[KindSerializer]]:
    """By model how its rows are told where each has an address of its own."""
    told: dict[type[Model], type[KindSerializer]] = {Plan: PLANS.shape, Milestone: MilestoneSerializer}
    told |= {model: resource.shape for model, resource in RESOURCES.items()}
    views = [route.view for app in registry.apps() for route in app.api]
    return told | {view.model: view.serializer_class for view in views if issubclass(view, RowView)}


def address_of(row: Any, request: Request) -> str:
    """The full address of a row that the reader sees."""
    told = shapes()
    while type(row) not in told:  # every way up ends at the plan
        model: Any = type(row)
        row = getattr(row, plan_path(model).partition("__")[0])
    field: Any = told[type(row)]._declared_fields["url"]
    named = {name: value_at(row, column) for name, column in field.arguments.items()}
    return reverse(field.route, kwargs=named, request=request)


def address_now(model: type[Model], key: Any, now: PlanState, request: Request) -> str | None:
    """The address of the row with a key; None where the reader does not see it in the state of now."""
    row = now.rows(model).by_key.get(key)
    return None if row is None else address_of(row, request)
