"""The money trail: dated sums from pledge to spending, and the rates at which they are converted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.limits import NAME_LENGTH
from milestones.models.fields import ExactDecimalField
from pillars.reconstruction.currencies import validate_currency
from pillars.reconstruction.models.base import PlanRecord
from pillars.reconstruction.models.choices import Side, Stage
from pillars.reconstruction.models.projects import Project


class Transaction(PlanRecord):
    """One row is one sum at one stage of its way, as one side tells it."""

    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage.choices, help_text=_("How far the sum has come.")
    )
    appeal = models.ForeignKey(
        "reconstruction.Appeal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transactions",
        verbose_name=_("appeal"),
        help_text=_("The conference or appeal whose money it is; empty for money of none."),
    )
    donor = models.ForeignKey(
        "reconstruction.Donor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transactions",
        verbose_name=_("donor"),
        help_text=_("Who gives it; empty for all donors together."),
    )
    channel = models.ForeignKey(
        "reconstruction.Channel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transactions",
        verbose_name=_("channel"),
        help_text=_("What it goes through; empty for all channels together."),
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transactions",
        verbose_name=_("project"),
        help_text=_("What it is for; empty for no single project."),
    )
    side = models.CharField(
        _("told by"),
        max_length=10,
        choices=Side.choices,
        default=Side.OTHER,
        help_text=_("Who says so."),
    )
    amount = ExactDecimalField(_("amount"), help_text=_("The sum, in whole units of its currency."))
    currency = models.CharField(
        _("currency"), max_length=3, validators=[validate_currency], help_text=_("Its ISO 4217 code.")
    )
    is_total = models.BooleanField(
        _("total"),
        default=False,
        help_text=_("The sum of all up to its date, which replaces what was told before on the same line."),
    )
    reference = models.CharField(
        _("reference"),
        max_length=NAME_LENGTH,
        blank=True,
        default="",
        help_text=_("Its number with whoever tells it, such as the reference of a transaction in IATI."),
    )

    hangs_on = ("plan", "appeal", "project", "source")

    class Meta(PlanRecord.Meta):
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="transaction_stage_is_known"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="transaction_side_is_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="transaction_is_not_negative"),
            models.CheckConstraint(
                condition=Q(appeal__isnull=False) | Q(project__isnull=False),
                name="transaction_has_appeal_or_project",
            ),
        ]
        indexes = [
            # A plan's money in order: the measures, the panel and the page of the money.
            models.Index(fields=["plan", "stage", "date"], name="transaction_by_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.amount} {self.currency} ({self.date})"


class ExchangeRate(PlanRecord):
    """One row is one rate of conversion: what one unit of a currency was worth in another on a day."""

    currency = models.CharField(
        _("currency"), max_length=3, validators=[validate_currency], help_text=_("What is converted.")
    )
    into = models.CharField(
        _("into"), max_length=3, validators=[validate_currency], help_text=_("What it is converted into.")
    )
    rate = ExactDecimalField(_("rate"), help_text=_("What one unit of the first is worth in the second."))

    hangs_on = ("plan", "source")

    class Meta(PlanRecord.Meta):
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchangerate_is_positive"),
            models.CheckConstraint(
                condition=~Q(currency=models.F("into")), name="exchangerate_of_two_currencies"
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate} {self.into} ({self.date})"
