"""A part of a plan; what rows are called, and what the database holds of their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from string import Formatter
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.text import camel_case_to_spaces
from django.utils.translation import gettext_lazy as _

from milestones import notation
from milestones.lettering import isolated
from milestones.models import columns
from milestones.models.columns import Text
from milestones.models.publication import Bounded


class Ranked(Bounded):
    """A row with a place in its list."""

    rank = columns.count(
        _("rank"), _("Its place in its list, from 0; equal ranks follow their order of entry."), default=0
    )

    class Meta:
        abstract = True


class PlanPart(Ranked):
    """A row that belongs to one plan."""

    plan = columns.part("milestones.Plan", _("plan"), _("The plan it belongs to."), "%(class)ss")
    slug = columns.slug(_("Its name in addresses and plan files: a to z, 0 to 9 and hyphens; unique in its plan."))

    hangs_on: ClassVar[tuple[str, ...]] = ("plan",)

    class Meta:
        abstract = True


Model = TypeVar("Model", bound=models.Model)


def called(
    one: Text, several: Text, title: str = "", *, prefix: str = "", words: str = ""
) -> Callable[[type[Model]], type[Model]]:
    """Call one row of a model so, and several so: its `verbose_name` and `verbose_name_plural`.

    Ranked rows are ordered by their ranks within what they hang on first. `title` is what a row is called by itself,
    by the names of its columns, such as "{indicator}: {value} ({date})"; a word and a day are told as people read it.
    What has a slug is called by its name or title without one, else by that.

    The database holds what the columns imply: a part's slug is the only one in its plan; `verification` and `level` are
    on their scale; a word is one of its closed list. The names of these constraints begin with the prefix, by default
    the model's name, and all but the slug's with `words` where that differs.
    """
    told_of = [column for _text, column, _form, _way in Formatter().parse(title) if column]

    def entitled(row: Any) -> str:
        if not title:
            return str(getattr(row, "name", "") or getattr(row, "title", "") or row.slug)
        return title.format(**{column: _told(row, column) for column in told_of})

    def call(model: type[Model]) -> type[Model]:
        named = prefix or camel_case_to_spaces(model.__name__).replace(" ", "_")
        slug = [_unique_slug(named)] if issubclass(model, PlanPart) else []
        implied = [*slug, *_last_guards(model, words or named)]
        told = {"verbose_name": one, "verbose_name_plural": several}
        _set(model, constraints=[*implied, *model._meta.constraints], **told)
        if issubclass(model, Ranked):
            _set(model, ordering=(f"{model.hangs_on[0]}_id", "rank", "id"))
        if title or ("__str__" not in vars(model) and any(field.name == "slug" for field in model._meta.local_fields)):
            model.__str__ = entitled  # type: ignore[method-assign]
        return model

    return call


def in_database(*own: models.BaseConstraint | models.Index) -> Callable[[type[Model]], type[Model]]:
    """The model's own constraints and indexes, beside what its columns imply."""

    def put(model: type[Model]) -> type[Model]:
        indexes = [index for index in own if isinstance(index, models.Index)]
        _set(model, constraints=[rule for rule in own if not isinstance(rule, models.Index)], indexes=indexes)
        return model

    return put


def _set(model: type[models.Model], **told: Any) -> None:
    options: Any = model._meta
    vars(options).update(told)
    options.original_attrs |= told  # where migrations look for them


def _told(row: models.Model, column: str) -> str:
    display = getattr(row, f"get_{column}_display", None)
    value = getattr(row, column) if display is None else display()
    if isinstance(value, datetime):
        return notation.instant(value)
    return notation.day(value) if isinstance(value, date) else isolated(value)


def rule(name: str, condition: Q, sentence: Text | None = None, *, code: str | None = None) -> models.CheckConstraint:
    """The constraint that a row meets the condition, told in the sentence where fields do not refuse it already.

    `code` is what the engine or the plan file calls the same; without one the rule is called by its name.
    """
    return models.CheckConstraint(
        condition=condition, name=name, violation_error_message=sentence, violation_error_code=code
    )


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
