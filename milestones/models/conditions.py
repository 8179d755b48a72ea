"""Conditions: the single things that must hold."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models.choices import REACHABLE_LEVELS
from milestones.models.fields import ExactDecimalField
from milestones.models.gates import Gate
from milestones.models.parts import Ranked


def _exactly(kind: str, *also: str) -> Q:
    """Only the columns of one kind of condition are filled, `also` among them where given."""
    columns = {"milestone", "reaches", "indicator", "at_least", "at_most", "pillar", "progress", "date"}
    filled = {kind, *also}
    return Q(**{f"{column}__isnull": column not in filled for column in sorted(columns)})


class Condition(Ranked):
    """One row is one thing that must hold: a milestone's level, an indicator's value, a pillar's progress, a date."""

    gate = models.ForeignKey(
        Gate,
        on_delete=models.CASCADE,
        related_name="conditions",
        verbose_name=_("gate"),
        help_text=_("The gate it belongs to."),
    )
    milestone = models.ForeignKey(
        "milestones.Milestone",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awaited_by",
        verbose_name=_("milestone"),
        help_text=_("The milestone that is waited for."),
    )
    reaches = models.PositiveSmallIntegerField(
        _("reaches"),
        choices=REACHABLE_LEVELS,
        null=True,
        blank=True,
        help_text=_("The level that the milestone must have."),
    )
    indicator = models.ForeignKey(
        "milestones.Indicator",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awaited_by",
        verbose_name=_("indicator"),
        help_text=_("The indicator that is waited for."),
    )
    at_least = ExactDecimalField(
        _("at least"),
        null=True,
        blank=True,
        help_text=_("The lowest value, in the indicator's unit, that will do."),
    )
    at_most = ExactDecimalField(
        _("at most"),
        null=True,
        blank=True,
        help_text=_("The highest value, in the indicator's unit, that will do."),
    )
    pillar = models.ForeignKey(
        "milestones.Pillar",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awaited_by",
        verbose_name=_("pillar"),
        help_text=_("The pillar that is waited for."),
    )
    progress = ExactDecimalField(
        _("progress"),
        null=True,
        blank=True,
        help_text=_("The progress, in percent, that the pillar must have."),
    )
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("The day from which it is met."))
    for_days = models.PositiveIntegerField(
        _("for days"),
        default=0,
        help_text=_(
            "For how many days before, without a break, a level or value must have held; 0 for that day alone."
        ),
    )

    hangs_on = ("gate",)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ("gate_id", "rank", "id")
        constraints = [
            models.CheckConstraint(
                condition=_exactly("milestone", "reaches")
                | _exactly("indicator", "at_least")
                | _exactly("indicator", "at_most")
                | _exactly("pillar", "progress")
                | _exactly("date"),
                name="condition_is_of_one_kind",
                violation_error_message=_(
                    "A condition is one thing: a milestone with its level, an indicator with at least or at most, "
                    "a pillar with its progress, or a date."
                ),
            ),
            models.CheckConstraint(
                condition=Q(reaches__isnull=True) | Q(reaches__range=(1, 3)),
                name="condition_level_can_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | (Q(progress__gte=0) & Q(progress__lte=100)),
                name="condition_progress_is_percent",
                violation_error_message=_("Progress is from 0 to 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(for_days=0) | Q(milestone__isnull=False) | Q(indicator__isnull=False),
                name="condition_for_days_of_level_or_value",
                violation_error_message=_(
                    "“For days” goes with a milestone or an indicator only. Leave it at 0."
                ),
            ),
        ]

    def __str__(self) -> str:
        if self.milestone is not None:
            return f"{self.milestone}: {self.get_reaches_display()}"
        if self.indicator is not None:
            return f"{self.indicator} {'≥' if self.at_most is None else '≤'} {self.bound}"
        if self.pillar is not None:
            return f"{self.pillar} ≥ {self.progress} %"
        return str(self.date)

    @property
    def bound(self) -> object:
        """The value that an indicator must reach (`at_least`) or keep under (`at_most`)."""
        return self.at_least if self.at_most is None else self.at_most
