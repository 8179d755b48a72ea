"""Indicators: what is counted, by whom, and the counts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.contingency.scales import Grade
from milestones.limits import CODE_LENGTH, NAME_LENGTH, SLUG_LENGTH
from milestones.models.choices import GRADES, REQUIRED_GRADES, Direction
from milestones.models.fields import ExactDecimalField, validate_slug
from milestones.models.parts import PlanPart, Ranked, unique_in_plan
from milestones.models.publication import Published
from milestones.models.records import RetractableRecord


class Indicator(Published, PlanPart):
    """One row is one quantity that is counted."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("What is counted."))
    pillar = models.ForeignKey(
        "milestones.Pillar",
        on_delete=models.PROTECT,
        related_name="indicators",
        verbose_name=_("pillar"),
        help_text=_("The pillar it belongs to."),
    )
    area = models.ForeignKey(
        "milestones.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("area"),
        help_text=_("The place it is counted in; empty for the whole."),
    )
    unit = models.CharField(
        _("unit"),
        max_length=NAME_LENGTH,
        blank=True,
        default="",
        help_text=_("The unit of its values, a symbol or a word."),
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=0, help_text=_("How many decimals are shown.")
    )
    direction = models.CharField(
        _("direction"),
        max_length=10,
        choices=Direction.choices,
        default=Direction.INCREASE,
        help_text=_("Which way it is meant to go."),
    )
    definition = models.TextField(_("definition"), blank=True, default="", help_text=_("The counting rule."))
    baseline = ExactDecimalField(
        _("baseline"), null=True, blank=True, help_text=_("Its value, in its unit, before the first count.")
    )
    target = ExactDecimalField(
        _("target"), null=True, blank=True, help_text=_("The value, in its unit, that is promised.")
    )
    target_date = models.DateField(
        _("target date"), null=True, blank=True, help_text=_("By when the target is promised.")
    )
    verification = models.PositiveSmallIntegerField(
        _("verification"),
        choices=REQUIRED_GRADES,
        null=True,
        blank=True,
        help_text=_("The grade that an observation must have to establish anything; empty for the plan's."),
    )
    official = models.CharField(
        _("official series"),
        max_length=SLUG_LENGTH,
        blank=True,
        default="",
        validators=[validate_slug],
        help_text=_("The slug of the one series to read, where the parties agreed on one."),
    )
    stale_after = models.PositiveIntegerField(
        _("stale after"),
        null=True,
        blank=True,
        help_text=_("Days after which a count no longer speaks for today."),
    )
    measure = models.CharField(
        _("measure"),
        max_length=CODE_LENGTH,
        blank=True,
        default="",
        help_text=_(
            "The pillar app's measure that computes its observations, such as governance.seats_filled."
        ),
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("indicator"),
            models.CheckConstraint(
                condition=Q(verification__isnull=True) | Q(verification__range=(1, 3)),
                name="indicator_verification_can_be_required",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="indicator_direction_is_known"
            ),
        ]


class Series(Ranked):
    """One row is one publisher's count of an indicator, by one rule."""

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,
        related_name="series",
        verbose_name=_("indicator"),
        help_text=_("What is counted."),
    )
    slug = models.CharField(
        _("slug"),
        max_length=SLUG_LENGTH,
        validators=[validate_slug],
        help_text=_("Its name in plan files: a to z, 0 to 9 and hyphens; unique in its indicator."),
    )
    name = models.CharField(
        _("name"), max_length=NAME_LENGTH, blank=True, default="", help_text=_("What the count is called.")
    )
    actor = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("actor"),
        help_text=_("Who counts."),
    )
    definition = models.TextField(
        _("definition"), blank=True, default="", help_text=_("The rule it counts by.")
    )

    hangs_on = ("indicator",)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("more than one", "series")
        ordering = ("indicator_id", "rank", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "slug"],
                name="series_slug_unique_in_indicator",
                violation_error_message=_(
                    "This indicator has a series with this slug already. Choose another slug."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug


class Observation(RetractableRecord):
    """One row is one value of an indicator on a date."""

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("indicator"),
        help_text=_("What was counted."),
    )
    value = ExactDecimalField(_("value"), help_text=_("The count, in the indicator's unit."))
    verification = models.PositiveSmallIntegerField(
        _("verification"),
        choices=GRADES,
        default=Grade.REPORTED.value,
        help_text=_("How well it is verified."),
    )
    series = models.CharField(
        _("series"),
        max_length=SLUG_LENGTH,
        blank=True,
        default="",
        validators=[validate_slug],
        help_text=_("The slug of the series it belongs to; empty where there is but one count."),
    )

    hangs_on = ("indicator", "source")

    class Meta(RetractableRecord.Meta):
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.CheckConstraint(
                condition=Q(verification__range=(0, 3)), name="observation_grade_is_known"
            ),
        ]
        indexes = [
            # An indicator's counts in order: its page, its chart, and the newest of each series.
            models.Index(fields=["indicator", "series", "date"], name="observation_by_series"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value} ({self.date})"
