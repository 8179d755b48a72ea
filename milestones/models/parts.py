"""A part of a plan: something named by a slug inside it, in the plan's own order."""

from collections.abc import Iterable
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones.limits import SLUG_LENGTH
from milestones.models.fields import validate_slug
from milestones.models.publication import Bounded


class Ranked(Bounded):
    """A row with a place in its list."""

    rank = models.PositiveIntegerField(
        _("rank"),
        default=0,
        help_text=_("Its place in its list, from 0; equal ranks follow their order of entry."),
    )

    class Meta:
        abstract = True


class PlanPart(Ranked):
    """A row that belongs to one plan; `same_plan` names the keys that must stay inside it."""

    plan = models.ForeignKey(
        "milestones.Plan",
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("plan"),
        help_text=_("The plan it belongs to."),
    )
    slug = models.CharField(
        _("slug"),
        max_length=SLUG_LENGTH,
        validators=[validate_slug],
        help_text=_("Its name in addresses and plan files: a to z, 0 to 9 and hyphens; unique in its plan."),
    )

    hangs_on: ClassVar[tuple[str, ...]] = ("plan",)
    same_plan: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return getattr(self, "name", "") or self.slug

    def clean(self) -> None:
        super().clean()
        refuse_other_plans(self, plan_id=self.plan_id, names=self.same_plan)


def unique_in_plan(model: str) -> models.UniqueConstraint:
    """The constraint that a slug names one row of the model in a plan."""
    return models.UniqueConstraint(
        fields=["plan", "slug"],
        name=f"{model}_slug_unique_in_plan",
        violation_error_message=_("This plan has one with this slug already. Choose another slug."),
    )


def refuse_other_plans(row: models.Model, *, plan_id: int | None, names: Iterable[str]) -> None:
    """Raise a ValidationError, by field, for each named key that points into another plan."""
    errors = {}
    for name in names:
        part = getattr(row, name) if getattr(row, f"{name}_id") else None
        if part is not None and plan_id is not None and part.plan_id != plan_id:
            errors[name] = gettext("“%(part)s” belongs to another plan. Choose one of this plan.") % {
                "part": part
            }
    if errors:
        raise ValidationError(errors)
