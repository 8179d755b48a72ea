"""Needs assessments, and the figures that they give."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones.limits import NAME_LENGTH
from milestones.models.fields import ExactDecimalField
from milestones.models.parts import PlanPart, unique_in_plan
from milestones.models.publication import Published
from pillars.reconstruction.currencies import validate_currency
from pillars.reconstruction.models.base import PlanRecord
from pillars.reconstruction.models.choices import Horizon, Measured

validate_month = RegexValidator(
    re.compile(r"\A[0-9]{4}-(0[1-9]|1[0-2])\Z"),
    _("“%(value)s” is no month. Write year and month, such as 2025-10."),
    "bad_month",
)


class NeedsAssessment(Published, PlanPart):
    """One row is one assessment of damage and needs, for one period of destruction."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What it is called."))
    actor = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs_assessments",
        verbose_name=_("actor"),
        help_text=_("Who made it."),
    )
    published_on = models.DateField(_("published"), help_text=_("The day of its publication."))
    covers_from = models.CharField(
        _("covers from"),
        max_length=7,
        blank=True,
        default="",
        validators=[validate_month],
        help_text=_(
            "The first month of the destruction that it covers, such as 2023-10; empty if not stated."
        ),
    )
    covers_until = models.CharField(
        _("covers until"),
        max_length=7,
        blank=True,
        default="",
        validators=[validate_month],
        help_text=_("The last month of the destruction that it covers; empty if not stated."),
    )
    note = models.TextField(
        _("note"), blank=True, default="", help_text=_("What a reader should know of it.")
    )

    class Meta:
        verbose_name = _("needs assessment")
        verbose_name_plural = _("needs assessments")
        ordering = ("plan_id", "rank", "id")
        constraints = [unique_in_plan("needs_assessment")]


class Estimate(PlanRecord):
    """One row is one figure of a needs assessment."""

    assessment = models.ForeignKey(
        NeedsAssessment,
        on_delete=models.PROTECT,
        related_name="estimates",
        verbose_name=_("assessment"),
        help_text=_("The assessment that gives it."),
    )
    sector = models.ForeignKey(
        "reconstruction.Sector",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="estimates",
        verbose_name=_("sector"),
        help_text=_("The sector it is for; empty for all."),
    )
    territory = models.ForeignKey(
        "reconstruction.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="estimates",
        verbose_name=_("territory"),
        help_text=_("What it covers; empty if not stated."),
    )
    measured = models.CharField(
        _("measured"), max_length=10, choices=Measured.choices, help_text=_("Damage, losses or needs.")
    )
    horizon = models.CharField(
        _("horizon"),
        max_length=10,
        choices=Horizon.choices,
        default=Horizon.WHOLE,
        help_text=_("The whole, or the part of the time that the needs are for."),
    )
    months = models.PositiveSmallIntegerField(
        _("months"), null=True, blank=True, help_text=_("How many months the horizon “first” has.")
    )
    amount = ExactDecimalField(_("amount"), help_text=_("The figure, in whole units of its currency."))
    currency = models.CharField(
        _("currency"), max_length=3, validators=[validate_currency], help_text=_("Its ISO 4217 code.")
    )

    hangs_on = ("plan", "assessment", "source")

    class Meta(PlanRecord.Meta):
        verbose_name = _("estimate")
        verbose_name_plural = _("estimates")
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(measured__in=Measured.values), name="estimate_measured_is_known"
            ),
            models.CheckConstraint(condition=Q(horizon__in=Horizon.values), name="estimate_horizon_is_known"),
            models.CheckConstraint(
                condition=Q(horizon="first", months__gte=1) | (~Q(horizon="first") & Q(months__isnull=True)),
                name="estimate_months_are_of_the_first",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="estimate_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_measured_display()}, {self.sector or gettext('all sectors')}"
