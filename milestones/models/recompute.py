"""The workings of recompute: marks that facts changed, and runs of background tasks."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RecomputeMark(models.Model):
    """One row says that a plan's facts changed; a recompute deletes the plan's marks in its own transaction."""

    plan = models.ForeignKey(
        "milestones.Plan",
        on_delete=models.CASCADE,
        related_name="recompute_marks",
        verbose_name=_("plan"),
        help_text=_("Whose facts changed."),
    )
    raised_at = models.DateTimeField(_("raised at"), help_text=_("When they changed."))
    cause = models.JSONField(
        _("cause"),
        default=dict,
        encoder=DjangoJSONEncoder,
        help_text=_("What changed and by whom, as data that the public may see."),
    )

    class Meta:
        verbose_name = _("recompute mark")
        verbose_name_plural = _("recompute marks")
        ordering = ("raised_at", "id")

    def __str__(self) -> str:
        return f"{self.plan} ({self.raised_at:%Y-%m-%d %H:%M})"


class JobRun(models.Model):
    """One row is one run of a background task."""

    class Outcome(models.TextChoices):
        """How a run ended."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        NOTHING_TO_DO = "nothing-to-do", _("nothing to do")
        FAILED = "failed", _("failed")

    task = models.CharField(_("task"), max_length=200, help_text=_("The task's name."))
    plan = models.ForeignKey(
        "milestones.Plan",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="job_runs",
        verbose_name=_("plan"),
        help_text=_("The plan it worked on; empty for all."),
    )
    started_at = models.DateTimeField(_("started at"), help_text=_("When it started."))
    finished_at = models.DateTimeField(
        _("finished at"),
        null=True,
        blank=True,
        help_text=_("When it ended; empty while it runs or if it was killed."),
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=15,
        choices=Outcome.choices,
        default=Outcome.RUNNING,
        help_text=_("How it ended."),
    )
    detail = models.TextField(
        _("detail"), blank=True, default="", help_text=_("What it did, or why it failed.")
    )

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        ordering = ("-started_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["running", "done", "nothing-to-do", "failed"]),
                name="job_run_outcome_is_known",
            ),
        ]
        indexes = [
            # The last run of a task: the health page.
            models.Index(fields=["task", "-started_at"], name="job_run_of_task"),
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.started_at:%Y-%m-%d %H:%M}): {self.get_outcome_display()}"
