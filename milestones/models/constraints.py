"""What the database holds of a model's columns: rules with a sentence, and the last guards that columns imply."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models.columns import Text
from milestones.models.parts import PlanPart

Model = TypeVar("Model", bound=models.Model)


def rule(name: str, condition: Q, sentence: Text | None = None, *, code: str | None = None) -> models.CheckConstraint:
    """The constraint that a row meets the condition, told in the sentence where fields do not refuse it already.

    `code` is what the engine or the plan file calls the same; without one the rule is called by its name.
    """
    return models.CheckConstraint(
        condition=condition, name=name, violation_error_message=sentence, violation_error_code=code
    )


def constrained(prefix: str, *own: models.BaseConstraint, words: str = "") -> Callable[[type[Model]], type[Model]]:
    """Hold what the model's columns imply, under names that begin with the prefix, and then its own constraints.

    A part's slug is the only one in its plan; `verification` and `level` are on their scale; a word is one of its
    closed list. `words` is the prefix of all but the slug's where it differs.
    """

    def constrain(model: type[Model]) -> type[Model]:
        options: Any = model._meta
        slug = [_unique_slug(prefix)] if issubclass(model, PlanPart) else []
        options.constraints = [*slug, *_last_guards(model, words or prefix), *own]
        options.original_attrs["constraints"] = options.constraints  # where migrations look for them
        return model

    return constrain


def _unique_slug(prefix: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["plan", "slug"],
        name=f"{prefix}_slug_unique_in_plan",
        violation_error_message=_("This plan has one with this slug already. Choose another slug."),
    )


def _last_guards(model: type[models.Model], prefix: str) -> Iterator[models.CheckConstraint]:
    """A constraint for each column with choices; who may see a row is no word of its own."""
    for field in model._meta.local_fields:
        column, values = field.name, [value for value, _label in field.flatchoices]
        if column in ("verification", "level"):
            on_scale = Q(**{f"{column}__range": (values[0], values[-1])})
            yield rule(
                f"{prefix}_{_scale(column, values)}",
                Q(**{f"{column}__isnull": True}) | on_scale if field.null else on_scale,
            )
        elif values and isinstance(field, models.CharField) and column != "publication":
            known = ["", *values] if field.blank else values
            yield rule(f"{prefix}_{column}_is_known", Q(**{f"{column}__in": known}))


def _scale(column: str, values: list[Any]) -> str:
    if column == "level":
        return "level_is_known"
    return "grade_is_known" if values[0] == 0 else "verification_can_be_required"
