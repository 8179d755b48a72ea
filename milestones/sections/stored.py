"""A section's rows as entries again."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from milestones import models
from milestones.models import Plan
from milestones.sections.fields import Named, Slugs
from milestones.sections.tables import Entry, SectionTable
from milestones.selectors.plans import Reader
from milestones.services.plan_rows import ALL, Everyone

PLAN_PARTS: tuple[type[Model], ...] = (
    models.Actor,
    models.Area,
    models.Indicator,
    models.Milestone,
    models.Phase,
    models.Pillar,
    models.Source,
)


def slugs_of(plan: Plan, tables: Iterable[SectionTable], *, user: Reader | Everyone = ALL) -> Slugs:
    """The slugs of the plan's parts and of the rows that the tables name, as far as the user may see them."""
    found: dict[type[Model], dict[int, str]] = {}
    named = {field.model for table in tables for field in table.fields if isinstance(field, Named)}
    for model in {*PLAN_PARTS, *named}:
        rows: Any = model._default_manager
        seen = rows.all() if user is ALL else rows.visible_to(user)
        where = {"plan": plan} if model in PLAN_PARTS else {}
        found[model] = dict(seen.filter(**where).values_list("pk", "slug"))
    return found


def read_rows(
    table: SectionTable, plan: Plan, slugs: Slugs, *, user: Reader | Everyone = ALL
) -> list[tuple[int, Entry]]:
    """The table's rows of the plan with their keys, in order."""
    rows: Any = table.model._default_manager.filter(**{table.in_plan: plan})
    seen = rows if user is ALL else rows.visible_to(user)
    is_ranked = any(column.name == "rank" for column in table.model._meta.concrete_fields)
    order = ("rank", "pk") if is_ranked else ("date", "recorded_at", "pk") if table.is_of_records else ("pk",)
    fields = table.all_fields()
    columns = [column for field in fields for column in field.columns]
    return [
        (row["pk"], {field.key: field.load(row, slugs) for field in fields})
        for row in seen.order_by(*order).values("pk", *columns)
    ]
