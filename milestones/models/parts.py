"""A part of a plan: something named by a slug inside it, in the plan's own order."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.publication import Bounded


class Ranked(Bounded):
    """A row with a place in its list."""

    rank = models.PositiveIntegerField(
        _("rank"), default=0, help_text=_("Its place in its list, from 0; equal ranks follow their order of entry.")
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

    def __str__(self) -> str:
        return getattr(self, "name", "") or self.slug
