"""Edits of single rows as people make them in the admin, for a random order of them."""

import datetime as dt
import os
from collections.abc import Callable
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError

from milestones import models
from milestones.contingency.scales import Grade, Level
from milestones.kinds.format import every_kind
from milestones.models import Plan, Publication
from milestones.models.publication import Published, plan_path
from tests.factories import make_assessment, make_condition, make_gate, make_milestone, make_observation

Edit = Callable[[Plan, Random], None]
EDITED = int(os.environ.get("TEST_EDITS", "12"))
"""So many of them in an order."""


def rows_of(plan: Plan, *kinds: type[Model]) -> list[Any]:
    """The plan's rows of these kinds, by default of every kind."""
    every: Any = kinds or [kind.model for kind in every_kind()]
    return [row for model in every for row in model._default_manager.filter(**{plan_path(model): plan.pk})]


def publish(plan: Plan, random: Random) -> None:
    """Set the publication of any row but the plan's own."""
    rows = [row for row in rows_of(plan) if isinstance(row, Published) and not isinstance(row, Plan)]
    row = random.choice(rows)
    row.publication = random.choice(Publication.values)
    row.save(update_fields=["publication"])


def rename(plan: Plan, random: Random) -> None:
    """Write another text into a row that is edited."""
    row = random.choice(rows_of(plan, models.Milestone, models.Indicator, models.Pillar, models.Actor, models.Area))
    row.name_en = f"Named {random.random()}"
    row.save()


def rename_slug(plan: Plan, random: Random) -> None:
    row = random.choice(rows_of(plan, models.Milestone, models.Source, models.Indicator))
    row.slug = f"slug-{random.randrange(10**9)}"
    row.save()


def move(plan: Plan, random: Random) -> None:
    """Move a milestone to another place or pillar, or give it another source."""
    row = random.choice(rows_of(plan, models.Milestone))
    row.rank = random.randrange(20)
    row.pillar = random.choice(rows_of(plan, models.Pillar))
    row.source = random.choice([None, *rows_of(plan, models.Source)])
    row.save()


def assess(plan: Plan, random: Random) -> None:
    make_assessment(
        random.choice(rows_of(plan, models.Milestone)),
        random.choice(list(Level)),
        source=random.choice(rows_of(plan, models.Source)),
        verification=random.choice(list(Grade)),
        publication=random.choice(Publication.values),
    )


def observe(plan: Plan, random: Random) -> None:
    make_observation(
        random.choice(rows_of(plan, models.Indicator)),
        random.randrange(100),
        source=random.choice(rows_of(plan, models.Source)),
        publication=random.choice(Publication.values),
    )


def retract(plan: Plan, random: Random) -> None:
    standing = [row for row in rows_of(plan, models.Assessment) if row.retracted_at is None]
    if standing:
        row = random.choice(standing)
        row.retracted_at, row.retraction_reason = dt.datetime(2026, 3, 9, tzinfo=dt.UTC), "Mistaken."
        row.save()


def add_gate(plan: Plan, random: Random) -> None:
    one, other = (random.choice(rows_of(plan, models.Milestone)) for _ in range(2))
    make_condition(make_gate(one), milestone=other)


def add_milestone(plan: Plan, random: Random) -> None:
    make_milestone(plan, f"added-{random.randrange(10**9)}", publication=random.choice(Publication.values))


def edit_condition(plan: Plan, random: Random) -> None:
    conditions = [row for row in rows_of(plan, models.Condition) if row.milestone_id]
    if conditions:
        row = random.choice(conditions)
        row.milestone = random.choice(rows_of(plan, models.Milestone))
        row.for_days = random.randrange(3)
        row.save()


def remove(plan: Plan, random: Random) -> None:
    """Remove a row of structure, where nothing keeps it."""
    kinds = (models.Gate, models.Condition, models.Milestone, models.Source, models.Phase)
    rows = rows_of(plan, *kinds)
    try:
        with transaction.atomic():
            random.choice(rows).delete()
    except ProtectedError:
        pass


def change_plan(plan: Plan, random: Random) -> None:
    row = Plan.objects.get(pk=plan.pk)
    row.timezone = random.choice(["UTC", "Asia/Gaza", "Pacific/Kiritimati"])
    row.summary_en = f"Summary {random.random()}"
    row.save()


EDITS: tuple[Edit, ...] = (
    publish,
    publish,
    rename,
    rename_slug,
    move,
    assess,
    assess,
    observe,
    retract,
    add_gate,
    add_milestone,
    edit_condition,
    remove,
    change_plan,
)
