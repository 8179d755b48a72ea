"""Needs assessments, and the figures that they give."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones.lettering import isolated
from milestones.models import Actor, PlanPart, Published, called, columns, in_database, rule
from pillars.reconstruction.models.choices import Horizon, Measured
from pillars.reconstruction.models.parts import PlanRecord, Sector, Territory, currency_code

validate_month = RegexValidator(
    re.compile(r"\A[0-9]{4}-(0[1-9]|1[0-2])\Z"),
    _("“%(value)s” is no month. Write year and month, such as 2025-10."),
    "bad_month",
)


@called(_("needs assessment"), _("needs assessments"))
class NeedsAssessment(PlanPart, Published):
    """One row is one assessment of damage and needs, for one period of destruction."""

    name = columns.name(_("What it is called."))
    actor = columns.optional_part(Actor, _("actor"), _("Who made it."), "needs_assessments")
    published_on = models.DateField(_("published"), help_text=_("The day of its publication."))
    covers_from = columns.line(
        _("covers from"),
        _("The first month of the destruction that it covers, such as 2023-10; empty if not stated."),
        length=7,
        validators=[validate_month],
    )
    covers_until = columns.line(
        _("covers until"),
        _("The last month of the destruction that it covers; empty if not stated."),
        length=7,
        validators=[validate_month],
    )
    note = columns.note()


@called(_("estimate"), _("estimates"))
@in_database(
    rule(
        "estimate_months_are_of_the_first",
        Q(horizon="first", months__gte=1) | (~Q(horizon="first") & Q(months__isnull=True)),
    ),
    rule("estimate_is_not_negative", Q(amount__gte=0)),
)
class Estimate(PlanRecord):
    """One row is one figure of a needs assessment."""

    assessment = columns.part(NeedsAssessment, _("needs assessment"), _("The assessment that gives it."), "estimates")
    sector = columns.optional_part(Sector, _("sector"), _("The sector it is for; empty for all."), "estimates")
    territory = columns.optional_part(Territory, _("territory"), _("What it covers; empty if not stated."), "estimates")
    measured = columns.word(_("measured"), Measured.choices, _("Damage, losses or needs."))
    horizon = columns.word(
        _("horizon"),
        Horizon.choices,
        _("The whole, or the part of the time that the needs are for."),
        default=Horizon.WHOLE,
    )
    months = models.PositiveSmallIntegerField(
        _("months"), null=True, blank=True, help_text=_("How many months the horizon “first” has.")
    )
    amount = columns.number(_("amount"), _("The figure, in whole units of its currency."))
    currency = currency_code(_("currency"), _("Its ISO 4217 code."))

    hangs_on = ("plan", "assessment", "source")

    def __str__(self) -> str:
        sector = self.sector or gettext("all sectors")
        return f"{isolated(self.assessment)}: {self.get_measured_display()}, {isolated(sector)}"
