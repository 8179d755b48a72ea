"""What follows from the facts: stored evaluations, and the changes between them."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from milestones.contingency.scales import Status
from milestones.models.append_only import AppendOnly
from milestones.models.choices import LEVELS, STATUSES
from milestones.models.publication import Bounded

STATUS_LENGTH = 20
KNOWN_STATUSES = [status.value for status in Status]


class MilestoneStatus(Bounded):
    """One row is one milestone's verdict as of the plan's today, in its default reading, from published facts."""

    milestone = models.OneToOneField(
        "milestones.Milestone",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="current",
        verbose_name=_("milestone"),
        help_text=_("Whose verdict it is."),
    )
    status = models.CharField(
        _("status"), max_length=STATUS_LENGTH, choices=STATUSES, help_text=_("Its contingency status.")
    )
    since = models.DateField(
        _("since"), null=True, blank=True, help_text=_("The day of the status change that brought it here.")
    )
    level_low = models.PositiveSmallIntegerField(
        _("level, low"), choices=LEVELS, help_text=_("The level that is established.")
    )
    level_high = models.PositiveSmallIntegerField(
        _("level, high"), choices=LEVELS, help_text=_("The highest level that is also said.")
    )
    is_overdue = models.BooleanField(_("overdue"), help_text=_("It is past due and not complete."))
    earliest_start = models.DateField(
        _("earliest start"),
        null=True,
        blank=True,
        help_text=_("Earliest date of its start; empty for never."),
    )
    earliest_complete = models.DateField(
        _("earliest completion"),
        null=True,
        blank=True,
        help_text=_("Earliest date of its completion; empty for never."),
    )
    established_start = models.DateField(
        _("established start"),
        null=True,
        blank=True,
        help_text=_("Established date of its start; empty for none."),
    )
    established_complete = models.DateField(
        _("established completion"),
        null=True,
        blank=True,
        help_text=_("Established date of its completion; empty for none."),
    )
    delay_days = models.PositiveIntegerField(
        _("delay in days"),
        null=True,
        blank=True,
        help_text=_("Days by which its earliest completion passes its due date; empty without either."),
    )
    releases = models.PositiveIntegerField(
        _("releases"), help_text=_("How many others would have every gate met if it were complete.")
    )
    downstream = models.PositiveIntegerField(
        _("downstream"), help_text=_("How many others depend on it, directly or through others.")
    )
    reasons = models.JSONField(
        _("reasons"), default=list, encoder=DjangoJSONEncoder, help_text=_("Why it has this status, as data.")
    )
    verdict = models.JSONField(
        _("verdict"),
        default=dict,
        encoder=DjangoJSONEncoder,
        help_text=_("The whole verdict: gates, conditions, facts, hold-up path."),
    )

    hangs_on = ("milestone",)

    class Meta:
        verbose_name = _("milestone's status")
        verbose_name_plural = _("milestones' statuses")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=KNOWN_STATUSES), name="milestone_status_is_known"),
            models.CheckConstraint(
                condition=Q(
                    level_low__range=(0, 3), level_high__range=(0, 3), level_low__lte=F("level_high")
                ),
                name="milestone_status_level_is_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_status_display()}"


class PlanStatus(Bounded):
    """One row is one plan's evaluation as of its today, in its default reading, from published facts."""

    plan = models.OneToOneField(
        "milestones.Plan",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="current",
        verbose_name=_("plan"),
        help_text=_("Whose evaluation it is."),
    )
    on = models.DateField(_("on"), help_text=_("The day for which it holds, in the plan's time zone."))
    computed_at = models.DateTimeField(_("computed at"), help_text=_("When it was computed."))
    revision = models.PositiveBigIntegerField(
        _("revision"), help_text=_("The plan's revision that this evaluation made.")
    )
    evaluation = models.JSONField(
        _("evaluation"),
        default=dict,
        encoder=DjangoJSONEncoder,
        help_text=_("Pillars, matrix and deadlocks; the milestones' verdicts have rows of their own."),
    )

    hangs_on = ("plan",)

    class Meta:
        verbose_name = _("plan's evaluation")
        verbose_name_plural = _("plans' evaluations")

    def __str__(self) -> str:
        return f"{self.plan} ({self.on})"


class StatusChange(AppendOnly):
    """One row says that one recompute found one milestone in another status than before, and why."""

    plan = models.ForeignKey(
        "milestones.Plan",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="status_changes",
        verbose_name=_("plan"),
        help_text=_("The plan it happened in."),
    )
    milestone = models.ForeignKey(
        "milestones.Milestone",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="status_changes",
        verbose_name=_("milestone"),
        help_text=_("Whose status changed."),
    )
    old = models.CharField(
        _("old status"),
        max_length=STATUS_LENGTH,
        choices=STATUSES,
        blank=True,
        default="",
        help_text=_("Its status before; empty when it had none yet."),
    )
    new = models.CharField(
        _("new status"), max_length=STATUS_LENGTH, choices=STATUSES, help_text=_("Its status from then on.")
    )
    on = models.DateField(_("on"), help_text=_("The day for which the recompute was made."))
    computed_at = models.DateTimeField(_("computed at"), help_text=_("When it was computed."))
    reasons = models.JSONField(
        _("reasons"),
        default=list,
        encoder=DjangoJSONEncoder,
        help_text=_("Why it has the new status, as data."),
    )
    cause = models.JSONField(
        _("cause"),
        default=dict,
        encoder=DjangoJSONEncoder,
        help_text=_("What made the recompute happen, as data that the public may see."),
    )
    revision = models.PositiveBigIntegerField(
        _("revision"), help_text=_("The plan's revision that brought it.")
    )

    hangs_on = ("plan", "milestone")

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ("-computed_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=["milestone", "revision"], name="status_change_once_a_revision"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="status_change_is_a_change"),
            models.CheckConstraint(
                condition=Q(old__in=["", *KNOWN_STATUSES]) & Q(new__in=KNOWN_STATUSES),
                name="status_change_statuses_are_known",
            ),
        ]
        indexes = [
            # A plan's changes, newest first: its change list and feed.
            models.Index(fields=["plan", "-computed_at", "-id"], name="status_change_in_plan"),
            # A milestone's changes, newest first: the history on its page.
            models.Index(fields=["milestone", "-computed_at", "-id"], name="status_change_of_milestone"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.old} → {self.new} ({self.on})"
