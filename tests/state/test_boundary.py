"""A state holds what the database's boundary lets through, row for row and column for column."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet

from milestones.kinds.format import every_table, parse
from milestones.loading.stored import model_of, read_columns, with_inner
from milestones.models import Plan
from milestones.models.publication import Publication
from milestones.services.loading import load_document
from milestones.state import PlanState
from milestones.state.plan_state import Rows

PLANS = Path(__file__).resolve().parent.parent.parent / "plans"
MODELS = tuple(model_of(table) for table in with_inner(every_table()))
SEEN = [
    frozenset({Publication.PUBLISHED, *more})
    for more in ((), (Publication.RESTRICTED,), (Publication.DRAFT,), (Publication.RESTRICTED, Publication.DRAFT))
]
UNTOLD = frozenset({"entered_by_id"})
"""Columns that no entry has: whose account entered a record."""

pytestmark = pytest.mark.django_db


def half_hidden_plan(name: str, chance: random.Random) -> Plan:
    """The shipped plan with a part of its rows restricted or in draft."""
    load_document(parse((PLANS / f"{name}.yaml").read_text()).document)
    plan = Plan.objects.get(slug=name)
    for model in MODELS:
        if model is not Plan and model.has_publication():
            for row in model.objects.order_by("pk"):
                publication = chance.choices(list(Publication), (1, 12, 1))[0]
                QuerySet(model).filter(pk=row.pk).update(publication=publication)
    return plan


def told(row: Any) -> dict[str, Any]:
    """The row's columns that are told; of a text each language, for its bare column nobody reads."""
    columns = [field for field in row._meta.concrete_fields if field.attname not in UNTOLD]
    bare = {field.translated_field.attname for field in columns if hasattr(field, "translated_field")}
    return {field.attname: getattr(row, field.attname) for field in columns if field.attname not in bare}


@pytest.mark.parametrize("name", ["gaza-phase-two", "aceh-2005"])
def test_a_state_holds_what_the_boundary_lets_through(name: str, django_assert_num_queries: Any) -> None:
    plan = half_hidden_plan(name, random.Random(name))
    columns = read_columns(every_table(), plan.pk)
    for seen in SEEN:
        state = PlanState(plan.pk, plan.revision, (plan.revision, 0, 0), columns, seen, date.today())
        with django_assert_num_queries(0):
            rows: dict[Any, Rows[Any]] = {model: state.rows(model) for model in MODELS}
        for model in MODELS:
            expected = {row.pk: row for row in model.objects.within(seen)}
            stored = [row for row in rows[model] if getattr(row, "series", "") != "derived"]
            assert {row.pk for row in stored} == expected.keys(), model
            for row in stored:
                differing = {
                    name
                    for name, value in told(expected[row.pk]).items()
                    if (told(row)[name] or None) != (value or None)
                }
                for attname in differing:
                    field = row._meta.get_field(attname.removesuffix("_id"))
                    # It names what the audience does not see.
                    assert field.related_model in rows, (model, attname)
                    assert getattr(expected[row.pk], attname) not in rows[field.related_model].by_key
