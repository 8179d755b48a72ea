"""Milestones, and the records of how far they have come."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Grade
from milestones.limits import CODE_LENGTH, NAME_LENGTH
from milestones.models.choices import GRADES, LEVELS, REQUIRED_GRADES
from milestones.models.fields import ExactDecimalField
from milestones.models.parts import PlanPart, Ranked, refuse_other_plans, unique_in_plan
from milestones.models.publication import Published
from milestones.models.records import Ending, Record, RetractableRecord
from milestones.models.schedule import Scheduled, schedule_constraints


class Milestone(Published, Scheduled, PlanPart):
    """One row is one step that a plan promises, with its original schedule."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, help_text=_("The step, in a few words."))
    description = models.TextField(
        _("description"), blank=True, default="", help_text=_("What is promised, and when it counts as done.")
    )
    pillar = models.ForeignKey(
        "milestones.Pillar",
        on_delete=models.PROTECT,
        related_name="milestones",
        verbose_name=_("pillar"),
        help_text=_("The pillar it belongs to."),
    )
    phase = models.ForeignKey(
        "milestones.Phase",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("phase"),
        help_text=_("The phase it belongs to."),
    )
    area = models.ForeignKey(
        "milestones.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("area"),
        help_text=_("The place it is about; empty for the whole."),
    )
    responsible = models.ManyToManyField(
        "milestones.Actor",
        through="milestones.Responsibility",
        related_name="responsibilities",
        blank=True,
        verbose_name=_("responsible"),
        help_text=_("The actors who owe it."),
    )
    source = models.ForeignKey(
        "milestones.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("source"),
        help_text=_("Where the text promises it."),
    )
    clause = models.CharField(
        _("clause"), max_length=CODE_LENGTH, blank=True, default="", help_text=_("The place in the source.")
    )
    lapses = models.DateField(
        _("lapses"), null=True, blank=True, help_text=_("The last day of its authority or mandate.")
    )
    weight = ExactDecimalField(
        _("weight"),
        default=1,
        help_text=_("What it weighs in its pillar's progress, against the others' weights."),
    )
    verification = models.PositiveSmallIntegerField(
        _("verification"),
        choices=REQUIRED_GRADES,
        null=True,
        blank=True,
        help_text=_("The grade that an assessment must have to establish anything; empty for the plan's."),
    )
    certifier = models.ForeignKey(
        "milestones.Actor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certifies",
        verbose_name=_("certifier"),
        help_text=_("The actor who judges that it is complete."),
    )
    certifier_none_designated = models.BooleanField(
        _("no certifier designated"),
        default=False,
        help_text=_("The text names nobody who judges that it is complete."),
    )
    indicators = models.ManyToManyField(
        "milestones.Indicator",
        through="milestones.ShownIndicator",
        related_name="milestones",
        blank=True,
        verbose_name=_("indicators"),
        help_text=_("The indicators shown on its page."),
    )

    same_plan = (
        "pillar",
        "phase",
        "area",
        "source",
        "certifier",
        "planned_start_after",
        "due_after",
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("plan_id", "rank", "id")
        constraints = [
            unique_in_plan("milestone"),
            *schedule_constraints("milestone"),
            models.CheckConstraint(
                condition=Q(planned_start_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=F("planned_start_on")),
                name="milestone_due_not_before_planned_start",
                violation_error_message=_(
                    "It is due before its planned start. Put the due date on or after it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="milestone_weight_is_positive",
                violation_error_message=_("A weight is more than 0."),
            ),
            models.CheckConstraint(
                condition=Q(verification__isnull=True) | Q(verification__range=(1, 3)),
                name="milestone_verification_can_be_required",
            ),
            models.CheckConstraint(
                condition=Q(certifier__isnull=True) | Q(certifier_none_designated=False),
                name="milestone_certifier_or_none_designated",
                violation_error_message=_("Name a certifier or say that none is designated, not both."),
            ),
        ]
        indexes = [
            # A plan's milestones in its own order: every list of them.
            models.Index(fields=["plan", "rank", "id"], name="milestone_in_plan_order"),
        ]


class Responsibility(Ranked):
    """One row is one actor who owes one milestone."""

    milestone = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, verbose_name=_("milestone"), help_text=_("What is owed.")
    )
    actor = models.ForeignKey(
        "milestones.Actor", on_delete=models.PROTECT, verbose_name=_("actor"), help_text=_("Who owes it.")
    )

    hangs_on = ("milestone", "actor")

    class Meta:
        verbose_name = _("responsible actor")
        verbose_name_plural = _("responsible actors")
        ordering = ("milestone_id", "rank", "id")
        constraints = [
            models.UniqueConstraint(fields=["milestone", "actor"], name="responsibility_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.actor}"

    def clean(self) -> None:
        super().clean()
        if self.milestone_id:
            refuse_other_plans(self, plan_id=self.milestone.plan_id, names=("actor",))


class ShownIndicator(Ranked):
    """One row is one indicator shown on one milestone's page."""

    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.CASCADE,
        verbose_name=_("milestone"),
        help_text=_("On whose page it is shown."),
    )
    indicator = models.ForeignKey(
        "milestones.Indicator",
        on_delete=models.PROTECT,
        verbose_name=_("indicator"),
        help_text=_("What is shown."),
    )

    hangs_on = ("milestone", "indicator")

    class Meta:
        verbose_name = _("shown indicator")
        verbose_name_plural = _("shown indicators")
        ordering = ("milestone_id", "rank", "id")
        constraints = [
            models.UniqueConstraint(fields=["milestone", "indicator"], name="shown_indicator_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.indicator}"

    def clean(self) -> None:
        super().clean()
        if self.milestone_id:
            refuse_other_plans(self, plan_id=self.milestone.plan_id, names=("indicator",))


class Assessment(RetractableRecord):
    """One row is one judgement of a milestone's level, for one day."""

    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="assessments",
        verbose_name=_("milestone"),
        help_text=_("What was assessed."),
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVELS, help_text=_("How far it had come."))
    verification = models.PositiveSmallIntegerField(
        _("verification"),
        choices=GRADES,
        default=Grade.REPORTED.value,
        help_text=_("How well it is verified."),
    )

    hangs_on = ("milestone", "source")

    class Meta(RetractableRecord.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(0, 3)), name="assessment_level_is_known"),
            models.CheckConstraint(condition=Q(verification__range=(0, 3)), name="assessment_grade_is_known"),
        ]
        indexes = [
            # A milestone's assessments in order: its page, and its newest one.
            models.Index(fields=["milestone", "date"], name="assessment_of_milestone"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_level_display()} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if self.milestone_id:
            refuse_other_plans(self, plan_id=self.milestone.plan_id, names=("source",))


class ScheduleRevision(Scheduled, Record):
    """One row is one change of a milestone's planned dates; an empty one gives nothing.

    Of several with one date the one with the highest rank holds.
    """

    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.PROTECT,
        related_name="schedule_revisions",
        verbose_name=_("milestone"),
        help_text=_("Whose dates were changed."),
    )
    rank = models.PositiveIntegerField(
        _("rank"), default=0, help_text=_("Its place among the milestone's revisions, from 0.")
    )

    hangs_on = ("milestone", "source", "planned_start_after", "due_after")

    class Meta(Record.Meta):
        verbose_name = _("schedule revision")
        verbose_name_plural = _("schedule revisions")
        ordering = ("milestone_id", "rank", "id")
        constraints = schedule_constraints("schedule_revision")

    def __str__(self) -> str:
        return f"{self.milestone} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if self.milestone_id:
            names = ("source", "planned_start_after", "due_after")
            refuse_other_plans(self, plan_id=self.milestone.plan_id, names=names)


class Withdrawal(Record):
    """One row says that a milestone is no longer pursued, until its ending."""

    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.PROTECT,
        related_name="withdrawals",
        verbose_name=_("milestone"),
        help_text=_("What is no longer pursued."),
    )

    hangs_on = ("milestone", "source")

    class Meta(Record.Meta):
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.milestone} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if not self.milestone_id:
            return
        refuse_other_plans(self, plan_id=self.milestone.plan_id, names=("source",))
        standing = self.milestone.withdrawals.filter(ending__isnull=True).exclude(pk=self.pk)
        if self._state.adding and standing.exists():
            raise ValidationError(
                _("“%(milestone)s” is withdrawn already. End that withdrawal first."),
                params={"milestone": self.milestone},
            )


class WithdrawalEnding(Ending):
    """One row says that a withdrawal is over."""

    withdrawal = models.OneToOneField(
        Withdrawal,
        on_delete=models.PROTECT,
        related_name="ending",
        verbose_name=_("withdrawal"),
        help_text=_("What is over."),
    )

    hangs_on = ("withdrawal", "source")

    class Meta(Ending.Meta):
        verbose_name = _("end of a withdrawal")
        verbose_name_plural = _("ends of withdrawals")

    def __str__(self) -> str:
        return f"{self.withdrawal.milestone} ({self.date})"

    def clean(self) -> None:
        super().clean()
        if self.withdrawal_id:
            refuse_other_plans(self, plan_id=self.withdrawal.milestone.plan_id, names=("source",))
