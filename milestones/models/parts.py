"""A part of a plan: something named by a slug inside it, in the plan's own order."""

from typing import ClassVar

from django.db import models
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
    """A row that belongs to one plan."""

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

    class Meta:
        abstract = True
        ordering = ("plan_id", "rank", "id")

    def __str__(self) -> str:
        return getattr(self, "name", "") or self.slug
