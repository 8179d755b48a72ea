"""Gates: the groups of conditions that stand before a milestone's steps, and their waivers."""

from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Before, Force
from milestones.limits import CODE_LENGTH
from milestones.models.choices import BEFORES, FORCES, REACHABLE_LEVELS
from milestones.models.fields import ExactDecimalField, required_of, validate_required_count
from milestones.models.parts import Ranked, refuse_other_plans
from milestones.models.publication import EVERYTHING, BoundedQuerySet, Publication
from milestones.models.records import Ending, Record

REQUIRE_LENGTH = 10


class GateQuerySet(BoundedQuerySet):
    """Gates; one with a condition that is hidden is hidden whole, since half of it would tell another promise."""

    def within(self, publications: Iterable[Publication]) -> Self:
        publications = frozenset(publications)
        rows = super().within(publications)
        if publications >= EVERYTHING:
            return rows
        hidden_part = Q(milestone__isnull=False) & ~Q(milestone__publication__in=publications)
        hidden_part |= Q(indicator__isnull=False) & ~Q(indicator__publication__in=publications)
        hidden = Condition.objects.filter(hidden_part, gate=OuterRef("pk"))
        return rows.filter(~Exists(hidden))


class Gate(Ranked):
    """One row is one group of conditions before one step of a milestone."""

    milestone = models.ForeignKey(
        "milestones.Milestone",
        on_delete=models.CASCADE,
        related_name="gates",
        verbose_name=_("milestone"),
        help_text=_("The milestone before whose step it stands."),
    )
    before = models.CharField(
        _("before"), max_length=15, choices=BEFORES, help_text=_("The step that waits for it.")
    )
    require = models.CharField(
        _("require"),
        max_length=REQUIRE_LENGTH,
        default="all",
        validators=[validate_required_count],
        help_text=_("How many of its conditions must be met: all, any, or a number."),
    )
    force = models.CharField(
        _("force"),
        max_length=10,
        choices=FORCES,
        default=Force.GATES.value,
        help_text=_("Whether it holds the milestone up, or is only shown (the text says “may”)."),
    )
    readings = models.ManyToManyField(
        "milestones.Reading",
        through="milestones.GateReading",
        related_name="gates",
        blank=True,
        verbose_name=_("readings"),
        help_text=_("The readings under which it stands; none named means every reading."),
    )
    source = models.ForeignKey(
        "milestones.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="gates",
        verbose_name=_("source"),
        help_text=_("Where the text says so."),
    )
    clause = models.CharField(
        _("clause"), max_length=CODE_LENGTH, blank=True, default="", help_text=_("The place in the source.")
    )
    note = models.TextField(
        _("note"), blank=True, default="", help_text=_("What a reader should know of it.")
    )

    hangs_on = ("milestone",)

    objects = GateQuerySet.as_manager()

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        ordering = ("milestone_id", "rank", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(before__in=[before.value for before in Before]), name="gate_before_is_known"
            ),
            models.CheckConstraint(
                condition=Q(force__in=[force.value for force in Force]), name="gate_force_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_before_display()}"

    def clean(self) -> None:
        super().clean()
        if self.milestone_id:
            refuse_other_plans(self, plan_id=self.milestone.plan_id, names=("source",))

    def required_of(self, count: int) -> int:
        """How many of its `count` conditions must be met."""
        return required_of(self.require, count=count)


class GateReading(Ranked):
    """One row is one reading under which a gate stands."""

    gate = models.ForeignKey(
        Gate, on_delete=models.CASCADE, verbose_name=_("gate"), help_text=_("The gate that stands under it.")
    )
    reading = models.ForeignKey(
        "milestones.Reading",
        on_delete=models.PROTECT,
        verbose_name=_("reading"),
        help_text=_("The reading under which it stands."),
    )

    hangs_on = ("gate", "reading")

    class Meta:
        verbose_name = _("reading of a gate")
        verbose_name_plural = _("readings of a gate")
        ordering = ("gate_id", "rank", "id")
        constraints = [models.UniqueConstraint(fields=["gate", "reading"], name="gate_reading_unique")]

    def __str__(self) -> str:
        return f"{self.gate}: {self.reading}"

    def clean(self) -> None:
        super().clean()
        if self.gate_id:
            refuse_other_plans(self, plan_id=self.gate.milestone.plan_id, names=("reading",))


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

    def clean(self) -> None:
        super().clean()
        if not self.gate_id:
            return
        waiting = self.gate.milestone
        refuse_other_plans(self, plan_id=waiting.plan_id, names=("milestone", "indicator", "pillar"))
        if (
            self.milestone_id == waiting.pk
            and self.reaches
            and self.reaches >= Before(self.gate.before).level
        ):
            raise ValidationError(
                {
                    "milestone": _(
                        "“%(milestone)s” would wait, before its %(before)s, for itself. Name another milestone."
                    )
                    % {"milestone": waiting, "before": self.gate.get_before_display()}
                }
            )
        if self.pillar is not None and not self.pillar.milestones.exists():
            raise ValidationError(
                {
                    "pillar": _("The pillar “%(pillar)s” has no milestones to wait for.")
                    % {"pillar": self.pillar}
                }
            )


class Waiver(Record):
    """One row says that a gate was set aside by those who may, until its ending."""

    gate = models.ForeignKey(
        Gate,
        on_delete=models.PROTECT,
        related_name="waivers",
        verbose_name=_("gate"),
        help_text=_("What was set aside."),
    )

    hangs_on = ("gate", "source")

    class Meta(Record.Meta):
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")

    def __str__(self) -> str:
        return f"{self.gate} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if not self.gate_id:
            return
        refuse_other_plans(self, plan_id=self.gate.milestone.plan_id, names=("source",))
        standing = self.gate.waivers.filter(ending__isnull=True).exclude(pk=self.pk)
        if self._state.adding and standing.exists():
            raise ValidationError(
                _("The gate “%(gate)s” is waived already. End that waiver first."), params={"gate": self.gate}
            )


class WaiverEnding(Ending):
    """One row says that a waiver is over."""

    waiver = models.OneToOneField(
        Waiver,
        on_delete=models.PROTECT,
        related_name="ending",
        verbose_name=_("waiver"),
        help_text=_("What is over."),
    )

    hangs_on = ("waiver", "source")

    class Meta(Ending.Meta):
        verbose_name = _("end of a waiver")
        verbose_name_plural = _("ends of waivers")

    def __str__(self) -> str:
        return f"{self.waiver.gate} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if self.waiver_id:
            refuse_other_plans(self, plan_id=self.waiver.gate.milestone.plan_id, names=("source",))
